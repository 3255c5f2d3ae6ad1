"""A team's calendar: an entry for each match it plays or referees (docs/calendar-feed.md)."""

import hashlib
from collections.abc import Collection, Iterator
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
from tournament.engine.selectors import BestOfRank, LoserOf, PoolRank, StageRank, WinnerOf
from tournament.engine.values import ResultKind
from tournament.match_life import MatchLife
from tournament.naming import match_name, side_name
from tournament.queries_team_feed import FeedRows, read_feed_rows
from tournament.store_view import CompetitionView, MatchView, SideView

MOVED_FOR = timedelta(days=30)
"""How long the calendar of a card that was replaced says so. An emptied one is refused by some clients."""


def team_feed(registration: Registration, event: Event, view: CompetitionView | None, address: str, page: str) -> bytes:
    """The calendar of a registration's matches; `page` is the address of its page.

    Until a match has a place the day itself stands there: an empty calendar is refused by some clients.
    """
    entries = list(_match_entries(registration, event, view, page)) if view is not None else []
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


def _match_entries(registration: Registration, event: Event, view: CompetitionView, page: str) -> Iterator[Entry]:
    keys = view.registrations.get(registration.id, ())
    rows = read_feed_rows(view, keys)
    for match in view.matches:
        if any(match.plays(key) for key in keys):
            life = rows.life_of_match(match)
            if life is not None:
                uid = _uid(registration, f"match:{match.id}")
                yield _entry(event, view, match, life, rows, uid=uid, title=_sides(view, match), page=page)
        life = rows.life_of_duty(match, keys)
        if life is not None:
            uid = _uid(registration, f"referee:{match.id}")
            title = _("I dømmer kamp %(number)s", number=match.number)
            yield _entry(event, view, match, life, rows, uid=uid, title=title, page=page, is_duty=True)


def _entry(
    event: Event,
    view: CompetitionView,
    match: MatchView,
    life: MatchLife,
    rows: FeedRows,
    *,
    uid: str,
    title: str,
    page: str,
    is_duty: bool = False,
) -> Entry:
    is_off = _is_off(match, life, is_duty=is_duty)
    # What the event itself went through shows in its matches too: another place, cancelled, postponed.
    sequence = event.sequence + life.sequence + (1 if is_off and life.is_on else 0)
    entry = new_entry(uid, sequence, _changed_at(event, view, match, life, rows))
    starts_at = life.place.starts_at
    add_times(entry, starts_at, starts_at + timedelta(minutes=match.play_minutes))
    is_about = view.is_next_free and match.is_to_play
    if is_about:
        title = _("%(title)s (ca. kl. %(time)s)", title=title, time=clock_time(starts_at))
    status = "CANCELLED" if is_off else CALENDAR_STATUS[event.state]
    entry.add("SUMMARY", title_with_status(title, status))
    add_place(entry, event, _court(view, match, life))
    lines = [
        " · ".join([_("Kamp %(number)s", number=match.number), match_name(view, match)]),
        row_text(event, "title"),
        _("Tiden er cirka. I bliver kaldt til en bane, når den er fri.") if is_about and match.court is None else "",
        page,
    ]
    entry.add("DESCRIPTION", "\n".join(line for line in lines if line))
    entry.add("URL", page)
    entry.add("RELATED-TO", event.uid)
    entry.add("CATEGORIES", [in_language(event.sport.name_da, event.sport.name_en)])
    entry.add("STATUS", status)
    return entry


def _is_off(match: MatchView, life: MatchLife, *, is_duty: bool) -> bool:
    """Whether it is off for the team: place or duty is lost, or nobody plays. A match that was played stays."""
    if not is_duty and match.result is not None and match.state != "off":
        return match.result.kind is not ResultKind.PLAYED
    return match.state == "off" or not life.is_on


def _changed_at(event: Event, view: CompetitionView, match: MatchView, life: MatchLife, rows: FeedRows) -> datetime:
    """When the entry last said something new: its place, the event, who plays, the court it was called to."""
    feeders = {m.id: m for side in (match.home, match.away) for m in _feeders(view, side)}
    known_at = rows.last_result_at(tuple(feeders.values()))
    moments = (life.changed_at, event.calendar_changed_at, known_at, match.called_at)
    return max(moment for moment in moments if moment is not None)


def _feeders(view: CompetitionView, side: SideView) -> Collection[MatchView]:
    """The matches that decide who stands on a side; none where the draw does."""
    match side.selector:
        case WinnerOf(key) | LoserOf(key):
            return (view.get_keyed(key),)
        case PoolRank(stage, pool):
            return tuple(found for found in view.of_stage(stage) if found.pool == pool)
        case StageRank(stage) | BestOfRank(stage):
            return view.of_stage(stage)
    return ()


def _court(view: CompetitionView, match: MatchView, life: MatchLife) -> str:
    """The court with its hall; none where it is only known when the match is called."""
    if view.is_next_free and match.court is None:
        return ""
    standing = match.court if match.court is not None and life.is_on else None
    court = standing or next((court for court in view.courts if court.id == life.place.court_id), None)
    return ", ".join(part for part in (court.name, court.hall) if part) if court is not None else ""


def _sides(view: CompetitionView, match: MatchView) -> str:
    return f"{side_name(view, match.home)} – {side_name(view, match.away)}"


def _uid(registration: Registration, what: str) -> str:
    """The same for life and saying nothing: rows are never numbered twice, and the event's own id is random."""
    stamp = f"{registration.event.uid}|{registration.id}|{what}"
    return hashlib.sha256(stamp.encode()).hexdigest()[:32]
