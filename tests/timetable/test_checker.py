"""Plans broken by hand, one rule at a time: the checker names that rule and no other."""

from dataclasses import replace

import pytest

from tournament.timetable.checker import check_plan
from tournament.timetable.codes import Code
from tournament.timetable.model import (
    Break,
    Court,
    Day,
    Finding,
    Match,
    Meal,
    NotPlaced,
    Pin,
    Placement,
    Plan,
    Ref,
    Referees,
    Rests,
    Walk,
    Wish,
)

DAY = Day(
    courts=(
        Court("c1", ((0, 120), (150, 300)), "North"),
        Court("c2", ((0, 300),), "South", frozenset({"pools"})),
    ),
    matches=(
        Match("m1", "pools", "pools", 10, 5, ("s", "t")),
        Match("m2", "pools", "pools", 10, 5, ("u", "v")),
        Match("m3", "pools", "pools", 10, 5, ("s", "u")),
        Match("final", "final", "final", 20, 0, (), ("m1", "m2", "m3")),
    ),
    rests=Rests(10, 20),
)
APART = replace(
    DAY, matches=(DAY.matches[0], *(replace(match, entries=match.entries[1:]) for match in DAY.matches[1:]))
)
"""The same day in which no entry plays twice."""
GOOD = {"m1": ("c1", 0), "m2": ("c2", 0), "m3": ("c1", 30), "final": ("c1", 60)}


def plan(**changes: tuple[str, int]) -> Plan:
    """The good plan with some matches elsewhere."""
    return Plan(tuple(Placement(match, *place) for match, place in (GOOD | changes).items()))


def test_a_good_plan_breaks_nothing() -> None:
    assert check_plan(DAY, plan()) == ()


BROKEN_BY_PLACE = {
    Code.UNKNOWN_COURT: plan(m2=("c9", 0)),
    Code.OFF_GRID: plan(m2=("c2", 3)),
    Code.BEFORE_START: plan(m2=("c2", -5)),
    Code.OUTSIDE_WINDOW: plan(final=("c1", 110)),
    Code.COURT_NOT_FOR_STAGE: plan(final=("c2", 60)),
    Code.COURT_TAKEN: plan(m2=("c1", 10)),
    Code.TEAM_BUSY: plan(m3=("c2", 5), m2=("c2", 60), final=("c1", 90)),
    Code.TEAM_REST: plan(m3=("c1", 15)),
    Code.FEEDER_NOT_ENDED: plan(final=("c1", 45)),
    Code.MISSING: Plan(plan().placements[:3]),
    Code.PLACED_TWICE: Plan((*plan().placements, Placement("m1", "c1", 90))),
    Code.UNKNOWN_MATCH: Plan((*plan().placements, Placement("m9", "c1", 90))),
}


@pytest.mark.parametrize(("code", "broken"), BROKEN_BY_PLACE.items(), ids=str)
def test_a_match_in_the_wrong_place_is_caught(code: Code, broken: Plan) -> None:
    assert {finding.code for finding in check_plan(DAY, broken)} >= {code}
    if code not in (Code.BEFORE_START, Code.TEAM_BUSY, Code.PLACED_TWICE, Code.UNKNOWN_COURT):
        assert {finding.code for finding in check_plan(DAY, broken)} == {code}


