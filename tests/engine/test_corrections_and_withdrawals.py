"""What a correction or a withdrawal changes is worked out before it is done, and can be undone."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.competitions import one_pool, play_on, play_out, pools_and_knockout, with_results, won_by
from tournament.engine.correction import (
    Reach,
    correction_impact,
    impact_between,
    keep_played,
    reopen_matches,
    with_result,
)
from tournament.engine.recompute import recompute
from tournament.engine.values import Competition, Entry, Facts, MatchStatus, Policy, Result, ResultKind
from tournament.engine.withdrawal import (
    default_policy,
    reinstate,
    replace_entry,
    replacement_preview,
    withdraw,
    withdrawal_preview,
)


def pools_played() -> Competition:
    """Two pools of three played, so that the final is known: t1 and t2 won everything."""
    competition = pools_and_knockout(2, 3, 1)
    results: dict[str, Result | None] = {}
    for match in competition.matches:
        if match.pool:
            home, away = int(str(match.home)[1:]), int(str(match.away)[1:])
            results[match.id] = Result(home=5, away=0) if home < away else Result(home=0, away=5)
    return with_results(competition, results)


def final_of(competition: Competition) -> str:
    """The id of the last match."""
    return competition.matches[-1].id


def match_between(competition: Competition, one: str, other: str) -> str:
    """The id of the pool match between two."""
    return next(match.id for match in competition.matches if {str(match.home), str(match.away)} == {one, other})


def turned(competition: Competition, match_id: str) -> Result:
    """The result the other way round, by far."""
    old = competition.get_match(match_id).result
    assert old is not None
    return Result(home=20, away=0) if old.home == 0 else Result(home=0, away=20)


def test_the_same_result_changes_nothing() -> None:
    competition = pools_played()
    match = competition.matches[0]
    assert correction_impact(competition, match.id, match.result).reach is Reach.NOTHING


def test_other_goals_for_the_same_winner_change_only_numbers() -> None:
    competition = pools_played()
    match_id = match_between(competition, "t1", "t5")
    old = competition.get_match(match_id).result
    impact = correction_impact(competition, match_id, replace(old, home=old.home + 1, away=old.away + 1))
    assert impact.reach is Reach.NUMBERS
    assert (impact.affected, impact.changes.entries_to_tell) == ((), ())


def test_another_pool_winner_changes_a_final_that_has_not_started() -> None:
    competition = pools_played()
    match_id = match_between(competition, "t1", "t3")
    impact = correction_impact(competition, match_id, turned(competition, match_id))
    assert impact.reach is Reach.OPEN_MATCH
    assert [change.id for change in impact.affected] == [final_of(competition)]
    assert {"t1", "t3"} <= set(impact.changes.entries_to_tell)
    assert [(c.entry, c.before.rank, c.after.rank) for c in impact.changes.rows if c.has_other_rank] == [
        ("t3", 2, 1),
        ("t1", 1, 2),
    ]


@pytest.mark.parametrize("status", [MatchStatus.RUNNING, MatchStatus.FINISHED])
def test_a_final_under_way_or_played_is_flagged(status: MatchStatus) -> None:
    competition = pools_played()
    final = final_of(competition)
    result = won_by("home") if status is MatchStatus.FINISHED else None
    competition = replace(
        competition,
        matches=tuple(
            replace(match, status=status, result=result) if match.id == final else match
            for match in competition.matches
        ),
    )
    match_id = match_between(competition, "t1", "t3")
    impact = correction_impact(competition, match_id, turned(competition, match_id))
    assert impact.reach is Reach.PLAYED_MATCH
    assert [change.id for change in impact.played] == [final]


def test_a_played_match_can_be_kept_with_the_teams_that_played_it_or_opened_again() -> None:
    competition = with_result(pools_played(), final_of(pools_played()), won_by("home"))
    match_id = match_between(competition, "t1", "t3")
    impact = correction_impact(competition, match_id, turned(competition, match_id))
    kept = recompute(keep_played(impact)).get_match(final_of(competition))
    assert (kept.home, kept.away, kept.winner) == ("t1", "t2", "t1")
    opened = recompute(reopen_matches(impact.after.competition, [final_of(competition)]))
    again = opened.get_match(final_of(competition))
    assert (again.home, again.away, again.winner, again.result) == ("t3", "t2", None, None)


def test_a_team_that_played_less_than_half_is_annulled_else_forfeits_the_rest() -> None:
    competition = one_pool(5)
    own = [match.id for match in competition.matches if "t1" in (str(match.home), str(match.away))]
    assert default_policy(recompute(competition), "t1") is Policy.ANNUL
    one = with_results(competition, {own[0]: won_by("home")})
    assert default_policy(recompute(one), "t1") is Policy.ANNUL
    two = with_results(one, {own[1]: won_by("home")})
    assert default_policy(recompute(two), "t1") is Policy.FORFEIT


def test_annulled_matches_count_for_nobody_and_the_team_stands_last() -> None:
    competition, _ = play_out(one_pool(4), Random(3))
    pool = recompute(withdraw(competition, "t2", Policy.ANNUL)).get_pool("pools", "A")
    assert [row.played for row in pool.rows] == [2, 2, 2, 0]
    assert (pool.rows[-1].entry, pool.rows[-1].decided_by.criterion) == ("t2", "withdrawn")
    assert pool.complete


def test_a_forfeit_keeps_what_was_played_and_gives_the_rest_away() -> None:
    competition = one_pool(4)
    own = [match for match in competition.matches if "t2" in (str(match.home), str(match.away))]
    competition = with_results(competition, {own[0].id: won_by("home")})
    state = recompute(withdraw(competition, "t2", Policy.FORFEIT))
    assert state.get_match(own[0].id).result == won_by("home")
    for match in own[1:]:
        assert state.get_match(match.id).loser == "t2"
    assert state.get_pool("pools", "A").rows[-1].entry == "t2"


def test_a_result_entered_after_all_counts_instead_of_the_walkover() -> None:
    competition = withdraw(one_pool(2), "t2", Policy.FORFEIT)
    assert recompute(competition).get_match("m1").winner == "t1"
    played = with_result(competition, "m1", won_by("away"))
    assert recompute(played).get_match("m1").winner == "t2"


def test_who_leaves_after_the_pools_keeps_its_rank_and_loses_the_final_without_playing() -> None:
    competition = pools_played()
    impact = withdrawal_preview(competition, "t1", default_policy(recompute(competition), "t1"))
    assert impact.changes.rows == ()
    assert impact.after.get_match(final_of(competition)).winner == "t2"
    assert impact.before.get_match(final_of(competition)).winner is None


def test_two_who_leave_before_they_meet_leave_nobody() -> None:
    competition = withdraw(withdraw(one_pool(2), "t1", Policy.FORFEIT), "t2", Policy.FORFEIT)
    assert recompute(competition).get_match("m1").result == Result(ResultKind.BOTH_NO_SHOW)


@given(seed=st.integers(0, 9999), policy=st.sampled_from(Policy), rounds=st.integers(0, 5), entry=st.integers(1, 16))
def test_a_withdrawal_taken_back_leaves_no_trace(seed: int, policy: Policy, rounds: int, entry: int) -> None:
    competition, rng = pools_and_knockout(4, 4, 2), Random(seed)
    for _ in range(rounds):
        competition = play_on(competition, rng)
    name = f"t{entry}"
    assert reinstate(withdraw(competition, name, policy), name) == competition


@given(seed=st.integers(0, 9999), rounds=st.integers(0, 5))
def test_another_team_takes_place_results_and_facts(seed: int, rounds: int) -> None:
    competition, rng = pools_and_knockout(2, 4, 2), Random(seed)
    for _ in range(rounds):
        competition = play_on(competition, rng)
    competition = replace(competition, facts=Facts(adjust={"t1": -1}, lots=(("t1", "t2"),)))
    new = replace_entry(competition, "t1", Entry("reserve"))
    assert "t1" not in repr(recompute(new).divisions).replace("t10", "")
    before = {row.entry: row.rank for row in recompute(competition).get_pool("pools", "A").rows}
    after = {row.entry: row.rank for row in recompute(new).get_pool("pools", "A").rows}
    assert after == {("reserve" if name == "t1" else name): rank for name, rank in before.items()}


def test_a_replacement_is_previewed_and_nobody_takes_part_twice() -> None:
    competition = pools_played()
    impact = replacement_preview(competition, "t1", Entry("reserve"))
    assert final_of(competition) in {change.id for change in impact.affected}
    assert "reserve" in impact.changes.entries_to_tell
    with pytest.raises(ValueError, match="takes part already"):
        replace_entry(competition, "t1", Entry("t2"))


def test_a_deduction_that_moves_nobody_changes_numbers_only() -> None:
    competition = pools_played()
    last = recompute(competition).get_stage("pools").pools[0].rows[-1].entry
    fined = replace(competition, facts=replace(competition.facts, adjust={last: -1}))
    assert impact_between(competition, fined).reach is Reach.NUMBERS
