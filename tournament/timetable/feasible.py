"""Whether a day can be planned at all: a plan, a proof that there is none, or no answer in the time given."""

from collections.abc import Mapping
from dataclasses import dataclass

from tournament.timetable.bounds import Bounds
from tournament.timetable.courts import deal_courts
from tournament.timetable.cpsat import Effort, Found, Verdict, solve
from tournament.timetable.drafts import Draft, draft_of
from tournament.timetable.goals import limit_waits
from tournament.timetable.laying import lay_by_clock, lay_by_turn
from tournament.timetable.model import Day
from tournament.timetable.normalise import CircleError, Problem, normalise
from tournament.timetable.starts import StartModel
from tournament.timetable.starts_rules import keep_rules


@dataclass(frozen=True, slots=True)
class Possibility:
    """``found`` with a draft of the whole day, ``impossible``, or ``unknown``."""

    verdict: Verdict
    draft: Draft | None = None


def find_any(day: Day, effort: Effort) -> Possibility:
    """Any plan of the whole day, by rules or else by the solver; nothing is optimised.

    A pin off the grid, a stage without a court, a person on both sides are for ``find_conflicts`` to see first.
    """
    try:
        problem = normalise(day)
    except CircleError:
        return Possibility(Verdict.IMPOSSIBLE)
    bounds = Bounds(problem)
    if bounds.refute(day.closes):
        return Possibility(Verdict.IMPOSSIBLE)
    order = [float(match) for match in range(len(problem.matches))]
    for way in (lay_by_clock, lay_by_turn):
        draft = way(problem, order)
        if not draft.not_placed:
            return Possibility(Verdict.FOUND, draft)
    starts = new_starts(problem, day.closes, bounds)
    starts.hint(draft.start, draft.court)
    answer = solve(starts.model, starts.watched(), effort)
    if answer.best is None:
        return Possibility(answer.verdict)
    return Possibility(Verdict.FOUND, read_draft(starts, answer.best))


def new_starts(problem: Problem, end: int, bounds: Bounds, kept: Mapping[int, int] | None = None) -> StartModel:
    """The model of a day that ends by ``end``, with all the rules; the greatest wait too where it is one.

    ``kept`` are units with the slots at which they stand.
    """
    starts = StartModel(problem, end, bounds, kept)
    keep_rules(starts)
    if problem.day.max_wait is not None and problem.day.max_wait_is_hard:
        limit_waits(starts, problem.day.max_wait)
    return starts


def read_draft(starts: StartModel, found: Found) -> Draft:
    """A solution as a draft, with a court for every match."""
    problem = starts.problem
    begins, classes = starts.read(found.values)
    courts = deal_courts(problem, begins, classes, [alike.courts for alike in starts.classes])
    number = {court.id: index for index, court in enumerate(problem.courts)}
    for match, held in problem.frozen.items():
        begins[match], courts[match] = held.start, number[held.court]
    return draft_of(problem, begins, courts, {})
