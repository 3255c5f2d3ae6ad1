"""A published plan is repaired: what can stand stands, nothing comes earlier, each kind of disturbance is obeyed."""

from random import Random

import pytest

from tournament.timetable.checker import check_plan
from tournament.timetable.codes import Code
from tournament.timetable.disturbance import (
    CourtClosed,
    DelayAll,
    Disturbance,
    ExtraCourt,
    Overrun,
    TeamLate,
    Withdrawn,
    ask,
)
from tournament.timetable.model import Court, Day, Match, Pin, Placement, Plan, Referees, Rests, cut_out
from tournament.timetable.repair import RepairAim, RepairOutcome, first_repair, repair_day
from tournament.timetable.repair_check import check_repair

COURTS = (Court("c1", ((0, 200),)), Court("c2", ((0, 200),)))
MATCHES = (
    Match("m1", "pools", "pools", 20, 0, ("s", "t")),
    Match("m2", "pools", "pools", 20, 0, ("u", "v")),
    Match("m3", "pools", "pools", 20, 0, ("s", "u")),
    Match("m4", "pools", "pools", 20, 0, ("t", "v")),
    Match("final", "final", "final", 20, 0, (), ("m1", "m2", "m3", "m4")),
)
DAY = Day(COURTS, MATCHES, grid=10, rests=Rests(10, 10))
PLAN = Plan(
    (
        Placement("m1", "c1", 0),
        Placement("m2", "c2", 0),
        Placement("m3", "c1", 30),
        Placement("m4", "c2", 30),
        Placement("final", "c1", 60),
    )
)


def repaired(now: int, *happened: Disturbance, day: Day = DAY) -> RepairOutcome:
    outcome = first_repair(ask(day, PLAN, now, happened), Random(1))
    for found in outcome.alternatives:
        assert check_repair(day, PLAN, now, happened, found.plan, found.moved) == ()
    return outcome


def places(outcome: RepairOutcome) -> dict[str, tuple[str, int]]:
    assert outcome.answer is not None
    return {placement.match: (placement.court, placement.start) for placement in outcome.answer.plan.placements}


def moved(outcome: RepairOutcome) -> list[str]:
    assert outcome.answer is not None
    return [was.match for was, _ in outcome.answer.moved]


def test_nothing_happened_nothing_moves() -> None:
    outcome = repaired(10)
    assert moved(outcome) == []
    assert outcome.proof == "analytic"


def test_a_closed_court_moves_its_match_to_another_court_or_time() -> None:
    outcome = repaired(10, CourtClosed("c2", 20, 60))
    assert places(outcome)["m4"] == ("c1", 50)
    assert places(outcome)["final"] == ("c1", 80)
    assert places(outcome)["m3"] == ("c1", 30)


def test_a_match_that_has_begun_stays_on_a_court_that_closes() -> None:
    outcome = repaired(10, CourtClosed("c2", 10, 20))
    assert moved(outcome) == []


def test_a_late_team_waits_and_what_waits_for_it_follows() -> None:
    outcome = repaired(10, TeamLate("v", 40))
    assert places(outcome)["m4"] == ("c2", 40)
    assert places(outcome)["final"] == ("c1", 70)
    assert moved(outcome) == ["m4", "final"]


def test_the_matches_of_a_team_that_is_gone_leave_and_the_final_stands() -> None:
    outcome = repaired(10, Withdrawn("t", 10))
    assert places(outcome).keys() == {"m1", "m2", "m3", "final"}
    assert moved(outcome) == []
    assert outcome.question.gone == ("m4",)


def test_what_waited_for_a_match_that_is_gone_waits_for_what_that_one_waited_for() -> None:
    line = (
        Match("a", "x", "x", 20, 0, ("s", "t")),
        Match("b", "x", "x", 20, 0, ("t", "u"), ("a",)),
        Match("c", "x", "x", 20, 0, (), ("b",)),
    )
    question = ask(
        Day(COURTS, line),
        Plan((Placement("a", "c1", 0), Placement("b", "c1", 30), Placement("c", "c1", 60))),
        10,
        [Withdrawn("u", 10)],
    )
    assert {match.id: match.feeders for match in question.day.matches} == {"a": (), "c": ("a",)}


def test_a_match_that_overruns_holds_its_court_its_teams_and_what_waits_for_it() -> None:
    outcome = repaired(10, Overrun("m1", 20))
    # Its teams are s and t; the rest of ten minutes runs from the new end.
    assert places(outcome)["m3"] == ("c1", 50)
    assert places(outcome)["m4"][1] == 50
    assert places(outcome)["final"] == ("c1", 80)
    assert places(outcome)["m1"] == ("c1", 0)


def test_everything_later_begins_nothing_meanwhile() -> None:
    outcome = repaired(20, DelayAll(20, 30))
    assert {match: start for match, (_, start) in places(outcome).items()} == {
        **{"m1": 0, "m2": 0, "m3": 50, "m4": 50},
        "final": 80,
    }


def test_an_extra_court_takes_what_has_no_other() -> None:
    extra = ExtraCourt(Court("c3", ((30, 200),)))
    outcome = repaired(10, CourtClosed("c2", 20, 60), extra)
    assert places(outcome)["m4"] == ("c3", 30)
    assert outcome.answer is not None
    assert (outcome.answer.new_starts, outcome.answer.new_courts) == (0, 1)


def test_announced_matches_can_be_held_and_it_is_told_when_they_cannot() -> None:
    held = Day(COURTS, MATCHES, grid=10, rests=Rests(10, 10), frozen_until=50)
    outcome = repaired(10, CourtClosed("c1", 60, 70), day=held)
    assert moved(outcome) == ["final"]
    stuck = first_repair(ask(held, PLAN, 10, [CourtClosed("c2", 20, 60)]), Random(1))
    assert stuck.answer is None
    assert "day.frozen_until" in stuck.conflicts[0].sources


