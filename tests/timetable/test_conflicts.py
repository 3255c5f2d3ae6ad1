"""A day that cannot be planned says why, at once, and names the paths of the input that cause it."""

from dataclasses import replace
from random import Random

from tests.timetable.by_rules import plan_day
from tests.timetable.days import load_day, pool_of
from tournament.timetable.codes import Code
from tournament.timetable.conflicts import find_conflicts
from tournament.timetable.model import (
    At,
    Break,
    Court,
    Day,
    Finding,
    Match,
    Meal,
    Pin,
    Placement,
    Ref,
    Rests,
    Walk,
    Wish,
)

COURTS = (Court("c1", ((0, 300),), source="day.courts[0]"), Court("c2", ((0, 300),), source="day.courts[1]"))
DAY = Day(courts=COURTS, matches=tuple(pool_of(["s", "t", "u", "v"])), rests=Rests(15, 15))


def only_conflict(day: Day) -> Finding:
    (conflict,) = find_conflicts(day)
    outcome = plan_day(day, Random(1))
    assert outcome.plan is None
    assert outcome.conflicts == (conflict,)
    return conflict


def test_a_day_without_conflict_has_a_plan() -> None:
    assert find_conflicts(DAY) == ()
    assert plan_day(DAY, Random(1)).plan is not None


def test_a_team_that_leaves_before_its_matches_can_end() -> None:
    day = replace(
        DAY,
        wishes=(
            Wish(entry="u", not_before=5, source="day.wishes[0]"),
            Wish(entry="s", leaves=55, source="day.wishes[1]"),
        ),
    )
    conflict = only_conflict(day)
    assert conflict.code == Code.TEAM_STAY
    assert conflict.facts["who"] == Ref("entry", "s")
    assert conflict.facts["needs"] == At(60)
    assert conflict.sources == ("day.wishes[1]", "day.rest_minutes")
    assert find_conflicts(replace(day, rests=Rests())) == ()


def test_more_matches_than_the_courts_can_play_by_then() -> None:
    day = replace(DAY, courts=tuple(replace(court, windows=((0, 25),)) for court in COURTS), rests=Rests())
    conflict = only_conflict(day)
    assert conflict.code in (Code.COURTS_FULL, Code.TEAM_STAY)
    assert conflict.sources == ("day.courts",)


def test_forty_matches_by_half_past_ten() -> None:
    b = load_day("b")
    leaving = tuple(Wish(entry=f"t{n}", leaves=90, source=f"day.wishes[{n - 1}]") for n in range(1, 29))
    conflict = only_conflict(replace(b, wishes=leaving))
    assert conflict.code == Code.COURTS_FULL
    assert conflict.facts["by"] == At(90)
    assert conflict.facts["count"] == 42
    assert conflict.facts["reach"] == 36
    assert conflict.sources == ("day.wishes",)


def test_all_teams_leave_before_the_pools_can_be_over() -> None:
    b = load_day("b")
    leaving = tuple(Wish(entry=f"t{n}", leaves=165, source=f"day.wishes[{n - 1}]") for n in range(1, 49))
    day = replace(b, wishes=leaving)
    conflict = only_conflict(day)
    assert (conflict.code, conflict.sources) == (Code.COURTS_FULL, ("day.wishes",))
    assert conflict.facts["count"] == 72
    assert find_conflicts(replace(day, wishes=())) == ()


def test_two_pins_on_one_court() -> None:
    pins = (Pin("st", "c1", 30, source="day.pins[0]"), Pin("uv", "c1", 35, source="day.pins[1]"))
    conflict = only_conflict(replace(DAY, pins=pins))
    assert conflict.code == Code.PINS_COLLIDE
    assert set(conflict.sources) == {"day.pins[0]", "day.pins[1]"}


def test_two_pins_back_to_back_for_one_team() -> None:
    pins = (Pin("st", "c1", 30, source="day.pins[0]"), Pin("su", None, 40, source="day.pins[1]"))
    conflict = only_conflict(replace(DAY, pins=pins))
    assert conflict.code == Code.PINS_COLLIDE
    assert set(conflict.sources) == {"day.pins[0]", "day.pins[1]", "day.rest_minutes"}


