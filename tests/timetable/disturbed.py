"""Small random days with a published plan, and everything that can go wrong on them."""

from random import Random

from hypothesis import assume
from hypothesis import strategies as st

from tests.timetable.by_rules import plan_day
from tests.timetable.days import GRID, days
from tournament.timetable.disturbance import (
    CourtClosed,
    DelayAll,
    Disturbance,
    ExtraCourt,
    Overrun,
    Question,
    TeamLate,
    Withdrawn,
)
from tournament.timetable.ledger import Ledger
from tournament.timetable.model import Court, Day, Match, Placement, Plan, Rests

slots = st.integers(0, 30).map(lambda slot: slot * GRID)
lengths = st.integers(1, 12).map(lambda slot: slot * GRID)


@st.composite
def disturbances(draw: st.DrawFn, day: Day, plan: Plan, now: int) -> tuple[Disturbance, ...]:
    running = [placement.match for placement in plan.placements if placement.start < now]
    kinds = ["court_closed", "team_late", "withdrawn", "delay_all", "extra_court", *(["overrun"] if running else [])]
    found: list[Disturbance] = []
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3)):
        start = now + draw(slots)
        if kind == "court_closed":
            court = draw(st.sampled_from(day.courts)).id
            found.append(CourtClosed(court, start, start + draw(lengths)))
        elif kind == "team_late":
            found.append(TeamLate(draw(st.sampled_from("stuvwxyz")), start))
        elif kind == "withdrawn":
            found.append(Withdrawn(draw(st.sampled_from("stuvwxyz")), start))
        elif kind == "overrun":
            found.append(Overrun(draw(st.sampled_from(running)), draw(lengths)))
        elif kind == "delay_all":
            found.append(DelayAll(start, draw(lengths)))
        elif not any(isinstance(other, ExtraCourt) for other in found):
            found.append(ExtraCourt(Court("extra", ((start, start + 300),))))
    return tuple(found)


@st.composite
def disturbed_days(draw: st.DrawFn) -> tuple[Day, Plan, int, tuple[Disturbance, ...]]:
    """A day that can be planned, its plan, the minute it is, and what has gone wrong."""
    day = draw(days())
    plan = plan_day(day, Random(1), restarts=5).plan
    assume(plan is not None)
    assert plan is not None
    assume(plan.placements)
    now = draw(st.integers(-2, 30)) * GRID + draw(st.sampled_from([0, 0, 3]))
    return day, plan, now, draw(disturbances(day, plan, now))


@st.composite
def tiny_days(draw: st.DrawFn) -> tuple[Day, Plan, int, tuple[Disturbance, ...]]:
    """A day of at most five matches on two courts that close early, so that every repair of it can be tried."""
    stage, play = "a", 10
    found: list[Match] = []
    for number in range(draw(st.integers(2, 5))):
        entries = draw(st.lists(st.sampled_from("stuv"), min_size=2, max_size=2, unique=True))
        before = [match.id for match in found]
        feeders = draw(st.lists(st.sampled_from(before), max_size=2, unique=True)) if before else []
        found.append(Match(f"m{number}", stage, stage, play, 0, tuple(entries), tuple(feeders)))
    closes = draw(st.integers(5, 8)) * 10
    courts = tuple(Court(f"c{number}", ((0, closes),)) for number in range(draw(st.integers(1, 2))))
    day = Day(courts, tuple(found), grid=10, rests=Rests(*[draw(st.sampled_from([0, 10]))] * 2))
    plan = plan_day(day, Random(1), restarts=5).plan
    assume(plan is not None and not plan.not_placed)
    assert plan is not None
    now = draw(st.integers(0, 3)) * 10
    return day, plan, now, draw(disturbances(day, plan, now))


def has_fewer_starts(question: Question, least: int) -> bool:
    """Whether some repair has fewer new starts than that, by trying every place of every match."""
    day = question.day
    ledger = Ledger(day)
    for placement in day.frozen:
        ledger.add(placement)
    begun = set(ledger.placed)
    free = sorted((p for m, p in question.published.items() if m not in begun), key=lambda p: p.start)
    closes = max(end for court in day.courts for _, end in court.windows) if any(c.windows for c in day.courts) else 0

    def tried(index: int, moves: int) -> bool:
        if index == len(free):
            return moves < least
        was = free[index]
        for start in range(was.start, closes, day.grid):
            if moves + (start != was.start) >= least:
                return False
            for court in day.courts:
                place = Placement(was.match, court.id, start)
                if any(ledger.findings_of(place)):
                    continue
                ledger.add(place)
                if tried(index + 1, moves + (start != was.start)):
                    return True
                ledger.remove(was.match)
        return False

    return tried(0, 0)
