"""Moving a match by hand."""

import pytest

from tests.timetable.places import free_places
from tournament.timetable.checker import check_plan
from tournament.timetable.codes import Code
from tournament.timetable.model import Break, Court, Day, Match, Placement, Plan, Ref, Rests
from tournament.timetable.moves import Room, check_move, move, weigh_places

DAY = Day(
    courts=(Court("c1", ((0, 120),)), Court("c2", ((30, 90),))),
    matches=(
        Match("m1", "pools", "pools", 10, 5, ("s", "t")),
        Match("m2", "pools", "pools", 10, 5, ("u", "v")),
        Match("m3", "pools", "pools", 10, 5, ("s", "u")),
    ),
    grid=10,
    rests=Rests(10, 10),
    breaks=(Break(60, 70),),
)
PLAN = Plan((Placement("m1", "c1", 0), Placement("m2", "c1", 20), Placement("m3", "c1", 40)))


def test_a_free_place_has_no_conflicts() -> None:
    assert check_move(DAY, PLAN, "m3", "c2", 40) == ()


def test_every_conflict_is_named_at_once() -> None:
    found = check_move(DAY, PLAN, "m3", "c1", 20)
    assert {finding.code for finding in found} == {Code.COURT_TAKEN, Code.TEAM_BUSY}
    assert found[0].facts["other"] == Ref("match", "m2")


def test_a_place_outside_the_window_and_before_the_rest_is_named() -> None:
    found = check_move(DAY, PLAN, "m3", "c2", 10)
    assert {finding.code for finding in found} == {Code.OUTSIDE_WINDOW, Code.TEAM_REST}


def test_free_places_are_listed_for_each_court() -> None:
    assert free_places(DAY, PLAN, "m3") == {"c1": (40, 50, 70, 80, 90, 100, 110), "c2": (40, 50, 70, 80)}


def test_every_place_is_weighed_at_once_as_one_by_one() -> None:
    no_room = {Code.COURT_TAKEN, Code.OUTSIDE_WINDOW}
    starts = range(0, 130, 5)
    weighed = {(c, s): room for c, s, room in weigh_places(DAY, PLAN, "m3", starts, no_room=no_room)}
    assert len(weighed) == 2 * len(starts)
    for (court, start), room in weighed.items():
        codes = {finding.code for finding in check_move(DAY, PLAN, "m3", court, start)}
        assert room is (Room.NONE if codes & no_room else Room.COSTLY if codes else Room.FREE), (court, start)
    loose = {
        (c, s): room for c, s, room in weigh_places(DAY, PLAN, "m3", starts, no_room=no_room, ignored={Code.OFF_GRID})
    }
    assert (weighed["c1", 45], loose["c1", 45]) == (Room.COSTLY, Room.FREE)


def test_an_unknown_match_is_an_error() -> None:
    with pytest.raises(KeyError):
        free_places(DAY, PLAN, "m9")


def test_a_move_changes_one_match() -> None:
    moved = move(PLAN, "m3", "c2", 40)
    assert set(PLAN.placements) - set(moved.placements) == {Placement("m3", "c1", 40)}
    assert check_plan(DAY, moved) == ()
