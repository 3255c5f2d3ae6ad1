"""A day without a plan is explained by the fewest of its parts, and every way out that is offered is one."""

from copy import deepcopy
from typing import Any

import pytest

from core import clock
from tests.timetable.conflict_days import list_conflict_days, of_instance_b
from tests.timetable.days import load_input
from tournament.file_options import change_rows, set_value
from tournament.timetable.codes import Code
from tournament.timetable.conflicts import is_refuted
from tournament.timetable.explain import explain_day
from tournament.timetable.model import Day
from tournament.timetable.oracle import Oracle
from tournament.timetable.reliefs import Item, list_items, without

CASES = dict(list_conflict_days())


def has_plan(day: Day) -> bool | None:
    return Oracle(clock=clock.seconds, until=clock.seconds() + 60).has_plan(day)


def named_by(sources: tuple[str, ...], items: list[Item]) -> list[Item]:
    return [item for item in items if item.path in sources or item.group in sources]


@pytest.mark.parametrize("name", CASES)
def test_the_set_has_no_plan_by_itself_and_needs_each_of_its_parts(name: str) -> None:
    day = load_input(CASES[name]).day
    explanation = explain_day(day, seconds=10, clock=clock.seconds)
    (finding,) = explanation.findings
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


def test_a_day_with_a_plan_needs_no_explanation() -> None:
    explanation = explain_day(load_input(of_instance_b()).day, seconds=10, clock=clock.seconds)
    assert (explanation.findings, explanation.options) == ((), ())
