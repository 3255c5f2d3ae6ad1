"""A team's calendar: an entry for each match it plays or referees (docs/calendar-feed.md)."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from flask_babel import gettext as _
from icalendar import Event as Entry

from core import clock
from core.language import clock_time, in_language
from core.site import row_text
from events.entry import CALENDAR_STATUS
from events.feed import (
    FeedHead,
    add_place,
    add_times,
    calendar_bytes,
    event_entry,
    new_entry,
    title_with_status,
)
from events.models import Event
from teams.models import Registration
from teams.queries import FoundPass
from tournament.calendar_notes import note_calendar
from tournament.models_calendar import CalendarNote
from tournament.naming import match_name, side_name
from tournament.queries_team_feed import Standing, list_standing
from tournament.store_view import CompetitionView, MatchView

MOVED_FOR = timedelta(days=30)
"""How long the calendar of a card that was replaced says so. An emptied one is refused by some clients."""


def team_feed(registration: Registration, event: Event, view: CompetitionView | None, address: str, page: str) -> bytes:
    """The calendar of a registration's matches; `page` is the address of its page.

    Until a match has a place the day itself stands there: an empty calendar is refused by some clients.
    """
    entries = list(_match_entries(registration, event, view, page))
    name = f"{registration.name} · {row_text(event, 'title')}"
    text = _("Jeres kampe. Kalenderen følger selv med, når en kamp bliver flyttet.")
    return calendar_bytes(entries or [event_entry(event)], FeedHead(name, text, address))


def moved_feed(found: FoundPass, revoked_at: datetime, address: str) -> bytes:
    """What a card that was replaced answers for some time: that the calendar is somewhere else."""
    entry = new_entry(_uid(found.registration, f"pass:{found.id}"), 0, revoked_at)
    entry.add("DTSTART", clock.local(revoked_at).date())
    entry.add("DTEND", clock.local(revoked_at).date() + timedelta(days=1))
    entry.add("TRANSP", "TRANSPARENT")
    title = _("Kalenderen er flyttet")
    text = _("I har fået et nyt kort. Åbn jeres side med det, og hent kalenderen igen.")
    entry.add("SUMMARY", title)
    entry.add("DESCRIPTION", text)
    entry.add("STATUS", "CONFIRMED")
    return calendar_bytes([entry], FeedHead(title, text, address))


def _match_entries(
    registration: Registration, event: Event, view: CompetitionView | None, page: str
) -> Iterator[Entry]:
    notes = note_calendar(registration.id, event.id, view)
    keys = view.registrations.get(registration.id, ()) if view is not None else ()
    standing = {one.what: one for one in list_standing(view, keys)} if view is not None else {}
    for note in notes:
        one = standing.get(note.what)
        if view is None or one is None:
            yield _gone_entry(registration, event, note, page)
        else:
            yield _entry(registration, event, view, one, note, page)


def _new_entry(registration: Registration, event: Event, note: CalendarNote) -> Entry:
    """An entry with its number, its dates and its times."""
    uid = _uid(registration, note.what)
    # What the event itself went through shows in its matches too: another place, cancelled, postponed.
    entry = new_entry(uid, event.sequence + note.sequence, max(note.changed_at, event.calendar_changed_at))
    add_times(entry, note.starts_at, note.ends_at)
    return entry


def _finish(entry: Entry, event: Event, title: str, status: str, court: str, lines: Iterable[str], page: str) -> Entry:
    entry.add("SUMMARY", title_with_status(title, status))
    add_place(entry, event, court)
    entry.add("DESCRIPTION", "\n".join(line for line in (*lines, page) if line))
    entry.add("URL", page)
    entry.add("RELATED-TO", event.uid)
    entry.add("CATEGORIES", [in_language(event.sport.name_da, event.sport.name_en)])
    entry.add("STATUS", status)
    return entry


def _gone_entry(registration: Registration, event: Event, note: CalendarNote, page: str) -> Entry:
    """A match that is another's now, or nobody's: by its number alone."""
    is_duty = note.what.startswith("referee:")
    words = _("I dømmer kamp %(number)s", number=note.number), _("Kamp %(number)s", number=note.number)
    status = "CANCELLED" if note.is_off else CALENDAR_STATUS[event.state]
    lines = [_("Kampen er ikke jeres mere.") if note.is_off else "", row_text(event, "title")]
    entry = _new_entry(registration, event, note)
    return _finish(entry, event, words[0] if is_duty else words[1], status, "", lines, page)


def _entry(
    registration: Registration, event: Event, view: CompetitionView, one: Standing, note: CalendarNote, page: str
) -> Entry:
    match = one.match
    title = _("I dømmer kamp %(number)s", number=match.number) if one.is_duty else _sides(view, match)
    is_about = view.is_next_free and match.is_to_play
    if is_about:
        title = _("%(title)s (ca. kl. %(time)s)", title=title, time=clock_time(note.starts_at))
    lines = [
        " · ".join([_("Kamp %(number)s", number=match.number), match_name(view, match)]),
        row_text(event, "title"),
        _("Tiden er cirka. I bliver kaldt til en bane, når den er fri.") if is_about and match.court is None else "",
    ]
    status = "CANCELLED" if note.is_off else CALENDAR_STATUS[event.state]
    entry = _new_entry(registration, event, note)
    return _finish(entry, event, title, status, _court(view, match, note), lines, page)


def _court(view: CompetitionView, match: MatchView, note: CalendarNote) -> str:
    """The court with its hall; none where it is only known when the match is called."""
    if view.is_next_free and match.court is None:
        return ""
    standing = match.court if not note.is_off else None
    court = standing or next((court for court in view.courts if court.id == note.court_id), None)
    return ", ".join(part for part in (court.name, court.hall) if part) if court is not None else ""


def _sides(view: CompetitionView, match: MatchView) -> str:
    return f"{side_name(view, match.home)} – {side_name(view, match.away)}"


def _uid(registration: Registration, what: str) -> str:
    """The same for life and saying nothing: rows are never numbered twice, and the event's own id is random."""
    stamp = f"{registration.event.uid}|{registration.id}|{what}"
    return hashlib.sha256(stamp.encode()).hexdigest()[:32]
