"""The shape of eliminations: parts, steps, cells that line up, and the places that a stage plays for."""

from random import Random

import pytest

from tests.engine.competitions import one_knockout, play_out
from tests.make_formats import in_a_line, in_pools, teams
from tournament.bracket_shape import Part, Shape, first_places, shape_of
from tournament.engine.recompute import recompute


def shape(code: str, count: int, **options: object) -> Shape:
    return shape_of(in_a_line(code, teams(count), **options).matches, code)


@pytest.mark.parametrize("count", [*range(2, 34), 47, 64])
def test_every_match_of_a_knock_out_has_one_cell_in_its_round(count: int) -> None:
    competition = one_knockout(count, bronze=True)
    found = shape_of(competition.matches, "knockout")
    cells = [key for tree in found.trees for layer in tree.layers for key in layer.cells if key is not None]
    assert sorted(cells) == sorted(match.id for match in competition.matches)
    for tree in found.trees:
        for layer, following in zip(tree.layers, tree.layers[1:], strict=False):
            assert len(layer.cells) == layer.joins * len(following.cells)


@pytest.mark.parametrize(
    ("count", "first_round", "is_partial"), [(4, 2, False), (5, 1, True), (8, 4, False), (12, 4, True), (22, 6, True)]
)
def test_a_first_round_with_fewer_matches_than_room_is_a_cadrage(
    count: int, first_round: int, is_partial: bool
) -> None:
    seats = [seat for seat in shape("knockout", count).seats.values() if seat.step == 1]
    assert len(seats) == first_round
    assert {seat.is_partial for seat in seats} == {is_partial}


def test_a_lone_semi_final_is_no_cadrage() -> None:
    assert not any(seat.is_partial for seat in shape("knockout", 3).seats.values())


def test_cells_are_empty_where_the_best_wait() -> None:
    tree = shape("knockout", 22).trees[0]
    assert [len(layer.cells) for layer in tree.layers] == [8, 8, 4, 2, 1]
    assert tree.layers[0].cells.count(None) == 2
    assert [layer.joins for layer in tree.layers] == [1, 2, 2, 2, 0]


@pytest.mark.parametrize("count", [3, 4, 6, 8, 12, 16])
def test_a_double_elimination_has_two_sides_and_a_final(count: int) -> None:
    found = shape("double_elimination", count, grand_final="reset")
    parts = [tree.part for tree in found.trees]
    assert parts == [Part.UPPER, Part.LOWER, Part.FINAL, Part.DECIDER]
    finals = [seat for seat in found.seats.values() if seat.part in (Part.FINAL, Part.DECIDER)]
    assert len(finals) == 2


def test_rounds_of_the_second_chance_are_counted_from_one() -> None:
    lower = [seat for seat in shape("double_elimination", 12).seats.values() if seat.part is Part.LOWER]
    assert sorted({seat.step for seat in lower}) == [1, 2, 3, 4, 5]


def test_full_placement_is_a_tree_for_each_first_place() -> None:
    found = shape("placement", 8)
    assert [tree.part for tree in found.trees] == [Part.TREE, Part.PLACES, Part.PLACES, Part.PLACES]
    assert [len(tree.layers) for tree in found.trees] == [3, 1, 2, 1]


def test_bronze_stands_beside_the_tree() -> None:
    found = shape("knockout", 8, bronze=True)
    assert [tree.part for tree in found.trees] == [Part.TREE, Part.BRONZE]


def test_a_play_off_knows_the_best_place_it_plays_for() -> None:
    competition = in_pools("round_robin", 2, 4, per_pool=2)
    assert first_places(recompute(competition)) == {"puljer": 1, "A": 1, "B": 5}
    after, _state = play_out(competition, Random(1))
    assert first_places(recompute(after)) == {"puljer": 1, "A": 1, "B": 5}


def test_the_tree_of_a_stage_that_ends_before_the_final_has_no_final() -> None:
    competition = one_knockout(8)
    matches = [match for match in competition.matches if match.round < 3]
    assert not any(seat.has_final for seat in shape_of(matches, "knockout").seats.values())


def test_a_stage_without_matches_has_an_empty_shape() -> None:
    assert shape_of([], "knockout") == Shape({}, ())
