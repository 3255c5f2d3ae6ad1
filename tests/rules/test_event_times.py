"""What is wrong with the times somebody gives an event."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from events.rules import EventTimes, cap_problems, event_problems

SEASON = (date(2026, 10, 1), date(2027, 9, 30))
START = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
TIMED = EventTimes("timed", START, START + timedelta(hours=6), None, None)
DAYS = EventTimes("all_day", None, None, date(2027, 5, 3), date(2027, 5, 4))


def found(times: EventTimes, first: date | None = date(2026, 12, 5)) -> list[tuple[str, str]]:
    return [(problem.field, problem.problem.code) for problem in event_problems(times, SEASON, first)]


def test_a_day_in_the_season_has_no_problem() -> None:
    assert found(TIMED) == []
    assert found(DAYS, date(2027, 5, 3)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"starts_at": None}, ("starts_at", "events.no_start")),
        ({"ends_at": None}, ("ends_at", "events.no_end")),
        ({"ends_at": START}, ("ends_at", "events.ends_before_start")),
        ({"ends_at": START + timedelta(days=500)}, ("ends_at", "events.too_long")),
        ({"closes_at": START + timedelta(minutes=1)}, ("closes_at", "events.closes_after_start")),
        ({"opens_at": START, "closes_at": START}, ("closes_at", "events.closes_before_opening")),
        ({"change_until": START + timedelta(minutes=1)}, ("change_until", "events.change_after_start")),
        ({"cancel_until": START + timedelta(hours=7)}, ("cancel_until", "events.cancel_after_end")),
    ],
)
def test_each_wrong_time_is_named_beside_its_field(changes: dict[str, object], expected: tuple[str, str]) -> None:
    assert found(replace(TIMED, **changes)) == [expected]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"starts_on": None}, ("starts_on", "events.no_start")),
        ({"ends_on": None}, ("ends_on", "events.no_end")),
        ({"ends_on": date(2027, 5, 2)}, ("ends_on", "events.ends_before_start")),
        ({"ends_on": date(2029, 5, 2)}, ("ends_on", "events.too_long")),
    ],
)
def test_whole_days_are_judged_by_their_dates(changes: dict[str, object], expected: tuple[str, str]) -> None:
    assert found(replace(DAYS, **changes), date(2027, 5, 3)) == [expected]


def test_a_day_outside_the_season_is_refused() -> None:
    assert found(TIMED, date(2027, 10, 1)) == [("starts_at", "events.outside_season")]
    assert found(DAYS, date(2026, 9, 30)) == [("starts_on", "events.outside_season")]


def test_a_deadline_at_the_start_is_allowed() -> None:
    assert found(replace(TIMED, closes_at=START, change_until=START, cancel_until=START)) == []


def test_a_cap_below_what_is_taken_is_a_problem() -> None:
    problems = cap_problems([("teams", 7), ("people", None), ("meal_frokost", 10)], {"teams": 8, "people": 60})
    assert [(problem.field, problem.problem.facts) for problem in problems] == [("teams", {"cap": 7, "taken": 8})]
