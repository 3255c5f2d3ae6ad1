"""Comparing the teams on equal rank over several pools, and who of them meets whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tournament.engine.criteria import HEAD_TO_HEAD
from tournament.engine.opponents import OPPONENTS
from tournament.engine.outcome import BestRow, PoolState
from tournament.engine.scoring import Line
from tournament.engine.standings import rank_rows
from tournament.engine.values import Compare, Facts, Rules


def best_of_rank(
    rank: int,
    pools: Mapping[str, PoolState],
    lines: Mapping[str, Sequence[Line]],
    rules: Rules,
    facts: Facts,
    compare: Compare,
) -> tuple[BestRow, ...]:
    """The teams on a rank of each pool, best first; empty until every such team stands for good.

    `drop_last` leaves out the results against those that make a pool larger than the smallest. Head-to-head
    criteria are left out of the chain, for these teams have not met, and those of the opponents, who are not compared.
    """
    with_rank = {pool_id: pool for pool_id, pool in pools.items() if len(pool.rows) >= rank}
    teams = {pool_id: pool.entry_at(rank) for pool_id, pool in with_rank.items()}
    if not teams or None in teams.values():
        return ()
    # A team whose matches are annulled stands last in its pool and makes it no larger.
    smallest = min(sum(row.played > 0 for row in pool.rows) for pool in pools.values())
    pool_of: dict[str, str] = {}
    compared: list[Line] = []
    for pool_id, entry in teams.items():
        if entry is None:
            continue
        pool_of[entry] = pool_id
        dropped = {row.entry for row in with_rank[pool_id].rows[smallest:]} if compare is Compare.DROP_LAST else set()
        compared += [line for line in lines[pool_id] if line.entry == entry and line.opponent not in dropped]
    chain = tuple(
        criterion for criterion in rules.tiebreak if criterion not in HEAD_TO_HEAD and criterion not in OPPONENTS
    )
    rows = rank_rows(
        pool_of,
        compared,
        replace(rules, tiebreak=chain),
        facts,
        per_match=compare is Compare.PER_MATCH,
    )
    return tuple(BestRow(pool_of[row.entry], row) for row in rows)


def entry_among_best(rows: Sequence[BestRow], number: int) -> str | None:
    """The `number`-th best, None where that is not known or the place is shared."""
    found = [best.row.entry for best in rows if best.row.rank == number]
    return found[0] if len(found) == 1 else None


def ranks_apart(rows: Sequence[BestRow], number: int) -> bool:
    """Whether nobody shares the rank of the `number`-th row with the next one."""
    return number >= len(rows) or rows[number].row.rank != rows[number - 1].row.rank


@dataclass(frozen=True, slots=True)
class OpenSide:
    """A side that waits for one of the best of a rank, and the pool and rank of the team it will meet."""

    key: str
    meets_rank: int | None
    meets_pool: str | None


def allocate(
    sides: Sequence[OpenSide],
    best: Sequence[BestRow],
    rank: int,
    table: Mapping[str, Mapping[str, str]] | None,
) -> dict[str, str | None]:
    """Which team goes to which side, by side key; None everywhere while the cut between in and out is open.

    By the published table, keyed by the pools that go through, where one is given and has them; otherwise so that
    no team meets its pool-mate, the better team on the earlier side as far as that allows; where that cannot be,
    simply in order.
    """
    wanted = len(sides)
    if len(best) < wanted or not ranks_apart(best, wanted):
        return {side.key: None for side in sides}
    through = {row.pool: row.row.entry for row in best[:wanted]}
    if table is not None:
        meetings = next((row for pools, row in table.items() if spells(pools, frozenset(through))), {})
        named = {side.key: meetings.get(f"{side.meets_rank}{side.meets_pool}", "") for side in sides}
        pools = {key: name.removeprefix(str(rank)) for key, name in named.items()}
        if sorted(pools.values()) == sorted(through):
            return {key: through[pool] for key, pool in pools.items()}
    in_order = {side.key: pool for side, pool in zip(sides, through, strict=True)}
    return {key: through[pool] for key, pool in (apart(sides, tuple(through)) or in_order).items()}


def spells(key: str, pools: frozenset[str]) -> bool:
    """Whether a key of the published table names exactly these pools, in any order."""
    if not pools:
        return not key
    return any(key.startswith(pool) and spells(key[len(pool) :], pools - {pool}) for pool in pools)


def apart(sides: Sequence[OpenSide], pools: tuple[str, ...]) -> dict[str, str]:
    """Give each side one of the pools, none the pool of the team it meets; empty when that cannot be."""
    owner: dict[str, OpenSide] = {}

    def place(side: OpenSide, seen: set[str]) -> bool:
        for pool in pools:
            if pool == side.meets_pool or pool in seen:
                continue
            seen.add(pool)
            if pool not in owner or place(owner[pool], seen):
                owner[pool] = side
                return True
        return False

    if not all(place(side, set()) for side in sides):
        return {}
    return {side.key: pool for pool, side in owner.items()}
