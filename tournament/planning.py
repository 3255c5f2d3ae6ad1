"""The ground of a day: its courts with their hours and stages, moments and minutes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from core import clock
from core.audit import Actor
from core.db import session
from core.errors import MissingError, RuleError
from core.language import clock_words
from tournament.file_clock import DayClock
from tournament.models import Competition, Court, Slot
from tournament.store_change import changing

CLOCK = re.compile(r"(\d|[01]\d|2[0-4])(?:[.:]([0-5]\d))?", re.ASCII)
WRITTEN_CLOCK = re.compile(r"\d+(?:[.:]\d+)?", re.ASCII)
Windows = list[list[str]]


def read_windows(text: str, field: str = "windows") -> Windows:
    """Hours as people write them: "10.00-12.00, 13-16". Raises RuleError("tournament.hours_unreadable")."""
    windows: Windows = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[,;]", text))):
        window = [_read_clock(word) for word in WRITTEN_CLOCK.findall(part)]
        if len(window) != 2 or "" in window or window[0] == window[1]:
            raise RuleError("tournament.hours_unreadable", field=field, text=part)
        windows.append(window)
    return windows


def _read_clock(word: str) -> str:
    """A clock as it is stored; "" for what is none. Midnight may be written as 24."""
    found = CLOCK.fullmatch(word)
    if found is None or (found[1] == "24" and found[2] not in (None, "00")):
        return ""
    return f"{int(found[1]) % 24:02}:{found[2] or '00'}"


def windows_text(windows: Sequence[Sequence[str]]) -> str:
    """Hours as the visitor writes them: "10.00–12.00, 13.00–16.00"."""
    return ", ".join(f"{clock_words(opens)}–{clock_words(closes)}" for opens, closes in windows)


def save_court(
    competition_id: int,
    court_id: int | None,
    *,
    name: str,
    hall: str,
    windows: Windows,
    by: Actor,
    stages: list[str] | None = None,
    everywhere: bool = False,
) -> int:
    """Add a court, or change one; returns its number. `stages` are those it takes, None for all.

    With `everywhere` all other courts of the event get its hours.

    Raises RuleError: tournament.court_name_taken, tournament.hours_doubtful.
    """
    with changing(competition_id, "save_court", by=by, court=court_id) as (db, competition):
        _refuse_doubtful(competition.day, windows)
        courts = db.scalars(select(Court).where(Court.event_id == competition.event_id)).all()
        if any(court.name.lower() == name.lower() and court.id != court_id for court in courts):
            raise RuleError("tournament.court_name_taken", field="name", name=name)
        court = next((court for court in courts if court.id == court_id), None)
        if court is None:
            if court_id is not None:
                raise MissingError
            court = Court(event_id=competition.event_id, sort=1 + max((c.sort for c in courts), default=0))
            db.add(court)
        court.name, court.hall, court.windows, court.stages = name, hall, windows, stages
        for other in courts if everywhere else ():
            other.windows = windows
        db.flush()
        return court.id


def _refuse_doubtful(day: Mapping[str, Any], windows: Windows) -> None:
    """Hours that begin or end while the clock is changed are no hours: the day could not be read any more."""
    clock_of_day = DayClock(datetime.fromisoformat(day["start"]))
    if any(clock_of_day.is_doubtful(minute) for window in windows for minute in clock_of_day.span(*window)):
        raise RuleError("tournament.hours_doubtful", field="windows")


def remove_court(competition_id: int, court_id: int, *, by: Actor) -> None:
    """Take a court away. Raises RuleError("tournament.court_in_use") while a timetable has matches on it."""
    with changing(competition_id, "remove_court", by=by, court=court_id) as (db, competition):
        court = db.get(Court, court_id)
        if court is None or court.event_id != competition.event_id:
            raise MissingError
        if db.scalar(select(Slot.id).where(Slot.court_id == court_id).limit(1)) is not None:
            raise RuleError("tournament.court_in_use", court=court.name)
        db.delete(court)
        db.flush()


def find_free_name(event_id: int, others: Iterable[str] = ()) -> str:
    """A name for one more court that no court of the event has yet, and none of the others: "Bane 5"."""
    taken = {name.lower() for name in (*(court.name for court in list_courts(event_id)), *others)}
    return next(name for number in range(1, len(taken) + 2) if (name := f"Bane {number}").lower() not in taken)


def list_courts(event_id: int) -> list[Court]:
    """The courts of an event in their order."""
    return list(session().scalars(select(Court).where(Court.event_id == event_id).order_by(Court.sort, Court.id)))


def day_start(day: Mapping[str, Any]) -> datetime:
    """When a day begins, as an aware UTC time."""
    naive = datetime.fromisoformat(day["start"])
    return clock.wall(naive.date(), naive.time())


def moment_of(day: Mapping[str, Any], minute: int) -> datetime:
    """The moment of a minute of the plan."""
    return day_start(day) + timedelta(minutes=minute)


def find_competition(event_id: int) -> Competition | None:
    """The competition of an event, None where it has none."""
    return session().scalar(select(Competition).where(Competition.event_id == event_id))


def get_competition(event_id: int) -> Competition:
    """The competition of an event; MissingError where it has none."""
    found = find_competition(event_id)
    if found is None:
        raise MissingError
    return found
