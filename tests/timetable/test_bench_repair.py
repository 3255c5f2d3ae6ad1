"""The repairs that the bench measures have an answer by rules that keeps every promise."""

from random import Random

from tests.timetable.by_rules import plan_day
from tests.timetable.days import load_day
from tournament.planner_bench_repairs import repair_cases
from tournament.timetable.disturbance import ask
from tournament.timetable.repair import first_repair
from tournament.timetable.repair_check import check_repair


def test_the_cases_of_the_bench_are_answered_at_once() -> None:
    day = load_day("b")
    plan = plan_day(day, Random(1), restarts=0).plan
    assert plan is not None
    cases = list(repair_cases(day, plan))
    assert len({case.name for case in cases}) == 4
    for case in cases:
        outcome = first_repair(ask(case.day, case.plan, case.now, case.disturbances), Random(1), tries=0)
        assert outcome.answer is not None
        assert outcome.answer.new_starts > 0
        found = (outcome.answer.plan, outcome.answer.moved)
        assert check_repair(case.day, case.plan, case.now, case.disturbances, *found) == ()
