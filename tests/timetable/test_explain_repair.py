"""A repair that cannot keep every rule: the conflict is smallest, and what has happened is one of its parts."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from core import clock
from tests.timetable.disturbed import disturbed_days
from tests.timetable.test_explain_properties import assert_smallest, calm
from tests.timetable.test_repair import DAY, PLAN
from tournament.timetable.codes import Code
from tournament.timetable.disturbance import CourtClosed, DelayAll, Disturbance, Overrun, TeamLate, ask, with_closings
from tournament.timetable.explain import explain_day
from tournament.timetable.explain_repair import list_unplaced
from tournament.timetable.model import Court, Day, Finding, Plan
from tournament.timetable.options import Explanation

CLOSE = tuple(replace(court, windows=((0, 90),), source=f"day.courts[{n}]") for n, court in enumerate(DAY.courts))
SHORT = replace(DAY, courts=CLOSE)
"""The day of the repairs, with courts that close soon after the final."""


def numbered(*happened: Disturbance) -> tuple[Disturbance, ...]:
    return tuple(replace(one, source=f"disturbances[{number}]") for number, one in enumerate(happened))


def asked(now: int, *happened: Disturbance, day: Day = SHORT) -> Day:
    return ask(day, PLAN, now, numbered(*happened)).day


def explained(day: Day) -> Explanation:
    return explain_day(day, seconds=10, clock=clock.seconds)


@settings(calm, max_examples=10)
@given(disturbed_days())
def test_a_conflict_of_a_repair_is_one_by_itself_and_needs_each_of_its_parts(
    case: tuple[Day, Plan, int, tuple[Disturbance, ...]],
) -> None:
    day, plan, now, happened = case
    question = ask(day, plan, now, numbered(*happened)).day
    explanation = explained(question)
    assume(explanation.is_proved)
    assert_smallest(question, explanation.findings)


@pytest.mark.parametrize(
    ("happened", "code", "changes"),
    [
        (DelayAll(10, 60), Code.EASE_DELAY, {"disturbances[0].minutes": 30}),
        (Overrun("m1", 60), Code.EASE_OVERRUN, {"disturbances[0].minutes": 10}),
        (TeamLate("v", 100), Code.EASE_NOT_BEFORE, {"disturbances[0].until": 40}),
    ],
)
def test_what_has_happened_is_named_and_could_be_less(
    happened: Disturbance, code: Code, changes: dict[str, int]
) -> None:
    explanation = explained(asked(10, happened))
    assert all("disturbances[0]" in finding.sources for finding in explanation.findings)
    option = next(option for option in explanation.options if option.finding.code == code)
    found = {change.path: getattr(change.value, "minutes", change.value) for change in option.changes}
    assert found == changes


def test_courts_that_close_may_open_sooner_or_stay_open_or_be_more() -> None:
    day = asked(10, CourtClosed("c1", 20, 90), CourtClosed("c2", 20, 90))
    explanation = explained(day)
    sources = {source for finding in explanation.findings for source in finding.sources}
    assert sources >= {"disturbances[0]", "disturbances[1]"}
    together = [option for option in explanation.options if option.finding.code == Code.EASE_ALL]
    assert together
    for option in together:
        steps = option.finding.facts["asked"]
        assert isinstance(steps, tuple)
        assert {step.code for step in steps if isinstance(step, Finding)} <= {Code.EASE_NOT_CLOSED, Code.EASE_REOPEN}
        # Each court is told of once, as it is in the end.
        assert len(steps) == len({change.path.split(".")[0] for change in option.changes}) == 2


def test_where_every_court_is_closed_they_open_together_or_others_come() -> None:
    day = asked(10, CourtClosed("c1", 10, 200), CourtClosed("c2", 10, 200), day=DAY)
    options = {option.finding.code: option for option in explained(day).options}
    assert Code.EASE_MORE_COURTS in options
    together = options[Code.EASE_REOPEN_ALL]
    assert [change.path for change in together.changes] == ["disturbances[0].to", "disturbances[1].to"]


def test_a_match_that_nothing_waits_for_may_be_without_a_place() -> None:
    explanation = explained(asked(50, DelayAll(50, 30)))
    option = next(option for option in explanation.options if option.finding.code == Code.EASE_LEFT_OUT)
    assert [change.path for change in option.changes] == ["timetable.final"]


def test_matches_without_a_place_are_named_with_the_reason() -> None:
    (missing,) = list_unplaced(asked(50, DelayAll(50, 30)))
    assert missing.match == "final"
    assert missing.reason.facts["match"]


def test_a_day_without_its_closings_is_the_day_before() -> None:
    day = replace(DAY, courts=(Court("c1", ((0, 100), (120, 200))), DAY.courts[1]))
    shut = asked(10, CourtClosed("c1", 50, 130), CourtClosed("c1", 90, 150), day=day)
    assert shut.courts[0].windows == ((0, 50), (150, 200))
    first, second = shut.closings
    assert with_closings(shut, [second]).courts[0].windows == ((0, 90), (150, 200))
    assert with_closings(shut, [first]).courts[0].windows == ((0, 50), (130, 200))
    assert with_closings(shut, []).courts[0].windows == day.courts[0].windows
