"""A team's calendar as its phone gets it: private, cheap when nothing changed, the same times in every library."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import vobject
from flask.testing import FlaskClient
from sqlalchemy import update

from core import clock
from core.audit import SYSTEM
from core.db import transaction
from core.revision import raise_revision
from events.models import Event
from events.states import cancel_event
from teams.passes import reprint_pass
from tests import make, make_day, make_teams
from tournament.models import Competition, Court


def feed(client: FlaskClient, token: str, query: str = "") -> list[icalendar.Event]:
    """The entries of a team's calendar by start."""
    answer = client.get(f"/hold/{token}/kampe.ics{query}")
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    found = icalendar.Calendar.from_ical(answer.get_data()).walk("VEVENT")
    return sorted(found, key=lambda entry: str(entry["DTSTART"].dt))


def run_from_queue(day: make_day.Day) -> None:
    with transaction() as db:
        competition = db.get_one(Competition, day.view.id)
        competition.day = {**competition.day, "mode": "next_free"}
        raise_revision(f"event:{day.event_id}")


def test_icalendar_and_vobject_read_the_same_utc(client: FlaskClient) -> None:
    _day, token, _registration = make_day.day_with_team()
    by_icalendar = {
        str(entry["SUMMARY"]): (entry["DTSTART"].dt.astimezone(UTC), entry["DTEND"].dt.astimezone(UTC))
        for entry in feed(client, token)
    }
    (calendar,) = vobject.readComponents(client.get(f"/hold/{token}/kampe.ics").get_data(as_text=True))
    by_vobject = {
        entry.summary.value: (entry.dtstart.value.astimezone(UTC), entry.dtend.value.astimezone(UTC))
        for entry in calendar.vevent_list
    }
    assert by_icalendar == by_vobject
    assert by_icalendar["Støberiet – Nordlyset"][0] == datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
    assert len(by_icalendar) == 3


def test_lines_are_short_whole_and_end_as_they_must(client: FlaskClient) -> None:
    _day, token, _registration = make_day.day_with_team()
    raw = client.get(f"/hold/{token}/kampe.ics").get_data()
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 75 and line.decode() is not None for line in raw.split(b"\r\n"))


