"""A day without a plan is explained by the fewest of its parts, and every way out that is offered is one."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from core import clock
from tests.timetable.conflict_days import list_conflict_days, of_instance_b
from tests.timetable.days import load_day, load_input
from tournament.file_options import change_rows, set_value
from tournament.timetable.codes import Code
from tournament.timetable.conflict_cases import conflict_cases
from tournament.timetable.conflicts import is_refuted
from tournament.timetable.cpsat import Effort, Verdict
from tournament.timetable.explain import explain_day
from tournament.timetable.feasible import Possibility
from tournament.timetable.model import At, Court, Day, Finding, Match, Meal, Wish
from tournament.timetable.options import Change
from tournament.timetable.oracle import Oracle
from tournament.timetable.reliefs import Item, list_items, without

PURE = dict(conflict_cases(load_day("b")))
CASES = dict(list_conflict_days())
MEAL = Day(
    courts=(Court("c1", ((0, 80),), source="day.courts[0]"),),
    matches=tuple(Match(f"m{n}", "a", "a", 20, 0, ("s",)) for n in range(3)),
    wishes=(Wish(entry="s", meal=Meal(25, 55, 20), source="day.wishes[0]"),),
)
"""Three matches and a meal of a team fill the day, but the meal is too late after one match and too early after two."""


def has_plan(day: Day) -> bool | None:
    return Oracle(clock=clock.seconds, until=clock.seconds() + 60).has_plan(day)


def named_by(sources: tuple[str, ...], items: list[Item]) -> list[Item]:
    return [item for item in items if item.path in sources or item.group in sources]


@pytest.mark.parametrize("name", PURE)
def test_the_set_has_no_plan_by_itself_and_needs_each_of_its_parts(name: str) -> None:
    day = PURE[name]
    (finding,) = explain_day(day, seconds=10, clock=clock.seconds).findings
    assert 1 <= len(finding.sources) <= 3
    items = list_items(day)
    core = named_by(finding.sources, items)
    alone = without(day, [item for item in items if item not in core])
    assert is_refuted(alone)
    for source in finding.sources:
        assert has_plan(without(alone, named_by((source,), items))) is True


@pytest.mark.parametrize("name", CASES)
def test_every_option_makes_the_day_one_that_can_be_planned(name: str) -> None:
    document = CASES[name]
    given = load_input(document)
    explanation = explain_day(given.day, seconds=20, clock=clock.seconds)
    assert len(explanation.options) >= 2
    for option in explanation.options:
        changed = after(document, change_rows(document, option.changes, given.clock))
        assert has_plan(load_input(changed).day) is True, option


def after(document: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The document with each path set to its value, as anybody would do it."""
    changed = deepcopy(document)
    for row in rows:
        set_value(changed, row["path"], row["value"])
    return changed


def test_two_teams_that_leave_early_are_helped_by_one_option() -> None:
    wishes = [{"entry": "t5", "leaves": "11:00"}, {"entry": "t9", "leaves": "10:50"}]
    document = of_instance_b(wishes=wishes)
    given = load_input(document)
    explanation = explain_day(given.day, seconds=10, clock=clock.seconds)
    option = explanation.options[0]
    assert option.finding.code == Code.EASE_ALL
    assert change_rows(document, option.changes, given.clock) == [
        {"path": "day.wishes[1].leaves", "value": "11:15"},
        {"path": "day.wishes[0].leaves", "value": "11:15"},
    ]


def test_what_no_sum_shows_is_said_part_by_part() -> None:
    assert not is_refuted(MEAL)
    explanation = explain_day(MEAL, seconds=10, clock=clock.seconds)
    (finding,) = explanation.findings
    assert (finding.code, set(finding.sources)) == (Code.NOT_TOGETHER, {"day.courts[0]", "day.wishes[0]"})
    asked = finding.facts["asked"]
    assert isinstance(asked, tuple)
    assert [part.code for part in asked if isinstance(part, Finding)] == [Code.ASKS_COURT, Code.ASKS_MEAL]
    changes = {option.finding.code: option.changes for option in explanation.options}
    assert changes[Code.EASE_MEAL] == (
        Change("day.wishes[0].meal", (At(25), At(55))),
        Change("day.wishes[0].minutes", 15),
    )
    assert changes[Code.EASE_COURT] == (Change("day.courts[0].windows", ((At(0), At(85)),)),)


def test_what_no_change_of_the_day_helps_is_told_alone() -> None:
    day = replace(MEAL, matches=(replace(MEAL.matches[0], entries=("s", "t")),), people={"s": ("p",), "t": ("p",)})
    shut = replace(day, courts=(replace(day.courts[0], stages=frozenset({"other"})),))
    explanation = explain_day(shut, seconds=10, clock=clock.seconds)
    assert [finding.code for finding in explanation.findings] == [Code.PERSON_AGAINST_SELF]
    assert explanation.options == ()


def test_a_search_that_runs_out_of_time_claims_no_conflict() -> None:
    def knows_nothing(day: Day, effort: Effort) -> Possibility:
        return Possibility(Verdict.UNKNOWN)

    explanation = explain_day(MEAL, seconds=10, clock=clock.seconds, find=knows_nothing)
    assert [finding.code for finding in explanation.findings] == [Code.NOTHING_FOUND]
    assert (explanation.options, explanation.is_proved) == ((), False)


def test_a_day_with_a_plan_needs_no_explanation() -> None:
    explanation = explain_day(load_day("b"), seconds=10, clock=clock.seconds)
    assert (explanation.findings, explanation.options) == ((), ())


def test_changes_in_a_list_that_loses_a_part_are_one_change() -> None:
    document = of_instance_b(pins=[{"match": "m1", "start": "10:30"}, {"match": "m9", "start": "11:00"}])
    given = load_input(document)
    changes = (Change("day.pins[1].start", At(75)), Change("day.pins[0]", None), Change("day.rest_minutes", 10))
    assert change_rows(document, changes, given.clock) == [
        {"path": "day.pins", "value": [{"match": "m9", "start": "11:15"}]},
        {"path": "day.rest_minutes", "value": 10},
    ]


def test_a_new_court_is_named_like_the_last() -> None:
    document = of_instance_b()
    given = load_input(document)
    new = Court("c7", ((0, 60),), hall="Hal A", source="day.courts[6]")
    (row,) = change_rows(document, [Change("day.courts[6]", new)], given.clock)
    assert row["path"] == "day.courts"
    assert isinstance(row["value"], list)
    last = {"id": "c7", "name": "Bane 7", "hall": "Hal A", "windows": [["10:00", "11:00"]]}
    assert row["value"][-1] == last
