"""Drawing pools: even sizes, pots, places kept apart with the fewest clashes there can be, and replay."""

from collections import Counter
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament.engine.draw import PoolDraw, count_clashes, count_neighbours, draw_pools
from tournament.engine.values import Entry
from tournament.engine.version import ENGINE_VERSION

ORGANISATIONS = st.sampled_from([None, "a", "b", "c", "d", "e"])


@st.composite
def fields(draw: st.DrawFn, most: int = 40) -> tuple[list[Entry], int]:
    """Some entries with organisations, municipalities and seeds, and a number of pools."""
    count = draw(st.integers(1, most))
    seeded = draw(st.integers(0, count))
    made = [
        Entry(
            f"t{number}",
            organisation=draw(ORGANISATIONS),
            municipality=draw(st.sampled_from([None, "x", "y"])),
            seed=number + 1 if number < seeded else None,
        )
        for number in range(count)
    ]
    return made, draw(st.integers(1, count))


def ids(draw: PoolDraw) -> list[list[str]]:
    """The entries of each pool."""
    return [[str(side) for side in pool.sides] for pool in draw.pools]


@given(field=fields(), seed=st.integers(0, 2**32))
def test_everybody_is_drawn_once_and_sizes_differ_by_at_most_one(field: tuple[list[Entry], int], seed: int) -> None:
    entries, pools = field
    drawn = ids(draw_pools(entries, pools, Random(seed)))
    assert sorted(name for pool in drawn for name in pool) == sorted(entry.id for entry in entries)
    sizes = [len(pool) for pool in drawn]
    assert len(sizes) == pools
    assert max(sizes) - min(sizes) <= 1


@given(field=fields(), seed=st.integers(0, 2**32), order=st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_draw_whatever_the_order(
    field: tuple[list[Entry], int], seed: int, order: Random
) -> None:
    entries, pools = field
    again = order.sample(entries, len(entries))
    assert draw_pools(entries, pools, Random(seed)) == draw_pools(again, pools, Random(seed))


@given(field=fields(), seed=st.integers(0, 2**32))
def test_the_clashes_are_the_fewest_there_can_be(field: tuple[list[Entry], int], seed: int) -> None:
    drawn = draw_pools(*field, Random(seed))
    assert drawn.clashes == drawn.least_clashes


@given(field=fields(most=7), seed=st.integers(0, 99))
def test_no_other_draw_has_fewer_clashes(field: tuple[list[Entry], int], seed: int) -> None:
    entries, pools = field
    drawn = draw_pools(entries, pools, Random(seed))
    sizes = [len(pool.sides) for pool in drawn.pools]
    best = len(entries) ** 2
    for order in permutations(entries):
        cut, dealt = 0, []
        for size in sizes:
            dealt.append(order[cut : cut + size])
            cut += size
        best = min(best, count_clashes(dealt))
    assert drawn.clashes == best


@given(field=fields(), seed=st.integers(0, 2**32))
def test_the_best_seeds_stand_one_in_each_pool_in_order(field: tuple[list[Entry], int], seed: int) -> None:
    entries, pools = field
    seeded = sum(entry.seed is not None for entry in entries)
    drawn = ids(draw_pools(entries, pools, Random(seed)))
    heads = [pool[0] for pool in drawn][: min(pools, seeded)]
    assert heads == [f"t{number}" for number in range(min(pools, seeded))]


@given(pools=st.integers(1, 8), pots=st.integers(1, 5), seed=st.integers(0, 999), data=st.data())
def test_each_pool_gets_one_from_each_pot(pools: int, pots: int, seed: int, data: st.DataObject) -> None:
    entries = [
        Entry(f"t{pot}-{number}", organisation=data.draw(ORGANISATIONS), pot=pot)
        for pot in range(1, pots + 1)
        for number in range(pools)
    ]
    drawn = draw_pools(entries, pools, Random(seed))
    for pool in ids(drawn):
        assert [name[1 : name.index("-")] for name in pool] == [str(pot) for pot in range(1, pots + 1)]
    assert drawn.clashes == drawn.least_clashes


def test_teams_of_one_municipality_are_spread_too() -> None:
    entries = [Entry(f"t{n}", organisation=f"o{n % 6}", municipality=f"m{n % 3}") for n in range(12)]
    drawn = draw_pools(entries, 4, Random(1))
    homes = {entry.id: entry.municipality for entry in entries}
    for pool in ids(drawn):
        assert max(Counter(homes[name] for name in pool).values()) == 1


def test_other_seeds_give_other_draws() -> None:
    entries = [Entry(f"t{n}") for n in range(12)]
    assert len({str(ids(draw_pools(entries, 3, Random(seed)))) for seed in range(30)}) > 20


def test_a_replay_of_a_stored_draw_is_what_it_was() -> None:
    entries = [Entry(f"t{n}", organisation=f"o{n % 4}") for n in range(10)]
    drawn = draw_pools(entries, 3, Random(20260801))
    assert drawn.engine == ENGINE_VERSION == "2"
    assert ids(drawn) == [["t2", "t8", "t3", "t1"], ["t9", "t4", "t6"], ["t5", "t7", "t0"]]
    assert (drawn.clashes, drawn.least_clashes) == (0, 0)


@pytest.mark.parametrize(("entries", "pools"), [(3, 4), (3, 0), (0, 1)])
def test_more_pools_than_entries_is_refused(entries: int, pools: int) -> None:
    with pytest.raises(ValueError, match="cannot fill"):
        draw_pools([Entry(f"t{n}") for n in range(entries)], pools, Random(1))


def least_of(homes: Counter[str | None], pools: int) -> int:
    """The fewest pairs from one home in one pool: every home spread evenly."""
    least = 0
    for home, count in homes.items():
        share, more = divmod(count, pools)
        if home is not None:
            least += (pools - more) * share * (share - 1) // 2 + more * (share + 1) * share // 2
    return least


@given(data=st.data(), count=st.integers(1, 40), seed=st.integers(0, 2**32))
def test_organisations_with_teams_in_several_municipalities_are_spread_by_both(
    data: st.DataObject, count: int, seed: int
) -> None:
    homes = st.sampled_from([None, "x", "y", "z"])
    entries = [
        Entry(f"t{n}", organisation=data.draw(ORGANISATIONS), municipality=data.draw(homes)) for n in range(count)
    ]
    pools = data.draw(st.integers(1, count))
    by_id = {entry.id: entry for entry in entries}
    dealt = [[by_id[name] for name in pool] for pool in ids(draw_pools(entries, pools, Random(seed)))]
    assert count_clashes(dealt) == least_of(Counter(entry.organisation for entry in entries), pools)
    assert count_neighbours(dealt) == least_of(Counter(entry.municipality for entry in entries), pools)
