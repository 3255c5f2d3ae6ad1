"""Round robin: the Berger tables, legs, and who meets whom."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.competitions import one_pool, pools_and_knockout
from tournament.engine.formats.registry import get_format
from tournament.engine.formats.round_robin import berger_rounds

CASES = json.loads((Path(__file__).parent.parent / "data" / "round_robin.json").read_text(encoding="utf-8"))
BERGER = [case for case in CASES if case["kind"] == "berger"]


@pytest.mark.parametrize("case", BERGER, ids=lambda case: case["id"])
def test_rounds_are_those_of_the_published_tables(case: dict) -> None:
    published = [[tuple(pair) for pair in pairs] for pairs in case["rounds"]]
    assert berger_rounds(case["teams"]) == published


@pytest.mark.parametrize("case", BERGER, ids=lambda case: case["id"])
def test_with_one_team_fewer_its_opponent_sits_out(case: dict) -> None:
    left = [[tuple(pair) for pair in pairs if max(pair) < case["teams"]] for pairs in case["rounds"]]
    assert berger_rounds(case["also_for"]) == left


@given(teams=st.integers(2, 24), legs=st.integers(1, 4))
def test_every_pair_meets_once_a_leg_and_nobody_twice_in_a_round(teams: int, legs: int) -> None:
    matches = one_pool(teams, legs).matches
    pairs = Counter(frozenset((str(match.home), str(match.away))) for match in matches)
    assert set(pairs.values()) == {legs}
    assert len(pairs) == teams * (teams - 1) // 2
    in_round = Counter((match.round, str(side)) for match in matches for side in (match.home, match.away))
    assert set(in_round.values()) == {1}


@given(teams=st.integers(2, 16))
def test_the_second_leg_is_the_first_with_home_and_away_changed(teams: int) -> None:
    matches = one_pool(teams, legs=2).matches
    half = len(matches) // 2
    assert [(m.away, m.home) for m in matches[:half]] == [(m.home, m.away) for m in matches[half:]]


@given(teams=st.integers(2, 24))
def test_home_and_away_are_shared_evenly(teams: int) -> None:
    home = Counter(str(match.home) for match in one_pool(teams).matches)
    counts = [home[f"t{number}"] for number in range(1, teams + 1)]
    assert max(counts) - min(counts) <= 1


@given(teams=st.integers(2, 24), legs=st.integers(1, 4))
def test_the_formula_counts_the_matches_that_are_made(teams: int, legs: int) -> None:
    matches = one_pool(teams, legs).matches
    each = Counter(str(side) for match in matches for side in (match.home, match.away))
    counted = get_format("round_robin").count((teams,), {"legs": legs})
    assert (counted.total, counted.least, counted.most) == (len(matches), min(each.values()), max(each.values()))


def test_pools_go_forward_together_and_are_numbered_through() -> None:
    matches = [match for match in pools_and_knockout(3, 4, 2).matches if match.stage == "pools"]
    assert [match.number for match in matches] == list(range(1, 19))
    assert [(match.round, match.pool) for match in matches[:8]] == [
        (1, "A"),
        (1, "A"),
        (1, "B"),
        (1, "B"),
        (1, "C"),
        (1, "C"),
        (2, "A"),
        (2, "A"),
    ]
