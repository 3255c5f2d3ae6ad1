"""The life of a match in a calendar: how often its place changed since it first had one, and when last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CalendarPlace:
    """Where and when a timetable puts a match."""

    court_id: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What a published timetable says of a match; `place` None where it has none."""

    at: datetime
    place: CalendarPlace | None


@dataclass(frozen=True, slots=True)
class Absence:
    """From when on something keeps a match from being played, or no longer does: a team is gone, nobody came."""

    at: datetime
    why: str
    begins: bool


@dataclass(frozen=True, slots=True)
class MatchLife:
    """The changes a subscriber must notice; `place` is the last one it had, `is_on` whether it stands there now."""

    sequence: int
    changed_at: datetime
    place: CalendarPlace
    is_on: bool


def life_of(plans: Iterable[Plan], absences: Iterable[Absence] = ()) -> MatchLife | None:
    """The life of a match over timetables in the order they were published; None where it never had a place.

    Each change counts, also the one back to where it was: a number that falls again would be ignored by calendars.
    """
    # At the same moment an absence comes first: a timetable without the team then is no second change.
    steps: list[Plan | Absence] = sorted([*absences, *plans], key=lambda step: step.at)
    planned: CalendarPlace | None = None
    reasons: set[str] = set()
    shown: CalendarPlace | None = None
    life: MatchLife | None = None
    for step in steps:
        if isinstance(step, Plan):
            planned = step.place
        elif step.begins:
            reasons.add(step.why)
        else:
            reasons.discard(step.why)
        now = None if reasons else planned
        if life is None and now is not None:
            life = MatchLife(0, step.at, now, is_on=True)
        elif life is not None and now != shown:
            life = MatchLife(life.sequence + 1, step.at, now or life.place, is_on=now is not None)
        shown = now
    return life