def test_it_is_private_and_costs_a_304_until_something_happens(client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team()
    address = f"/hold/{token}/kampe.ics"
    full = client.get(address)
    assert full.headers["Cache-Control"] == "private, max-age=900"
    assert full.headers.getlist("Referrer-Policy") == ["same-origin"]
    for name, known in (("If-None-Match", full.headers["ETag"]), ("If-Modified-Since", full.headers["Last-Modified"])):
        again = client.get(address, headers={name: known})
        assert (again.status_code, again.get_data()) == (304, b"")
    head = client.head(address)
    assert (head.status_code, head.get_data(), head.headers["ETag"]) == (200, b"", full.headers["ETag"])
    make_day.play_pools(day)
    assert client.get(address, headers={"If-None-Match": full.headers["ETag"]}).status_code == 200


def test_once_a_pool_is_decided_the_next_match_is_there_and_names_the_teams(
    client: FlaskClient, at: Callable[[datetime], None]
) -> None:
    day, token, _registration = make_day.day_with_team()
    at(make_day.START + timedelta(minutes=90))
    make_day.play_pools(day)
    semi = feed(client, token)[-1]
    assert str(semi["SUMMARY"]).startswith("Støberiet – ")
    assert (int(semi["SEQUENCE"]), semi["DTSTAMP"].dt) == (0, clock.now())


def test_from_a_queue_times_are_about_and_no_court_is_promised(client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team()
    run_from_queue(day)
    first = feed(client, token)[0]
    assert str(first["SUMMARY"]) == "Støberiet – Nordlyset (ca. kl. 10.00)"
    assert str(first["LOCATION"]) == "Kolding Hallerne, Kolding"
    assert "Tiden er cirka." in str(first["DESCRIPTION"])


def test_court_hall_and_place_are_where_it_is(client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team()
    with transaction() as db:
        db.execute(update(Court).where(Court.event_id == day.event_id).values(hall="Hal 2"))
        raise_revision(f"event:{day.event_id}")
    assert str(feed(client, token)[0]["LOCATION"]) == "Bane 1, Hal 2, Kolding Hallerne, Kolding"


def test_a_cancelled_event_cancels_the_matches(client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team()
    cancel_event(day.event_id, "Hallen er lukket.", "", by=SYSTEM)
    for entry in feed(client, token):
        assert str(entry["SUMMARY"]).startswith("AFLYST: ")
        assert (int(entry["SEQUENCE"]), str(entry["STATUS"])) == (1, "CANCELLED")


def test_before_the_programme_the_day_itself_stands_there(client: FlaskClient) -> None:
    event = make.event("Indestævne i Kolding", title_en="Indoor football in Kolding")
    wish = make_teams.team_wish("Fyrtårnet")
    make_teams.sign_up(make_teams.sign_up_wish(event, wish), by=SYSTEM)
    (entry,) = feed(client, wish.token)
    assert (str(entry["SUMMARY"]), str(entry["UID"])) == ("Indestævne i Kolding", event.uid)
    assert str(feed(client, wish.token, "?sprog=en")[0]["SUMMARY"]) == "Indoor football in Kolding"


def test_an_unknown_card_has_no_calendar(client: FlaskClient) -> None:
    assert client.get("/hold/findes-ikke/kampe.ics").status_code == 404


def test_a_replaced_card_says_for_thirty_days_that_the_calendar_has_moved(
    client: FlaskClient, at: Callable[[datetime], None]
) -> None:
    _day, token, registration = make_day.day_with_team()
    new, _code = reprint_pass(registration, by=SYSTEM)
    replaced_at = clock.now()
    at(replaced_at + timedelta(days=29))
    (entry,) = feed(client, token)
    assert str(entry["SUMMARY"]) == "Kalenderen er flyttet"
    at(replaced_at + timedelta(days=30))
    assert client.get(f"/hold/{token}/kampe.ics").status_code == 410
    assert len(feed(client, new)) == 3


def test_the_entries_are_the_same_on_a_new_card(client: FlaskClient) -> None:
    _day, token, registration = make_day.day_with_team()
    before = [str(entry["UID"]) for entry in feed(client, token)]
    new, _code = reprint_pass(registration, by=SYSTEM)
    assert [str(entry["UID"]) for entry in feed(client, new)] == before


def test_a_draft_event_has_no_calendar(client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team()
    with transaction() as db:
        db.execute(update(Event).where(Event.id == day.event_id).values(state="draft"))
    assert client.get(f"/hold/{token}/kampe.ics").status_code == 404


def test_no_phone_and_no_way_to_change_the_team_is_in_it(client: FlaskClient) -> None:
    _day, token, _registration = make_day.day_with_team()
    text = client.get(f"/hold/{token}/kampe.ics").get_data(as_text=True).replace("\r\n ", "")
    assert "12 34 56 70" not in text
    assert "/ret" not in text
    assert "/afbud" not in text


@pytest.mark.parametrize(("cookie", "tail", "words"), [("da", "", "Læg kampene i"), ("en", "?sprog=en", "Put the")])
def test_the_teams_page_leads_to_it(client: FlaskClient, cookie: str, tail: str, words: str) -> None:
    _day, token, _registration = make_day.day_with_team()
    client.set_cookie("sprog", cookie)
    with clock.frozen(make_day.START):
        page = client.get(f"/hold/{token}").text
    assert words in page
    assert f'href="webcal://localhost/hold/{token}/kampe.ics{tail}"' in page
    assert f'href="http://localhost/hold/{token}/kampe.ics{tail}" download' in page
    assert "https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2Flocalhost%2Fhold%2F" in page
