"""Repairs to be measured: an instance with a published plan, and what goes wrong on it at noon."""

from collections.abc import Iterator
from dataclasses import dataclass

from tournament.timetable.disturbance import CourtClosed, DelayAll, Disturbance, Overrun, TeamLate
from tournament.timetable.model import Day, Plan

NOON = 120
"""Minutes from the start of a day that begins at ten."""


@dataclass(frozen=True, slots=True)
class RepairCase:
    """A repair to be measured: `ask(day, plan, now, disturbances)` is its question."""

    name: str
    day: Day
    plan: Plan
    now: int
    disturbances: tuple[Disturbance, ...]


def repair_cases(day: Day, plan: Plan) -> Iterator[RepairCase]:
    """Four things that go wrong on a day whose courts are all open then; `plan` is what was published.

    A court closed for 45 minutes · everything 15 late · one match overruns 15 · two courts closed for an hour and a
    team late. Which match and which team follows from the plan: the last that began, and one that plays next.
    """
    now = NOON
    begun = max((p for p in plan.placements if p.start < now), key=lambda p: (p.start, p.match))
    entries = {match.id: match.entries for match in day.matches}
    coming = min((p for p in plan.placements if p.start >= now and entries[p.match]), key=lambda p: (p.start, p.match))
    one, other = (court.id for court in day.courts[1:3])
    happened: dict[str, tuple[Disturbance, ...]] = {
        "court closed 45": (CourtClosed(one, now, now + 45),),
        "everything 15 late": (DelayAll(now, 15),),
        "one match overruns 15": (Overrun(begun.match, 15),),
        "two courts closed 60, a team late": (
            *(CourtClosed(court, now, now + 60) for court in (one, other)),
            TeamLate(entries[coming.match][0], now + 40),
        ),
    }
    for name, disturbances in happened.items():
        yield RepairCase(name, day, plan, now, disturbances)
