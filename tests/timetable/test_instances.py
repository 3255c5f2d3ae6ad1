"""The published instances reach their ends, proved by arithmetic; the checker finds nothing."""

from dataclasses import replace
from random import Random

import pytest

from tests.timetable.by_rules import plan_day
from tests.timetable.days import load_day
from tournament.timetable.bounds import find_bound
from tournament.timetable.certificate import certify
from tournament.timetable.checker import check_plan
from tournament.timetable.model import At, Certificate
from tournament.timetable.normalise import normalise

PROVED = {
    "a": (180, 15, 480),
    "b": (345, 15, 1440),
    "c": (245, 0, 0),
    "c8": (470, 0, 0),
    "e": (375, 15, 3840),
    "f400": (450, 75, 30840),
    "small-1x6-4": (75, 0, 0),
    "small-8x4-12": (90, 15, 960),
    "8x4-8": (90, 15, 960),
    "8x4-4": (180, 15, 960),
    "10x4-8": (120, 30, 1800),
    "4x8-8": (210, 15, 2880),
    "16x4-8": (180, 15, 1920),
    "2x8-4": (210, 15, 1440),
    "32x4-16": (180, 15, 3840),
}


def certificate_of(name: str, restarts: int = 0) -> Certificate:
    day = load_day(name)
    outcome = plan_day(day, Random(1), restarts=restarts)
    assert outcome.plan is not None
    assert outcome.bound is not None
    assert outcome.plan.not_placed == ()
    assert check_plan(day, outcome.plan) == ()
    return certify(day, outcome.plan, outcome.bound, seconds=0, seed=1)


@pytest.mark.parametrize(("name", "figures"), PROVED.items(), ids=PROVED)
def test_an_instance_ends_as_early_as_can_be_proved(name: str, figures: tuple[int, int, int]) -> None:
    makespan, max_wait, total_wait = figures
    certificate = certificate_of(name)
    assert certificate.makespan == certificate.lower_bound == makespan
    assert certificate.proof == "analytic"
    assert certificate.gap_pct == 0
    assert certificate.max_wait <= max_wait
    assert certificate.wait_bound <= certificate.total_wait <= total_wait


def test_many_disciplines_end_at_their_bound_after_some_restarts() -> None:
    certificate = certificate_of("d", restarts=120)
    assert certificate.makespan == certificate.lower_bound == 400
    assert certificate.proof == "analytic"


def test_the_bound_says_what_it_comes_from() -> None:
    assert certificate_of("b").bound_kind == "courts"
    assert certificate_of("small-1x6-4").bound_kind == "team:t1"
    assert certificate_of("c").bound_kind.startswith("chain:m1,")


def test_the_sentence_of_a_day_under_way_counts_what_is_left() -> None:
    day = load_day("a")
    plan = plan_day(day, Random(1)).plan
    assert plan is not None
    begun = tuple(placement for placement in plan.placements if placement.start < 30)
    bound = find_bound(normalise(replace(day, frozen=begun)))
    facts = bound.reason.facts
    assert (facts["count"], facts["until"]) == (24 - len(begun), At(90))
    assert len(begun) == 8
