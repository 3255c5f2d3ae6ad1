"""The office's pages on sign-up: the access grid, the lists, acting for a team, members."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from core.audit import VISITOR, AuditRow
from core.db import session
from teams.models import Organisation, Pass, Registration
from teams.sign_up import sign_up
from tests import cast, make
from tests.conftest import login_as
from tests.make_teams import cap_id, get_registration, sign_up_wish, signed_up, state_of, team_wish

PAGES = ("tilmeldte", "venteliste", "ring", "mad-og-senge", "ved-doeren", "tilmeldte/nyt", "tilmeldte.xlsx")
GENERAL = ("/kontor/medlemmer", "/kontor/medlemmer/ny", "/kontor/medlemmer/hent-ind", "/kontor/persondata")
ACTIONS = ("ringet", "ryk-op", "afbud", "nyt-kort")


def test_every_page_works_for_the_office_and_for_nobody_else(app: Flask, office: FlaskClient) -> None:
    event = make.event(teams=1)
    signed_up(event, "Et", "To")
    stranger = login_as(app.test_client(), cast.stranger().id)
    for path in (*GENERAL, *(f"/kontor/staevner/{event.slug}/{page}" for page in PAGES)):
        assert office.get(path).status_code == 200, path
        assert app.test_client().get(path).status_code == 303, path
        assert stranger.get(path).status_code == 403, path


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_is_for_the_office_only_and_twice_is_harmless(
    app: Flask, office: FlaskClient, action: str
) -> None:
    event = make.event(teams=2)
    team = signed_up(event, "Et")[0]
    address = f"/kontor/staevner/{event.slug}/tilmeldte/{team.registration_id}/{action}"
    stranger = login_as(app.test_client(), cast.stranger().id)
    assert app.test_client().post(address).status_code == 303
    assert stranger.post(address).status_code == 403
    assert state_of(team.registration_id) == "confirmed"
    for _time in range(2):
        assert office.post(address).status_code == 303


def test_a_team_of_another_event_is_not_found(app: Flask, office: FlaskClient) -> None:
    event, other = make.event(), make.event("Et andet")
    team = signed_up(other, "Et")[0]
    assert office.get(f"/kontor/staevner/{event.slug}/tilmeldte/{team.registration_id}").status_code == 404


@pytest.mark.parametrize("action", ["ringet", "ryk-op", "afbud", "nyt-kort"])
def test_nothing_is_done_to_a_team_under_another_events_address(office: FlaskClient, action: str) -> None:
    event, other = make.event(teams=1), make.event("Et andet stævne")
    _in, waiting = signed_up(event, "Et", "To")
    address = f"tilmeldte/{waiting.registration_id}/{action}"
    assert office.post(f"/kontor/staevner/{other.slug}/{address}").status_code == 404
    assert state_of(waiting.registration_id) == "waiting"


def test_a_place_is_closed_by_that_word_only(office: FlaskClient) -> None:
    place = cast.lighthouse()
    assert office.post(f"/kontor/medlemmer/{place.id}/slet").status_code == 404
    assert session().get_one(Organisation, place.id).is_active


def test_who_looked_at_names_is_logged(app: Flask, office: FlaskClient) -> None:
    event = make.event()
    office.get(f"/kontor/staevner/{event.slug}/tilmeldte")
    row = session().scalars(select(AuditRow).where(AuditRow.action == "look_at_names")).one()
    assert row.subject == f"event:{event.id}"
    assert row.actor.startswith("user:")


def test_the_list_shows_the_leader_and_searches(app: Flask, office: FlaskClient) -> None:
    event = make.event()
    sign_up(sign_up_wish(event, leader_name="Bodil"), by=VISITOR)
    signed_up(event, "De andre")
    page = office.get(f"/kontor/staevner/{event.slug}/tilmeldte?q=fyrtaarnet").get_data(as_text=True)
    assert "Bodil" in page
    assert "tel:12345670" in page
    assert "De andre" not in page


def test_the_waiting_list_says_why_each_team_waits(app: Flask, office: FlaskClient) -> None:
    event = make.event(teams=1)
    signed_up(event, "Et", "To")
    page = office.get(f"/kontor/staevner/{event.slug}/venteliste").get_data(as_text=True)
    assert "Der mangler plads: hold" in page


def test_the_call_list_empties_when_somebody_has_rung(app: Flask, office: FlaskClient) -> None:
    event = make.event(teams=1)
    first, second = signed_up(event, "Et", "To")
    base = f"/kontor/staevner/{event.slug}"
    office.post(f"{base}/tilmeldte/{first.registration_id}/afbud")
    page = office.get(f"{base}/ring").get_data(as_text=True)
    assert "Holdet har fået plads fra ventelisten." in page
    office.post(f"{base}/tilmeldte/{second.registration_id}/ringet")
    assert "Ingen at ringe til" in office.get(f"{base}/ring").get_data(as_text=True)


def test_the_kitchen_gets_one_number_per_meal(app: Flask, office: FlaskClient) -> None:
    event = make.event()
    lunch = cap_id(event, "meal", "frokost")
    signed_up(event, "Et", "To", options={lunch: 7})
    page = office.get(f"/kontor/staevner/{event.slug}/mad-og-senge").get_data(as_text=True)
    assert "<b>14</b><span>frokost</span>" in page
    assert "Bo" not in page.split("<main")[1].split("</main>")[0].replace("Bold", "")


def test_the_sheet_holds_every_team(app: Flask, office: FlaskClient) -> None:
    event = make.event(teams=1)
    signed_up(event, "Et", "To")
    answer = office.get(f"/kontor/staevner/{event.slug}/tilmeldte.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].values)
    assert [row[1] for row in rows] == ["hold", "Et", "To"]
    assert "To" in office.get(f"/kontor/staevner/{event.slug}/tilmeldte.csv").get_data(as_text=True)


def new_team(event_slug: str, **changes: str) -> dict[str, str]:
    values = {"client_id": "form", "organisation": "Fyrtårnet", "leader": "Bo", "phone": "12 34 56 70", "email": ""}
    return values | {"name": "Ringede ind", "headcount": "7", "row": "A", "arrival": "doors"} | changes


def test_the_office_signs_a_team_up_and_prints_its_card(app: Flask, office: FlaskClient) -> None:
    event = make.event(is_closed_by_hand=True)
    cast.lighthouse()
    address = f"/kontor/staevner/{event.slug}/tilmeldte/nyt"
    for _time in range(2):
        answer = office.post(address, data=new_team(event.slug))
        assert answer.headers["Location"].endswith("/kort")
    assert session().scalar(select(func.count()).select_from(Registration)) == 1
    card = office.get(answer.headers["Location"]).get_data(as_text=True)
    assert 'class="qr"' in card
    assert "Ringede ind" in card


def test_an_answer_with_a_fault_keeps_what_the_office_typed(app: Flask, office: FlaskClient) -> None:
    event = make.event()
    cast.lighthouse()
    address = f"/kontor/staevner/{event.slug}/tilmeldte/nyt"
    answer = office.post(address, data=new_team(event.slug, organisation="Månen"))
    assert answer.status_code == 422
    assert 'value="Ringede ind"' in answer.get_data(as_text=True)


def test_the_office_changes_a_team(app: Flask, office: FlaskClient) -> None:
    event = make.event()
    team = signed_up(event, "Et")[0]
    address = f"/kontor/staevner/{event.slug}/tilmeldte/{team.registration_id}"
    values = {"name": "Et", "headcount": "5", "row": "A", "arrival": "later"}
    assert office.post(address, data=values | {"headcount": "mange"}).status_code == 422
    assert office.post(address, data=values).status_code == 303
    assert get_registration(team.registration_id).headcount == 5


def test_a_new_card_revokes_the_old(app: Flask, office: FlaskClient) -> None:
    event = make.event()
    wish = sign_up_wish(event, team_wish("Et"))
    number = sign_up(wish, by=VISITOR)[0].registration_id
    answer = office.post(f"/kontor/staevner/{event.slug}/tilmeldte/{number}/nyt-kort")
    assert 'class="qr"' in office.get(answer.headers["Location"]).get_data(as_text=True)
    live = session().scalars(select(Pass).where(Pass.revoked_at.is_(None))).all()
    assert len(live) == 1
    assert app.test_client().get(f"/hold/{wish.teams[0].token}/ret").status_code == 404


def test_members_come_in_from_a_sheet_after_a_look(app: Flask, office: FlaskClient) -> None:
    sheet = "navn;slags;kommune\r\nHuset;Værested;Aalborg\r\n;Boform;Vejle\r\n".encode()
    preview = office.post("/kontor/medlemmer/hent-ind", data={"file": (io.BytesIO(sheet), "medlemmer.csv")}).get_data(
        as_text=True
    )
    assert "Navnet mangler." in preview
    assert session().scalar(select(func.count()).select_from(Organisation)) == 0
    kept = preview.split('name="kept" value="')[1].split('"')[0]
    for _time in range(2):
        assert office.post("/kontor/medlemmer/hent-ind/gem", data={"kept": kept}).status_code == 303
    assert session().scalars(select(Organisation.name)).all() == ["Huset"]


def test_a_forged_import_writes_nothing(app: Flask, office: FlaskClient) -> None:
    office.post("/kontor/medlemmer/hent-ind/gem", data={"kept": "forged"})
    assert session().scalar(select(func.count()).select_from(Organisation)) == 0


def test_a_member_is_added_edited_and_closed(app: Flask, office: FlaskClient) -> None:
    values = {"name": "Huset", "kind": "boform", "municipality": "Aalborg", "region_id": "0"}
    assert office.post("/kontor/medlemmer/ny", data=values | {"contact_phone": "nej"}).status_code == 422
    assert office.post("/kontor/medlemmer/ny", data=values).status_code == 303
    number = session().scalars(select(Organisation.id)).one()
    assert office.post(f"/kontor/medlemmer/{number}", data=values | {"name": "Huset Nord"}).status_code == 303
    for _time in range(2):
        assert office.post(f"/kontor/medlemmer/{number}/luk").status_code == 303
    assert "Huset Nord" in office.get("/kontor/medlemmer?vis=lukkede").get_data(as_text=True)
