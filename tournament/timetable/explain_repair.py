"""Why a published plan cannot be repaired within its rules: the conflict, the ways out, and who gets no place."""

from collections.abc import Callable
from random import Random

from tournament.timetable.codes import Code
from tournament.timetable.explain import explain_day
from tournament.timetable.greedy import portfolio
from tournament.timetable.model import Day, Finding, NotPlaced
from tournament.timetable.normalise import CircleError, normalise
from tournament.timetable.options import Explanation
from tournament.timetable.repair import RepairOutcome

RESTARTS = 3
"""Runs after the rules, in the hope of a place for some more."""


def explain_repair(outcome: RepairOutcome, *, seconds: float, clock: Callable[[], float]) -> Explanation:
    """The conflicts of a repair without an answer and the ways out found in so many seconds.

    Where no conflict is proved they are what the repair itself ran into, and the word that the time is up.
    """
    explanation = explain_day(outcome.question.day, seconds=seconds, clock=clock)
    if explanation.is_proved:
        return explanation
    late = Finding(Code.NOTHING_FOUND, {"seconds": round(seconds)})
    return Explanation(outcome.conflicts or explanation.findings or (late,), explanation.options)


def list_unplaced(day: Day) -> tuple[NotPlaced, ...]:
    """The matches that rules find no place for, each with what stopped it."""
    try:
        problem = normalise(day)
    except CircleError:
        return ()
    *_, draft = portfolio(problem, 0, Random(1), RESTARTS, lambda: False)
    return tuple(NotPlaced(problem.matches[match].id, reason) for match, reason in sorted(draft.not_placed.items()))
