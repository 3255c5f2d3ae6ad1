"""The greedy portfolio: lay the matches one by one in many orders and keep the best plan.

Each run places every match at its earliest open start. The rules differ in the order only. Then come
restarts: what ended late last time is moved forward in the order, with some chance added.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise
from random import Random

from tournament.timetable.board import Board
from tournament.timetable.capacity import Capacity
from tournament.timetable.codes import Code
from tournament.timetable.model import Finding, Ref
from tournament.timetable.normalise import Problem

CHAIN = 300
"""Runs in a row that learn from each other before a restart."""
PUSH, CHANCE = 0.1, 0.02
"""How far a late match moves forward in the order, and how far chance moves any; shares of all matches."""

Order = list[float]
"""Per match its turn: the lower, the earlier it is laid."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan in numbers: start and court per match, why the others have none, and how good it is.

    ``score`` is (matches without a place, makespan, excess of the greatest wait, total wait); least is best.
    """

    start: dict[int, int]
    court: dict[int, int]
    not_placed: dict[int, Finding]
    score: tuple[int, int, int, int]


def rules(problem: Problem) -> Iterator[Order]:
    """The orders of the portfolio: pool by pool, round by round, longest tail, team load, class load."""
    matches = problem.matches
    count = range(len(matches))
    stages = {stage: i for i, stage in enumerate(dict.fromkeys(match.stage for match in matches))}
    pools = {pool: i for i, pool in enumerate(dict.fromkeys((m.stage, m.pool) for m in matches))}
    by_pool = [(pools[matches[i].stage, matches[i].pool], matches[i].round) for i in count]
    by_round = [(stages[matches[i].stage], matches[i].round, by_pool[i][0]) for i in count]
    across = [(matches[i].round, by_pool[i][0]) for i in count]
    tails, team, kind = Capacity(problem).tails, _team_load(problem), _class_load(problem)
    yield _turns([(by_pool[i],) for i in count])
    yield _turns([(by_round[i],) for i in count])
    yield _turns([(-tails[i], by_pool[i]) for i in count])
    yield _turns([(-team[i], -tails[i], by_pool[i]) for i in count])
    yield _turns([(-kind[i], by_pool[i]) for i in count])
    yield _turns([(-kind[i], across[i]) for i in count])
    yield _turns([(across[i],) for i in count])


def portfolio(problem: Problem, target: int, rng: Random, restarts: int, stop: Callable[[], bool]) -> Iterator[Draft]:
    """Better and better drafts, each better than the one before; the last is the best.

    All rules are tried first; ``restarts`` more runs follow until everything is placed by minute ``target``
    or until ``stop()``. The same ``rng`` gives the same drafts.
    """
    best: Draft | None = None
    orders = []
    for order in rules(problem):
        draft = lay(problem, order)
        orders.append((draft.score, order))
        if best is None or draft.score < best.score:
            best = draft
            yield best
        if stop():
            return
    orders.sort(key=lambda scored: scored[0])
    runs = 0
    while best is not None and best.score[:2] > (0, target):
        base = orders[runs // CHAIN % len(orders)][1]
        for draft in _chase(problem, base, target, rng):
            runs += 1
            if draft.score < best.score:
                best = draft
                yield best
            if best.score[:2] <= (0, target) or runs >= restarts or stop():
                return


def lay(problem: Problem, order: Order) -> Draft:
    """One run: every unit in its turn at its earliest open start."""
    board = Board(problem)
    failed: dict[int, Finding] = {}
    settled = [False] * len(problem.units)
    waits = [0] * len(problem.units)
    for match, preds in enumerate(problem.preds):
        waits[problem.unit_of[match]] += len(preds)
    turn = [min(order[match] for match in members) for members in problem.units]

    def settle(unit: int) -> None:
        settled[unit] = True
        for match in problem.units[unit]:
            for succ, _ in problem.succs[match]:
                fed = problem.unit_of[succ]
                waits[fed] -= 1
                if not waits[fed] and not settled[fed]:
                    heappush(ready, (turn[fed], fed))

    def attempt(unit: int) -> None:
        spot = board.earliest(unit)
        if spot is not None:
            board.place(unit, spot)
        elif not all(match in problem.frozen for match in problem.units[unit]):
            reason = board.why_not(unit)
            failed.update((match, reason) for match in problem.units[unit] if match not in problem.frozen)
        settle(unit)

    ready: list[tuple[float, int]] = []
    for unit in sorted(fixed_units(problem), key=lambda u: problem.own[u]):
        attempt(unit)
    ready = [(turn[u], u) for u in range(len(problem.units)) if not waits[u] and not settled[u]]
    heapify(ready)
    while ready:
        _, unit = heappop(ready)
        if not settled[unit]:
            attempt(unit)
    return _draft(problem, board, failed)


def fixed_units(problem: Problem) -> list[int]:
    """The units with one possible start, and the frozen ones: they come before all choice."""
    return [
        unit
        for unit, members in enumerate(problem.units)
        if problem.own[unit].bit_count() == 1 or all(match in problem.frozen for match in members)
    ]


def waits_of(problem: Problem, start: dict[int, int]) -> list[tuple[int, int, int]]:
    """(wait, match before, match after) for each entry's matches that follow each other."""
    found = []
    for actor, matches in zip(problem.actors, problem.matches_of, strict=True):
        if actor.kind == "entry":
            placed = sorted((start[match], match) for match in matches if match in start)
            for (before, first), (after, second) in pairwise(placed):
                found.append((after - before - problem.play(first), first, second))
    return found


def _chase(problem: Problem, base: Order, target: int, rng: Random) -> Iterator[Draft]:
    """A chain of runs in which what ended too late is laid earlier and earlier."""
    tails, count = Capacity(problem).tails, len(base)
    order = [turn + rng.uniform(0, CHANCE * count) for turn in base]
    for _ in range(CHAIN):
        draft = lay(problem, order)
        yield draft
        late = {m: start + problem.play(m) + tails[m] - target for m, start in draft.start.items()}
        worst = max(max(late.values(), default=0), 1)
        for match, minutes in late.items():
            if minutes > 0:
                order[match] -= PUSH * count * rng.random() * (0.3 + minutes / worst)
        for match in draft.not_placed:
            order[match] -= PUSH * count * 2
        order = [turn + rng.uniform(0, CHANCE * count / 10) for turn in order]


def _draft(problem: Problem, board: Board, failed: dict[int, Finding]) -> Draft:
    """The board as a draft, cleared of matches whose feeders have no place and of too long waits."""
    start, court = dict(board.start), dict(board.court)
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


def _turns(keys: list[tuple[object, ...]]) -> Order:
    turns = [0.0] * len(keys)
    for turn, match in enumerate(sorted(range(len(keys)), key=lambda i: (keys[i], i))):
        turns[match] = float(turn)
    return turns


def _team_load(problem: Problem) -> list[int]:
    """Per match, the minutes of play and rest of its busiest team."""
    rest = problem.day.rests.same
    loads = [sum(problem.play(m) + rest for m in matches) for matches in problem.matches_of]
    return [max((loads[actor] for actor in actors), default=0) for actors in problem.actors_of]


def _class_load(problem: Problem) -> list[float]:
    """Per match, the minutes asked of each court that can take it."""
    minutes = [0] * len(problem.kinds)
    for match in range(len(problem.matches)):
        minutes[problem.kind_of[match]] += problem.kinds[problem.kind_of[match]].take
    load = [asked / max(1, len(problem.courts_of[kind])) for kind, asked in enumerate(minutes)]
    return [load[problem.kind_of[match]] for match in range(len(problem.matches))]
