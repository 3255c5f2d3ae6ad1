"""Referees: everybody's turn, nobody while playing, and as little as can be for who has most."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.timetable.by_rules import plan_day
from tests.timetable.days import days, load_day
from tournament.timetable.checker import check_plan
from tournament.timetable.cpsat import Effort
from tournament.timetable.model import Court, Day, Match, Placement, Plan, Referees, Wish
from tournament.timetable.referees import assign_referees

BRIEF = Effort(seconds=None, steps=2.0, workers=1)
TEAMS = Referees("teams")


def pools_of_b() -> tuple[Day, Plan]:
    """The 72 pool matches of the published day b, planned."""
    day = load_day("b")
    pools = tuple(match for match in day.matches if not match.feeders)
    day = replace(day, matches=pools, referees=TEAMS)
    plan = plan_day(day, Random(1)).plan
    assert plan is not None
    return day, plan


def test_teams_share_the_matches_of_a_day_with_two_at_most() -> None:
    day, plan = pools_of_b()
    found = assign_referees(day, plan, BRIEF)
    assert (len(plan.placements), found.greatest_load, found.alone, found.is_proved) == (72, 2, (), True)
    assert check_plan(day, found.plan) == ()
    assert all(placement.referee for placement in found.plan.placements)


def test_people_share_them_too() -> None:
    day, plan = pools_of_b()
    day = replace(day, referees=Referees("people", tuple(f"Dommer {number}" for number in range(9))))
    found = assign_referees(day, plan, BRIEF)
    assert (found.greatest_load, found.alone, found.is_proved) == (8, (), True)
    assert check_plan(day, found.plan) == ()


def test_a_match_that_nobody_is_free_for_is_named() -> None:
    matches = tuple(Match(f"m{n}", "p", "p", 10, 0, pair) for n, pair in enumerate((("a", "b"), ("c", "d"))))
    day = Day((Court("c1", ((0, 60),)), Court("c2", ((0, 60),))), matches, 5, referees=TEAMS)
    together = Plan((Placement("m0", "c1", 0), Placement("m1", "c2", 0)))
    assert assign_referees(day, together, BRIEF).alone == ("m0", "m1")
    apart = Plan((Placement("m0", "c1", 0), Placement("m1", "c2", 20)))
    assert assign_referees(day, apart, BRIEF).alone == ()


def test_a_team_referees_only_while_it_is_there() -> None:
    matches = tuple(Match(f"m{n}", "p", "p", 10, 0, pair) for n, pair in enumerate((("a", "b"), ("c", "d"))))
    wishes = (Wish(entry="c", not_before=20), Wish(entry="a", leaves=15))
    day = Day((Court("c1", ((0, 60),)),), matches, 5, wishes=wishes, referees=TEAMS)
    found = assign_referees(day, Plan((Placement("m0", "c1", 0), Placement("m1", "c1", 20))), BRIEF)
    assert [placement.referee for placement in found.plan.placements] == ["d", "b"]


def test_a_held_match_keeps_its_referee_and_counts() -> None:
    matches = tuple(Match(f"m{n}", "p", "p", 10, 0, pair) for n, pair in enumerate((("a", "b"), ("c", "d"))))
    held = Placement("m0", "c1", 0, "Dommer 1")
    day = Day(
        (Court("c1", ((0, 60),)),), matches, 5, frozen=(held,), referees=Referees("people", ("Dommer 1", "Dommer 2"))
    )
    found = assign_referees(day, Plan((held, Placement("m1", "c1", 20))), BRIEF)
    assert [placement.referee for placement in found.plan.placements] == ["Dommer 1", "Dommer 2"]
    assert found.greatest_load == 1


def test_a_day_without_referees_has_none_to_give() -> None:
    with pytest.raises(ValueError, match="no referees"):
        assign_referees(Day((), ()), Plan(()), BRIEF)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(days())
def test_no_referee_is_anywhere_else(day: Day) -> None:
    plan = plan_day(day, Random(1), restarts=0).plan
    assume(plan is not None and bool(plan.placements))
    assert plan is not None
    for rule in (TEAMS, Referees("people", ("x", "y"))):
        asked = replace(day, referees=rule)
        found = assign_referees(asked, plan, BRIEF)
        assert check_plan(asked, found.plan) == ()
        named = [placement.referee for placement in found.plan.placements if placement.referee]
        assert max((named.count(who) for who in named), default=0) == found.greatest_load
