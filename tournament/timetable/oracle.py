"""Whether a day has a plan at all: asked often, of days that differ little, and answered as cheaply as can be.

A plan found before may fit, arithmetic may refute, a plan by rules may do; only then is the solver asked, and
each time about a model made afresh.
"""

from collections import deque
from collections.abc import Callable
from random import Random

from tournament.timetable.checker import check_plan
from tournament.timetable.conflicts import is_refuted
from tournament.timetable.cpsat import Effort, Verdict
from tournament.timetable.drafts import Draft
from tournament.timetable.feasible import Possibility, find_any
from tournament.timetable.greedy import portfolio
from tournament.timetable.model import FAR, Day, Placement, Plan
from tournament.timetable.normalise import normalise

RESTARTS = 3
"""Runs after the rules before the solver is asked."""
REMEMBERED = 12

Find = Callable[[Day, Effort], Possibility]
"""The search of last resort: any plan, or a proof that there is none."""
SHARE, SMALL_SHARE = 0.5, 0.15
"""How much of the time that is left one search may take: while a conflict is looked for, and afterwards."""
WORKERS = 2


class Oracle:
    """Answers until its time is over; after that it knows only what it need not search for."""

    def __init__(self, *, clock: Callable[[], float], until: float, find: Find = find_any) -> None:
        self._find = find
        self._clock = clock
        self._until = until
        self._share = SHARE
        self._plans: deque[Plan] = deque(maxlen=REMEMBERED)

    @property
    def is_late(self) -> bool:
        """Whether the time is over."""
        return self._clock() >= self._until

    def hurry(self) -> None:
        """From now on many answers are worth more than one that is hard to find."""
        self._share = SMALL_SHARE

    def has_plan(self, day: Day) -> bool | None:
        """True with a checked plan at hand, False when proved impossible, None when neither came out in time."""
        if any(not check_plan(day, plan) for plan in self._plans):
            return True
        if is_refuted(day):
            return False
        if self._remember(day, self._lay(day)):
            return True
        if self.is_late:
            return None
        found = self._find(day, Effort(self._share * (self._until - self._clock()), None, WORKERS))
        if found.verdict is Verdict.IMPOSSIBLE:
            return False
        return (found.draft is not None and self._remember(day, _placements(day, found.draft))) or None

    def _remember(self, day: Day, placements: tuple[Placement, ...] | None) -> bool:
        """Keep a plan once the checker has passed it."""
        if placements is None or check_plan(day, plan := Plan(placements)):
            return False
        self._plans.appendleft(plan)
        return True

    def _lay(self, day: Day) -> tuple[Placement, ...] | None:
        """A plan by rules, where one of them places every match."""
        problem = normalise(day)
        for draft in portfolio(problem, FAR, Random(1), RESTARTS, lambda: self.is_late):
            if not draft.not_placed:
                return _placements(day, draft)
        return None


def _placements(day: Day, draft: Draft) -> tuple[Placement, ...]:
    return tuple(
        Placement(day.matches[match].id, day.courts[court].id, draft.start[match])
        for match, court in draft.court.items()
    )
