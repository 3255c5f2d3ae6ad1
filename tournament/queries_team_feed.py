"""What a team's calendar is made of: its matches and duties as they stand now, and what the calendar said before."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from core.db import session
from tournament.engine.values import ResultKind
from tournament.models import Slot
from tournament.models_calendar import CalendarNote
from tournament.store_cache import find_published
from tournament.store_view import CompetitionView, MatchView


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when the published timetable has a match."""

    court_id: int | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A match that an entry plays or referees, as it is now; `place` None where it has none any more."""

    what: str
    entry: str
    match: MatchView
    is_duty: bool
    place: Place | None
    is_off: bool
    stamp: str


def list_standing(view: CompetitionView, entries: Collection[str]) -> list[Standing]:
    """What the entries of a registration play and referee by now."""
    published = find_published(view.id)
    query = select(Slot).where(Slot.timetable_id == published.id) if published is not None else None
    slots = {slot.match_id: slot for slot in session().scalars(query)} if query is not None else {}
    return [standing for match in view.matches for standing in _of_match(view, match, slots.get(match.id), entries)]


def _of_match(
    view: CompetitionView, match: MatchView, slot: Slot | None, entries: Collection[str]
) -> Iterator[Standing]:
    place = None
    if slot is not None:
        place = Place(slot.court_id, slot.starts_at, slot.starts_at + timedelta(minutes=match.play_minutes))
    player = next((entry for entry in entries if match.plays(entry)), None)
    stamp = _stamp(view, match)
    if player is not None:
        is_off = _is_off(match) or (place is None and not has_happened(match))
        yield Standing(f"match:{match.id}", player, match, False, place, is_off, stamp)
    if slot is not None and slot.referee in entries and slot.referee is not None:
        yield Standing(f"referee:{match.id}", slot.referee, match, True, place, _is_off(match), stamp)


def _is_off(match: MatchView) -> bool:
    """Whether nobody plays it: a side stays empty, a team withdrew, somebody did not come."""
    return match.state == "off" or (match.result is not None and match.result.kind is not ResultKind.PLAYED)


def has_happened(match: MatchView) -> bool:
    """Whether it was played: then it stays where it was, also in a calendar."""
    return match.result is not None and match.result.kind is ResultKind.PLAYED and match.state != "off"


def _stamp(view: CompetitionView, match: MatchView) -> str:
    """A short stamp of who plays and which court was called: what an entry shows beside its place."""
    court = match.court.id if match.court is not None else 0
    shown = [str(side.selector) for side in (match.home, match.away)]
    shown += [side.label or "" for side in (match.home, match.away)]
    about = view.is_next_free and match.is_to_play
    return hashlib.sha256("|".join([*shown, str(court), str(match.called_at), str(about)]).encode()).hexdigest()[:16]


def list_notes(registration_id: int) -> list[CalendarNote]:
    """What the calendar of a registration said before, in the order of the day."""
    query = select(CalendarNote).where(CalendarNote.registration_id == registration_id)
    return list(session().scalars(query.order_by(CalendarNote.starts_at, CalendarNote.number, CalendarNote.what)))
