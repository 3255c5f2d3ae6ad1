"""Over random days and disturbances: a repair never breaks a promise."""

from random import Random

from hypothesis import HealthCheck, given, settings

from tests.timetable.disturbed import disturbed_days, has_fewer_starts, tiny_days
from tournament.timetable.disturbance import Disturbance, ask
from tournament.timetable.model import Day, Plan
from tournament.timetable.repair import first_repair, repair_day
from tournament.timetable.repair_check import check_repair

calm = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@calm
@given(disturbed_days())
def test_a_repair_by_rules_keeps_its_promises(case: tuple[Day, Plan, int, tuple[Disturbance, ...]]) -> None:
    day, plan, now, happened = case
    outcome = first_repair(ask(day, plan, now, happened), Random(1), tries=5)
    assert (outcome.answer is None) == bool(outcome.conflicts)
    for found in outcome.alternatives:
        assert check_repair(day, plan, now, happened, found.plan, found.moved) == ()
        assert found.new_starts >= outcome.fewest


@calm
@given(disturbed_days())
def test_the_solver_keeps_them_too_and_moves_no_more(case: tuple[Day, Plan, int, tuple[Disturbance, ...]]) -> None:
    day, plan, now, happened = case
    question = ask(day, plan, now, happened)
    first = first_repair(question, Random(1), tries=5).answer
    outcome = repair_day(question, seed=1, seconds=None, clock=lambda: 0.0)
    assert (outcome.answer is None) == bool(outcome.conflicts)
    for found in outcome.alternatives:
        assert check_repair(day, plan, now, happened, found.plan, found.moved) == ()
        assert found.new_starts >= outcome.fewest
    if first is not None:
        assert outcome.answer is not None
        assert outcome.answer.new_starts <= first.new_starts


@calm
@given(tiny_days())
def test_no_repair_of_a_tiny_day_has_fewer_moves_than_the_answer(
    case: tuple[Day, Plan, int, tuple[Disturbance, ...]],
) -> None:
    day, plan, now, happened = case
    question = ask(day, plan, now, happened)
    outcome = repair_day(question, seed=1, seconds=None, clock=lambda: 0.0)
    if outcome.answer is None:
        assert not has_fewer_starts(question, len(day.matches) + 1)
    else:
        assert outcome.proof is not None
        assert outcome.answer.new_starts == outcome.fewest
        assert not has_fewer_starts(question, outcome.answer.new_starts)