def test_no_match_moves_further_than_is_allowed() -> None:
    near = Day(COURTS, MATCHES, grid=10, rests=Rests(10, 10), max_shift=20)
    assert repaired(10, TeamLate("v", 50), day=near).answer is not None
    assert repaired(10, TeamLate("v", 60), day=near).answer is None


def test_a_pinned_match_holds_and_the_answer_is_a_conflict() -> None:
    pinned = Day(COURTS, MATCHES, grid=10, rests=Rests(10, 10), pins=(Pin("final", "c1", 60, (), "day.pins[0]"),))
    outcome = repaired(10, DelayAll(20, 30), day=pinned)
    assert outcome.answer is None
    assert "day.pins[0]" in outcome.conflicts[0].sources


def test_starts_off_the_grid_make_the_grid_finer() -> None:
    late = Plan(tuple(Placement(p.match, p.court, p.start + 7) for p in PLAN.placements))
    question = ask(DAY, late, 10, [TeamLate("v", 40)])
    assert question.day.grid == 1
    outcome = first_repair(question, Random(1))
    assert outcome.answer is not None
    assert moved(outcome) == ["m4", "final"]


def test_the_ways_out_differ_and_say_what_they_are_best_at() -> None:
    outcome = repaired(10, CourtClosed("c1", 20, 60), CourtClosed("c2", 20, 60))
    aims = [found.aims for found in outcome.alternatives]
    assert aims[0][0] is RepairAim.FEWEST
    assert sum(RepairAim.FINISH in found for found in aims) == 1
    assert len({found.plan for found in outcome.alternatives}) == len(outcome.alternatives)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"m1": ("c1", 10)}, Code.FROZEN_MOVED),
        ({"m3": ("c1", 20)}, Code.BEFORE_SLACK),
        ({"m4": ("c2", 30)}, Code.COURT_CLOSED),
        ({"m3": ("c1", 50)}, Code.COURT_TAKEN),
        ({"final": ("c1", 60)}, Code.FEEDER_NOT_ENDED),
    ],
    ids=lambda value: str(value),
)
def test_the_check_of_a_repair_finds_each_broken_promise(change: dict[str, tuple[str, int]], code: Code) -> None:
    happened = [CourtClosed("c2", 20, 60)]
    answer = first_repair(ask(DAY, PLAN, 10, happened), Random(1)).answer
    assert answer is not None
    spoiled = tuple(Placement(p.match, *change[p.match]) if p.match in change else p for p in answer.plan.placements)
    was = {placement.match: placement for placement in PLAN.placements}
    told = tuple((was[p.match], p) for p in spoiled if p != was[p.match])
    found = {finding.code for finding in check_repair(DAY, PLAN, 10, happened, Plan(spoiled), told)}
    assert code in found


def test_the_check_of_a_repair_reads_the_list_of_moved_matches() -> None:
    happened = [CourtClosed("c2", 20, 60)]
    answer = first_repair(ask(DAY, PLAN, 10, happened), Random(1)).answer
    assert answer is not None
    for told in (answer.moved[1:], (*answer.moved, answer.moved[0])):
        found = check_repair(DAY, PLAN, 10, happened, answer.plan, told)
        assert {finding.code for finding in found} == {Code.MOVED_UNTRUE}
    late = Plan(answer.plan.placements[:-1])
    codes = {finding.code for finding in check_repair(DAY, PLAN, 10, happened, late, answer.moved)}
    assert Code.MISSING in codes


def test_the_check_finds_a_team_that_is_gone_and_one_that_is_not_there_yet() -> None:
    gone = check_repair(DAY, PLAN, 10, [Withdrawn("t", 10)], PLAN, ())
    assert {finding.code for finding in gone} == {Code.STILL_PLACED, Code.UNKNOWN_MATCH}
    late = check_repair(DAY, PLAN, 10, [TeamLate("v", 40), DelayAll(25, 10)], PLAN, ())
    assert {finding.code for finding in late} == {Code.TOO_EARLY, Code.NO_STARTS_NOW}
    longer = check_repair(DAY, PLAN, 10, [Overrun("m1", 20)], PLAN, ())
    assert {finding.code for finding in longer} == {Code.COURT_TAKEN, Code.TEAM_BUSY, Code.TEAM_REST} - {Code.TEAM_REST}


def test_a_referee_who_would_play_meanwhile_gives_way_to_another() -> None:
    team = (*MATCHES[:4], Match("m5", "pools", "pools", 20, 0, ("w", "x")), MATCHES[4])
    day = Day(COURTS, team, grid=10, rests=Rests(10, 10), referees=Referees("teams"))
    plan = Plan((*PLAN.placements[:3], Placement("m4", "c2", 30, "w"), Placement("m5", "c2", 60), PLAN.placements[4]))
    happened = [TeamLate("v", 60), CourtClosed("c1", 60, 90)]
    question = ask(day, plan, 10, happened)
    first = first_repair(question, Random(1)).answer
    assert first is not None
    better = repair_day(question, seed=1, seconds=None, clock=lambda: 0.0).answer
    assert better is not None
    assert check_repair(day, plan, 10, happened, better.plan, better.moved) == ()
    assert all(p.referee is not None for p in better.plan.placements if p.match == "m4")


def test_a_window_is_cut() -> None:
    assert cut_out([(0, 100)], [(20, 30), (90, 120)]) == ((0, 20), (30, 90))
    assert cut_out([(0, 100)], [(0, 100)]) == ()
    assert check_plan(DAY, PLAN) == ()
