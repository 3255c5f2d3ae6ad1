"""A plan in numbers, and how good it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from tournament.timetable.codes import Code
from tournament.timetable.model import Finding, NotPlaced, Placement, Plan, Ref
from tournament.timetable.normalise import Problem

Score = tuple[int, int, int, int]
"""(matches without a place, makespan, excess of the greatest wait over the wish, total wait); least is best."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan in numbers: start and court per match, why the others have none, and how good it is."""

    start: dict[int, int]
    court: dict[int, int]
    not_placed: dict[int, Finding]
    score: Score


def draft_of(
    problem: Problem, starts: Mapping[int, int], courts: Mapping[int, int], why_not: Mapping[int, Finding]
) -> Draft:
    """The draft of these starts and courts, cleared of matches whose feeders have no place and of too long waits."""
    start, court, failed = dict(starts), dict(courts), dict(why_not)
    while cleared := dict(_to_clear(problem, start)):
        for match, reason in cleared.items():
            if match in start:
                del start[match], court[match]
            failed[match] = failed.get(match, reason)
    waits = waits_of(problem, start)
    wish = problem.day.max_wait
    excess = max((wait for wait, _, _ in waits), default=0) - wish if wish is not None else 0
    makespan = max((start[match] + problem.play(match) for match in start), default=0)
    score = (len(failed), makespan, max(excess, 0), sum(wait for wait, _, _ in waits))
    return Draft(start, court, failed, score)


def _to_clear(problem: Problem, start: dict[int, int]) -> Iterator[tuple[int, Finding]]:
    for match in start:
        facts = {"match": Ref("match", problem.matches[match].id)}
        if match in problem.frozen:
            continue
        for pred, _ in problem.preds[match]:
            if pred not in start:
                other = Ref("match", problem.matches[pred].id)
                yield match, Finding(Code.WAITS_FOR_UNPLACED, facts | {"other": other})
                break
    if problem.day.max_wait is not None and problem.day.max_wait_is_hard:
        for wait, first, second in waits_of(problem, start):
            gone = second if second not in problem.frozen else first
            if wait > problem.day.max_wait and gone not in problem.frozen:
                facts = {"match": Ref("match", problem.matches[gone].id)}
                yield gone, Finding(Code.WAIT_WOULD_BE_TOO_LONG, facts, ("day.max_wait_minutes",))


def waits_of(problem: Problem, start: dict[int, int]) -> list[tuple[int, int, int]]:
    """(wait, match before, match after) for each entry's matches that follow each other."""
    found = []
    for actor, matches in zip(problem.actors, problem.matches_of, strict=True):
        if actor.kind == "entry":
            placed = sorted((start[match], match) for match in matches if match in start)
            for (before, first), (after, second) in pairwise(placed):
                found.append((after - before - problem.play(first), first, second))
    return found


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
