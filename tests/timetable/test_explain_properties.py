"""Whatever the day: a conflict is one by itself, none of its parts can be left out, and its options are ways out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, assume, given, settings

from core import clock
from tests.timetable.days import days
from tournament.timetable.conflicts import find_conflicts
from tournament.timetable.cpsat import Effort, Verdict
from tournament.timetable.explain import explain_day
from tournament.timetable.feasible import find_any
from tournament.timetable.model import At, Break, Day, Finding, Rests, Wish
from tournament.timetable.options import Change, Explanation
from tournament.timetable.reliefs import Item, list_items, without

calm = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
EFFORT = Effort(20.0)


def is_possible(day: Day) -> bool:
    """Asked of the solver alone, in a model made for this question."""
    return not find_conflicts(day) and find_any(day, EFFORT).verdict in (Verdict.FOUND, Verdict.PROVED)


def is_impossible(day: Day) -> bool:
    return bool(find_conflicts(day)) or find_any(day, EFFORT).verdict is Verdict.IMPOSSIBLE


def parts_of(finding: Finding, items: Sequence[Item]) -> list[list[Item]]:
    parts = [[item for item in items if source in (item.path, item.group)] for source in finding.sources]
    return [part for part in parts if part]


def assert_smallest(day: Day, findings: Sequence[Finding]) -> None:
    """Each conflict is one by itself, and none of its parts can be left out."""
    items = list_items(day)
    for finding in findings:
        parts = parts_of(finding, items)
        core = [item for part in parts for item in part]
        alone = without(day, [item for item in items if item not in core])
        assert is_impossible(alone)
        for part in parts:
            assert is_possible(without(alone, part)), finding


def explained(day: Day) -> Explanation:
    return explain_day(day, seconds=10, clock=clock.seconds)


@calm
@given(days())
def test_a_conflict_is_one_by_itself_and_needs_each_of_its_parts(day: Day) -> None:
    explanation = explained(day)
    assume(explanation.is_proved)
    assert_smallest(day, explanation.findings)


@calm
@given(days())
def test_an_explanation_is_empty_exactly_when_there_is_a_plan(day: Day) -> None:
    explanation = explained(day)
    if explanation.is_proved:
        assert is_impossible(day)
    else:
        assert explanation.findings == ()
        assert is_possible(day)


@calm
@given(days())
def test_every_option_makes_the_day_possible(day: Day) -> None:
    for option in explained(day).options:
        assert option.changes
        assert is_possible(changed(day, option.changes)), option


def changed(day: Day, changes: Sequence[Change]) -> Day:
    """The day with the changes, by their paths alone."""
    for change in changes:
        day = with_change(day, change.path, change.value)
    return day


def with_change(day: Day, path: str, value: Any) -> Day:
    where, _, key = path.partition("]")
    match where.split("[")[0].split(".")[1], key:
        case "wishes", "":
            return replace(day, wishes=tuple(wish for wish in day.wishes if wish.source != path))
        case "pins", "":
            return replace(day, pins=tuple(pin for pin in day.pins if pin.source != path))
        case "breaks", _:
            kept = tuple(pause for pause in day.breaks if pause.source != path)
            return replace(day, breaks=kept if value is None else (*kept, Break(*minutes(value), source=path)))
        case "courts", "":
            return replace(day, courts=(*day.courts, value))
        case "wishes", _:
            return replace(day, wishes=tuple(with_wish(w, where + "]", key, value) for w in day.wishes))
        case "pins", ".start":
            pins = (replace(p, start=value.minutes) if p.source == where + "]" else p for p in day.pins)
            return replace(day, pins=tuple(pins))
        case "courts", _:
            name = key.removeprefix(".")
            new = tuple(minutes(window) for window in value) if name == "windows" else value
            courts = (replace(c, **{name: new}) if c.source == where + "]" else c for c in day.courts)
            return replace(day, courts=tuple(courts))
        case "rest_minutes", _:
            both = (value, value) if isinstance(value, int) else (value["same_stage"], value["other_stage"])
            return replace(day, rests=Rests(*both))
        case "durations", _:
            stage = path.split(".")[2]
            return replace(day, matches=tuple(replace(m, play=value) if m.stage == stage else m for m in day.matches))
        case name, _:
            plain = {"grid_minutes": "grid", "max_wait_minutes": "max_wait"}
            return replace(day, **{plain.get(name, name): value})


def with_wish(wish: Wish, source: str, key: str, value: Any) -> Wish:
    if wish.source != source:
        return wish
    if key == ".minutes" and wish.meal:
        return replace(wish, meal=replace(wish.meal, minutes=value))
    if key == ".meal" and wish.meal:
        return replace(wish, meal=replace(wish.meal, start=value[0].minutes, end=value[1].minutes))
    return replace(wish, **{key.removeprefix("."): value.minutes})


def minutes(span: tuple[At, At]) -> tuple[int, int]:
    return span[0].minutes, span[1].minutes
