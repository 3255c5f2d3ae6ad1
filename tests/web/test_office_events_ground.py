"""The office's pages of what events stand on: seasons in and out as spreadsheets, series, venues, regions."""

import io
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.audit import SYSTEM
from core.db import session
from events.ground import VenueFields, save_series, save_venue
from events.models import Event, Region, Season, SeasonImport, Series, Venue
from events.queries import get_event, get_venue
from events.states import move_event
from tests import cast, make_events
from tests.conftest import login_as

SEASON = {"name": "2027/28", "starts_on": "2027-10-01", "ends_on": "2028-09-30"}
VENUE = {
    "name": "Gigantium",
    "city": "Aalborg",
    "latitude": "57,0156",
    "courts": "Hal A: Bane 1\nHal A: Bane 2\nBane 3",
}


def counted(model: type[object]) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def upload(client: FlaskClient, content: bytes | None = None, name: str = "saeson.csv") -> TestResponse:
    content = make_events.SEASON_SHEET.read_bytes() if content is None else content
    return client.post("/kontor/saesoner/2026-27/hent-ind", data={"file": (io.BytesIO(content), name)})


def test_a_season_is_made_once_and_changed(office: FlaskClient) -> None:
    assert office.post("/kontor/saesoner/ny", data=SEASON).status_code == 303
    answer = office.post("/kontor/saesoner/ny", data=SEASON)
    assert answer.status_code == 422
    assert "Der er allerede en sæson med det navn." in answer.get_data(as_text=True)
    assert office.post("/kontor/saesoner/2027-28/ret", data=SEASON | {"name": "Året 2027"}).status_code == 303
    found = session().scalars(select(Season)).one()
    assert (found.name, found.slug, found.starts_on) == ("Året 2027", "2027-28", date(2027, 10, 1))


def test_a_season_is_copied_from_its_page(office: FlaskClient) -> None:
    make_events.published()
    assert office.get("/kontor/saesoner/2026-27/kopier").status_code == 200
    answer = office.post("/kontor/saesoner/2026-27/kopier", data={"name": "2027/28"})
    assert answer.headers["Location"].endswith("saeson=2027-28&tilstand=kladde")
    assert office.post("/kontor/saesoner/2026-27/kopier", data={"name": "2027/28"}).status_code == 422
    assert counted(Event) == 2


def test_a_sheet_is_seen_before_it_is_written_and_written_once(office: FlaskClient) -> None:
    make_events.year()
    answer = upload(office)
    assert answer.status_code == 303
    address = answer.headers["Location"]
    page = office.get(address).get_data(as_text=True)
    assert "Lav 60 kladder" in page
    assert "DM i bordcurling" in page
    assert counted(Event) == 0
    for _time in range(2):
        assert office.post(address).status_code == 303
    assert counted(Event) == 60
    assert "Den er hentet ind: 60 kladder." in office.get(address).get_data(as_text=True)


def test_faults_stand_first_and_say_what_is_wrong(office: FlaskClient) -> None:
    make_events.year()
    sheet = "name;sport;kind;month\nDart;dart;tournament;11\nUkendt;rumraket;tournament;11\n"
    page = office.get(upload(office, sheet.encode()).headers["Location"]).get_data(as_text=True)
    assert "“rumraket” er ikke en sport, vi kender." in page
    assert page.index("Ukendt") < page.index(">Dart<")
    assert "Lav 1 kladde" in page


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"navn;sport\nDart;dart\n", "Kolonnen name mangler."),
        (b"", "Filen"),
    ],
)
def test_a_bad_file_is_said_beside_the_field(office: FlaskClient, content: bytes, text: str) -> None:
    make_events.year()
    answer = upload(office, content)
    assert answer.status_code == 422
    assert text in answer.get_data(as_text=True)


def test_no_file_is_said_too(office: FlaskClient) -> None:
    make_events.year()
    answer = office.post("/kontor/saesoner/2026-27/hent-ind", data={})
    assert answer.status_code == 422
    assert "Vælg en fil." in answer.get_data(as_text=True)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_sent_out_can_be_sent_in(office: FlaskClient, kind: str) -> None:
    make_events.published(title_en="Indoor football in Kolding")
    file = office.get(f"/kontor/saesoner/2026-27/regneark.{kind}")
    assert file.status_code == 200
    assert f"saeson-2026-27.{kind}" in file.headers["Content-Disposition"]
    page = office.get(upload(office, file.get_data(), f"saeson.{kind}").headers["Location"]).get_data(as_text=True)
    assert "Det findes allerede i sæsonen på den dag." in page


def test_another_kind_of_file_is_not_found(office: FlaskClient) -> None:
    make_events.year()
    assert office.get("/kontor/saesoner/2026-27/regneark.exe").status_code == 404
    assert office.get("/kontor/saesoner/findes-ikke/regneark.csv").status_code == 404


