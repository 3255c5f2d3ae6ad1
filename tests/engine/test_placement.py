"""Full placement: everybody plays on, every place is decided."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.competitions import entries, play_out, with_matches
from tournament.engine.formats.registry import get_format
from tournament.engine.recompute import recompute
from tournament.engine.values import Competition, Stage


def one_placement(teams: int) -> Competition:
    """A placement bracket with t1 as best seed, none played."""
    names = tuple(entry.id for entry in entries(teams))
    return with_matches(Competition(entries(teams), (Stage("cup", "placement", entries=names),), ()), "cup")


@settings(max_examples=40)
@given(teams=st.integers(2, 40), seed=st.integers(0, 999))
def test_every_place_is_decided(teams: int, seed: int) -> None:
    _, state = play_out(one_placement(teams), Random(seed))
    places = state.divisions[0].places
    assert [(place.first, place.last) for place in places] == [(n, n) for n in range(1, teams + 1)]


@pytest.mark.parametrize(("teams", "each"), [(2, 1), (4, 2), (8, 3), (16, 4), (32, 5)])
def test_with_a_power_of_two_everybody_plays_the_same_number(teams: int, each: int) -> None:
    _, state = play_out(one_placement(teams), Random(1))
    played = Counter(side for match in state.matches for side in (match.home, match.away))
    assert set(played.values()) == {each}


def test_twenty_four_teams_play_four_or_five() -> None:
    counted = get_format("placement").count((24,), {})
    _, state = play_out(one_placement(24), Random(1))
    played = Counter(side for match in state.matches for side in (match.home, match.away))
    assert (min(played.values()), max(played.values())) == (counted.least, counted.most) == (4, 5)


@given(teams=st.integers(2, 70))
def test_the_formula_counts_the_matches(teams: int) -> None:
    assert get_format("placement").count((teams,), {}).total == len(one_placement(teams).matches)


def test_before_anything_is_played_everybody_can_get_every_place() -> None:
    places = recompute(one_placement(8)).divisions[0].places
    assert {(place.first, place.last) for place in places} == {(1, 8)}


@pytest.mark.parametrize("teams", [2, 5, 8, 24])
def test_the_final_is_the_last_match(teams: int) -> None:
    competition = one_placement(teams)
    places = {match.id: match.places for match in recompute(competition).matches}
    assert places[competition.matches[-1].id] == (1, 2)
    assert competition.matches[-1].round == max(match.round for match in competition.matches)
