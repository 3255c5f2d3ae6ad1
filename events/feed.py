"""The calendar feed: events as iCalendar bytes that every client reads alike (docs/calendar-feed.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from icalendar import Calendar, Timezone
from icalendar import Event as Entry

from core import clock
from core.language import in_language
from core.site import absolute_url, row_text
from events.entry import CALENDAR_STATUS
from events.models import Event
from events.states import place_line
from events.wording import kind_text

FEED_SECONDS = 900
FEED_TYPE = "text/calendar"
REFRESH = timedelta(hours=4)
COLOUR = "darkslategray"
PRODUCT = "-//sport for LIVET//Aktivitetskalender//DA"

# What icalendar would write by itself puts summer events an hour late in ical.js and vobject.
COPENHAGEN = Timezone.from_ical(
    "\r\n".join(
        (
            *("BEGIN:VTIMEZONE", "TZID:Europe/Copenhagen"),
            *("BEGIN:DAYLIGHT", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST", "DTSTART:19700329T020000"),
            *("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT"),
            *("BEGIN:STANDARD", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "DTSTART:19701025T030000"),
            *("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD"),
            *("END:VTIMEZONE", ""),
        )
    )
)


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What a feed says of itself: its name, a sentence and its own address."""

    name: str
    description: str
    address: str


def feed_bytes(events: Sequence[Event], head: FeedHead) -> bytes:
    """The feed of some events in the language of the page; the same bytes as long as nothing changes."""
    return calendar_bytes([event_entry(event) for event in events], head)


def calendar_bytes(entries: Iterable[Entry], head: FeedHead) -> bytes:
    """A feed of entries that are made already."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", head.name)
    calendar.add("X-WR-CALNAME", head.name)
    calendar.add("DESCRIPTION", head.description)
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT4H")
    calendar.add("COLOR", COLOUR)
    calendar.add("SOURCE", head.address, parameters={"VALUE": "URI"})
    calendar.add_component(COPENHAGEN)
    for entry in entries:
        calendar.add_component(entry)
    return calendar.to_ical()


def new_entry(uid: str, sequence: int, changed_at: datetime) -> Entry:
    """An entry with what tells a calendar whether it is new: the id, how often it changed, and when last."""
    entry = Entry()
    entry.add("UID", uid)
    entry.add("DTSTAMP", changed_at)
    entry.add("LAST-MODIFIED", changed_at)
    entry.add("SEQUENCE", sequence)
    return entry


def event_entry(event: Event) -> Entry:
    """The entry of an event, the same in every feed."""
    entry = new_entry(event.uid, event.sequence, event.calendar_changed_at)
    _add_span(entry, event)
    entry.add("SUMMARY", _summary(event))
    add_place(entry, event)
    address = absolute_url("events_public.event", slug=event.slug)
    entry.add("DESCRIPTION", _description(event, address))
    entry.add("URL", address)
    entry.add("CATEGORIES", [in_language(event.sport.name_da, event.sport.name_en), kind_text(event.kind)])
    entry.add("STATUS", CALENDAR_STATUS[event.state])
    return entry


def add_place(entry: Entry, event: Event, court: str = "") -> None:
    """Where an entry is: the court where there is one, the place of the event and its coordinates."""
    place = ", ".join(part for part in (court, place_line(event)) if part)
    if place:
        entry.add("LOCATION", place)
    if event.venue and event.venue.latitude is not None and event.venue.longitude is not None:
        entry.add("GEO", (event.venue.latitude, event.venue.longitude))


def _add_span(entry: Entry, event: Event) -> None:
    if event.timing == "timed" and event.starts_at is not None and event.ends_at is not None:
        add_times(entry, event.starts_at, event.ends_at)
        return
    entry.add("DTSTART", event.starts_on)
    entry.add("DTEND", event.ends_on + timedelta(days=1))
    # A whole day or a window is no appointment: the subscriber's day stays free.
    entry.add("TRANSP", "TRANSPARENT")


def add_times(entry: Entry, starts_at: datetime, ends_at: datetime) -> None:
    """When an entry begins and ends, by the clock in Denmark."""
    entry.add("DTSTART", clock.local(starts_at))
    entry.add("DTEND", clock.local(ends_at))


def title_with_status(title: str, status: str) -> str:
    """A title that says itself what calendars leave out: that it is off."""
    if status == "CANCELLED":
        return _("AFLYST: %(title)s", title=title)
    return _("UDSAT: %(title)s", title=title) if status == "TENTATIVE" else title


def _summary(event: Event) -> str:
    return title_with_status(row_text(event, "title"), CALENDAR_STATUS[event.state])


def _description(event: Event, address: str) -> str:
    lines = [row_text(event, "summary")]
    if event.state in ("cancelled", "postponed"):
        lines.append(row_text(event, "state_reason"))
    elif event.takes_sign_up and event.closes_at is not None:
        # With its year, always: what `day` leaves out would come back at New Year and change the bytes.
        lines.append(_("Sidste dag for at melde til: %(day)s", day=f"{clock.local(event.closes_at):%d.%m.%Y}"))
    return "\n".join([line for line in lines if line] + [address])