BROKEN_BY_INPUT = {
    Code.IN_BREAK: replace(DAY, breaks=(Break(25, 40),)),
    Code.TOO_EARLY: replace(DAY, wishes=(Wish(entry="t", not_before=5),)),
    Code.TOO_LATE: replace(DAY, wishes=(Wish(entry="v", leaves=5),)),
    Code.NO_MEAL: replace(DAY, wishes=(Wish(entry="s", meal=Meal(0, 35, 25)),)),
    Code.PIN_COURT: replace(DAY, pins=(Pin("m1", court="c2"),)),
    Code.PIN_START: replace(DAY, pins=(Pin("m1", start=5),)),
    Code.AFTER_NOT_ENDED: replace(DAY, pins=(Pin("m2", after=("m3",)),)),
    Code.NOT_SAME_TIME: replace(DAY, same_time=(("m2", "m3"),)),
    Code.PERSON_BUSY: replace(DAY, people={"t": ("p",), "v": ("p",)}),
    Code.PERSON_REST: replace(APART, people={"t": ("p",), "u": ("p",)}, rests=Rests(25, 20)),
    Code.PERSON_AGAINST_SELF: replace(DAY, people={"s": ("p",), "t": ("p",)}, rests=Rests(0, 0)),
    Code.WAIT_TOO_LONG: replace(DAY, max_wait=5, max_wait_is_hard=True),
    Code.FROZEN_MOVED: replace(DAY, frozen=(Placement("m1", "c1", 5),)),
}


@pytest.mark.parametrize(("code", "day"), BROKEN_BY_INPUT.items(), ids=str)
def test_a_wish_that_is_not_kept_is_caught(code: Code, day: Day) -> None:
    assert {finding.code for finding in check_plan(day, plan())} == {code}


def test_a_walk_between_halls_comes_on_top_of_the_rest() -> None:
    day = replace(DAY, walks=(Walk(frozenset({"North", "South"}), 15),))
    needed = {f.facts["needs"] for f in check_plan(day, plan()) if f.code == Code.TEAM_REST}
    assert needed == {25}
    assert check_plan(day, plan(m3=("c1", 35), final=("c1", 80))) == ()


def test_a_change_of_discipline_takes_the_longer_rest() -> None:
    m3 = replace(DAY.matches[2], discipline="other")
    day = replace(DAY, matches=(*DAY.matches[:2], m3, DAY.matches[3]))
    assert [finding.facts["needs"] for finding in check_plan(day, plan(m3=("c1", 25)))] == [20, 20]


def test_what_waits_for_a_match_without_a_place_is_caught() -> None:
    reason = Finding(Code.NO_TIME_LEFT, {"match": Ref("match", "m3")})
    without = Plan(tuple(p for p in plan().placements if p.match != "m3"), (NotPlaced("m3", reason),))
    assert {finding.code for finding in check_plan(DAY, without)} == {Code.FEEDER_NOT_PLACED}
    after = replace(DAY, pins=(Pin("m1", after=("m3",)),), matches=DAY.matches[:3])
    listed = Plan(without.placements[:2], without.not_placed)
    assert {finding.code for finding in check_plan(after, listed)} == {Code.AFTER_NOT_PLACED}


def test_a_changeover_may_run_past_a_window_and_into_a_break() -> None:
    day = replace(DAY, breaks=(Break(10, 20),))
    assert check_plan(day, plan()) == ()
    assert check_plan(DAY, plan(final=("c1", 100))) == ()


def test_what_is_played_is_history() -> None:
    clashing = (Placement("m1", "c1", 0), Placement("m3", "c1", 5))
    day = replace(DAY, frozen=clashing, breaks=(Break(0, 10),), matches=DAY.matches[:3])
    played = Plan((*clashing, Placement("m2", "c2", 30)))
    assert check_plan(day, played) == ()


@pytest.mark.parametrize(("referee", "code"), [("t", Code.REFEREE_BUSY), ("nobody", Code.REFEREE_UNKNOWN), ("s", None)])
def test_a_referee_exists_and_does_not_play_meanwhile(referee: str, code: Code | None) -> None:
    day = replace(DAY, referees=Referees("teams"))
    placements = tuple(
        replace(p, referee=referee) if p.match == ("m2" if referee != "s" else "final") else p
        for p in plan().placements
    )
    assert [finding.code for finding in check_plan(day, Plan(placements))] == ([code] if code else [])


def test_a_referee_has_one_match_at_a_time() -> None:
    day = replace(DAY, referees=Referees("people", ("Kim",)))
    both = tuple(replace(p, referee="Kim") if p.start == 0 else p for p in plan().placements)
    assert [finding.code for finding in check_plan(day, Plan(both))] == [Code.REFEREE_BUSY]
