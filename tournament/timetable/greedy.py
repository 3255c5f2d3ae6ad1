"""The greedy portfolio: lay the matches one by one in many orders and keep the best plan.

Two ways to lay. By turn: every match in its turn at its earliest open start. By the clock: always the match that can
start first, and of those the one whose teams have begun, so that nobody who has begun waits longer than needed. The
rules differ in the order only. Then come restarts: what ended late last time is moved forward in the order, with some
chance added.
"""

from collections.abc import Callable, Iterator
from random import Random

from tournament.timetable.capacity import Capacity
from tournament.timetable.drafts import Draft, Score
from tournament.timetable.laying import Lay, Order, lay_by_clock, lay_by_turn
from tournament.timetable.normalise import Problem

CHAIN = 300
"""Runs in a row that learn from each other before a restart."""
WAYS: tuple[Lay, ...] = (lay_by_turn, lay_by_clock)
PUSH, CHANCE = 0.1, 0.02
"""How far a late match moves forward in the order, and how far chance moves any; shares of all matches."""


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


def portfolio(
    problem: Problem,
    target: int,
    rng: Random,
    restarts: int,
    stop: Callable[[], bool],
    see: Callable[[Draft], None] = lambda draft: None,
    enough: Callable[[], bool] = lambda: False,
) -> Iterator[Draft]:
    """Better and better drafts, each better than the one before; the last is the best.

    All rules are tried first; ``restarts`` more runs follow until everything is placed by minute ``target``
    or until ``stop()``. The same ``rng`` gives the same drafts. ``see`` is shown every draft,
    also those that are not better. ``enough()`` ends the restarts only.
    """
    best: Draft | None = None
    bases: list[tuple[Score, Lay, Order]] = []
    for order in rules(problem):
        for way in WAYS:
            draft = way(problem, order)
            see(draft)
            bases.append((draft.score, way, order))
            if best is None or draft.score < best.score:
                best = draft
                yield best
            if stop():
                return
    bases.sort(key=lambda base: base[0])
    runs = 0
    while best is not None and best.score[:2] > (0, target) and runs < restarts and not enough():
        _, way, base = bases[runs // CHAIN % len(bases)]
        for draft in _chase(problem, way, base, target, rng):
            runs += 1
            see(draft)
            if draft.score < best.score:
                best = draft
                yield best
            if best.score[:2] <= (0, target) or runs >= restarts or stop() or enough():
                return


def _chase(problem: Problem, way: Lay, base: Order, target: int, rng: Random) -> Iterator[Draft]:
    """A chain of runs in which what ended too late is laid earlier and earlier."""
    tails, count = Capacity(problem).tails, len(base)
    order = [turn + rng.uniform(0, CHANCE * count) for turn in base]
    for _ in range(CHAIN):
        draft = way(problem, order)
        yield draft
        late = {m: start + problem.play(m) + tails[m] - target for m, start in draft.start.items()}
        worst = max(max(late.values(), default=0), 1)
        for match, minutes in late.items():
            if minutes > 0:
                order[match] -= PUSH * count * rng.random() * (0.3 + minutes / worst)
        for match in draft.not_placed:
            order[match] -= PUSH * count * 2
        order = [turn + rng.uniform(0, CHANCE * count / 10) for turn in order]


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
