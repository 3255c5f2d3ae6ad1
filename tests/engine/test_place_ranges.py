"""A range of places holds what comes of it, whatever feeds what and in whatever order the stages are listed."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.competitions import entries, play_on, with_matches
from tournament.engine.generate import draw_matches
from tournament.engine.outcome import State
from tournament.engine.qualifying import playoff_slots, slots_from_pools
from tournament.engine.recompute import recompute
from tournament.engine.selectors import EntrySide, PoolRank, StageRank
from tournament.engine.values import Competition, Facts, Pool, Stage

PER_POOL = 2


def feeding(pools: int, size: int, format_code: str) -> Stage:
    """Pools of equal size, teams dealt out in order."""
    names = [entry.id for entry in entries(pools * size)]
    return Stage(
        "pools",
        format_code,
        pools=tuple(Pool("ABCD"[n], tuple(map(EntrySide, names[n::pools]))) for n in range(pools)),
    )


def fed_by(pools: Stage, kind: str) -> tuple[Stage, ...]:
    """The stages after the pools."""
    main, below = playoff_slots(pools, PER_POOL)[:2]
    if kind == "two cups":
        return Stage("A", "knockout", slots=main, options={"bronze": True}), Stage("B", "knockout", slots=below)
    if kind == "pools again":
        second = tuple(
            Pool(f"p{rank}", tuple(PoolRank("pools", pool.id, rank) for pool in pools.pools)) for rank in (1, 2)
        )
        last = Stage("last", "knockout", slots=(PoolRank("second", "p1", 1), PoolRank("second", "p1", 2)))
        return Stage("second", "round_robin", pools=second), last
    if kind == "best seconds":
        return (Stage("A", "knockout", slots=slots_from_pools(pools, 1, 1), allocation="apart"),)
    return (Stage("A", kind, slots=main),)


def made(kind: str, pools: int, size: int, rng: Random) -> Competition:
    """A competition of some kind, everything drawn but the rounds of a Swiss stage; lots decide what is level."""
    everybody = entries(pools * size)
    names = tuple(entry.id for entry in everybody)
    if kind == "swiss":
        swiss = Stage("swiss", "swiss", entries=names, options={"rounds": 3})
        cup = Stage("A", "knockout", slots=tuple(StageRank("swiss", rank) for rank in (1, 4, 2, 3)))
        stages: tuple[Stage, ...] = (swiss, cup)
        drawn = ["A"]
    else:
        first = feeding(pools, size, "poule" if kind == "two cups" else "round_robin")
        stages = (first, *fed_by(first, kind))
        drawn = [stage.id for stage in stages]
    lots = Facts(lots=(tuple(rng.sample(names, len(names))),))
    return with_matches(Competition(everybody, tuple(rng.sample(stages, len(stages))), (), facts=lots), *drawn)


def ranges(state: State) -> dict[str, tuple[int, int]]:
    """The places each entry has or can still get."""
    return {place.entry: (place.first, place.last) for place in state.divisions[0].places}


def play_some(competition: Competition, rng: Random) -> Competition:
    """Play some of the matches that can be played now, at least one."""
    after = play_on(competition, rng)
    new = [match.id for match, before in zip(after.matches, competition.matches, strict=True) if match != before]
    kept = set(rng.sample(new, rng.randint(1, len(new)))) if new else set()
    pairs = zip(after.matches, competition.matches, strict=True)
    return replace(after, matches=tuple(match if match.id in kept else before for match, before in pairs))


KINDS = ["two cups", "pools again", "best seconds", "swiss", "knockout", "double_elimination", "placement"]


@settings(max_examples=80)
@given(kind=st.sampled_from(KINDS), pools=st.integers(2, 4), size=st.integers(3, 4), seed=st.integers(0, 9999))
def test_places_only_ever_narrow_and_in_the_end_fill_the_ranking(kind: str, pools: int, size: int, seed: int) -> None:
    rng = Random(seed)
    competition = made(kind, pools, size, rng)
    history = [ranges(recompute(competition))]
    rounds = 3 if kind == "swiss" else 0
    while True:
        after = play_some(competition, rng)
        if after == competition and rounds:
            after, rounds = draw_matches(competition, "swiss", rng)[0], rounds - 1
        if after == competition:
            break
        competition = replace(after, matches=tuple(rng.sample(after.matches, len(after.matches))))
        history.append(ranges(recompute(competition)))
    final = history[-1]
    for earlier in history:
        assert earlier.keys() == final.keys()
        for entry, (first, last) in final.items():
            assert earlier[entry][0] <= first <= last <= earlier[entry][1]
    start = 1
    for (first, last), sharing in sorted(Counter(final.values()).items()):
        assert (first, last) == (start, start + sharing - 1)
        start = last + 1
    assert start == pools * size + 1


@pytest.mark.parametrize("is_first", [True, False])
def test_a_final_listed_before_its_pools_ranks_as_one_listed_after_them(is_first: bool) -> None:
    rng = Random(2)
    pools = feeding(2, 4, "round_robin")
    stages = (pools, *fed_by(pools, "knockout"))
    competition = Competition(entries(8), stages[::-1] if is_first else stages, ())
    competition = with_matches(competition, "pools", "A")
    for _ in range(3):
        competition = play_on(competition, rng)
    assert sorted(ranges(recompute(competition)).values()) == [
        (1, 1),
        (2, 2),
        (3, 4),
        (3, 4),
        (5, 6),
        (5, 6),
        (7, 8),
        (7, 8),
    ]
