"""A plan by the rules alone, without the solver: what the portfolio is held to, and a quick plan for other tests."""

from collections.abc import Callable
from random import Random

from tournament.timetable.bounds import find_bound
from tournament.timetable.conflicts import find_conflicts
from tournament.timetable.courts import settle_courts
from tournament.timetable.drafts import plan_of
from tournament.timetable.greedy import portfolio
from tournament.timetable.model import Day, Outcome
from tournament.timetable.normalise import normalise

RESTARTS = 300
"""Runs after the rules when the caller does not say; a second or less on a day of 200 matches."""


def plan_day(day: Day, rng: Random, *, restarts: int = RESTARTS, stop: Callable[[], bool] = lambda: False) -> Outcome:
    """A plan for the day with its lower bound, or the conflicts by which no plan can exist.

    The same ``rng`` gives the same plan unless ``stop()``, asked between runs, ends the search early. A
    match without a place stands under ``not_placed`` with the rule that stopped it. The caller judges the
    plan with ``check_plan`` before anyone sees it.
    """
    if conflicts := find_conflicts(day):
        return Outcome(None, None, conflicts)
    problem = normalise(day)
    bound = find_bound(problem)
    *_, draft = portfolio(problem, bound.minutes, rng, restarts, stop)
    return Outcome(plan_of(problem, draft, settle_courts(problem, draft)), bound)