def test_a_pin_in_a_break_needs_both_named() -> None:
    day = replace(DAY, pins=(Pin("st", None, 30, source="day.pins[0]"),), breaks=(Break(20, 40, "day.breaks[0]"),))
    conflict = only_conflict(day)
    assert conflict.code == Code.NO_START
    assert conflict.sources == ("day.pins[0]", "day.breaks[0]")


def test_a_pin_off_the_grid() -> None:
    assert only_conflict(replace(DAY, pins=(Pin("st", None, 32, source="day.pins[0]"),))).code == Code.PIN_OFF_GRID


def test_a_stage_that_no_court_takes() -> None:
    courts = tuple(replace(court, stages=frozenset({"final"})) for court in COURTS)
    conflict = only_conflict(replace(DAY, courts=courts))
    assert (conflict.code, conflict.sources) == (Code.NO_COURT, ("day.courts",))


def test_a_person_on_both_sides() -> None:
    day = replace(DAY, matches=DAY.matches[:1], people={"s": ("p",), "t": ("p",)})
    assert only_conflict(day).code == Code.PERSON_AGAINST_SELF


def test_two_matches_of_one_team_at_the_same_time() -> None:
    assert only_conflict(replace(DAY, same_time=(("st", "su"),))).code == Code.SAME_TIME_CLASH


def test_a_meal_longer_than_its_time() -> None:
    day = replace(DAY, wishes=(Wish(entry="s", meal=Meal(60, 70, 20), source="day.wishes[0]"),))
    conflict = only_conflict(day)
    assert (conflict.code, conflict.sources) == (Code.MEAL_TOO_SHORT, ("day.wishes[0]",))


def test_matches_that_wait_for_each_other() -> None:
    pins = (Pin("st", after=("uv",), source="day.pins[0]"), Pin("uv", after=("st",), source="day.pins[1]"))
    conflict = only_conflict(replace(DAY, pins=pins))
    assert conflict.code == Code.CIRCLE
    assert set(conflict.sources) == {"day.pins[0]", "day.pins[1]"}


def test_a_match_without_a_place_says_which_rule_stopped_it() -> None:
    """Three matches of one team and its meal fit by the sums, but not in any order."""
    matches = tuple(Match(f"m{n}", "a", "a", 20, 0, ("s",)) for n in range(3))
    meal = Wish(entry="s", meal=Meal(25, 55, 20))
    outcome = plan_day(Day(courts=(Court("c1", ((0, 80),)),), matches=matches, wishes=(meal,)), Random(1))
    assert outcome.plan is not None
    assert [missing.reason.code for missing in outcome.plan.not_placed] == [Code.NO_TIME_WITH_MEAL]


def test_a_held_match_keeps_the_others_away() -> None:
    frozen = (Placement("st", "c1", 0),)
    outcome = plan_day(replace(DAY, frozen=frozen), Random(1))
    assert outcome.plan is not None
    assert frozen[0] in outcome.plan.placements


def test_more_matches_at_one_time_than_there_are_courts() -> None:
    matches = tuple(Match(f"m{n}", "a", "a", 20, entries=(f"s{n}",)) for n in range(3))
    conflict = only_conflict(replace(DAY, matches=matches, same_time=(("m0", "m1", "m2"),)))
    assert (conflict.code, conflict.sources) == (Code.SAME_TIME_COURTS, ("day.same_time",))
    assert (conflict.facts["count"], conflict.facts["courts"]) == (3, 2)


def test_a_rest_longer_than_a_team_may_wait() -> None:
    conflict = only_conflict(replace(DAY, max_wait=10, max_wait_is_hard=True))
    assert (conflict.code, conflict.sources) == (Code.REST_OVER_WAIT, ("day.rest_minutes", "day.max_wait_minutes"))
    assert find_conflicts(replace(DAY, max_wait=15, max_wait_is_hard=True)) == ()


def test_pins_that_clash_only_because_of_the_walk_name_it() -> None:
    courts = (replace(COURTS[0], hall="A"), replace(COURTS[1], hall="B"))
    pins = (Pin("st", "c1", 0, source="day.pins[0]"), Pin("su", "c2", 20, source="day.pins[1]"))
    day = replace(DAY, courts=courts, walks=(Walk(frozenset({"A", "B"}), 15),), pins=pins, rests=Rests())
    assert set(only_conflict(day).sources) == {"day.pins[0]", "day.pins[1]", "day.walk_minutes"}
    assert find_conflicts(replace(day, walks=())) == ()
