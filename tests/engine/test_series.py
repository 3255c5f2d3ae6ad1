"""A series: points per round, the best of them count, rows change members."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament.engine.outcome import Decision, Note, Place
from tournament.engine.series import BEST_ROUND, NEXT_BEST_ROUND, Promotion, place_points, promotion, rank_series

ROUNDS = st.lists(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12)), min_size=1, max_size=6)


def test_the_best_rounds_count_and_a_round_may_be_skipped() -> None:
    rows = rank_series([{"a": 9, "b": 4}, {"a": 1, "b": 7, "c": 20}, {"a": 6, "b": 7}], best=2)
    assert [(row.rank, row.competitor, row.points) for row in rows] == [(1, "c", 20), (2, "a", 15), (3, "b", 14)]
    assert rows[1].rounds == (9, 1, 6)
    assert rows[1].counted == (0, 2)
    assert rows[0].rounds == (None, 20, None)


def test_who_is_level_is_separated_by_the_best_single_round() -> None:
    rows = rank_series([{"a": 5, "b": 8, "c": 5}, {"a": 5, "b": 2, "c": 5}])
    assert [(row.rank, row.competitor) for row in rows] == [(1, "b"), (2, "a"), (2, "c")]


@given(rounds=ROUNDS, best=st.integers(1, 6))
def test_more_rounds_that_count_never_give_fewer_points(rounds: list[dict[str, float]], best: int) -> None:
    fewer = {row.competitor: row.points for row in rank_series(rounds, best)}
    more = {row.competitor: row.points for row in rank_series(rounds, best + 1)}
    everything = {row.competitor: row.points for row in rank_series(rounds)}
    assert all(fewer[name] <= more[name] <= everything[name] for name in fewer)
    assert all(len(row.counted) <= best for row in rank_series(rounds, best))


def test_places_give_points_and_shared_places_share_them() -> None:
    places = [Place("a", 1, 2, Note("x")), Place("b", 1, 2, Note("x")), Place("c", 9, 9, Note("x"))]
    assert place_points(places, [10, 8, 6], started=1) == {"a": 10, "b": 10, "c": 1}


def test_so_many_go_up_as_go_down() -> None:
    change = promotion([["a1"], ["a2"], ["a3"]], [["b1"], ["b2"]], 2)
    assert (change.up, change.down) == (("b1", "b2"), ("a2", "a3"))
    with pytest.raises(ValueError, match="cannot change"):
        promotion([["a1"]], [["b1"], ["b2"]], 2)


def test_who_is_level_where_the_line_is_drawn_is_left_to_people() -> None:
    change = promotion([["a1"], ["a2", "a3"], ["a4"]], [["b1", "b2"], ["b3"]], 2)
    assert (change.up, change.up_open) == (("b1", "b2"), ())
    assert (change.down, change.down_open) == (("a4",), ("a2", "a3"))
    alone = promotion([["a1"]], [["b1", "b2"]], 1)
    assert (alone.up, alone.up_open, alone.down) == ((), ("b1", "b2"), ("a1",))
    nobody = promotion([["a1", "a2"]], [["b1", "b2"]], 0)
    assert nobody == Promotion((), ())


def test_one_round_more_never_puts_anybody_lower() -> None:
    rows = rank_series([{"a": 9, "b": 9}, {"a": 6, "b": 6}, {"b": 3}], best=2)
    assert [(row.rank, row.competitor) for row in rows] == [(1, "b"), (2, "a")]
    level = rank_series([{"a": 9, "b": 9}, {"b": 0}])
    assert [row.rank for row in level] == [1, 1]


def test_a_row_says_why_it_stands_below_the_one_above() -> None:
    rows = rank_series([{"a": 5, "b": 8, "c": 4, "d": 4}, {"a": 5, "b": 2, "c": 4, "d": 4}])
    assert [row.decided_by for row in rows] == [
        None,
        Decision(BEST_ROUND, 8, 5),
        Decision("points", 10, 8),
        None,
    ]
    deeper = rank_series([{"a": 6, "b": 6}, {"a": 4, "b": 3}, {"b": 1}])
    assert deeper[1].decided_by == Decision(NEXT_BEST_ROUND, 4, 3)


def test_a_third_of_the_points_three_times_is_all_of_them() -> None:
    shared = place_points([Place(name, 1, 3, Note("table_rank")) for name in "abc"], (10, 8, 1))
    alone = {"d": 19, "a": 0}
    rows = rank_series([shared, shared, {**shared, "d": 0}, alone])
    assert {row.competitor: row.points for row in rows} == {"a": 19, "b": 19, "c": 19, "d": 19}
    assert [row.competitor for row in rows if row.rank == 1] == ["d"]
