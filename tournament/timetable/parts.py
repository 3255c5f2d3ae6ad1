"""An earlier end and shorter waits part by part: some teams and what is played around them are laid anew.

All else stands. On a day of many disciplines the whole is too large to be settled at once; a third of it is not.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from random import Random

from tournament.timetable.bounds import Bounds
from tournament.timetable.cpsat import Effort, solve
from tournament.timetable.drafts import Draft, waits_of
from tournament.timetable.feasible import new_starts, read_draft
from tournament.timetable.goals import free_entries, new_excess
from tournament.timetable.normalise import Problem

Stop = Callable[[], bool]

SHARE = 0.35
"""How much of the day is laid anew at a time."""
AROUND = 40
"""Minutes before and after a long wait in which matches of the same disciplines are laid anew too."""
STEPS_DOWN, SHARE_DOWN = 2, 0.15
"""A wait counts as too long from so many slots below the longest on, or from so much of it where that is more: long
waits come down fast, and the last ones slot by slot.
"""


def fit_late_part(
    problem: Problem, bounds: Bounds, draft: Draft, end: int, share: float, effort: Effort, rng: Random, stop: Stop
) -> Draft | None:
    """A draft that ends by minute ``end``, with what ends later now and its disciplines laid anew; None if not found.

    Teams are added by chance until a ``share`` of the day is free. None at once when that is the whole day.
    """
    late = {match for match, start in draft.start.items() if start + problem.play(match) > end}
    disciplines = {problem.matches[match].discipline for match in late}
    free = {match for match in draft.start if problem.matches[match].discipline in disciplines}
    free = _with_teams(problem, free, [actor for match in late for actor in problem.actors_of[match]], share, rng)
    if len(free) == len(problem.matches):
        return None
    starts = new_starts(problem, end, bounds, _kept(problem, draft, free))
    starts.hint(draft.start, draft.court)
    answer = solve(starts.model, starts.watched(), effort, stop=stop)
    return read_draft(starts, answer.best) if answer.best is not None else None


def lay_part_anew(
    problem: Problem, bounds: Bounds, draft: Draft, effort: Effort, rng: Random, stop: Stop
) -> Draft | None:
    """A draft that ends no later and waits no longer, around one of the long waits; None where none was found.

    What it makes less is how far the longest wait of each team is above a target just below the longest of all.
    """
    longest, grid = max(wait for wait, _, _ in waits_of(problem, draft.start)), problem.day.grid
    target = max(0, longest - grid * max(STEPS_DOWN, round(SHARE_DOWN * longest / grid)))
    free = _choose(problem, draft, target, rng)
    starts = new_starts(problem, draft.score[1], bounds, _kept(problem, draft, free))
    starts.model.minimize(sum(new_excess(starts, target, longest, free)))
    starts.hint(draft.start, draft.court)
    answer = solve(starts.model, starts.watched(), effort, stop=stop)
    if answer.best is None:
        return None
    found = read_draft(starts, answer.best)
    return found if _excess(problem, found, target) <= _excess(problem, draft, target) else None


def _choose(problem: Problem, draft: Draft, target: int, rng: Random) -> set[int]:
    """The matches to lay anew: those of the teams with one long wait, those around it, and of other teams by chance."""
    _, first, second = rng.choice([wait for wait in waits_of(problem, draft.start) if wait[0] > target])
    waiting = set(problem.actors_of[first]) & set(problem.actors_of[second])
    chosen = {match for actor in waiting for match in problem.matches_of[actor]}
    disciplines = {problem.matches[match].discipline for match in chosen}
    since, until = draft.start[first] - AROUND, draft.start[second] + AROUND
    chosen |= {
        match
        for match, start in draft.start.items()
        if since <= start <= until and problem.matches[match].discipline in disciplines
    }
    return _with_teams(problem, chosen, (), SHARE, rng)


def _with_teams(problem: Problem, chosen: set[int], first: Sequence[int], share: float, rng: Random) -> set[int]:
    """The chosen with all matches of the ``first`` teams, and then of others by chance, up to a share of the day."""
    free = chosen | {match for actor in first for match in problem.matches_of[actor]}
    others = list(range(len(problem.actors)))
    rng.shuffle(others)
    for actor in others:
        if len(free) >= share * len(problem.matches):
            break
        free |= set(problem.matches_of[actor])
    # Matches with one start are one: none of them moves without the others.
    return {mate for match in free for mate in problem.units[problem.unit_of[match]]}


def _kept(problem: Problem, draft: Draft, free: Collection[int]) -> dict[int, int]:
    """The units that stand, with their slots."""
    return {
        problem.unit_of[match]: start // problem.day.grid
        for match, start in draft.start.items()
        if match not in free and match not in problem.frozen
    }


def _excess(problem: Problem, draft: Draft, target: int) -> int:
    """How far the longest wait of each team is above the target, summed."""
    longest: dict[int, int] = defaultdict(int)
    for actor, own in free_entries(problem):
        line = sorted((draft.start[match], draft.start[match] + problem.play(match)) for match in own)
        longest[actor] = max(after - end for (_, end), (after, _) in pairwise(line))
    return sum(max(0, wait - target) for wait in longest.values())
