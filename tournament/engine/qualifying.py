"""Who goes on from pools to a knock-out, and where they stand in its bracket."""

from collections.abc import Sequence

from tournament.engine.assignment import cheapest_assignment
from tournament.engine.formats.knockout import bracket_order, bracket_size, seed_order
from tournament.engine.selectors import BestOfRank, LoserOf, PoolRank, Selector, WinnerOf
from tournament.engine.values import Match, Stage


def slots_from_pools(feeding: Stage, per_pool: int, best_of_next: int = 0) -> tuple[Selector, ...]:
    """The slots, in bracket order, of a knock-out for the first `per_pool` of each pool.

    `best_of_next` more come from the rank below, compared over the pools. Winners are seeded first, in the order
    of the pools, then runners-up and so on; inside a rank the teams stand so that pool-mates meet as late as
    possible. A feeding stage whose pools are too small raises ValueError.
    """
    pools = [pool.id for pool in feeding.pools]
    if not pools or per_pool < 1 or min(len(pool.sides) for pool in feeding.pools) < per_pool:
        raise ValueError(f"the pools of {feeding.id!r} do not have {per_pool} teams each")
    if best_of_next > sum(len(pool.sides) > per_pool for pool in feeding.pools):
        raise ValueError(f"the pools of {feeding.id!r} do not have {best_of_next} more teams on the next rank")
    teams = len(pools) * per_pool + best_of_next
    by_seed = seeded_by_rank(feeding, range(1, per_pool + 1), teams)
    for number in range(1, best_of_next + 1):
        by_seed[len(pools) * per_pool + number] = BestOfRank(feeding.id, per_pool + 1, number)
    return tuple(by_seed[seed] for seed in bracket_order(teams))


def seeded_by_rank(feeding: Stage, ranks: Sequence[int], teams: int) -> dict[int, Selector]:
    """Who has which seed: the pools' first of these ranks, then the second, pool-mates apart in the bracket."""
    places = {seed: place for place, seed in enumerate(seed_order(bracket_size(teams)))}
    by_seed: dict[int, Selector] = {}
    standing: dict[str, list[int]] = {pool.id: [] for pool in feeding.pools}
    for rank in ranks:
        pools = [pool.id for pool in feeding.pools if len(pool.sides) >= rank]
        seeds = range(len(by_seed) + 1, len(by_seed) + len(pools) + 1)
        costs = [[meeting_cost(places[seed], standing[pool]) for seed in seeds] for pool in pools]
        for pool, job in zip(pools, cheapest_assignment(costs), strict=True):
            by_seed[seeds[job]] = PoolRank(feeding.id, pool, rank)
            standing[pool].append(places[seeds[job]])
    return by_seed


def playoff_slots(feeding: Stage, per_pool: int) -> tuple[tuple[Selector, ...], ...]:
    """The slots of the play-offs A, B and on, in bracket order: so many ranks of every pool to each.

    A pool that has no team on a rank sends none. ValueError when `per_pool` is no rank.
    """
    if per_pool < 1:
        raise ValueError(f"{per_pool} ranks cannot go to a play-off")
    made: list[tuple[Selector, ...]] = []
    deepest = max((len(pool.sides) for pool in feeding.pools), default=0)
    for first in range(1, deepest + 1, per_pool):
        ranks = range(first, min(first + per_pool, deepest + 1))
        teams = sum(len(pool.sides) >= rank for pool in feeding.pools for rank in ranks)
        by_seed = seeded_by_rank(feeding, ranks, teams)
        made.append(tuple(by_seed[seed] for seed in bracket_order(teams)))
    return tuple(made)


def consolation_slots(matches: Sequence[Match]) -> tuple[Selector, ...]:
    """The slots of the play-off for those who lose their first match in another: C below A, D below B."""
    first = [m for m in matches if not isinstance(m.home, WinnerOf) and not isinstance(m.away, WinnerOf)]
    return tuple(LoserOf(match.id) for match in first if not isinstance(match.home, LoserOf))


def meeting_cost(place: int, others: Sequence[int]) -> int:
    """How bad it is to stand at a place of the bracket with pool-mates at others: the sooner they meet, the worse.

    Two places meet in the round whose number is the length of what differs in binary; one earlier meeting
    outweighs any number of later ones.
    """
    return sum(1 << (12 * (16 - (place ^ other).bit_length())) for other in others)
