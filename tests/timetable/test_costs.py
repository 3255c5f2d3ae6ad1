"""What the inputs of a day cost: each line is the bound with and without, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.timetable.days import days, load_day, pool_of
from tournament.timetable.bounds import Bounds, find_bound
from tournament.timetable.codes import Code
from tournament.timetable.conflicts import find_bounds
from tournament.timetable.costs import Cost, CostKind, Costs, list_costs
from tournament.timetable.grid import grid_of
from tournament.timetable.model import Break, Court, Day, Match, Pin, Ref, Rests, Wish
from tournament.timetable.normalise import normalise

FOUR = ["a", "b", "c", "d"]


def day_of(courts: int = 1, closes: int = 240, **changes: Any) -> Day:
    """A pool of four in matches of ten minutes."""
    values: dict[str, Any] = {
        "courts": tuple(Court(f"c{n}", ((0, closes),)) for n in range(courts)),
        "matches": tuple(pool_of(FOUR)),
        "rests": Rests(0, 0),
    }
    return Day(**(values | changes))


def of_kind(costs: Costs, kind: CostKind) -> list[Cost]:
    return [cost for cost in costs.lines if cost.kind is kind]


def test_courts_are_told_with_one_fewer_and_more_also_where_nothing_changes() -> None:
    costs = list_costs(day_of(2))
    assert costs.end == 30
    assert [(cost.facts["count"], cost.end) for cost in costs.courts] == [(1, 60), (3, 30), (4, 30)]
    assert [cost.facts["count"] for cost in list_costs(day_of(1)).courts] == [2, 3]


def test_a_break_costs_what_it_takes() -> None:
    costs = list_costs(day_of(breaks=(Break(30, 60, "day.breaks[0]"),)))
    assert costs.end == 90
    (line,) = of_kind(costs, CostKind.BREAK)
    assert (line.end, line.sources) == (60, ("day.breaks[0]",))


def test_a_break_that_costs_nothing_is_not_told() -> None:
    assert of_kind(list_costs(day_of(breaks=(Break(100, 130),))), CostKind.BREAK) == []


def test_a_shorter_rest_and_shorter_matches() -> None:
    costs = list_costs(day_of(2, rests=Rests(15, 15)))
    assert costs.end == 60
    (rest,) = of_kind(costs, CostKind.REST)
    assert (rest.end, rest.facts) == (50, {"minutes": 15, "less": 10})
    longer = tuple(replace(match, play=20) for match in pool_of(FOUR))
    (play,) = of_kind(list_costs(day_of(1, matches=longer)), CostKind.PLAY)
    assert (play.end, play.facts["less"]) == (90, 15)


def test_one_teams_wish_is_told_by_the_team() -> None:
    wishes = (Wish("a", not_before=120, source="day.wishes[0]"), Wish("b", not_before=5, source="day.wishes[1]"))
    costs = list_costs(day_of(wishes=wishes))
    assert costs.end == 150
    assert [(line.facts["whom"], line.end) for line in of_kind(costs, CostKind.WISH)] == [(Ref("entry", "a"), 60)]
    assert of_kind(costs, CostKind.WISHES) == []


def test_wishes_that_only_cost_together_are_told_together() -> None:
    wishes = (Wish("a", not_before=120), Wish("b", not_before=120))
    costs = list_costs(day_of(wishes=wishes, matches=tuple(pool_of(["a", "b"]))))
    assert [(line.kind, line.end) for line in costs.lines] == [(CostKind.WISHES, 10)]


def test_a_stage_that_must_wait_and_a_match_that_is_held() -> None:
    costs = list_costs(day_of(wishes=(Wish(stage="pools", not_before=60),)))
    assert [(line.facts["whom"], line.end) for line in of_kind(costs, CostKind.WISH)] == [(Ref("stage", "pools"), 60)]
    costs = list_costs(day_of(pins=(Pin("ab", start=200),)))
    assert [(line.facts["match"], line.end) for line in of_kind(costs, CostKind.PIN)] == [(Ref("match", "ab"), 60)]


def test_matches_at_one_time_wait_for_the_later_of_them() -> None:
    wish = Wish("a", not_before=120)
    costs = list_costs(day_of(2, matches=tuple(pool_of(["a", "b"]) + pool_of(["c", "d"])), same_time=(("ab", "cd"),)))
    assert of_kind(costs, CostKind.SAME_TIME) == []
    late = (Match("x", "s", "s", 10, 0, ("a", "b")), Match("y", "s", "s", 10, 0, ("c", "d")))
    follows = Match("z", "s", "s", 60, 0, ("e", "f"), ("y",))
    costs = list_costs(day_of(2, matches=(*late, follows), wishes=(wish,), same_time=(("x", "y"),)))
    assert costs.end == 190
    assert [line.end for line in of_kind(costs, CostKind.SAME_TIME)] == [130]


def test_a_day_that_cannot_be_planned_says_why_and_what_would_help() -> None:
    costs = list_costs(day_of(1, closes=40))
    assert (costs.end, costs.bound) == (None, None)
    assert [finding.code for finding in costs.conflicts] == [Code.COURTS_FULL]
    assert [(cost.facts["count"], cost.end) for cost in costs.courts] == [(2, 30), (3, 30)]


def test_a_pin_off_its_court_is_a_conflict_that_more_courts_do_not_mend() -> None:
    day = day_of(1, grid=10, pins=(Pin("ab", start=5, source="day.pins[0]"),))
    costs = list_costs(day)
    assert [finding.code for finding in costs.conflicts] == [Code.PIN_OFF_GRID]
    assert [cost.end for cost in costs.courts] == [None, None]
    assert [line.end for line in of_kind(costs, CostKind.PIN)] == [60]


def test_what_there_is_no_time_for_is_left_out_and_said() -> None:
    def tired() -> Iterator[bool]:
        yield False
        while True:
            yield True

    asked = tired()
    costs = list_costs(day_of(2, rests=Rests(15, 15)), stop=lambda: next(asked))
    assert (len(costs.courts), costs.lines, costs.is_whole) == (1, (), False)
    assert costs.end is not None


@pytest.mark.parametrize("name", ["a", "b", "d", "8x4-4"])
def test_every_line_is_the_bound_of_the_changed_day(name: str) -> None:
    day = load_day(name)
    costs = list_costs(day)
    assert costs.bound == find_bound(normalise(day))
    ends = [line.end for line in costs.lines if line.end is not None]
    assert ends == sorted(ends)
    for line in costs.lines:
        less = line.facts["less"]
        assert isinstance(less, int)
        changed = replace(day, rests=Rests(min(less, day.rests.same), min(less, day.rests.other)))
        if line.kind is CostKind.PLAY:
            stage = line.facts["stage"]
            matches = tuple(replace(m, play=less) if Ref("stage", m.stage) == stage else m for m in day.matches)
            changed = replace(day, matches=matches, grid=grid_of(matches, day.rests))
        assert line.end == find_bound(normalise(changed)).minutes != costs.end


def end_of(day: Day) -> int | None:
    bounds = find_bounds(day)
    return bounds.first_end("team", "courts") if bounds is not None else None


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(days())
def test_what_is_told_is_what_changes_the_end_by_itself(day: Day) -> None:
    costs, end = list_costs(day), end_of(day)
    assert (costs.end, costs.is_whole) == (end, True)
    alone = {(CostKind.BREAK, ("day.breaks",)): end_of(replace(day, breaks=()))} if day.breaks else {}
    for pin in day.pins:
        alone[CostKind.PIN, (pin.source,)] = end_of(replace(day, pins=tuple(p for p in day.pins if p != pin)))
    whose = {wish.whom: [w for w in day.wishes if w.whom == wish.whom and w.meal is None] for wish in day.wishes}
    for wishes in filter(None, whose.values()):
        kept = tuple(wish for wish in day.wishes if wish not in wishes)
        alone[CostKind.WISH, tuple(wish.source for wish in wishes)] = end_of(replace(day, wishes=kept))
    hungry = [wish for wish in day.wishes if wish.meal]
    if hungry:
        kept = tuple(wish for wish in day.wishes if wish.meal is None)
        alone[CostKind.MEAL, tuple(wish.source for wish in hungry)] = end_of(replace(day, wishes=kept))
    kinds = {CostKind.BREAK, CostKind.PIN, CostKind.WISH, CostKind.MEAL}
    told = {(line.kind, line.sources): line.end for line in costs.lines if line.kind in kinds}
    assert told == {what: changed for what, changed in alone.items() if changed != end}


@pytest.mark.parametrize("near", [0, 100, 345, 400, 5000])
def test_the_bound_is_the_same_wherever_one_begins_to_look(near: int) -> None:
    bounds = Bounds(normalise(load_day("b")))
    assert bounds.first_end("team", "courts", near=near) == bounds.first_end("team", "courts") == 345


def test_a_match_of_its_own_kind() -> None:
    day = day_of(matches=(*pool_of(FOUR), Match("final", "final", "final", 20, 0, (), ("ab", "cd"))))
    assert list_costs(day).end == 80
