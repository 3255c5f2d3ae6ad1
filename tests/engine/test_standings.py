"""Tables: what counts, in which order, and why each row stands where it does."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.competitions import SCORES, one_pool, shuffled, with_results
from tournament.engine.criteria import CRITERIA
from tournament.engine.outcome import Row
from tournament.engine.presets import PRESETS
from tournament.engine.recompute import recompute
from tournament.engine.selectors import EntrySide
from tournament.engine.values import Competition, Facts, Match, Points, Restart, Result, ResultKind, Rules

CHAINS = st.lists(st.sampled_from(CRITERIA), min_size=1, max_size=8, unique=True).map(tuple)


def rows_of(competition: Competition) -> tuple[Row, ...]:
    """The table of the only pool."""
    return recompute(competition).get_pool("pools", "A").rows


def scored(competition: Competition, *scores: tuple[int, int]) -> Competition:
    """The competition with its first matches played to these scores."""
    return with_results(
        competition,
        {m.id: Result(home=home, away=away) for m, (home, away) in zip(competition.matches, scores, strict=False)},
    )


def only_result(kind: ResultKind, rules: Rules | None = None) -> tuple[Row, Row]:
    """The rows of t1 and t2 after one match between them, t1 at home."""
    competition = one_pool(2, rules=rules)
    state = recompute(with_results(competition, {competition.matches[0].id: Result(kind)}))
    rows = {row.entry: row for row in state.get_pool("pools", "A").rows}
    return rows["t1"], rows["t2"]


@st.composite
def played_pools(draw: st.DrawFn) -> Competition:
    """A pool of 2 to 7 with some of its matches played, any rules, and some facts."""
    rules = Rules(
        points=draw(st.sampled_from([Points(), Points(2, 1, 0), Points(3, 1, 0, 2, 1)])),
        tiebreak=draw(CHAINS),
        h2h_restart=draw(st.sampled_from(Restart)),
    )
    competition = one_pool(draw(st.integers(2, 7)), draw(st.integers(1, 3)), rules)
    results: dict[str, Result | None] = {}
    for match in competition.matches:
        kind = draw(st.sampled_from([None, *ResultKind, ResultKind.PLAYED, ResultKind.PLAYED]))
        if kind is ResultKind.PLAYED:
            home, away = draw(SCORES)
            results[match.id] = Result(
                kind, home, away, draw(st.sampled_from(["home", "away"])) if home == away else None
            )
        elif kind:
            results[match.id] = Result(kind)
    names = [entry.id for entry in competition.entries]
    facts = Facts(
        adjust=draw(st.dictionaries(st.sampled_from(names), st.integers(-3, 3))),
        fair_play=draw(st.dictionaries(st.sampled_from(names), st.integers(-9, 0))),
        lots=tuple(draw(st.lists(st.permutations(names).map(tuple), max_size=1))),
    )
    return replace(with_results(competition, results), facts=facts)


@given(played_pools(), st.randoms(use_true_random=False))
def test_the_table_is_the_same_in_whatever_order_entries_and_matches_stand(pool: Competition, order: Random) -> None:
    assert rows_of(pool) == rows_of(shuffled(pool, order))


@given(played_pools())
def test_ranks_are_total_and_skip_after_shared_ones(pool: Competition) -> None:
    rows = rows_of(pool)
    assert [row.rank for row in rows] == [1 + sum(other.rank < row.rank for other in rows) for row in rows]
    assert [(row.rank, row.entry) for row in rows] == sorted((row.rank, row.entry) for row in rows)


@given(played_pools())
def test_every_row_says_what_put_it_below_the_one_above_unless_they_share_the_rank(pool: Competition) -> None:
    rows = rows_of(pool)
    assert rows[0].decided_by is None
    for above, row in pairwise(rows):
        assert (row.decided_by is None) == (row.rank == above.rank)
        if row.decided_by:
            assert row.decided_by.criterion in pool.rules.tiebreak
            assert {above.entry, row.entry} <= set(row.decided_by.among)
            # 3-0 and 0-0 both have no goal average to show, and stand apart all the same.
            undefined = row.decided_by.criterion == "goal_average" and row.decided_by.above is None
            assert undefined or row.decided_by.above != row.decided_by.here


@given(played_pools())
def test_the_first_criterion_is_never_broken(pool: Competition) -> None:
    first = pool.rules.tiebreak[0]
    if first in ("points", "wins", "goal_diff", "goals_for"):
        numbers = [row.metrics[first] for row in rows_of(pool)]
        assert numbers == sorted(numbers, reverse=True)


@given(st.integers(2, 8))
def test_unplayed_is_not_nil_nil(teams: int) -> None:
    rows = rows_of(one_pool(teams))
    assert {(row.rank, row.played, row.drawn, row.points) for row in rows} == {(1, 0, 0, 0)}


def test_a_circle_of_three_is_shared_when_nothing_else_separates() -> None:
    # 1 beats 2, 2 beats 3, 3 beats 1, all 1-0.
    competition = one_pool(3)
    winner = {("t1", "t2"): "t1", ("t2", "t3"): "t2", ("t1", "t3"): "t3"}
    results: dict[str, Result | None] = {}
    for match in competition.matches:
        pair = (str(match.home), str(match.away))
        won = winner[min(pair), max(pair)]
        results[match.id] = Result(home=int(won == pair[0]), away=int(won == pair[1]))
    played = with_results(competition, results)
    assert [row.rank for row in rows_of(played)] == [1, 1, 1]
    drawn = replace(played, facts=Facts(lots=(("t3", "t1", "t2"),)))
    assert [row.entry for row in rows_of(drawn)] == ["t3", "t1", "t2"]
    assert rows_of(drawn)[1].decided_by.criterion == "lots"


def test_a_lot_for_some_of_those_who_are_level_decides_nothing() -> None:
    competition = replace(one_pool(3), facts=Facts(lots=(("t2", "t1"),)))
    assert [row.rank for row in rows_of(competition)] == [1, 1, 1]


def test_two_who_were_level_are_told_the_score_between_them() -> None:
    rules = Rules(tiebreak=("points", "h2h_points", "goal_diff"))
    # Rounds of four: 1-4 2-3, 4-3 1-2, 2-4 3-1.
    rows = rows_of(scored(one_pool(4, rules=rules), (0, 1), (3, 0), (1, 0), (2, 0), (0, 0), (2, 1)))
    decision = next(row.decided_by for row in rows if row.decided_by and row.decided_by.score)
    assert decision.criterion == "h2h_points"
    assert len(decision.among) == 2


def test_goal_average_survives_a_clean_sheet() -> None:
    rows = rows_of(scored(one_pool(3, rules=Rules(tiebreak=("goal_average",))), (5, 1), (2, 0), (0, 0)))
    # The rounds of three: t2-t3 5-1, t1-t2 2-0, t3-t1 0-0.
    averages = [(row.entry, row.metrics["goal_average"]) for row in rows]
    assert averages == [("t1", None), ("t2", Fraction(5, 3)), ("t3", Fraction(1, 5))]
    one_sided = rows_of(scored(one_pool(2, rules=Rules(tiebreak=("goal_average",))), (3, 0)))
    assert [(row.entry, row.metrics["goal_average"]) for row in one_sided] == [("t1", None), ("t2", 0)]


def test_a_walkover_gives_the_score_of_the_rules_and_a_no_show() -> None:
    winner, absent = only_result(ResultKind.WALKOVER_HOME)
    assert (winner.won, winner.points, winner.goals_for, winner.goals_against) == (1, 3, 3, 0)
    assert (absent.lost, absent.points, absent.goals_for, absent.goals_against) == (1, 0, 0, 3)
    assert (winner.metrics["no_shows"], absent.metrics["no_shows"]) == (0, 1)
    absent, winner = only_result(ResultKind.WALKOVER_AWAY)
    assert (winner.goals_for, absent.metrics["no_shows"]) == (3, 1)


def test_a_walkover_without_a_score_is_a_win_without_goals() -> None:
    winner, absent = only_result(ResultKind.WALKOVER_HOME, Rules(walkover=None))
    assert (winner.points, winner.goals_for, absent.goals_against) == (3, 0, 0)


def test_when_both_stay_away_both_lose_and_no_goals_count() -> None:
    for row in only_result(ResultKind.BOTH_NO_SHOW):
        assert (row.played, row.lost, row.points, row.goals_for, row.goals_against) == (1, 1, 0, 0, 0)
        assert row.metrics["no_shows"] == 1


def test_an_annulled_match_counts_for_nothing() -> None:
    for row in only_result(ResultKind.ANNULLED):
        assert (row.played, row.points, row.goals_for) == (0, 0, 0)


def test_counted_no_shows_and_those_of_the_facts_are_added() -> None:
    competition = one_pool(2)
    played = with_results(competition, {competition.matches[0].id: Result(ResultKind.WALKOVER_AWAY)})
    rows = rows_of(replace(played, facts=Facts(no_shows={"t1": 2})))
    assert {row.entry: row.metrics["no_shows"] for row in rows} == {"t1": 3, "t2": 0}


@pytest.mark.parametrize(("points", "won", "drawn"), [(Points(3, 1, 0, 2, 1), 1, 0), (Points(3, 1, 0), 0, 1)])
def test_a_shoot_out_is_a_win_only_where_it_has_points_of_its_own(points: Points, won: int, drawn: int) -> None:
    competition = one_pool(2, rules=Rules(points=points, tiebreak=("points", "wins")))
    played = with_results(competition, {"m1": Result(home=2, away=2, shootout="away")})
    row = next(row for row in rows_of(played) if row.entry == "t2")
    assert (row.won, row.drawn, row.goals_for, row.goals_against) == (won, drawn, 2, 2)
    assert row.points == (2 if won else 1)


def test_a_deduction_is_taken_from_the_points() -> None:
    played = scored(one_pool(2), (1, 0))
    rows = rows_of(replace(played, facts=Facts(adjust={"t1": -4})))
    assert [(row.entry, row.points) for row in rows] == [("t2", 0), ("t1", -1)]


def test_sets_count_as_goals_and_what_was_won_in_them_as_points() -> None:
    rules = Rules(tiebreak=("points", "goal_diff", "point_diff", "points_for"))
    result = Result(home=2, away=1, sets=((11, 7), (9, 11), (11, 5)))
    rows = rows_of(with_results(one_pool(2, rules=rules), {"m1": result}))
    assert [(row.goals_for, row.metrics["point_diff"], row.metrics["points_for"]) for row in rows] == [
        (2, 8, 31),
        (1, -8, 23),
    ]


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_names_criteria_that_can_be_worked_out(name: str) -> None:
    assert set(PRESETS[name].tiebreak) <= set(CRITERIA)


def test_an_unknown_criterion_is_our_bug() -> None:
    with pytest.raises(ValueError, match="luck"):
        rows_of(one_pool(2, rules=Rules(tiebreak=("luck",))))


def test_the_block_starts_again_for_a_smaller_tie_that_it_leaves_where_the_rules_say_so() -> None:
    """Four teams on 4 points; the block over all leaves b and d level, a and c level; then d beat b and c beat a."""
    competition = one_pool(4)
    a, b, c, d = (EntrySide(entry.id) for entry in competition.entries)
    scores = [(a, b, 1, 1), (a, c, 0, 1), (a, d, 2, 1), (b, c, 2, 1), (b, d, 1, 2), (c, d, 1, 1)]
    matches = tuple(
        Match(f"m{n}", "pools", one, other, pool="A", result=Result(home=x, away=y))
        for n, (one, other, x, y) in enumerate(scores)
    )
    chain = ("points", "h2h_points", "h2h_goal_diff", "h2h_goals_for", "goal_diff", "goals_for")
    orders = {}
    for restart in Restart:
        rules = Rules(tiebreak=chain, h2h_restart=restart)
        orders[restart] = [(r.rank, r.entry) for r in rows_of(replace(competition, matches=matches, rules=rules))]
    assert orders == {
        Restart.BLOCK: [(1, "t4"), (2, "t2"), (3, "t3"), (4, "t1")],
        Restart.NONE: [(1, "t2"), (1, "t4"), (3, "t1"), (3, "t3")],
    }
