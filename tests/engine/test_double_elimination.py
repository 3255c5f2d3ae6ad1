"""Double elimination: two losses and out, drops crossed over, one final or two."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.competitions import entries, play_out, with_matches, with_results, won_by
from tournament.engine.formats.registry import get_format
from tournament.engine.outcome import Place, State
from tournament.engine.places import UNDECIDED
from tournament.engine.recompute import recompute
from tournament.engine.selectors import NOBODY, EntrySide, LoserOf, Selector
from tournament.engine.values import Competition, Stage

CASES = json.loads((Path(__file__).parent.parent / "data" / "brackets.json").read_text(encoding="utf-8"))
DOUBLE = next(case for case in CASES if case["type"] == "double_elimination")


def one_double(teams: int, grand_final: str = "single") -> Competition:
    """A double elimination with t1 as best seed, none played."""
    names = tuple(entry.id for entry in entries(teams))
    stage = Stage("cup", "double_elimination", entries=names, options={"grand_final": grand_final})
    return with_matches(Competition(entries(teams), (stage,), ()), "cup")


def losses(state: State) -> Counter[str]:
    """How many matches each team has lost on the court."""
    return Counter(match.loser for match in state.matches if match.result and match.loser)


def first_pairs(competition: Competition) -> set[frozenset[str]]:
    """The pairs of entries that meet in their first match."""
    return {
        frozenset((match.home.entry, match.away.entry))
        for match in competition.matches
        if isinstance(match.home, EntrySide) and isinstance(match.away, EntrySide)
    }


@given(teams=st.integers(2, 130), grand_final=st.sampled_from(["single", "reset"]))
def test_there_are_two_matches_less_than_twice_the_teams_and_one_for_the_reset(teams: int, grand_final: str) -> None:
    made = one_double(teams, grand_final).matches
    assert len(made) == 2 * teams - 2 + (grand_final == "reset")
    assert get_format("double_elimination").count((teams,), {"grand_final": grand_final}).total == len(made)


@settings(max_examples=40)
@given(teams=st.integers(2, 40), grand_final=st.sampled_from(["single", "reset"]), seed=st.integers(0, 999))
def test_nobody_plays_after_two_losses_and_every_place_is_given(teams: int, grand_final: str, seed: int) -> None:
    competition, state = play_out(one_double(teams, grand_final), Random(seed))
    assert max(losses(state).values()) <= 2
    champion = next(place.entry for place in state.divisions[0].places if place.first == 1)
    assert all(losses(state)[entry.id] == 2 for entry in competition.entries if entry.id != champion) or (
        grand_final == "single"
    )
    assert losses(state)[champion] <= 1
    for place in state.divisions[0].places:
        sharing = [other for other in state.divisions[0].places if other.first == place.first]
        assert place.last - place.first + 1 == len(sharing)
    counted = get_format("double_elimination").count((teams,), {"grand_final": grand_final})
    played = Counter(side for m in state.matches if m.result for side in (m.home, m.away))
    assert counted.least <= min(played.values())
    assert max(played.values()) <= counted.most


@settings(max_examples=40)
@given(teams=st.one_of(st.integers(4, 64), st.sampled_from([8, 16, 32])), seed=st.integers(0, 999))
def test_no_first_pair_meets_in_the_first_round_of_the_losers(teams: int, seed: int) -> None:
    """Without byes not in the second either, where those drop who lost a round later."""
    competition = one_double(teams)
    _, state = play_out(competition, Random(seed))
    for match in state.matches:
        both_drop = isinstance(match.match.home, LoserOf) and isinstance(match.match.away, LoserOf)
        first_drop = teams in (8, 16, 32, 64) and match.match.round == 3
        if both_drop or first_drop:
            assert frozenset((str(match.home), str(match.away))) not in first_pairs(competition)


@settings(max_examples=40)
@given(teams=st.integers(2, 24), grand_final=st.sampled_from(["single", "reset"]), data=st.data())
def test_a_range_of_places_holds_what_comes_of_it(teams: int, grand_final: str, data: st.DataObject) -> None:
    rng = Random(data.draw(st.integers(0, 999)))
    competition = one_double(teams, grand_final)
    seen: dict[str, Place] = {}
    while True:
        state = recompute(competition)
        for place in state.divisions[0].places:
            before = seen.get(place.entry, Place(place.entry, 1, teams, UNDECIDED))
            assert before.first <= place.first <= place.last <= before.last
            assert before == place or before.reason == UNDECIDED
            seen[place.entry] = place
        playable = [match for match in state.matches if match.is_playable]
        if not playable:
            break
        competition = with_results(competition, {rng.choice(playable).id: won_by(rng.choice(("home", "away")))})


def favourites_win(competition: Competition) -> State:
    """The better seed wins every match."""
    while True:
        state = recompute(competition)
        results = {
            m.id: won_by("home" if int(str(m.home)[1:]) < int(str(m.away)[1:]) else "away")
            for m in state.matches
            if m.is_playable
        }
        if not results:
            return state
        competition = with_results(competition, dict(results))


def test_the_published_bracket_of_four_when_the_better_seed_always_wins() -> None:
    state = favourites_win(one_double(4, "reset"))
    played = {frozenset((match.home, match.away)): match.winner for match in state.matches if match.result}
    assert played == {
        frozenset(f"t{name[1:]}" for name in (match["p1"], match["p2"])): f"t{match['winner'][1:]}"
        for match in DOUBLE["favourites_win_play"]
    }
    assert len(state.matches) == sum(DOUBLE["round_sizes"].values())
    places = [(place.entry, place.first, place.last) for place in state.divisions[0].places]
    assert places == [(f"t{row['name'][1:]}", row["rank"], row["rank"]) for row in DOUBLE["final_standings"]]


def test_the_second_final_is_not_played_when_the_unbeaten_team_wins_the_first() -> None:
    state = favourites_win(one_double(8, "reset"))
    assert (state.matches[-1].home, state.matches[-1].away, state.matches[-1].winner) == ("t1", NOBODY, "t1")
    assert not state.matches[-1].is_playable
    assert [place.reason.code for place in state.divisions[0].places[:3]] == ["final_won", "lost_final", "second_loss"]


def test_the_second_final_is_played_when_both_have_lost_once() -> None:
    competition = one_double(4, "reset")
    state = favourites_win(competition)
    results = {match.id: match.result for match in state.matches if match.result}
    first = state.matches[-2]
    results[first.id] = won_by("away")
    again = recompute(with_results(competition, results))
    assert {again.matches[-1].home, again.matches[-1].away} == {first.home, first.away}
    assert again.matches[-1].is_playable


@pytest.mark.parametrize(("teams", "matches"), [(2, 2), (3, 4), (5, 8), (256, 510)])
def test_sizes(teams: int, matches: int) -> None:
    assert len(one_double(teams).matches) == matches


@pytest.mark.parametrize("first", [("winner", "loser"), ("loser", "winner")])
@pytest.mark.parametrize("is_turned", [False, True])
@pytest.mark.parametrize("unbeaten_wins", [False, True])
def test_the_second_final_follows_from_the_losses_whichever_way_its_sides_stand(
    first: tuple[str, str], is_turned: bool, unbeaten_wins: bool
) -> None:
    competition = one_double(4, "reset")
    *before, final, second = competition.matches
    home, away = (final.away, final.home) if is_turned else (final.home, final.away)
    sides = {"winner": second.home, "loser": second.away}
    matches = (
        *before,
        replace(final, home=home, away=away),
        replace(second, home=sides[first[0]], away=sides[first[1]]),
    )
    competition = with_results(
        replace(competition, matches=matches),
        {
            **{match.id: won_by("home") for match in before},
            final.id: won_by("home" if unbeaten_wins != is_turned else "away"),
        },
    )
    decider = recompute(competition).get_match(second.id)
    assert (NOBODY in (decider.home, decider.away)) == unbeaten_wins
    assert decider.is_over == unbeaten_wins


@pytest.mark.parametrize(("teams", "round_number"), [(8, 4), (16, 5), (32, 6), (64, 7)])
def test_who_met_first_cannot_meet_again_for_as_long_as_can_be(teams: int, round_number: int) -> None:
    competition = one_double(teams)
    reach: dict[str, set[str]] = {}

    def who(side: Selector) -> set[str]:
        return {side.entry} if isinstance(side, EntrySide) else reach[str(side).partition(":")[2]]

    again: list[int] = []
    pairs = first_pairs(competition)
    for match in competition.matches:
        home, away = who(match.home), who(match.away)
        reach[match.id] = home | away
        if match.round > 1 and any(pair & home and pair & away for pair in pairs):
            again.append(match.round)
    assert min(again) == round_number
