"""What an event is right now, by what is stored, the clock and the places."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from events.rules import CapFact, EventFacts, places_left, sign_up_problems, status_of, transition_problems

START = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
NOW = START - timedelta(days=20)
FACTS = EventFacts(
    state="published",
    timing="timed",
    begins_at=START,
    ends_at=START + timedelta(hours=6),
    takes_sign_up=True,
    opens_at=START - timedelta(days=30),
    closes_at=START - timedelta(days=5),
    is_closed_by_hand=False,
    has_waiting_list=True,
    waiting_count=0,
    caps=(CapFact("teams", "", 12, 3),),
)


def name(now: datetime = NOW, **changes: object) -> str:
    return status_of(replace(FACTS, **changes), now).name


def teams(taken: int, cap: int | None = 12) -> tuple[CapFact, ...]:
    return (CapFact("teams", "", cap, taken),)


@pytest.mark.parametrize(
    ("changes", "now", "expected"),
    [
        ({"state": "draft"}, NOW, "draft"),
        ({"state": "cancelled"}, START, "cancelled"),
        ({"state": "postponed"}, START, "postponed"),
        ({"state": "finished"}, NOW, "finished"),
        ({}, START + timedelta(hours=6), "finished"),
        ({}, START, "running"),
        ({}, START - timedelta(seconds=1), "closed"),
        ({}, START - timedelta(days=5), "closed"),
        ({}, START - timedelta(days=5, seconds=1), "open"),
        ({}, START - timedelta(days=30, seconds=1), "not_open"),
        ({}, START - timedelta(days=30), "open"),
        ({"is_closed_by_hand": True}, NOW, "closed"),
        ({"takes_sign_up": False}, NOW, "announced"),
        ({"takes_sign_up": False}, START, "running"),
        ({"caps": ()}, NOW, "open"),
        ({"caps": teams(7)}, NOW, "open"),
        ({"caps": teams(8)}, NOW, "few"),
        ({"caps": teams(12)}, NOW, "waiting"),
        ({"caps": teams(12), "has_waiting_list": False}, NOW, "full"),
        ({"caps": teams(500, None)}, NOW, "open"),
    ],
)
def test_the_status_follows_state_clock_and_places(changes: dict[str, object], now: datetime, expected: str) -> None:
    assert name(now, **changes) == expected


def test_a_window_takes_sign_ups_until_its_last_day_for_that() -> None:
    changes = {"timing": "window", "closes_at": START + timedelta(days=3), "ends_at": START + timedelta(days=14)}
    assert name(START + timedelta(days=1), **changes) == "open"
    assert name(START + timedelta(days=3), **changes) == "running"


def test_places_left_counts_the_tightest_limit() -> None:
    rows = (CapFact("row", "A", 6, 5), CapFact("row", "B", 6, 6))
    assert places_left((CapFact("teams", "", 12, 4), *rows)) == (1, 12, "teams")


def test_one_row_without_a_limit_limits_nothing() -> None:
    rows = (CapFact("row", "A", 6, 6), CapFact("row", "B", None, 6))
    assert places_left(rows) == (None, None, "teams")


def test_full_people_make_a_full_event() -> None:
    caps = (CapFact("teams", "", 12, 4), CapFact("people", "", 90, 90))
    assert places_left(caps) == (0, 90, "people")
    assert name(caps=caps) == "waiting"


def test_few_says_how_many() -> None:
    status = status_of(replace(FACTS, caps=teams(9)), NOW)
    assert (status.name, status.left) == ("few", 3)


def test_whoever_may_sign_up_has_no_problem_and_the_others_one() -> None:
    assert sign_up_problems(FACTS, NOW) == []
    assert sign_up_problems(replace(FACTS, caps=teams(12)), NOW) == []
    assert [problem.code for problem in sign_up_problems(FACTS, START)] == ["events.sign_up_running"]
    assert [problem.code for problem in sign_up_problems(replace(FACTS, state="draft"), NOW)] == [
        "events.sign_up_draft"
    ]


@pytest.mark.parametrize(
    ("state", "wanted", "is_allowed"),
    [
        ("draft", "published", True),
        ("draft", "cancelled", False),
        ("published", "draft", False),
        ("published", "postponed", True),
        ("postponed", "published", True),
        ("postponed", "finished", False),
        ("cancelled", "published", False),
        ("finished", "published", True),
        ("finished", "cancelled", False),
    ],
)
def test_only_some_states_follow_each_other(state: str, wanted: str, is_allowed: bool) -> None:
    assert (transition_problems(state, wanted) == []) is is_allowed
