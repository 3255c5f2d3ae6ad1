"""Note what a team's calendar says, so that its numbers never fall and what is off is told, whatever happened.

The calendar compares what stands now with what it said last. So it does not matter why a match is gone: a new
timetable, a corrected result, a place given to another team, a draw that was made anew.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from core import clock
from core.db import take_turns, transaction
from core.revision import get_standing
from tournament.models_calendar import CalendarNote
from tournament.queries_team_feed import Place, Standing, has_happened, list_notes, list_standing
from tournament.store_cache import find_view
from tournament.store_view import CompetitionView

GONE = ""
"""The stamp of a match that is not the team's any more: nothing of it is shown but its number."""


def note_calendar(registration_id: int, event_id: int, view: CompetitionView | None) -> list[CalendarNote]:
    """What the calendar says now, in the order of the day; noted where it is something new.

    Twice is harmless, and so are two phones that ask at the same moment.
    """
    notes = list_notes(registration_id)
    if not _news(registration_id, view, notes):
        return notes
    with transaction() as db:
        take_turns(f"calendar:{registration_id}")
        if view is None or get_standing(f"event:{event_id}").number != view.revision:
            view = find_view(event_id)
        news = _news(registration_id, view, list_notes(registration_id))
        for what, note, values in news:
            _write(db, registration_id, what, note, values)
        db.flush()
        return list_notes(registration_id)


News = tuple[str, CalendarNote | None, dict[str, Any]]
"""What is said of a match, what was said before, and the values to be noted."""


def _standing(registration_id: int, view: CompetitionView | None) -> list[Standing]:
    return list_standing(view, view.registrations.get(registration_id, ())) if view is not None else []


def _news(registration_id: int, view: CompetitionView | None, notes: Collection[CalendarNote]) -> list[News]:
    known = {note.what: note for note in notes}
    now: dict[str, dict[str, Any]] = {}
    for one in _standing(registration_id, view):
        note = known.get(one.what)
        place = one.place or (_place(note) if note is not None else None)
        if place is not None:
            own = {"entry": one.entry, "number": one.match.number, "stamp": one.stamp}
            now[one.what] = {**own, **_place_values(place), "is_off": one.is_off}
    for note in notes:
        if note.what not in now and not _was_played(view, note):
            now[note.what] = {"is_off": True, "stamp": GONE}
    return [(what, known.get(what), values) for what, values in now.items() if _is_new(known.get(what), values)]


def _was_played(view: CompetitionView | None, note: CalendarNote) -> bool:
    """Whether it was played as the team's: that another has its place in the competition now takes nothing back."""
    kind, _colon, number = note.what.partition(":")
    match = view.by_id.get(int(number)) if view is not None and kind == "match" else None
    return match is not None and match.plays(note.entry) and has_happened(match)


def _place(note: CalendarNote) -> Place:
    return Place(note.court_id, note.starts_at, note.ends_at)


def _place_values(place: Place) -> dict[str, Any]:
    return {"court_id": place.court_id, "starts_at": place.starts_at, "ends_at": place.ends_at}


def _is_new(note: CalendarNote | None, values: dict[str, Any]) -> bool:
    return note is None or any(getattr(note, name) != value for name, value in values.items())


def _write(db: Session, registration_id: int, what: str, note: CalendarNote | None, values: dict[str, Any]) -> None:
    now = clock.now()
    if note is None:
        db.add(CalendarNote(registration_id=registration_id, what=what, sequence=0, changed_at=now, **values))
        return
    told = ("court_id", "starts_at", "ends_at", "is_off")
    if any(name in values and getattr(note, name) != values[name] for name in told):
        note.sequence += 1
    for name, value in values.items():
        setattr(note, name, value)
    note.changed_at = now
