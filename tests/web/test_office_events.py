"""The office's pages of one event: made, edited, published, opened and closed."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.audit import SYSTEM
from core.db import session
from events.fields import Places
from events.models import Event
from events.naming import new_uid
from events.queries import get_event
from events.service import add_programme_item, put_up_notice, set_places
from events.states import publish_event
from tests import cast, make_events
from tests.conftest import login_as


def fields(**changes: str) -> dict[str, str]:
    """The new-event form, filled in."""
    season = make_events.year()
    values = {
        "uid": new_uid(),
        "title_da": "Indestævne i Kolding",
        "title_en": "Indoor football in Kolding",
        "kind": "tournament",
        "sport_id": str(make_events.sport_id("indefodbold")),
        "season_id": str(season.id),
        "series_id": "",
        "scope": "regional",
        "takes_sign_up": "y",
        "has_waiting_list": "y",
        "timing": "timed",
        "starts_at": "2026-12-05T10:00",
        "ends_at": "2026-12-05T16:00",
        "place": "Kolding Hallerne",
        "city": "Kolding",
        "venue_id": "",
        "region_id": "",
        "closes_at": "2026-11-30T23:59",
    }
    return values | changes


def only_event() -> Event:
    return get_event(session().scalars(select(Event.slug)).one())


def count() -> int:
    return session().scalar(select(func.count(Event.id))) or 0


def writes(slug: str) -> dict[str, dict[str, str]]:
    """Every write view of one event with a form that is good."""
    base = f"/kontor/staevner/{slug}"
    return {
        f"{base}/ret": fields(title_da="Nyt navn"),
        f"{base}/tekster": {"food_da": "Suppe"},
        f"{base}/pladser": {"teams": "12", "meal_1_da": "Frokost", "meal_1_cap": "60"},
        f"{base}/program": {"on": "2026-12-05", "time": "9.30", "text_da": "Kaffe"},
        f"{base}/nyt": {"text_da": "Døren er åben."},
        f"{base}/status/luk": {},
    }


def test_a_new_event_becomes_a_draft(office: FlaskClient) -> None:
    answer = office.post("/kontor/staevner/nyt", data=fields())
    assert answer.status_code == 303
    event = only_event()
    assert answer.headers["Location"].endswith(f"/kontor/staevner/{event.slug}/status")
    assert (event.state, event.starts_at) == ("draft", make_events.moment("2026-12-05 10:00"))
    assert (event.closes_at, event.title_en) == (make_events.moment("2026-11-30 23:59"), "Indoor football in Kolding")


def test_sending_it_twice_makes_one(office: FlaskClient) -> None:
    form = fields()
    assert [office.post("/kontor/staevner/nyt", data=form).status_code for _time in range(2)] == [303, 303]
    assert count() == 1


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"title_da": ""}, "Skriv, hvad det hedder."),
        ({"starts_at": ""}, "Vælg, hvornår det begynder."),
        ({"ends_at": "2026-12-05T09:00"}, "Det slutter, før det begynder."),
        ({"closes_at": "2026-12-06T10:00"}, "Man kan ikke melde til, efter at det er begyndt."),
        ({"starts_at": "2027-03-28T02:30"}, "Den time findes ikke."),
        ({"timing": "all_day", "starts_on": "i morgen"}, "Skriv en dato, for eksempel 2026-10-03."),
    ],
)
def test_a_mistake_keeps_everything_and_says_what_to_write(
    office: FlaskClient, changes: dict[str, str], text: str
) -> None:
    answer = office.post("/kontor/staevner/nyt", data=fields(notes="Husk bolde") | changes)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert text in page
    assert "Husk bolde" in page
    assert "Kolding Hallerne" in page
    assert count() == 0


def test_every_page_of_an_event_can_be_read(office: FlaskClient) -> None:
    event = make_events.published()
    set_places(event.id, Places(teams=12, rows={"A": 6}), by=SYSTEM)
    add_programme_item(event.id, make_events.moment("2026-12-05 09:30"), "Kaffe", "Coffee", by=SYSTEM)
    put_up_notice(event.id, "Døren er åben.", "", by=SYSTEM)
    for page in ("ret", "tekster", "pladser", "program", "nyt", "status"):
        answer = office.get(f"/kontor/staevner/{event.slug}/{page}")
        assert answer.status_code == 200, page
        assert event.title_da in answer.get_data(as_text=True)


def test_each_write_works(office: FlaskClient) -> None:
    event = make_events.published()
    for address, form in writes(event.slug).items():
        assert office.post(address, data=form).status_code == 303, address
    found = get_event(event.slug)
    assert (found.title_da, found.food_da, found.is_closed_by_hand) == ("Nyt navn", "Suppe", True)
    assert {(cap.kind, cap.key): cap.cap for cap in found.caps} == {
        ("teams", ""): 12,
        ("people", ""): None,
        ("meal", "frokost"): 60,
    }
    assert [item.text_da for item in found.programme] == ["Kaffe"]


def test_each_write_twice_is_harmless(office: FlaskClient) -> None:
    event = make_events.published()
    for address, form in writes(event.slug).items():
        for _time in range(2):
            assert office.post(address, data=form).status_code == 303, address
    found = get_event(event.slug)
    assert (found.sequence, len(found.programme), len(found.notices), count()) == (0, 1, 1, 1)


def test_strangers_are_sent_to_the_login_and_others_refused(app: Flask, client: FlaskClient) -> None:
    event = make_events.published()
    other = login_as(app.test_client(), cast.stranger().id)
    for address, form in writes(event.slug).items():
        assert "/login" in client.post(address, data=form).headers["Location"], address
        assert other.post(address, data=form).status_code == 403, address
    assert get_event(event.slug).title_da == event.title_da


@pytest.mark.parametrize(
    ("page", "form", "kept"),
    [
        ("ret", {"title_da": "", "notes": "Husk bolde"}, "Husk bolde"),
        ("tekster", {"contact_phone": "ring bare", "food_da": "Suppe"}, "Suppe"),
        ("pladser", {"teams": "mange", "rows": "A B"}, "A B"),
        ("pladser", {"teams": "7", "rows": "første"}, "første"),
        ("program", {"on": "", "time": "9.30", "text_da": "Kaffe"}, "Kaffe"),
        ("nyt", {"text_da": "", "text_en": "The door is open."}, "The door is open."),
    ],
)
def test_a_mistake_on_any_page_keeps_what_was_typed(
    office: FlaskClient, page: str, form: dict[str, str], kept: str
) -> None:
    event = make_events.published()
    answer = office.post(f"/kontor/staevner/{event.slug}/{page}", data=form)
    assert answer.status_code == 422
    assert kept in answer.get_data(as_text=True)


def stamps(office: FlaskClient, address: str) -> str:
    """What the form of a page says it was filled from."""
    found = re.search(r'<input data-seen=""[^>]* name="seen"[^>]* value="([^"]+)"', office.get(address).text)
    assert found is not None
    return found[1]


def test_two_who_write_at_once_are_told_what_the_other_wrote_and_lose_nothing(office: FlaskClient) -> None:
    event = make_events.published()
    address = f"/kontor/staevner/{event.slug}/tekster"
    first, second = stamps(office, address), stamps(office, address)
    assert office.post(address, data={"seen": first, "food_da": "Suppe", "fee_da": "20 kr."}).status_code == 303
    mine = {"food_da": "Brød & smør", "bring_da": "Sko", "fee_da": "20 kr."}
    told = office.post(address, data=mine | {"seen": second})
    assert told.status_code == 422
    for text in ("En anden har gemt imens", "Mad, på dansk:</b> Suppe", "Brød &amp; smør", "Sko"):
        assert text in told.text
    assert (get_event(event.slug).food_da, get_event(event.slug).bring_da) == ("Suppe", "")
    again = re.search(r'name="seen"[^>]* value="([^"]+)"', told.text)
    assert again is not None
    assert office.post(address, data=mine | {"seen": again[1]}).status_code == 303
    session().rollback()
    assert (get_event(event.slug).food_da, get_event(event.slug).bring_da) == ("Brød & smør", "Sko")
    same = stamps(office, address)
    assert office.post(address, data=mine | {"seen": same, "food_en": "Bread"}).status_code == 303
    twice = office.post(address, data=mine | {"seen": same, "food_en": "Bread"})
    assert twice.status_code == 303, "what both wrote alike is no quarrel"


def test_a_draft_that_was_put_up_meanwhile_does_not_lose_its_new_place_unsaid(office: FlaskClient) -> None:
    office.post("/kontor/staevner/nyt", data=fields())
    slug = only_event().slug
    address = f"/kontor/staevner/{slug}/ret"
    seen = stamps(office, address)
    assert office.post(address, data=fields(seen=seen, title_da="Kolding Cup", has_waiting_list="")).status_code == 303
    told = office.post(address, data=fields(seen=seen, city="Vejle"))
    assert told.status_code == 422
    for text in ("Navn på dansk:</b> Kolding Cup", "fyldt:</b> Nej", 'value="Vejle"'):
        assert text in told.text
    seen = stamps(office, address)
    publish_event(only_event().id, by=SYSTEM)
    told = office.post(address, data=fields(seen=seen, city="Vejle"))
    assert "En anden har gemt imens" in told.text
    assert only_event().title_da == "Kolding Cup"


def test_a_cap_below_what_is_taken_is_said_beside_the_field(office: FlaskClient) -> None:
    event = make_events.published()
    set_places(event.id, Places(teams=12), by=SYSTEM)
    next(cap for cap in get_event(event.slug).caps if cap.kind == "teams").taken = 8
    session().commit()
    answer = office.post(f"/kontor/staevner/{event.slug}/pladser", data={"teams": "7"})
    assert answer.status_code == 422
    assert "Der er allerede taget 8. Skriv 8 eller mere, ikke 7." in answer.get_data(as_text=True)


def test_a_draft_is_put_into_the_calendar_by_one_button(office: FlaskClient) -> None:
    event = make_events.draft()
    assert office.post(f"/kontor/staevner/{event.slug}/status/i-kalenderen").status_code == 303
    assert get_event(event.slug).state == "published"


def test_what_cannot_be_done_now_is_said_on_the_status_page(office: FlaskClient) -> None:
    event = make_events.draft()
    page = office.post(f"/kontor/staevner/{event.slug}/status/luk", follow_redirects=True).get_data(as_text=True)
    assert "Det står ikke i kalenderen endnu." in page


def test_an_unknown_button_is_not_found(office: FlaskClient) -> None:
    event = make_events.draft()
    assert office.post(f"/kontor/staevner/{event.slug}/status/eksploder").status_code == 404


def test_lines_and_news_can_be_taken_away(office: FlaskClient) -> None:
    event = make_events.published()
    add_programme_item(event.id, make_events.moment("2026-12-05 09:30"), "Kaffe", "", by=SYSTEM)
    put_up_notice(event.id, "Døren er åben.", "", by=SYSTEM)
    found = get_event(event.slug)
    base = f"/kontor/staevner/{event.slug}"
    for address in (f"{base}/program/{found.programme[0].id}/slet", f"{base}/nyt/{found.notices[0].id}/slet"):
        for _time in range(2):
            assert office.post(address).status_code == 303
    found = get_event(event.slug)
    assert (found.programme, found.notices) == ([], [])


def test_the_list_shows_what_is_asked_for(office: FlaskClient) -> None:
    make_events.published("Petanque i Ålborg", date(2027, 6, 12), sport="petanque")
    make_events.draft("Dart i Vejle", sport="dart")
    for query, shown, hidden in (
        ("", "Dart i Vejle", "Indestævne"),
        ("?tilstand=kladde", "Dart i Vejle", "Petanque i Ålborg"),
        ("?tilstand=aaben", "Petanque i Ålborg", "Dart i Vejle"),
        ("?tekst=aalborg", "Petanque i Ålborg", "Dart i Vejle"),
        ("?sport=dart&saeson=alle", "Dart i Vejle", "Petanque i Ålborg"),
    ):
        page = office.get(f"/kontor/staevner{query}").get_data(as_text=True)
        assert shown in page, query
        assert hidden not in page, query


def test_an_empty_list_says_so(office: FlaskClient) -> None:
    make_events.year()
    assert "Her er ikke noget" in office.get("/kontor/staevner?tilstand=forbi").get_data(as_text=True)


def test_without_a_season_one_is_made_first(office: FlaskClient) -> None:
    answer = office.get("/kontor/staevner/nyt")
    assert answer.headers["Location"].endswith("/kontor/saesoner/ny")
