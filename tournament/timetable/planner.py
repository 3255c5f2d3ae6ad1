"""From a day to a plan with its bound, or to the conflicts that forbid one."""

from collections.abc import Callable, Mapping
from random import Random

from tournament.timetable.bounds import find_bound
from tournament.timetable.conflicts import find_conflicts
from tournament.timetable.courts import settle_courts
from tournament.timetable.drafts import Draft
from tournament.timetable.greedy import portfolio
from tournament.timetable.model import Day, NotPlaced, Outcome, Placement, Plan
from tournament.timetable.normalise import Problem, normalise

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


def plan_of(problem: Problem, draft: Draft, court_of: Mapping[int, int]) -> Plan:
    """A draft as a plan, on these courts."""
    matches, courts = problem.matches, problem.courts
    frozen = {placement.match: placement for placement in problem.day.frozen}
    placements = [
        frozen.get(matches[match].id) or Placement(matches[match].id, courts[court].id, draft.start[match])
        for match, court in court_of.items()
    ]
    number = {court.id: index for index, court in enumerate(courts)}
    return Plan(
        tuple(sorted(placements, key=lambda p: (p.start, number[p.court]))),
        tuple(NotPlaced(matches[match].id, reason) for match, reason in sorted(draft.not_placed.items())),
    )
