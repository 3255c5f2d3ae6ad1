"""Which court of its class each match gets: starts are given, and teams should seldom change court.

Courts with the same windows, stages and walks are alike, so their matches may trade places. Start by start
the matches of a class are assigned to its free courts at the least cost.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from tournament.timetable.drafts import Draft
from tournament.timetable.normalise import Problem


def settle_courts(problem: Problem, draft: Draft) -> dict[int, int]:
    """Match → court with fewer changes of court than the draft's where that is found; starts stay."""
    tried = _reassign(problem, draft)
    if tried is None or count_changes(problem, draft.start, tried) > count_changes(problem, draft.start, draft.court):
        return dict(draft.court)
    return tried


def court_classes(problem: Problem) -> list[tuple[int, ...]]:
    """Courts that are alike in windows, stages and walks, in groups."""
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for court in range(len(problem.courts)):
        starts = tuple(row[court] for row in problem.allowed)
        alike[(problem.zone_of[court], *starts)].append(court)
    return [tuple(courts) for courts in alike.values()]


def deal_courts(
    problem: Problem, starts: Mapping[int, int], class_of: Mapping[int, int], classes: Sequence[Sequence[int]]
) -> dict[int, int]:
    """A court of its class for every match, when no more overlap at a time than the class has courts."""
    free_at = {court: -1 for courts in classes for court in courts}
    dealt = {}
    for match in sorted(starts, key=lambda m: (starts[m], m)):
        court = min(classes[class_of[match]], key=free_at.__getitem__)
        if free_at[court] > starts[match]:
            raise ValueError(f"too many matches at minute {starts[match]}")
        dealt[match] = court
        free_at[court] = starts[match] + problem.kinds[problem.kind_of[match]].take
    return dealt


def cheapest(cost: Sequence[Sequence[int]]) -> list[int]:
    """The column for each row so that the sum is least; no more rows than columns (Hungarian method)."""
    rows, columns = len(cost), len(cost[0]) if cost else 0
    row_price, column_price = [0] * (rows + 1), [0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0] = row
        column, came = 0, [0] * (columns + 1)
        least: list[float] = [float("inf")] * (columns + 1)
        used = [False] * (columns + 1)
        while row_of[column]:
            used[column] = True
            current, step, following = row_of[column], float("inf"), 0
            for other in range(1, columns + 1):
                if not used[other]:
                    reduced = cost[current - 1][other - 1] - row_price[current] - column_price[other]
                    if reduced < least[other]:
                        least[other], came[other] = reduced, column
                    if least[other] < step:
                        step, following = least[other], other
            for other in range(columns + 1):
                if used[other]:
                    row_price[row_of[other]] += int(step)
                    column_price[other] -= int(step)
                else:
                    least[other] -= step
            column = following
        while column:
            row_of[column], column = row_of[came[column]], came[column]
    chosen = [0] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            chosen[row_of[column] - 1] = column - 1
    return chosen


def _reassign(problem: Problem, draft: Draft) -> dict[int, int] | None:
    """A fresh court for every match that may trade; None when held matches leave somebody without."""
    class_of = {court: courts for courts in court_classes(problem) for court in courts}
    held = set(problem.frozen) | set(problem.pinned_court)
    chosen = {match: court for match, court in draft.court.items() if match in held}
    busy: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for match, court in chosen.items():
        busy[court].append(_taken(problem, draft, match))
    slots: dict[tuple[int, tuple[int, ...]], list[int]] = defaultdict(list)
    for match, court in draft.court.items():
        if match not in held:
            slots[draft.start[match], class_of[court]].append(match)
    last: dict[int, int] = {}
    pool_court: dict[tuple[str, str | None], int] = {}
    for _, courts in sorted(slots):
        matches = slots[_, courts]
        free = [c for c in courts if all(not _clash(problem, draft, m, busy[c]) for m in matches)]
        if len(free) < len(matches):
            return None
        homes = [pool_court.get(_pool(problem, match), -1) for match in matches]
        cost = [
            [
                10 * sum(1 for actor in problem.actors_of[match] if last.get(actor, court) != court)
                + (home not in (-1, court))
                for court in free
            ]
            for match, home in zip(matches, homes, strict=True)
        ]
        for match, column in zip(matches, cheapest(cost), strict=True):
            court = free[column]
            chosen[match] = court
            busy[court].append(_taken(problem, draft, match))
            pool_court[_pool(problem, match)] = court
            last.update((actor, court) for actor in problem.actors_of[match])
    return chosen


def count_changes(problem: Problem, start: dict[int, int], court: dict[int, int]) -> int:
    """How often an entry's next match stands on another court than the one before."""
    changes = 0
    for actor, matches in zip(problem.actors, problem.matches_of, strict=True):
        if actor.kind == "entry":
            line = sorted((start[match], court[match]) for match in matches if match in start)
            changes += sum(1 for (_, one), (_, other) in pairwise(line) if one != other)
    return changes


def _taken(problem: Problem, draft: Draft, match: int) -> tuple[int, int]:
    start = draft.start[match]
    return start, start + problem.kinds[problem.kind_of[match]].take


def _clash(problem: Problem, draft: Draft, match: int, busy: list[tuple[int, int]]) -> bool:
    start, end = _taken(problem, draft, match)
    return any(start < until and since < end for since, until in busy)


def _pool(problem: Problem, match: int) -> tuple[str, str | None]:
    return problem.matches[match].stage, problem.matches[match].pool
