"""The calendar feed as subscribers get it: bytes, HTTP, and the same times in every library."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time

import icalendar
import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient

from core.audit import SYSTEM
from core.revision import PageCache
from events.fields import Texts
from events.ground import VenueFields, save_venue
from events.queries import get_event
from events.service import edit_event, write_texts
from events.states import cancel_event, move_event, postpone_event
from tests import make_events

NOVEMBER, JUNE = date(2026, 11, 14), date(2027, 6, 12)
CLOCKS_BACK, CLOCKS_FORWARD = date(2026, 10, 25), date(2027, 3, 28)
FEED = "/kalender.ics"


@pytest.fixture
def year(app: Flask) -> dict[str, datetime]:
    """An event each side of the clock changes and on both days; title → start in UTC."""
    starts = {}
    for title, day in {
        "November": NOVEMBER,
        "Juni – æøå": JUNE,
        "Uret stilles tilbage": CLOCKS_BACK,
        "Uret stilles frem": CLOCKS_FORWARD,
    }.items():
        event = make_events.published(title, day)
        assert event.starts_at is not None
        starts[title] = event.starts_at
    return starts


def fresh(client: FlaskClient) -> None:
    """Forget what was read within the last second, as a second later."""
    client.application.extensions["page_cache"] = PageCache()


def entries(client: FlaskClient, address: str = FEED) -> dict[str, icalendar.Event]:
    fresh(client)
    calendar = icalendar.Calendar.from_ical(client.get(address).get_data())
    return {str(entry["SUMMARY"]): entry for entry in calendar.walk("VEVENT")}


def test_icalendar_and_vobject_read_the_same_utc(client: FlaskClient, year: dict[str, datetime]) -> None:
    raw = client.get(FEED).get_data()
    by_icalendar = {title: entry["DTSTART"].dt.astimezone(UTC) for title, entry in entries(client).items()}
    (calendar,) = vobject.readComponents(raw.decode())
    by_vobject = {entry.summary.value: entry.dtstart.value.astimezone(UTC) for entry in calendar.vevent_list}
    assert by_icalendar == by_vobject == year
    assert by_icalendar["Juni – æøå"].hour == 8
    assert by_icalendar["November"].hour == 9
    assert by_icalendar["Uret stilles tilbage"].hour == 9
    assert by_icalendar["Uret stilles frem"].hour == 8


def test_every_line_is_short_whole_and_ends_as_it_must(client: FlaskClient, year: dict[str, datetime]) -> None:
    event = make_events.published("Ærø Øl Å " * 12, date(2026, 12, 12))
    write_texts(event.id, Texts(summary_da="Rød grød – med fløde. " * 8), by=SYSTEM)
    raw = client.get(FEED).get_data()
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert not raw.startswith(b"\xef\xbb\xbf")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")


def test_the_head_says_what_it_is_and_how_often_to_look(client: FlaskClient, year: dict[str, datetime]) -> None:
    raw = client.get(FEED).get_data(as_text=True)
    for line in (
        "VERSION:2.0",
        "METHOD:PUBLISH",
        "NAME:sport for LIVET",
        "X-WR-CALNAME:sport for LIVET",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        "SOURCE;VALUE=URI:http://localhost/kalender.ics",
        "TZID:Europe/Copenhagen",
        "DTSTART:19700329T020000",
        "DTSTART:19701025T030000",
    ):
        assert f"\r\n{line}\r\n" in raw


def test_two_readings_are_the_same_bytes_in_every_process(
    client: FlaskClient, year: dict[str, datetime], at: Callable[[datetime], None]
) -> None:
    first = client.get(FEED)
    at(make_events.moment("2027-01-15 12:00"))
    fresh(client)
    second = client.get(FEED)
    assert first.get_data() == second.get_data()
    assert first.headers["ETag"] == second.headers["ETag"]


def test_who_has_it_gets_304_and_head_gets_the_headers(client: FlaskClient, year: dict[str, datetime]) -> None:
    full = client.get(FEED)
    assert full.content_type == "text/calendar; charset=utf-8"
    assert full.headers["Cache-Control"] == "public, max-age=900"
    assert client.get(FEED, headers={"If-None-Match": full.headers["ETag"]}).status_code == 304
    assert client.get(FEED, headers={"If-Modified-Since": full.headers["Last-Modified"]}).status_code == 304
    head = client.head(FEED)
    assert (head.status_code, head.get_data(), head.headers["ETag"]) == (200, b"", full.headers["ETag"])


def test_a_change_gives_a_new_tag(client: FlaskClient, year: dict[str, datetime]) -> None:
    before = client.get(FEED).headers["ETag"]
    make_events.published("Et til", date(2026, 12, 12))
    fresh(client)
    assert client.get(FEED, headers={"If-None-Match": before}).status_code == 200


def test_create_move_rename_cancel_shows_in_the_entry(client: FlaskClient) -> None:
    event = make_events.published()
    first = entries(client)["Indestævne i Kolding"]
    move_event(event.id, make_events.spot(date(2026, 12, 12)), by=SYSTEM)
    moved = entries(client)["Indestævne i Kolding"]
    edit_event(event.id, make_events.basics("Julestævne i Kolding"), None, by=SYSTEM)
    renamed = entries(client)["Julestævne i Kolding"]
    cancel_event(event.id, "Hallen er lukket.", "", by=SYSTEM)
    cancelled = entries(client)["AFLYST: Julestævne i Kolding"]
    seen = (first, moved, renamed, cancelled)
    assert [int(entry["SEQUENCE"]) for entry in seen] == [0, 1, 1, 2]
    assert len({str(entry["UID"]) for entry in seen}) == 1
    assert [str(entry["STATUS"]) for entry in seen] == ["CONFIRMED"] * 3 + ["CANCELLED"]
    assert "Hallen er lukket." in str(cancelled["DESCRIPTION"])


def test_a_postponed_event_is_tentative_and_says_so(client: FlaskClient) -> None:
    postpone_event(make_events.published().id, "Vi finder en ny dag.", "", by=SYSTEM)
    entry = entries(client)["UDSAT: Indestævne i Kolding"]
    assert (str(entry["STATUS"]), int(entry["SEQUENCE"])) == ("TENTATIVE", 1)


def test_whole_days_end_on_the_day_after_and_block_nobody(client: FlaskClient) -> None:
    make_events.all_day("Ferie Camp", date(2027, 7, 24), days=7)
    entry = entries(client)["Ferie Camp"]
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2027, 7, 24), date(2027, 7, 31))
    assert str(entry["TRANSP"]) == "TRANSPARENT"


def test_an_event_over_the_repeated_hour_keeps_its_length(client: FlaskClient) -> None:
    make_events.published("Natløb", CLOCKS_BACK)
    raw = client.get(FEED).get_data(as_text=True)
    assert "DTSTART;TZID=Europe/Copenhagen:20261025T100000" in raw
    assert "DTEND;TZID=Europe/Copenhagen:20261025T160000" in raw


def test_a_venue_gives_place_and_coordinates(client: FlaskClient) -> None:
    make_events.year()
    venue = save_venue(None, VenueFields("Gigantium", "Aalborg", latitude=57.0156, longitude=9.9702), by=SYSTEM)
    event = make_events.published()
    move_event(event.id, make_events.spot(date(2026, 12, 5), venue_id=venue.id), by=SYSTEM)
    entry = entries(client)["Indestævne i Kolding"]
    assert str(entry["LOCATION"]) == "Gigantium, Aalborg"
    assert entry["GEO"].to_ical() == "57.0156;9.9702"


def test_drafts_phones_and_notes_stay_out(client: FlaskClient) -> None:
    make_events.draft("Kun en kladde")
    event = make_events.published(notes="Ring til Karen")
    write_texts(event.id, Texts(contact_phone="11 22 33 44"), by=SYSTEM)
    raw = client.get(FEED).get_data(as_text=True)
    assert "Kladde" not in raw
    assert "kladde" not in raw
    assert "11 22 33 44" not in raw
    assert "12 34 56 78" not in raw
    assert "Karen" not in raw


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sport=petanque", {"Petanque"}),
        ("sport=Indend%C3%B8rs%20fodbold", {"Indestævne i Kolding"}),
        ("sport=petanque&region=Syddanmark", {"Petanque"}),
        ("region=nordjylland", set()),
        ("kind=tournament", {"Petanque", "Indestævne i Kolding"}),
        ("month=2026-12&text=petanque", {"Petanque"}),
    ],
)
def test_a_filter_is_part_of_the_address(client: FlaskClient, query: str, expected: set[str]) -> None:
    make_events.published()
    make_events.published("Petanque", date(2027, 6, 12), sport="petanque")
    assert set(entries(client, f"{FEED}?{query}")) == expected


def test_a_filter_by_nothing_known_is_not_found(client: FlaskClient) -> None:
    make_events.published()
    assert client.get(f"{FEED}?sport=rumraketter").status_code == 404


def test_one_event_has_the_same_uid_in_its_own_file(client: FlaskClient) -> None:
    event = make_events.published()
    own = entries(client, f"/staevner/{event.slug}.ics")["Indestævne i Kolding"]
    assert str(own["UID"]) == str(entries(client)["Indestævne i Kolding"]["UID"]) == event.uid


def test_a_drafts_file_is_not_found(client: FlaskClient) -> None:
    assert client.get(f"/staevner/{make_events.draft().slug}.ics").status_code == 404


def test_the_address_names_the_language_and_a_cookie_does_not(client: FlaskClient) -> None:
    make_events.published(title_en="Indoor football in Kolding")
    client.set_cookie("sprog", "en")
    assert set(entries(client)) == {"Indestævne i Kolding"}
    assert set(entries(client, f"{FEED}?sprog=en")) == {"Indoor football in Kolding"}


def test_the_last_day_to_sign_up_has_its_year(client: FlaskClient) -> None:
    make_events.published(closes_at=make_events.moment("2026-11-30 23:59"))
    text = str(entries(client)["Indestævne i Kolding"]["DESCRIPTION"])
    assert re.search(r"Sidste dag for at melde til: 30\.11\.2026", text)


def test_an_evening_event_that_ends_at_midnight_ends_on_its_day(app: Flask) -> None:
    event = make_events.draft()
    late = make_events.spot(date(2026, 12, 5), time(18), ends_at=make_events.moment("2026-12-06 00:00"))
    edit_event(event.id, make_events.basics(), late, by=SYSTEM)
    assert get_event(event.slug).ends_on == date(2026, 12, 5)
