"""When a team may sign up, change, cancel and move up: truth tables over an event's facts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core import clock
from events.rules import CapFact, EventFacts
from teams.rules import (
    GateFacts,
    Room,
    Wish,
    change_problems,
    find_shortage,
    gate_refusal,
    needs,
    place,
    promotion_problems,
    registration_problems,
    wish_problems,
    withdrawal_problems,
)

NOW = datetime(2026, 10, 1, 10, 0, tzinfo=clock.COPENHAGEN)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OPEN = EventFacts(
    state="published",
    timing="timed",
    begins_at=NOW + 9 * DAY,
    ends_at=NOW + 9 * DAY + 6 * HOUR,
    takes_sign_up=True,
    opens_at=NOW - DAY,
    closes_at=NOW + 6 * DAY,
    is_closed_by_hand=False,
    has_waiting_list=True,
    waiting_count=0,
    caps=(CapFact("teams", "", 12, 3),),
)
FULL = (CapFact("teams", "", 12, 12),)


def codes(problems: list) -> list[str]:  # type: ignore[type-arg]  # the codes are what matters
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("changes", "visitor", "office"),
    [
        ({}, [], []),
        ({"state": "draft"}, ["events.sign_up_draft"], ["events.sign_up_draft"]),
        ({"state": "cancelled"}, ["events.sign_up_cancelled"], ["events.sign_up_cancelled"]),
        ({"state": "postponed"}, ["events.sign_up_postponed"], ["events.sign_up_postponed"]),
        ({"state": "finished"}, ["events.sign_up_finished"], ["events.sign_up_finished"]),
        ({"takes_sign_up": False}, ["events.sign_up_announced"], ["events.sign_up_announced"]),
        ({"opens_at": NOW + DAY}, ["events.sign_up_not_open"], []),
        ({"closes_at": NOW}, ["events.sign_up_closed"], []),
        ({"closes_at": NOW + HOUR}, [], []),
        ({"is_closed_by_hand": True}, ["events.sign_up_closed"], []),
        ({"begins_at": NOW, "closes_at": None}, ["events.sign_up_running"], []),
        ({"begins_at": NOW - DAY, "ends_at": NOW}, ["events.sign_up_finished"], ["events.sign_up_finished"]),
        ({"caps": FULL}, [], []),
        ({"caps": FULL, "has_waiting_list": False}, ["events.sign_up_full"], []),
    ],
)
def test_who_may_sign_up(changes: dict[str, object], visitor: list[str], office: list[str]) -> None:
    facts = replace(OPEN, **changes)
    assert codes(registration_problems(facts, NOW)) == visitor
    assert codes(registration_problems(facts, NOW, is_office=True)) == office


@pytest.mark.parametrize(
    ("until", "at", "expected"),
    [
        (NOW + DAY, NOW, []),
        (NOW + DAY, NOW + DAY, ["teams.change_is_too_late"]),
        (None, NOW + 5 * DAY, []),
        (None, NOW + 6 * DAY, ["teams.change_is_too_late"]),
        (NOW + 20 * DAY, NOW + 10 * DAY, ["events.sign_up_finished"]),
    ],
)
def test_until_when_a_leader_changes_a_team(until: datetime | None, at: datetime, expected: list[str]) -> None:
    assert codes(change_problems(OPEN, until, at)) == expected


@pytest.mark.parametrize(
    ("until", "at", "expected"),
    [
        (None, NOW + 9 * DAY - HOUR, []),
        (None, NOW + 9 * DAY, ["teams.withdrawal_is_too_late"]),
        (NOW + DAY, NOW + DAY, ["teams.withdrawal_is_too_late"]),
        (None, NOW + 10 * DAY, ["events.sign_up_finished"]),
    ],
)
def test_until_when_a_leader_cancels_a_team(until: datetime | None, at: datetime, expected: list[str]) -> None:
    assert codes(withdrawal_problems(OPEN, until, at)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"caps": FULL}, []),
        ({"closes_at": NOW}, ["teams.no_promotion_sign_up_is_closed"]),
        ({"is_closed_by_hand": True}, ["teams.no_promotion_sign_up_is_closed"]),
        ({"begins_at": NOW, "closes_at": None}, ["teams.no_promotion_event_has_begun"]),
        ({"state": "cancelled"}, ["events.sign_up_cancelled"]),
    ],
)
def test_when_nobody_moves_up_by_itself(changes: dict[str, object], expected: list[str]) -> None:
    assert codes(promotion_problems(replace(OPEN, **changes), NOW)) == expected


ROOMS = (
    Room(1, "teams", "", 2, 0),
    Room(2, "people", "", 20, 0),
    Room(3, "row", "A", 1, 0),
    Room(4, "row", "B", None, 0),
    Room(5, "meal", "frokost", 12, 0),
)


def test_a_team_takes_its_row_its_people_and_what_it_orders() -> None:
    assert needs(ROOMS, Wish(8, "A", ((5, 6),))) == {1: 1, 2: 8, 3: 1, 5: 6}
    assert needs(ROOMS, Wish(3)) == {1: 1, 2: 3}


@pytest.mark.parametrize(
    ("wishes", "lacking"),
    [
        ((Wish(8, "A"), Wish(8, "B")), (None, None)),
        ((Wish(8, "A"), Wish(8, "A")), (None, "row")),
        ((Wish(21, "B"), Wish(8, "B")), ("people", None)),
        ((Wish(8, "B"), Wish(8, "B"), Wish(1, "B")), (None, None, "teams")),
        ((Wish(8, "B", ((5, 8),)), Wish(8, "B", ((5, 8),))), (None, "meal")),
    ],
)
def test_who_fits_is_decided_in_order_and_a_large_team_blocks_nobody(
    wishes: tuple[Wish, ...], lacking: tuple[str | None, ...]
) -> None:
    assert tuple(room.kind if room else None for room in place(ROOMS, wishes)) == lacking


def test_no_limit_is_room_for_all() -> None:
    assert find_shortage([Room(1, "people", "", None, 10_000)], Wish(99)) is None


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(8, "B", ((5, 8),)), []),
        (Wish(0, "B"), [("headcount", "teams.headcount_out_of_range")]),
        (Wish(100, "B"), [("headcount", "teams.headcount_out_of_range")]),
        (Wish(8, "C"), [("row", "teams.row_is_missing")]),
        (Wish(8, "B", ((5, 9),)), [("option_5", "teams.more_than_people")]),
        (Wish(8, "B", ((2, 1),)), [("option_2", "teams.option_unknown")]),
        (Wish(8, "B", ((77, 1),)), [("option_77", "teams.option_unknown")]),
    ],
)
def test_what_is_wrong_with_an_answer(wish: Wish, expected: list[tuple[str, str]]) -> None:
    assert [(field, problem.code) for field, problem in wish_problems(wish, ROOMS, ("A", "B"))] == expected


GOOD = GateFacts("published", True, 1, True, False, "confirmed", False)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"event_state": "cancelled"}, "aflyst"),
        ({"event_state": "finished"}, "lukket"),
        ({"matches": 2, "state": None}, "tvetydig"),
        ({"matches": 0, "state": None}, "ukendt"),
        ({"is_this_event": False}, "forkert_arrangement"),
        ({"is_revoked": True}, "tilbagekaldt"),
        ({"is_event_day": False}, "forkert_dag"),
        ({"state": "withdrawn"}, "afbud"),
        ({"state": "waiting"}, "venteliste"),
        ({"state": "offered"}, "venteliste"),
        ({"state": "asked"}, "ikke_godkendt"),
        ({"state": "declined"}, "ikke_godkendt"),
        ({"is_inside": True}, "allerede_inde"),
    ],
)
def test_why_a_card_does_not_open_the_door(changes: dict[str, object], expected: str | None) -> None:
    assert gate_refusal(replace(GOOD, **changes)) == expected
