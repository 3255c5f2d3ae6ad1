"""Who goes on from pools to a knock-out, and where they stand in its bracket."""

from collections.abc import Sequence

from tournament.engine.assignment import cheapest_assignment
from tournament.engine.formats.knockout import bracket_order, bracket_size, seed_order
from tournament.engine.selectors import BestOfRank, PoolRank, Selector
from tournament.engine.values import Stage


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
    places = {seed: place for place, seed in enumerate(seed_order(bracket_size(teams)))}
    by_seed: dict[int, Selector] = {}
    standing: dict[str, list[int]] = {pool: [] for pool in pools}
    for rank in range(1, per_pool + 1):
        seeds = range((rank - 1) * len(pools) + 1, rank * len(pools) + 1)
        costs = [[meeting_cost(places[seed], standing[pool]) for seed in seeds] for pool in pools]
        for pool, job in zip(pools, cheapest_assignment(costs), strict=True):
            by_seed[seeds[job]] = PoolRank(feeding.id, pool, rank)
            standing[pool].append(places[seeds[job]])
    for number in range(1, best_of_next + 1):
        by_seed[len(pools) * per_pool + number] = BestOfRank(feeding.id, per_pool + 1, number)
    return tuple(by_seed[seed] for seed in bracket_order(teams))


def meeting_cost(place: int, others: Sequence[int]) -> int:
    """How bad it is to stand at a place of the bracket with pool-mates at others: the sooner they meet, the worse.

    Two places meet in the round whose number is the length of what differs in binary; one earlier meeting
    outweighs any number of later ones.
    """
    return sum(1 << (12 * (16 - (place ^ other).bit_length())) for other in others)
