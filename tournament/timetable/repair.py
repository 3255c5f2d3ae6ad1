"""Repair of a published plan: fewest new starts, then least delay, then fewest new courts.

``first_repair`` answers at once by rules alone; ``repair_day`` lets the solver better that and prove it. Beside the
answer stand other ways out, where they differ: everything so many minutes later, and the earliest end of the day.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from tournament.timetable.bounds import find_bound
from tournament.timetable.checker import check_plan
from tournament.timetable.codes import Code
from tournament.timetable.conflicts import find_conflicts
from tournament.timetable.cpsat import Effort
from tournament.timetable.disturbance import Question
from tournament.timetable.model import Day, Finding, Placement, Plan, Ref
from tournament.timetable.normalise import normalise
from tournament.timetable.pushing import Layout, Pusher
from tournament.timetable.referees import assign_referees
from tournament.timetable.repair_solver import RepairModel, earliest_end, fewest_starts, least_delay

TRIES = 60
"""Tries to better the first answer by rules."""
FIRST_SECONDS = 0.3
STEPS = 4.0
"""The solver's effort for each aim when there is no limit of time."""
REFEREE_SECONDS = 1.0
"""For other referees than those who are busy now."""
FURTHEST = 240
"""Minutes by which everything is put off at most."""


class RepairAim(StrEnum):
    """What a repaired plan is best at: fewest new starts, all alike, the earliest end."""

    FEWEST = "fewest"
    PUSH = "push"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired plan: what it is best at, and each match with a new start or court, before and after.

    ``minutes`` is the sum of delays, ``end`` the end of play of the day.
    """

    aims: tuple[RepairAim, ...]
    plan: Plan
    moved: tuple[tuple[Placement, Placement], ...]
    minutes: int
    end: int

    @property
    def new_starts(self) -> int:
        """How many matches start at another time than was announced."""
        return sum(1 for before, after in self.moved if before.start != after.start)

    @property
    def new_courts(self) -> int:
        """How many matches stand on another court than was announced."""
        return sum(1 for before, after in self.moved if before.court != after.court)


@dataclass(frozen=True, slots=True)
class RepairOutcome:
    """The answer to a question, or the conflicts that forbid one.

    ``alternatives`` differ from each other, the answer first. No repair has fewer than ``fewest`` new starts;
    ``proof`` says how it is known that the answer has no more: ``analytic``, ``cp-sat``, or None when it is not.
    """

    question: Question
    answer: Repaired | None
    alternatives: tuple[Repaired, ...] = ()
    conflicts: tuple[Finding, ...] = ()
    fewest: int = 0
    proof: str | None = None


def first_repair(
    question: Question,
    rng: Random,
    *,
    tries: int = TRIES,
    stop: Callable[[], bool] = lambda: False,
    in_hurry: Callable[[], bool] = lambda: False,
) -> RepairOutcome:
    """An answer by rules alone, within half a second on a day of 200 matches. The same ``rng``, the same answer.

    ``stop`` ends what betters an answer. Somebody who is ``in_hurry`` takes the first there is, or none at all, and no
    other way out beside it: on a day of a thousand matches the rest takes a quarter of a minute.
    """
    if conflicts := find_conflicts(question.day):
        return RepairOutcome(question, None, conflicts=conflicts)
    pusher = Pusher(question, normalise(question.day))
    best = pusher.push(rng, stop, tries, in_hurry)
    if best is None:
        stuck = pusher.in_order()
        return RepairOutcome(question, None, conflicts=(stuck,) if isinstance(stuck, Finding) else ())
    fewest = pusher.fewest()
    found = [(RepairAim.FEWEST, best)]
    if best.score[0] and not in_hurry():
        found += [(RepairAim.PUSH, layout) for layout in (_all_later(pusher),) if layout]
        found += [(RepairAim.FINISH, layout) for layout in (_early(pusher),) if layout]
    return _outcome(pusher, found, fewest, "analytic" if best.score[0] <= fewest else None)


def repair_day(
    question: Question,
    *,
    seed: int,
    seconds: float | None,
    clock: Callable[[], float],
    tell: Callable[[RepairOutcome], None] = lambda outcome: None,
) -> RepairOutcome:
    """The best answer found in so many seconds and what is proved about it, or the conflicts that forbid one.

    ``tell`` hears of the first answer, of one with the fewest moves, and of the one with least delay beside that.
    Without ``seconds`` the effort is fixed: the same seed gives the same answer on any machine. One worker proves
    these questions sooner than two.
    """
    began = clock()

    def effort() -> Effort:
        if seconds is None:
            return Effort(steps=STEPS, workers=1, seed=seed, is_brief=True)
        return Effort(seconds=seconds - (clock() - began), workers=1, seed=seed, is_brief=True)

    def is_late() -> bool:
        return seconds is not None and clock() - began > min(seconds, FIRST_SECONDS)

    first = first_repair(question, Random(seed), stop=is_late)
    if first.answer is not None:
        tell(first)
        if not first.answer.new_starts:
            return first
    elif find_conflicts(question.day):
        return first
    return _Search(question, first, effort).run(tell)


class _Search:
    """The solver at work on a question that has a first answer, or none that was found by rules."""

    def __init__(self, question: Question, first: RepairOutcome, effort: Callable[[], Effort]) -> None:
        self.first, self.effort = first, effort
        self.pusher = Pusher(question, normalise(question.day))
        self.hint = self._layout(first.answer) if first.answer is not None else None
        self.others = [(aim, self._layout(plan)) for plan in first.alternatives[1:] for aim in plan.aims]

    def run(self, tell: Callable[[RepairOutcome], None]) -> RepairOutcome:
        """Fewest moves, then least delay; then the earliest end, if that is another plan."""
        question, first = self.pusher.question, self.first
        model = RepairModel(self.pusher, question.day.closes)
        least = max(first.fewest, self.pusher.fewest())
        few = fewest_starts(model, least, self.hint, self.effort())
        if few.is_impossible:
            return RepairOutcome(question, None, conflicts=first.conflicts or (Finding(Code.NO_PLAN, {}),))
        if few.layout is None:
            return first
        proof = "analytic" if few.layout.score[0] <= least else "cp-sat" if few.is_proved else None
        tell(self._outcome(few.layout, few.bound, proof))
        best = least_delay(model, few.layout, self.effort())
        outcome = self._outcome(best, few.bound, proof)
        tell(outcome)
        ends = min(self.pusher.end_of(layout) for _, layout in [*self.others, (None, best)])
        floor = find_bound(self.pusher.problem).minutes
        early = None
        if ends > floor:
            early = earliest_end(self.pusher, floor, best, ends, self.effort)
        if early is not None:
            self.others = [(aim, layout) for aim, layout in self.others if aim is not RepairAim.FINISH]
            self.others.append((RepairAim.FINISH, early))
        return self._outcome(best, few.bound, proof)

    def _outcome(self, best: Layout, fewest: int, proof: str | None) -> RepairOutcome:
        found = [(RepairAim.FEWEST, best), *self.others]
        return _outcome(self.pusher, found, fewest, proof, Effort(seconds=REFEREE_SECONDS, workers=1))

    def _layout(self, plan: Repaired) -> Layout:
        problem = self.pusher.problem
        number = {match.id: index for index, match in enumerate(problem.matches)}
        courts = {court.id: index for index, court in enumerate(problem.courts)}
        places = {number[p.match]: p for p in plan.plan.placements}
        return self.pusher.layout(
            {match: p.start for match, p in places.items()}, {match: courts[p.court] for match, p in places.items()}
        )


def _outcome(
    pusher: Pusher,
    found: Iterable[tuple[RepairAim, Layout]],
    fewest: int,
    proof: str | None,
    effort: Effort | None = None,
) -> RepairOutcome:
    plans = [(aim, repaired(pusher, layout, effort)) for aim, layout in found]
    alternatives = differing(plans)
    return RepairOutcome(pusher.question, alternatives[0], alternatives, (), fewest, proof)


def repaired(pusher: Pusher, layout: Layout, effort: Effort | None = None) -> Repaired:
    """A layout as a plan with what it changes; with an effort, matches that lost their referee get another."""
    question, problem = pusher.question, pusher.problem
    places = {
        problem.matches[match].id: (problem.courts[layout.court[match]].id, start)
        for match, start in layout.start.items()
    }
    was = question.published
    number = {court.id: index for index, court in enumerate(problem.courts)}
    placements = [
        was[match] if (was[match].court, was[match].start) == place else Placement(match, *place, was[match].referee)
        for match, place in places.items()
    ]
    placements.sort(key=lambda placement: (placement.start, number[placement.court], placement.match))
    placements = with_free_referees(question.day, placements, effort)
    return Repaired(
        aims=(),
        plan=Plan(tuple(placements)),
        moved=tuple(
            (was[p.match], p) for p in placements if (was[p.match].court, was[p.match].start) != (p.court, p.start)
        ),
        minutes=sum(p.start - was[p.match].start for p in placements),
        end=pusher.end_of(layout),
    )


def with_free_referees(day: Day, placements: list[Placement], effort: Effort | None) -> list[Placement]:
    """The placements without referees who play or referee meanwhile, or are gone; others where the solver may look."""
    wrong = (Code.REFEREE_BUSY, Code.REFEREE_UNKNOWN)
    lost = {
        match.id
        for finding in check_plan(day, Plan(tuple(placements)))
        if finding.code in wrong and isinstance(match := finding.facts["match"], Ref)
    }
    left = [replace(p, referee=None) if p.match in lost else p for p in placements]
    if not lost or day.referees is None or effort is None:
        return left
    settled = replace(day, frozen=tuple(placement for placement in left if placement.match not in lost))
    return list(assign_referees(settled, Plan(tuple(left)), effort).plan.placements)


def differing(found: Iterable[tuple[RepairAim, Repaired]]) -> tuple[Repaired, ...]:
    """Each plan once, with all it is best at, the first as it came; the one that ends first is named as that.

    A plan that was made to end early is left out when one before it ends as early.
    """
    kept: list[Repaired] = []
    for aim, new in found:
        same = next((i for i, old in enumerate(kept) if old.plan == new.plan), None)
        if same is not None:
            kept[same] = _with_aim(kept[same], aim)
        elif aim is not RepairAim.FINISH or all(new.end < old.end for old in kept):
            kept.append(_with_aim(new, aim))
    first = min(range(len(kept)), key=lambda i: (kept[i].end, i))
    if RepairAim.FINISH not in kept[first].aims:
        kept[first] = _with_aim(kept[first], RepairAim.FINISH)
    return tuple(kept)


def _all_later(pusher: Pusher) -> Layout | None:
    """Everything later by the least minutes by which that can be."""
    grid = pusher.problem.day.grid
    return next((found for by in range(grid, FURTHEST + 1, grid) if (found := pusher.all_later(by))), None)


def _early(pusher: Pusher) -> Layout | None:
    """Everything pushed in its order: that ends the day early, and may move much."""
    found = [layout for layout in (pusher.in_order(), pusher.lay(pusher.free)) if isinstance(layout, Layout)]
    return min(found, key=pusher.end_of, default=None)


def _with_aim(plan: Repaired, aim: RepairAim) -> Repaired:
    return replace(plan, aims=(*plan.aims, aim))
