"""The three steps, the receipt and the card's own pages, as a visitor meets them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.audit import VISITOR
from core.db import session
from events.models import Event
from teams.models import Leader, Registration
from teams.passes import reprint_pass
from teams.sign_up import SignUpWish, sign_up
from teams.views import public
from tests import cast, make
from tests.make_teams import cap_id, set_cap, sign_up_wish, signed_up, state_of, team_wish

WHO = {"organisation": "Fyrtårnet", "leader": "Bo", "phone": "12 34 56 70", "email": ""}


def team_answers(event: Event, number: int = 0, **changes: str) -> dict[str, str]:
    values = {"name": "Kometerne", "headcount": "8", "row": "B", "arrival": "doors"} | changes
    values |= {f"option_{cap_id(event, 'meal', 'frokost')}": changes.get("lunch", "8")}
    return {f"team-{number}-{name}": value for name, value in values.items() if name != "lunch"}


def fill_in(client: FlaskClient, event: Event, **teams: str) -> str:
    """Go to the review page; returns it."""
    cast.lighthouse()
    base = f"/staevner/{event.slug}/meld-til"
    assert client.post(base, data=WHO).status_code == 303
    assert client.post(f"{base}/hold", data=team_answers(event, **teams) | {"do": "next"}).status_code == 303
    return client.get(f"{base}/se-igennem").get_data(as_text=True)


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(client_id|seen)" value="([^"]+)"', page))


def count_registrations() -> int:
    return session().scalar(select(func.count()).select_from(Registration)) or 0


def test_three_steps_end_in_a_receipt_with_a_card(app: Flask, client: FlaskClient) -> None:
    event = make.event()
    page = fill_in(client, event)
    assert "Kometerne" in page
    assert "Der er plads" in page
    sent = client.post(f"/staevner/{event.slug}/meld-til/se-igennem", data=hidden(page))
    assert sent.headers["Location"].endswith("/kvittering")
    receipt = client.get(sent.headers["Location"]).get_data(as_text=True)
    assert "I er med!" in receipt
    assert 'class="qr"' in receipt
    assert count_registrations() == 1
    assert session().scalars(select(Leader.name)).all() == ["Bo"]


def test_nothing_is_stored_before_it_is_sent(app: Flask, client: FlaskClient) -> None:
    fill_in(client, make.event())
    assert count_registrations() == 0
    assert session().scalar(select(func.count()).select_from(Leader)) == 0


def test_sending_twice_is_one_sign_up_and_shows_the_same_card(app: Flask, client: FlaskClient) -> None:
    event = make.event()
    page = fill_in(client, event)
    address = f"/staevner/{event.slug}/meld-til/se-igennem"
    for _time in range(2):
        assert client.post(address, data=hidden(page)).status_code == 303
    assert count_registrations() == 1


def test_a_machine_that_signs_up_again_and_again_is_stopped_and_loses_nothing_typed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "SIGN_UPS", 2)
    event = make.event()
    address = f"/staevner/{event.slug}/meld-til/se-igennem"
    answers = []
    for number in range(3):
        browser = app.test_client()
        page = fill_in(browser, event, name=f"Hold {number}")
        answers.append(browser.post(address, data=hidden(page)))
    assert [answer.status_code for answer in answers] == [303, 303, 422]
    assert "prøvet for mange gange" in answers[-1].text
    assert "Hold 2" in answers[-1].text
    assert count_registrations() == 2


def test_a_second_browser_window_with_the_same_cookie_sends_the_same_sign_up(app: Flask) -> None:
    event, first, second = make.event(), app.test_client(), app.test_client()
    page = fill_in(first, event)
    cookie = first.get_cookie("sport")
    assert cookie is not None
    second.set_cookie("sport", cookie.value)
    address = f"/staevner/{event.slug}/meld-til/se-igennem"
    receipts = []
    for browser in (first, second):
        browser.post(address, data=hidden(page))
        text = browser.get(f"/staevner/{event.slug}/kvittering").get_data(as_text=True)
        receipts.append(re.findall(r"/hold/[\w-]+/ret", text))
    assert count_registrations() == 1
    assert receipts[0] == receipts[1] != []


def test_an_answer_with_a_fault_is_422_and_keeps_all_that_was_typed(app: Flask, client: FlaskClient) -> None:
    event = make.event()
    cast.lighthouse()
    client.post(f"/staevner/{event.slug}/meld-til", data=WHO)
    answer = client.post(
        f"/staevner/{event.slug}/meld-til/hold", data=team_answers(event, lunch="10", name="Kometerne") | {"do": "next"}
    )
    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "I er 8, men har skrevet 10. Skriv højst 8." in page
    assert 'value="Kometerne"' in page
    assert 'value="10"' in page
    # A reload shows the same, still typed in.
    again = unescape(client.get(f"/staevner/{event.slug}/meld-til/hold").get_data(as_text=True))
    assert 'value="10"' in again


def test_a_phone_that_is_no_phone_is_said_beside_its_field(app: Flask, client: FlaskClient) -> None:
    event = make.event()
    cast.lighthouse()
    answer = client.post(f"/staevner/{event.slug}/meld-til", data=WHO | {"phone": "ved ikke"})
    assert answer.status_code == 422
    assert 'id="phone-error"' in answer.get_data(as_text=True)
    assert 'value="ved ikke"' in answer.get_data(as_text=True)


def test_an_unknown_place_gets_the_way_on_and_a_half_name_a_choice(app: Flask, client: FlaskClient) -> None:
    event = make.event()
    make.organisation("Huset Nord", municipality="Aalborg")
    two = make.organisation("Huset Syd", municipality="Tønder")
    address = f"/staevner/{event.slug}/meld-til"
    unknown = client.post(address, data=WHO | {"organisation": "Månebasen"})
    assert unknown.status_code == 422
    assert "Vi kender ikke stedet" in unknown.get_data(as_text=True)
    unsure = client.post(address, data=WHO | {"organisation": "Huset"})
    assert unsure.status_code == 422
    assert f'value="{two.id}"' in unsure.get_data(as_text=True)
    chosen = client.post(address, data=WHO | {"organisation": "Huset", "place": str(two.id)})
    assert chosen.status_code == 303


def test_danish_letters_can_be_typed_as_ae_oe_aa(app: Flask, client: FlaskClient) -> None:
    event = make.event()
    cast.lighthouse()
    answer = client.post(f"/staevner/{event.slug}/meld-til", data=WHO | {"organisation": "fyrtaarnet"})
    assert answer.status_code == 303


def test_several_teams_are_added_and_removed_without_script(app: Flask, client: FlaskClient) -> None:
    event = make.event()
    cast.lighthouse()
    client.post(f"/staevner/{event.slug}/meld-til", data=WHO)
    address = f"/staevner/{event.slug}/meld-til/hold"
    client.post(address, data=team_answers(event, name="Et") | {"do": "add"})
    page = client.get(address).get_data(as_text=True)
    assert 'id="hold-2"' in page
    assert 'value="Et"' in page
    both = team_answers(event, name="Et") | team_answers(event, 1, name="To")
    client.post(address, data=both | {"do": "remove-0"})
    page = client.get(address).get_data(as_text=True)
    assert 'id="hold-2"' not in page
    assert 'value="To"' in page


def test_last_time_s_names_are_offered_without_persons(app: Flask, client: FlaskClient) -> None:
    before, event = make.event("Sidste stævne"), make.event("Dette stævne")
    sign_up(sign_up_wish(before, team_wish("Kometerne"), leader_name="Hemmelige Henning"), by=VISITOR)
    client.post(f"/staevner/{event.slug}/meld-til", data=WHO)
    address = f"/staevner/{event.slug}/meld-til/hold"
    page = client.get(address).get_data(as_text=True)
    assert "Sidst hed I Kometerne." in page
    assert "Henning" not in page
    client.post(address, data={"do": "copy"})
    assert 'value="Kometerne"' in client.get(address).get_data(as_text=True)


def test_the_review_says_which_teams_wait(app: Flask, client: FlaskClient) -> None:
    event = make.event(teams=1)
    signed_up(event, "Allerede inde")
    page = fill_in(client, event)
    assert "Kommer på venteliste" in page
    client.post(f"/staevner/{event.slug}/meld-til/se-igennem", data=hidden(page))
    receipt = client.get(f"/staevner/{event.slug}/kvittering").get_data(as_text=True)
    assert "Nr. 1 i køen" in receipt


def test_what_changed_in_another_window_is_read_again_before_it_is_sent(app: Flask, client: FlaskClient) -> None:
    event = make.event()
    page = fill_in(client, event)
    client.post(f"/staevner/{event.slug}/meld-til/hold", data=team_answers(event, headcount="9") | {"do": "next"})
    answer = client.post(f"/staevner/{event.slug}/meld-til/se-igennem", data=hidden(page))
    assert answer.headers["Location"].endswith("/se-igennem")
    assert count_registrations() == 0


def test_jeg_er_faerdig_leaves_nothing_in_the_browser(app: Flask, client: FlaskClient) -> None:
    event = make.event()
    page = fill_in(client, event)
    client.post(f"/staevner/{event.slug}/meld-til/se-igennem", data=hidden(page))
    client.post("/jeg-er-faerdig")
    with client.session_transaction() as kept:
        assert not {"sign_up", "cards"} & set(kept)
    assert client.get(f"/staevner/{event.slug}/kvittering").status_code == 303


@pytest.mark.parametrize(
    ("changes", "text"),
    [({"is_closed_by_hand": True}, "lukket"), ({"state": "cancelled"}, "aflyst"), ({"takes_sign_up": False}, "")],
)
def test_a_closed_event_says_why_and_whom_to_ring(
    app: Flask, client: FlaskClient, changes: dict[str, object], text: str
) -> None:
    event = make.event(**changes)
    answer = client.get(f"/staevner/{event.slug}/meld-til")
    page = answer.get_data(as_text=True)
    assert "Lige nu kan I ikke melde hold til" in page
    assert text in page.lower()
    assert "tel:12345678" in page


def test_a_draft_is_nobodys_business(app: Flask, client: FlaskClient) -> None:
    assert client.get(f"/staevner/{make.event(state='draft').slug}/meld-til").status_code == 404


def test_twelve_long_teams_fit_into_the_browsers_cookie(app: Flask, client: FlaskClient) -> None:
    event = make.event(teams=None)
    cast.lighthouse()
    client.post(f"/staevner/{event.slug}/meld-til", data=WHO | {"email": "en.lang.adresse@et-langt-sted.example.org"})
    typed: dict[str, str] = {}
    for number in range(12):
        typed |= team_answers(event, number, name=f"Det meget lange holdnavn nummer {number:05d}xyz")
    assert client.post(f"/staevner/{event.slug}/meld-til/hold", data=typed | {"do": "next"}).status_code == 303
    cookie = client.get_cookie("sport")
    assert cookie is not None
    assert len(cookie.value) < 3800


def made(event: Event, **changes: object) -> SignUpWish:
    wish = sign_up_wish(event, **changes)
    sign_up(wish, by=VISITOR)
    return wish


def test_a_leader_changes_the_team_with_card_and_code(app: Flask, client: FlaskClient) -> None:
    event = make.event()
    team = made(event).teams[0]
    lunch = f"option_{cap_id(event, 'meal', 'frokost')}"
    answers = {"name": "Kometerne", "headcount": "6", "row": "A", "arrival": "start", lunch: "6"}
    wrong = client.post(f"/hold/{team.token}/ret", data=answers | {"code": "222222"})
    assert wrong.status_code == 422
    assert 'value="6"' in wrong.get_data(as_text=True)
    right = client.post(f"/hold/{team.token}/ret", data=answers | {"code": team.code.lower()})
    assert right.status_code == 303
    assert session().scalars(select(Registration.headcount)).one() == 6


def test_a_leader_cancels_with_card_and_code_and_twice_is_harmless(app: Flask, client: FlaskClient) -> None:
    event = make.event()
    team = made(event).teams[0]
    number = session().scalars(select(Registration.id)).one()
    assert client.post(f"/hold/{team.token}/afbud", data={"code": "222222"}).status_code == 422
    assert state_of(number) == "confirmed"
    for _time in range(2):
        assert client.post(f"/hold/{team.token}/afbud", data={"code": team.code}).status_code == 303
    assert state_of(number) == "withdrawn"


def test_guessing_the_code_is_counted(app: Flask, client: FlaskClient) -> None:
    team = made(make.event()).teams[0]
    for _time in range(11):
        last = client.post(f"/hold/{team.token}/afbud", data={"code": "222222"})
    assert "mange" in last.get_data(as_text=True)
    assert client.post(f"/hold/{team.token}/afbud", data={"code": team.code}).status_code == 422


@pytest.mark.parametrize("page", ["ret", "afbud"])
def test_an_unknown_and_a_replaced_card_open_nothing(app: Flask, client: FlaskClient, page: str) -> None:
    team = made(make.event()).teams[0]
    assert client.get(f"/hold/no-such-token/{page}").status_code == 404
    reprint_pass(session().scalars(select(Registration.id)).one(), by=cast.organiser_actor())
    assert client.get(f"/hold/{team.token}/{page}").status_code == 404


def test_after_the_deadline_the_page_gives_the_phone(
    app: Flask, client: FlaskClient, at: Callable[[datetime], None]
) -> None:
    event = make.event()
    team = made(event).teams[0]
    assert event.starts_at is not None
    at(event.starts_at - timedelta(hours=1))
    for page in ("ret", "afbud"):
        text = client.get(f"/hold/{team.token}/{page}").get_data(as_text=True)
        assert "tel:12345678" in text
        assert 'name="code"' not in text


def test_the_code_alone_finds_the_team_and_shows_no_person(app: Flask, client: FlaskClient) -> None:
    team = made(make.event(), leader_name="Hemmelige Henning").teams[0]
    page = client.post("/mit-hold", data={"code": f"{team.code[:3]} {team.code[3:]}"}).get_data(as_text=True)
    assert team.name in page
    assert "Henning" not in page
    assert team.token not in page
    assert client.post("/mit-hold", data={"code": "222222"}).status_code == 422


def test_a_scanned_card_opens_the_teams_page(app: Flask, client: FlaskClient) -> None:
    team = made(make.event()).teams[0]
    answer = client.post("/mit-hold", data={"code": f"http://localhost/hold/{team.token}"})
    assert answer.headers["Location"].endswith(f"/hold/{team.token}")


def test_the_public_list_names_teams_and_places_and_no_person(app: Flask, client: FlaskClient) -> None:
    event = make.event(teams=1)
    made(event, leader_name="Hemmelige Henning")
    signed_up(event, "Venteholdet")
    page = client.get(f"/staevner/{event.slug}/hold/liste").get_data(as_text=True)
    assert "Fyrtårnets Fodboldhold" in page
    assert "Venteholdet" not in page
    assert "Henning" not in page
    assert "12 34 56 70" not in page


def test_a_full_event_still_takes_the_small_team(app: Flask, client: FlaskClient) -> None:
    event = make.event(teams=None)
    set_cap(event, "people", 10)
    signed_up(event, "Inde", headcount=6)
    page = fill_in(client, event, headcount="4", lunch="4")
    assert "Der er plads" in page
