"""Play-offs A, B and on: who goes to which, from pools or from one table, with pools of their own or straight on."""

from collections.abc import Sequence

from tournament.engine.formats.knockout import bracket_order
from tournament.engine.qualifying import seeded_by_rank, slots_from_pools
from tournament.engine.selectors import PoolRank, Selector, StageRank
from tournament.engine.spreading import Item, even_share
from tournament.engine.values import Pool, Stage

LETTERS = "ABCDEFGH"


def rank_groups(deepest: int, per_pool: int, play_offs: int) -> tuple[range, ...]:
    """The ranks that go to each play-off: `per_pool` to each, and to the last of several all that are left.

    ValueError when there are not ranks enough for every play-off.
    """
    if per_pool < 1 or not 1 <= play_offs <= len(LETTERS) or (play_offs - 1) * per_pool >= deepest:
        raise ValueError(f"{deepest} ranks do not fill {play_offs} play-offs of {per_pool}")
    starts = [1 + number * per_pool for number in range(play_offs)]
    ends = [start + per_pool for start in starts]
    if play_offs > 1:
        ends[-1] = deepest + 1
    return tuple(range(start, end) for start, end in zip(starts, ends, strict=True))


def pool_slots(
    feeding: Stage, per_pool: int, play_offs: int, best_of_next: int = 0
) -> tuple[tuple[Selector, ...], ...]:
    """The slots of each play-off, in bracket order, pool-mates apart as long as possible.

    `best_of_next` more of the rank below go to a single play-off. ValueError where the pools do not have the teams.
    """
    if play_offs == 1:
        return (slots_from_pools(feeding, per_pool, best_of_next),)
    sizes = [len(pool.sides) for pool in feeding.pools]
    made: list[tuple[Selector, ...]] = []
    for ranks in rank_groups(max(sizes, default=0), per_pool, play_offs):
        teams = sum(size >= rank for size in sizes for rank in ranks)
        by_seed = seeded_by_rank(feeding, ranks, teams)
        made.append(tuple(by_seed[seed] for seed in bracket_order(teams)))
    return tuple(made)


def table_slots(stage_id: str, teams: int, first: int, count: int) -> tuple[Selector, ...]:
    """The slots of a play-off for `count` teams of one table from rank `first` on, in bracket order.

    ValueError when the table has not so many.
    """
    if first < 1 or count < 2 or first + count - 1 > teams:
        raise ValueError(f"a table of {teams} has no {count} teams from rank {first} on")
    return tuple(StageRank(stage_id, first + seed - 1) for seed in bracket_order(count))


def second_pools(letter: str, slots: Sequence[Selector], pools: int) -> tuple[Pool, ...]:
    """Pools inside a play-off, even in size and strength: each rank is spread, and so are those from one pool.

    ValueError when a pool would have fewer than two.
    """
    if pools < 1 or len(slots) < 2 * pools:
        raise ValueError(f"{len(slots)} teams cannot fill {pools} pools")
    items = [Item(str(slot), (f"rank {rank_of(slot)}",), pool_set(slot)) for slot in sorted(slots, key=order_of)]
    by_text = {str(slot): slot for slot in slots}
    dealt = even_share(items, pools)
    return tuple(
        Pool(f"{letter}{number}", tuple(by_text[name] for name in names)) for number, names in enumerate(dealt, 1)
    )


def rank_of(slot: Selector) -> int:
    """The rank that a slot waits for; 0 where it waits for none."""
    return slot.rank if isinstance(slot, PoolRank | StageRank) else 0


def pool_set(slot: Selector) -> tuple[str, ...]:
    """The pool a slot comes from, as a set to spread."""
    return (f"pool {slot.pool}",) if isinstance(slot, PoolRank) else ()


def order_of(slot: Selector) -> tuple[int, str]:
    """The best ranks first, then by the name of the pool."""
    return rank_of(slot), str(slot)
