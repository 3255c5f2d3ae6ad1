"""Whatever the day, no rule is broken by what is placed, no bound is passed, and every match is accounted for."""

from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.timetable.by_rules import plan_day
from tests.timetable.days import days
from tests.timetable.naive import broken_rules
from tests.timetable.places import free_places
from tournament.timetable.bounds import find_bound
from tournament.timetable.certificate import certify
from tournament.timetable.checker import check_plan
from tournament.timetable.conflicts import find_conflicts
from tournament.timetable.model import Day, Plan
from tournament.timetable.moves import check_move, move
from tournament.timetable.normalise import normalise

calm = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def planned(day: Day) -> Plan:
    outcome = plan_day(day, Random(1), restarts=5)
    assume(outcome.plan is not None)
    assert outcome.plan is not None
    return outcome.plan


@calm
@given(days())
def test_a_plan_breaks_no_rule(day: Day) -> None:
    plan = planned(day)
    assert check_plan(day, plan) == ()
    missing = {row.match for row in plan.not_placed}
    assert {(code, who) for code, who in broken_rules(day, plan) if code != "missing"} == set()
    assert {match.id for match in day.matches} == missing | {placement.match for placement in plan.placements}


@calm
@given(days())
def test_no_plan_ends_before_its_bound(day: Day) -> None:
    outcome = plan_day(day, Random(1), restarts=5)
    assume(outcome.plan is not None and outcome.bound is not None and not outcome.plan.not_placed)
    certificate = certify(day, outcome.plan, outcome.bound, seconds=0, seed=1)
    assert certificate.makespan >= outcome.bound.minutes
    assert certificate.total_wait >= certificate.wait_bound


@calm
@given(days())
def test_the_same_seed_gives_the_same_plan(day: Day) -> None:
    assert plan_day(day, Random(7), restarts=5) == plan_day(day, Random(7), restarts=5)


@calm
@given(days(), st.data())
def test_a_free_place_is_one_where_the_match_breaks_nothing(day: Day, data: st.DataObject) -> None:
    plan = planned(day)
    match = data.draw(st.sampled_from([match.id for match in day.matches]))
    places = free_places(day, plan, match)
    court = data.draw(st.sampled_from(sorted(places)))
    start = data.draw(st.integers(0, 60)) * day.grid
    is_free = start in places[court]
    assert is_free == (check_move(day, plan, match, court, start) == ())
    if is_free:
        assert check_plan(day, move(plan, match, court, start)) == ()
    for placement in plan.placements:
        if placement.match == match and match not in {held.match for held in day.frozen}:
            assert placement.start in places[placement.court]


@calm
@given(days(), st.data())
def test_conflicts_and_bounds_never_deny_a_plan_that_exists(day: Day, data: st.DataObject) -> None:
    """Matches are laid by chance on free places; then the day is cut down to what found a place."""
    plan = Plan(day.frozen)
    for match in day.matches:
        if match.id not in {placement.match for placement in day.frozen}:
            places = [(court, start) for court, starts in free_places(day, plan, match.id).items() for start in starts]
            if places:
                plan = move(plan, match.id, *data.draw(st.sampled_from(places)))
    placed = {placement.match for placement in plan.placements}
    possible = cut_down(day, placed)
    assume(check_plan(possible, plan) == ())
    assert find_conflicts(possible) == ()
    if placed:
        makespan = max(p.start + match.play for p in plan.placements for match in day.matches if match.id == p.match)
        assert find_bound(normalise(possible)).minutes <= makespan


def cut_down(day: Day, kept: set[str]) -> Day:
    return replace(
        day,
        matches=tuple(
            replace(match, feeders=tuple(feeder for feeder in match.feeders if feeder in kept))
            for match in day.matches
            if match.id in kept
        ),
        wishes=tuple(replace(wish, after=tuple(m for m in wish.after if m in kept)) for wish in day.wishes),
        pins=tuple(pin for pin in day.pins if pin.match in kept),
        same_time=tuple(group for members in day.same_time if len(group := tuple(m for m in members if m in kept)) > 1),
        frozen=tuple(placement for placement in day.frozen if placement.match in kept),
    )
