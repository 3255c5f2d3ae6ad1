"""The running feed as three calendars read it, and one event's life in it."""

import re
from collections.abc import Callable
from datetime import UTC
from urllib.request import urlopen

import icalendar
import vobject

from tests.house.tree import ROOT
from tests.journeys import steps
from tests.journeys.conftest import VisitorMaker
from tests.journeys.server import Server
from tests.waiting import wait_until

# A module that says its default export: in a page that is an expression, it becomes a name of the page instead.
ICAL = re.sub(
    r"export\{(\w+) as default\};?",
    r"globalThis.ICAL=\1;",
    (ROOT / "tests/vendor/ical/ical.min.js").read_text(encoding="utf-8"),
)
READ = """async (address) => {
  const calendar = new ICAL.Component(ICAL.parse(await (await fetch(address)).text()));
  calendar.getAllSubcomponents("vtimezone").forEach((zone) => ICAL.TimezoneService.register(zone));
  const utc = (time) => time.convertToZone(ICAL.Timezone.utcTimezone).toString();
  return Object.fromEntries(calendar.getAllSubcomponents("vevent").map((entry) => new ICAL.Event(entry))
    .map((event) => [event.summary, [utc(event.startDate), utc(event.endDate)]]));
}"""

Times = dict[str, list[str]]


def raw_feed(site: Server, address: str = "/kalender.ics") -> bytes:
    with urlopen(f"{site.url}{address}") as answer:
        raw: bytes = answer.read()
        return raw


def read_by_icalendar(raw: bytes) -> Times:
    return {
        str(entry["SUMMARY"]): [f"{entry[name].dt.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for name in ("DTSTART", "DTEND")]
        for entry in icalendar.Calendar.from_ical(raw).walk("VEVENT")
    }


def read_by_vobject(raw: bytes) -> Times:
    (calendar,) = vobject.readComponents(raw.decode())
    return {
        entry.summary.value: [
            f"{moment.value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for moment in (entry.dtstart, entry.dtend)
        ]
        for entry in calendar.vevent_list
    }


def test_three_calendars_read_the_same_utc_summer_winter_and_when_the_clocks_change(
    empty_site: Server, visitor: VisitorMaker
) -> None:
    laid = empty_site.lay("year")
    reader = visitor(empty_site, "phone")
    reader.go("/kalender/abonner")
    reader.page.evaluate(f"() => {{ {ICAL} }}")
    by_ical_js = reader.page.evaluate(READ, "/kalender.ics")
    raw = raw_feed(empty_site)
    assert read_by_icalendar(raw) == read_by_vobject(raw) == by_ical_js == laid
    # Ten o'clock in Denmark: two hours ahead of UTC in summer, one in winter.
    assert by_ical_js["Juni – æøå"][0] == "2027-06-12T08:00:00Z"
    assert by_ical_js["November"][0] == "2026-11-14T09:00:00Z"
    # From 20 to 12 is 17 hours the night the clocks go back and 15 the night they go forward.
    assert by_ical_js["Natten, hvor uret stilles tilbage"] == ["2026-10-24T18:00:00Z", "2026-10-25T11:00:00Z"]
    assert by_ical_js["Natten, hvor uret stilles frem"] == ["2027-03-27T19:00:00Z", "2027-03-28T10:00:00Z"]


def test_three_calendars_read_the_same_matches_of_a_team(empty_site: Server, visitor: VisitorMaker) -> None:
    token = empty_site.lay("team_day")["token"]
    reader = visitor(empty_site, "phone")
    reader.go(f"/hold/{token}")
    reader.page.evaluate(f"() => {{ {ICAL} }}")
    by_ical_js = reader.page.evaluate(READ, f"/hold/{token}/kampe.ics")
    raw = raw_feed(empty_site, f"/hold/{token}/kampe.ics")
    assert read_by_icalendar(raw) == read_by_vobject(raw) == by_ical_js
    assert len(by_ical_js) == 3


def entry_once(site: Server, what: str, is_there: Callable[[icalendar.Event], bool]) -> icalendar.Event:
    """The only entry of the feed, once it says something: a worker may answer with the page of a second ago."""
    found: list[icalendar.Event] = []

    def read() -> bool:
        (entry,) = icalendar.Calendar.from_ical(raw_feed(site)).walk("VEVENT")
        found.append(entry)
        return is_there(entry)

    wait_until(read, what)
    return found[-1]


def test_one_event_keeps_its_uid_and_counts_what_a_calendar_must_notice(
    empty_site: Server, visitor: VisitorMaker
) -> None:
    office = visitor(empty_site, "desktop")
    steps.log_in(office)
    slug = steps.make_event(office, room=8)
    created = entry_once(empty_site, "the event", lambda entry: entry["DTSTART"].dt.hour == 10)
    steps.move_event(office, slug, "2026-10-10T11:00", "2026-10-10T17:00")
    moved = entry_once(empty_site, "its new time", lambda entry: entry["DTSTART"].dt.hour == 11)
    steps.rename_event(office, slug, "Oktoberstævne i Odense")
    renamed = entry_once(empty_site, "its new name", lambda entry: "Oktoberstævne" in entry["SUMMARY"])
    steps.cancel_event(office, slug, "Hallen er lukket.")
    cancelled = entry_once(empty_site, "that it is cancelled", lambda entry: entry["STATUS"] == "CANCELLED")

    life = [created, moved, renamed, cancelled]
    assert len({str(entry["UID"]) for entry in life}) == 1
    assert [int(entry["SEQUENCE"]) for entry in life] == [0, 1, 1, 2]
    assert [str(entry["STATUS"]) for entry in life] == ["CONFIRMED", "CONFIRMED", "CONFIRMED", "CANCELLED"]
    changed = [entry["LAST-MODIFIED"].dt for entry in life]
    assert changed == sorted(changed), "no change has an earlier time than the one before"
    assert changed[0] < changed[-1]
    assert "Hallen er lukket." in str(cancelled["DESCRIPTION"])
