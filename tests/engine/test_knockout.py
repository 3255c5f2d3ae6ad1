"""Knock-out: seeds, byes, bronze, places, and pool-mates kept apart."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.competitions import one_knockout, play_out, pools_and_knockout, with_results, won_by
from tournament.engine.formats.knockout import bracket_order, seed_order, sides_of
from tournament.engine.formats.registry import get_format
from tournament.engine.outcome import State
from tournament.engine.recompute import recompute
from tournament.engine.selectors import NOBODY, PoolRank
from tournament.engine.values import Match

CASES = json.loads((Path(__file__).parent.parent / "data" / "brackets.json").read_text(encoding="utf-8"))
SINGLE = [case for case in CASES if case["type"] == "single_elimination"]


def first_round(teams: int) -> list[tuple[str, str]]:
    """The pairs of the first round down the bracket, byes among them."""
    sides = [str(side) for side in sides_of([f"t{seed}" for seed in range(1, teams + 1)], ())]
    return list(zip(sides[::2], sides[1::2], strict=True))


def seeds(match: Match) -> tuple[int, int]:
    """The seeds that meet, the better first."""
    home, away = int(str(match.home)[1:]), int(str(match.away)[1:])
    return min(home, away), max(home, away)


def favourites_win(teams: int, bronze: bool) -> State:
    """A knock-out where the better seed wins every match."""
    competition = one_knockout(teams, bronze)
    while True:
        state = recompute(competition)
        results = {
            match.id: won_by("home" if int(str(match.home)[1:]) < int(str(match.away)[1:]) else "away")
            for match in state.matches
            if match.is_playable
        }
        if not results:
            return state
        competition = with_results(competition, dict(results))


def test_the_seed_order_of_eight() -> None:
    assert seed_order(8) == (1, 8, 4, 5, 2, 7, 3, 6)


@pytest.mark.parametrize("size", [2, 4, 8, 16, 32, 64, 128])
def test_each_half_of_the_order_is_the_order_of_half_as_many(size: int) -> None:
    assert seed_order(size)[::2] == seed_order(size // 2)
    assert {high + low for high, low in zip(seed_order(size)[::2], seed_order(size)[1::2], strict=True)} == {size + 1}


@pytest.mark.parametrize(
    ("teams", "pairs"),
    [(3, {(2, 3)}), (5, {(4, 5)}), (6, {(3, 6), (4, 5)}), (12, {(5, 12), (6, 11), (7, 10), (8, 9)})],
)
def test_partial_rounds_as_published(teams: int, pairs: set[tuple[int, int]]) -> None:
    assert {seeds(match) for match in one_knockout(teams).matches if match.round == 1} == pairs


@pytest.mark.parametrize(("teams", "matches", "byes"), [(45, 13, 19), (99, 35, 29)])
def test_matches_and_byes_of_the_first_round(teams: int, matches: int, byes: int) -> None:
    pairs = first_round(teams)
    assert sum(NOBODY not in pair for pair in pairs) == matches
    assert sum(NOBODY in pair for pair in pairs) == byes
    assert sum(match.round == 1 for match in one_knockout(teams).matches) == matches


@given(teams=st.integers(2, 200))
def test_byes_never_meet_and_go_to_the_best_seeds(teams: int) -> None:
    pairs = first_round(teams)
    lucky = sorted(int(side[1:]) for pair in pairs if NOBODY in pair for side in pair if side != NOBODY)
    assert all(set(pair) != {NOBODY} for pair in pairs)
    assert lucky == list(range(1, len(lucky) + 1))
    assert sorted(bracket_order(teams)) == list(range(1, teams + 1))


@pytest.mark.parametrize("case", SINGLE, ids=lambda case: case["id"])
def test_the_bracket_when_the_better_seed_always_wins(case: dict) -> None:
    state = favourites_win(case["participants"], case["options"]["consolationFinal"])
    played = {frozenset((match.home, match.away)): match.winner for match in state.matches}
    assert played == {
        frozenset(f"t{name[1:]}" for name in (match["p1"], match["p2"])): f"t{match['winner'][1:]}"
        for match in case["favourites_win_play"]
    }
    tiers = {place.entry: place.first for place in state.divisions[0].places}
    groups: dict[int, set[str]] = {}
    for row in case["final_standings"]:
        groups.setdefault(row["rank"], set()).add(f"t{row['name'][1:]}")
    ours: dict[int, set[str]] = {}
    for entry, first in tiers.items():
        ours.setdefault(first, set()).add(entry)
    assert [ours[first] for first in sorted(ours)] == [groups[rank] for rank in sorted(groups)]


@given(teams=st.integers(2, 70), bronze=st.booleans(), seed=st.integers(0, 999))
def test_played_out_everybody_has_a_place_and_the_places_are_those_there_are(
    teams: int, bronze: bool, seed: int
) -> None:
    _, state = play_out(one_knockout(teams, bronze), Random(seed))
    places = state.divisions[0].places
    assert len(places) == teams
    for place in places:
        sharing = [other for other in places if other.first == place.first]
        assert place.last - place.first + 1 == len(sharing)
    assert sum(place.first == 1 for place in places) == 1


@given(teams=st.integers(2, 130), bronze=st.booleans())
def test_the_formula_counts_the_matches_that_are_made(teams: int, bronze: bool) -> None:
    made = one_knockout(teams, bronze).matches
    assert get_format("knockout").count((teams,), {"bronze": bronze}).total == len(made)


def test_semi_final_losers_share_the_third_place_without_bronze() -> None:
    places = favourites_win(4, bronze=False).divisions[0].places
    assert [(place.entry, place.first, place.last, place.reason.code) for place in places] == [
        ("t1", 1, 1, "final_won"),
        ("t2", 2, 2, "lost_final"),
        ("t3", 3, 4, "lost_semi_final"),
        ("t4", 3, 4, "lost_semi_final"),
    ]


def halves_of_pools(pools: int, per_pool: int) -> dict[str, list[int]]:
    """The place in the bracket of every qualified team, by pool."""
    competition = pools_and_knockout(pools, 4, per_pool)
    size = 1 << (pools * per_pool - 1).bit_length()
    slots = iter(competition.get_stage("final").slots)
    found: dict[str, list[int]] = {}
    for place, seed in enumerate(seed_order(size)):
        if seed <= pools * per_pool:
            slot = next(slots)
            assert isinstance(slot, PoolRank)
            found.setdefault(slot.pool, []).append(place)
    return found


@pytest.mark.parametrize("pools", range(2, 17))
def test_two_from_a_pool_can_meet_in_the_final_only(pools: int) -> None:
    size = 1 << (pools * 2 - 1).bit_length()
    for first, second in halves_of_pools(pools, 2).values():
        assert first // (size // 2) != second // (size // 2)


@pytest.mark.parametrize("pools", [2, 4, 8, 16])
def test_four_from_a_pool_stand_in_four_quarters(pools: int) -> None:
    for places in halves_of_pools(pools, 4).values():
        assert len({place // pools for place in places}) == 4


def test_all_winners_are_seeded_before_any_runner_up() -> None:
    slots = pools_and_knockout(6, 4, 2).get_stage("final").slots
    by_seed = dict(zip(bracket_order(12), slots, strict=True))
    assert [by_seed[seed].rank for seed in range(1, 13)] == [1] * 6 + [2] * 6