def test_a_series_is_made_and_renamed(office: FlaskClient) -> None:
    season = make_events.year()
    form = {"name_da": "Dart-liga", "season_id": str(season.id), "sport_id": str(make_events.sport_id("dart"))}
    assert office.get(f"/kontor/serier/ny?saeson={season.id}").status_code == 200
    assert office.post("/kontor/serier/ny", data=form).status_code == 303
    assert office.post("/kontor/serier/ny", data=form).status_code == 422
    series = session().scalars(select(Series)).one()
    assert office.get(f"/kontor/serier/{series.id}/ret").status_code == 200
    assert office.post(f"/kontor/serier/{series.id}/ret", data=form | {"name_da": "Pileliga"}).status_code == 303
    assert session().scalars(select(Series.name_da)).one() == "Pileliga"


def test_a_venue_is_made_with_its_courts(office: FlaskClient) -> None:
    make_events.year()
    assert office.post("/kontor/steder/nyt", data=VENUE).status_code == 303
    venue = get_venue(session().scalars(select(Venue.id)).one())
    assert [(court.hall, court.name) for court in venue.courts] == [
        ("Hal A", "Bane 1"),
        ("Hal A", "Bane 2"),
        ("", "Bane 3"),
    ]
    assert venue.latitude == pytest.approx(57.0156)
    assert office.post("/kontor/steder/nyt", data=VENUE).status_code == 422
    assert "Hal A: Bane 2" in office.get(f"/kontor/steder/{venue.id}/ret").get_data(as_text=True)


def test_a_venue_keeps_what_was_typed_when_something_is_wrong(office: FlaskClient) -> None:
    make_events.year()
    answer = office.post("/kontor/steder/nyt", data=VENUE | {"courts": "Bane 1\nBane 1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "To baner har samme navn." in page
    assert "Gigantium" in page
    answer = office.post("/kontor/steder/nyt", data=VENUE | {"latitude": "nord"})
    assert "Skriv et tal, for eksempel 55,49." in answer.get_data(as_text=True)
    assert counted(Venue) == 0


def test_events_to_come_follow_a_venues_new_name(office: FlaskClient) -> None:
    make_events.year()
    venue = save_venue(None, VenueFields("Gigantium", "Aalborg"), by=SYSTEM)
    event = make_events.published()
    move_event(event.id, make_events.spot(date(2026, 12, 5), venue_id=venue.id), by=SYSTEM)
    assert office.post(f"/kontor/steder/{venue.id}/ret", data=VENUE | {"name": "Gigantium, hal 2"}).status_code == 303
    found = get_event(event.slug)
    assert (found.place, found.sequence) == ("Gigantium, hal 2", 2)


def test_a_region_is_renamed(office: FlaskClient) -> None:
    make_events.year()
    form = {"name_da": "Østdanmark", "name_en": "Eastern Denmark"}
    assert office.get("/kontor/steder/landsdele/sjaelland").status_code == 200
    assert office.post("/kontor/steder/landsdele/sjaelland", data=form).status_code == 303
    assert office.post("/kontor/steder/landsdele/sjaelland", data={"name_da": ""}).status_code == 422
    assert session().scalars(select(Region.name_da).where(Region.slug == "sjaelland")).one() == "Østdanmark"


def test_every_list_can_be_read_also_when_it_is_empty(office: FlaskClient) -> None:
    assert "Der er ingen sæson endnu" in office.get("/kontor/saesoner").get_data(as_text=True)
    assert "Der er ingen steder endnu" in office.get("/kontor/steder").get_data(as_text=True)
    year = make_events.year()
    save_series(None, year.id, None, "Dart-liga", "Dart league", by=SYSTEM)
    save_venue(None, VenueFields("Gigantium", "Aalborg"), by=SYSTEM)
    assert "Dart-liga" in office.get("/kontor/saesoner").get_data(as_text=True)
    assert "Gigantium" in office.get("/kontor/steder").get_data(as_text=True)


def test_strangers_are_sent_to_the_login_and_others_refused(app: Flask, client: FlaskClient) -> None:
    make_events.year()
    other = login_as(app.test_client(), cast.stranger().id)
    for address in (
        "/kontor/saesoner/ny",
        "/kontor/saesoner/2026-27/ret",
        "/kontor/saesoner/2026-27/kopier",
        "/kontor/saesoner/2026-27/hent-ind",
        "/kontor/saesoner/hent-ind/1",
        "/kontor/serier/ny",
        "/kontor/steder/nyt",
        "/kontor/steder/landsdele/sjaelland",
    ):
        assert "/login" in client.post(address, data={}).headers["Location"], address
        assert other.post(address, data={}).status_code == 403, address
    assert counted(SeasonImport) == 0
