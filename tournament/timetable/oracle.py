"""Whether a day has a plan at all: asked often, of days that differ little, and answered as cheaply as can be.

A plan found before may fit, arithmetic may refute, a plan by rules may do; only then is the solver asked, and
each time about a model made afresh.
"""

from collections import deque
from collections.abc import Callable
from random import Random

from tournament.timetable.checker import check_plan
from tournament.timetable.conflicts import is_refuted
from tournament.timetable.greedy import portfolio
from tournament.timetable.model import Day, Placement, Plan
from tournament.timetable.normalise import normalise

RESTARTS = 20
"""Runs by rules before the solver is asked."""
REMEMBERED = 12
FAR = 1 << 30
"""Later than any day lasts."""

Solve = Callable[[Day, float], tuple[Placement, ...] | None]
"""A plan of the day found within so many seconds, None when it is proved that there is none; else TimeoutError."""


class Oracle:
    """Answers until its time is over; after that it knows only what it need not search for."""

    def __init__(self, solve: Solve, *, clock: Callable[[], float], until: float) -> None:
        self._solve = solve
        self._clock = clock
        self._until = until
        self._plans: deque[Plan] = deque(maxlen=REMEMBERED)

    @property
    def is_late(self) -> bool:
        """Whether the time is over."""
        return self._clock() >= self._until

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
        try:
            found = self._solve(day, self._until - self._clock())
        except TimeoutError:
            return None
        return False if found is None else self._remember(day, found) or None

    def _remember(self, day: Day, placements: tuple[Placement, ...] | None) -> bool:
        """Keep a plan once the checker has passed it."""
        if placements is None or check_plan(day, plan := Plan(placements)):
            return False
        self._plans.appendleft(plan)
        return True

    def _lay(self, day: Day) -> tuple[Placement, ...] | None:
        """A plan by rules, where one of them places every match."""
        problem = normalise(day)
        ids = [match.id for match in problem.matches]
        for draft in portfolio(problem, FAR, Random(1), RESTARTS, lambda: self.is_late):
            if not draft.not_placed:
                return tuple(
                    Placement(ids[match], problem.courts[court].id, draft.start[match])
                    for match, court in draft.court.items()
                )
        return None
