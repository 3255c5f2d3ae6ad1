"""What a referee's device may do to a match, and what it may not."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from core import clock
from core.audit import SYSTEM
from core.db import session
from core.devices import PairedDevice, add_device, pair
from core.errors import MissingError, RuleError
from tests import make_day
from tournament import referee_commands
from tournament.engine.values import Result, ResultKind
from tournament.models import ResultRow
from tournament.referee import court_screens, get_duty, may_undo, read_scope

WON = Result(home=3, away=1)
LOST = Result(home=1, away=3)


def device_of(day: make_day.Day, court: int | None = 0, tail: str = "") -> PairedDevice:
    scope = f"event:{day.event_id}" + (tail if court is None else f":court:{day.court_ids[court]}")
    _number, code = add_device("referee", scope, "Bane", expires_at=clock.now() + timedelta(days=1), by=SYSTEM)
    return pair(code)[0]


def rows_of(match_id: int) -> int:
    return session().scalar(select(func.count()).select_from(ResultRow).where(ResultRow.match_id == match_id)) or 0


def test_a_court_has_its_own_matches_only(app: Flask) -> None:
    day = make_day.day()
    duty = get_duty(f"event:{day.event_id}:court:{day.court_ids[0]}")
    assert [match.number for match in duty.matches] == [1, 3, 5, 7, 9, 11, 13, 15]


def test_a_hall_and_an_event_have_all_their_courts(app: Flask) -> None:
    day = make_day.day()
    assert len(get_duty(f"event:{day.event_id}").matches) == 16
    assert get_duty(f"event:{day.event_id}:hall:Hal 9").matches == ()


@pytest.mark.parametrize("scope", ["", "event", "event:x", "event:1:court:x", "event:1:gate:2", "list:1"])
def test_a_scope_of_another_kind_is_nobodys(scope: str) -> None:
    with pytest.raises(MissingError):
        read_scope(scope)


def test_the_match_under_way_comes_before_the_next(app: Flask) -> None:
    day = make_day.day()
    make_day.begin(day, 3)
    screen = court_screens(get_duty(f"event:{day.event_id}:court:{day.court_ids[0]}"))[0]
    assert screen.match is not None
    assert screen.match.row.number == 3


def test_a_device_stores_a_result_once_however_often_it_comes(app: Flask) -> None:
    day = make_day.day()
    device, match = device_of(day), day.match_id(1)
    first = referee_commands.enter_result(device, match, WON, seen=None)
    again = referee_commands.enter_result(device, match, WON, seen=None)
    assert (first.outcome, again.outcome, rows_of(match)) == ("ok", "duplicate", 1)


def test_two_tablets_with_different_results_make_a_conflict_and_the_first_counts(app: Flask) -> None:
    day = make_day.day()
    match = day.match_id(1)
    referee_commands.enter_result(device_of(day), match, WON, seen=None)
    second = referee_commands.enter_result(device_of(day), match, LOST, seen=None)
    found = day.view.get_match(match)
    assert (second.outcome, found.state) == ("conflict", "unresolved")
    assert found.result == WON


def test_two_tablets_with_the_same_result_agree(app: Flask) -> None:
    day = make_day.day()
    match = day.match_id(1)
    referee_commands.enter_result(device_of(day), match, WON, seen=None)
    assert referee_commands.enter_result(device_of(day), match, WON, seen=None).outcome == "duplicate"
    assert day.view.get_match(match).state == "done"


def test_a_device_of_another_court_is_refused(app: Flask) -> None:
    day = make_day.day()
    with pytest.raises(RuleError, match=r"tournament\.not_this_court"):
        referee_commands.enter_result(device_of(day, court=1), day.match_id(1), WON, seen=None)
    assert rows_of(day.match_id(1)) == 0


def test_a_device_of_another_event_finds_nothing(app: Flask) -> None:
    day, other = make_day.day(), make_day.day()
    with pytest.raises(MissingError):
        referee_commands.start(device_of(other), day.match_id(1))


def test_the_last_result_of_a_court_may_be_corrected_and_taken_back(app: Flask) -> None:
    day = make_day.day()
    device, match = device_of(day), day.match_id(1)
    first = referee_commands.enter_result(device, match, WON, seen=None)
    corrected = referee_commands.enter_result(device, match, LOST, seen=first.result_id)
    assert corrected.outcome == "ok"
    assert day.view.get_match(match).result == LOST
    referee_commands.take_back(device, match, seen=corrected.result_id)
    assert day.view.get_match(match).result is None


@pytest.mark.parametrize("has_result", [True, False])
def test_a_result_stands_once_a_later_match_of_the_court_has_begun(app: Flask, has_result: bool) -> None:
    day = make_day.day()
    device, match = device_of(day), day.match_id(1)
    first = referee_commands.enter_result(device, match, WON, seen=None)
    referee_commands.start(device, day.match_id(3))
    if has_result:
        referee_commands.enter_result(device, day.match_id(3), WON, seen=None)
    with pytest.raises(RuleError, match=r"tournament\.correction_needs_office"):
        referee_commands.take_back(device, match, seen=first.result_id)
    with pytest.raises(RuleError, match=r"tournament\.correction_needs_office"):
        referee_commands.enter_result(device, match, LOST, seen=first.result_id)
    assert day.view.get_match(match).result == WON


def test_another_courts_match_does_not_stand_in_the_way(app: Flask) -> None:
    day = make_day.day()
    device = device_of(day)
    referee_commands.enter_result(device, day.match_id(1), WON, seen=None)
    make_day.begin(day, 2)
    duty = get_duty(device.scope)
    assert may_undo(duty, duty.get_match(day.match_id(1)))


def test_a_knock_out_asks_for_a_winner(app: Flask) -> None:
    day = make_day.day()
    make_day.play_pools(day)
    device = device_of(day)
    with pytest.raises(RuleError, match=r"tournament\.needs_winner"):
        referee_commands.enter_result(device, day.match_id(13), Result(home=1, away=1), seen=None)
    level = Result(home=1, away=1, shootout="away")
    assert referee_commands.enter_result(device, day.match_id(13), level, seen=None).outcome == "ok"
    assert day.view.get_numbered(16).home.label == "Stalden IF"


def test_a_match_without_its_teams_cannot_begin(app: Flask) -> None:
    day = make_day.day()
    with pytest.raises(RuleError, match=r"tournament\.sides_unknown"):
        referee_commands.start(device_of(day), day.match_id(13))


def test_a_team_that_is_missing_loses_without_play(app: Flask) -> None:
    day = make_day.day()
    referee_commands.enter_result(device_of(day), day.match_id(1), Result(ResultKind.WALKOVER_AWAY), seen=None)
    row = next(row for row in day.view.pool_states("pools")[0].rows if row.entry == f"e{day.entry_ids[3]}")
    assert (row.won, row.points) == (1, 3)
