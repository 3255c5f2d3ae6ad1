"""One recompute: selectors fill as results come, a correction is a fresh computation, circles are refused."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.competitions import (
    entries,
    one_knockout,
    play_on,
    play_out,
    pools_and_knockout,
    shuffled,
    with_results,
    won_by,
)
from tournament.engine.correction import with_result
from tournament.engine.dependencies import CircleError
from tournament.engine.outcome import State
from tournament.engine.recompute import recompute
from tournament.engine.selectors import (
    NOBODY,
    BestOfRank,
    Bye,
    EntrySide,
    LoserOf,
    PoolRank,
    RoundSide,
    StageRank,
    WinnerOf,
    parse_selector,
)
from tournament.engine.values import Competition, Facts, Match, Result, ResultKind, Stage


@pytest.mark.parametrize(
    ("text", "selector"),
    [
        ("t1", EntrySide("t1")),
        ("pools:A:2", PoolRank("pools", "A", 2)),
        ("pools:*:3#1", BestOfRank("pools", 3, 1)),
        ("final:1", StageRank("final", 1)),
        ("winner:m9", WinnerOf("m9")),
        ("loser:m9", LoserOf("m9")),
        ("monrad:round:3#5", RoundSide("monrad", 3, 5)),
        ("bye", Bye()),
    ],
)
def test_a_selector_and_its_text(text: str, selector: object) -> None:
    assert parse_selector(text) == selector
    assert str(selector) == text


@pytest.mark.parametrize("text", ["", "a b", "pools:A:0", "pools:A:x", "winner:", "a:b:c:d", "pools:*:3", "x:0"])
def test_other_texts_are_no_selectors(text: str) -> None:
    with pytest.raises(ValueError, match="is not a selector"):
        parse_selector(text)


def sides(state: State, match_id: str) -> tuple[str | None, str | None]:
    """Who plays."""
    match = state.get_match(match_id)
    return match.home, match.away


def test_a_rank_is_known_when_every_match_of_its_pool_has_a_result() -> None:
    competition = pools_and_knockout(2, 3, 1)
    in_pool = [match for match in competition.matches if match.pool == "A"]
    final = competition.matches[-1].id
    for match in in_pool[:-1]:
        competition = with_result(competition, match.id, won_by("home"))
        assert sides(recompute(competition), final) == (None, None)
    competition = with_result(competition, in_pool[-1].id, Result(ResultKind.PLAYED, 9, 0))
    assert sides(recompute(competition), final)[0] == str(in_pool[-1].home)


def test_a_shared_rank_stays_open_until_a_lot_is_drawn() -> None:
    competition = pools_and_knockout(2, 3, 1)
    drawn = {match.id: Result(home=1, away=1) for match in competition.matches if match.pool == "A"}
    competition = with_results(competition, dict(drawn))
    state = recompute(competition)
    final = competition.matches[-1].id
    assert sides(state, final) == (None, None)
    assert [(note.code, note.facts["pool"], note.facts["rank"]) for note in state.notes] == [("rank_is_shared", "A", 1)]
    names = [row.entry for row in state.get_pool("pools", "A").rows]
    decided = replace(competition, facts=Facts(lots=(tuple(reversed(names)),)))
    assert sides(recompute(decided), final) == (names[-1], None)


def test_a_bye_side_sends_the_other_on() -> None:
    stage = Stage("final", "knockout")
    matches = (
        Match("m1", "final", EntrySide("t1"), Bye()),
        Match("m2", "final", EntrySide("t2"), EntrySide("t3")),
        Match("m3", "final", WinnerOf("m1"), WinnerOf("m2"), round=2),
    )
    state = recompute(Competition(entries(3), (stage,), matches))
    assert sides(state, "m3") == ("t1", None)


def test_when_nobody_wins_the_next_opponent_goes_on_alone() -> None:
    competition = one_knockout(4)
    first, second, final = competition.matches
    played = with_results(competition, {first.id: Result(ResultKind.BOTH_NO_SHOW), second.id: won_by("home")})
    state = recompute(played)
    assert sides(state, final.id) == (NOBODY, str(second.home))
    assert state.get_match(final.id).winner == str(second.home)
    places = {place.entry: (place.first, place.last) for place in state.divisions[0].places}
    assert places[str(second.home)] == (1, 1)


def test_a_drawn_knock_out_is_noted_and_goes_nowhere() -> None:
    competition = with_results(one_knockout(2), {"m1": Result(home=1, away=1)})
    state = recompute(competition)
    assert state.get_match("m1").winner is None
    assert [note.code for note in state.notes] == ["draw_needs_shootout"]


def test_a_circle_names_the_matches_in_it() -> None:
    matches = (
        Match("m1", "final", EntrySide("t1"), WinnerOf("m2")),
        Match("m2", "final", EntrySide("t2"), WinnerOf("m1")),
    )
    with pytest.raises(CircleError) as refused:
        recompute(Competition(entries(2), (Stage("final", "knockout"),), matches))
    assert set(refused.value.match_ids) == {"m1", "m2"}


@given(seed=st.integers(0, 9999), pools=st.integers(2, 5), best=st.integers(0, 2), rounds=st.integers(0, 6))
def test_the_state_does_not_depend_on_the_order_of_the_input(seed: int, pools: int, best: int, rounds: int) -> None:
    rng = Random(seed)
    competition = pools_and_knockout(pools, 4, 1, best)
    for _ in range(rounds):
        competition = play_on(competition, rng)
    state, other = recompute(competition), recompute(shuffled(competition, rng))
    assert state.stages == other.stages
    assert state.divisions == other.divisions
    assert {match.id: match for match in state.matches} == {match.id: match for match in other.matches}


@given(seed=st.integers(0, 9999), data=st.data())
def test_a_correction_gives_what_a_fresh_computation_gives(seed: int, data: st.DataObject) -> None:
    competition, state = play_out(pools_and_knockout(4, 4, 2), Random(seed))
    match = data.draw(st.sampled_from(competition.matches))
    there = with_result(competition, match.id, won_by("away"))
    fresh = Competition(there.entries, there.stages, tuple(replace(m) for m in there.matches), there.rules, there.facts)
    assert recompute(there) == recompute(fresh)
    assert recompute(with_result(there, match.id, match.result)) == state


@given(seed=st.integers(0, 9999), pools=st.integers(2, 6), per_pool=st.integers(1, 3), best=st.integers(0, 2))
def test_played_out_every_team_has_one_place_and_a_reason(seed: int, pools: int, per_pool: int, best: int) -> None:
    competition = pools_and_knockout(pools, 4, per_pool, best)
    lot = tuple(entry.id for entry in competition.entries)
    _, state = play_out(replace(competition, facts=Facts(lots=(lot,))), Random(seed))
    places = state.divisions[0].places
    assert all(stage.complete for stage in state.stages)
    assert len(places) == pools * 4
    assert "undecided" not in {place.reason.code for place in places}
    for place in places:
        assert place.last - place.first + 1 == sum(other.first == place.first for other in places)


def test_a_stage_that_is_not_drawn_is_not_complete() -> None:
    stage = Stage("pools", "round_robin", entries=("t1", "t2"), pool_count=1)
    assert not recompute(Competition(entries(2), (stage,), ())).get_stage("pools").complete


@pytest.mark.parametrize("word", [WinnerOf, LoserOf])
def test_a_chain_of_matches_may_be_as_long_as_it_likes(word: type[WinnerOf] | type[LoserOf]) -> None:
    links = [Match("m0", "final", EntrySide("t0"), EntrySide("t1"))]
    links += [Match(f"m{n}", "final", word(f"m{n - 1}"), EntrySide(f"t{n + 1}")) for n in range(1, 1500)]
    played = tuple(replace(match, result=Result(home=1, away=0)) for match in reversed(links))
    state = recompute(Competition(entries(1501), (Stage("final", "knockout"),), played))
    assert all(match.is_over for match in state.matches)
    assert state.get_match("m1499").home == ("t0" if word is WinnerOf else "t1499")
