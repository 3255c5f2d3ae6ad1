"""Matches called from a queue: one court a match and one match a court, whoever presses at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.audit import Actor
from core.db import session
from core.errors import MissingError, RuleError
from events.queries import get_event
from tests import make_day
from tests.at_once import at_once
from tests.make_day import START, Day
from tournament import queue
from tournament.engine.values import Result
from tournament.live import live_page
from tournament.models import Match
from tournament.models_calls import Call
from tournament.printing import grid
from tournament.queries_office import match_todos
from tournament.queries_queue import queue_page
from tournament.referee import court_screens, get_duty
from tournament.results import record_result, start_match, undo_result
from tournament.team_parts import team_part

OFFICE = Actor("user", 1)


def day_from_queue(**changes: object) -> Day:
    made = make_day.day(**changes)
    queue.set_mode(made.event_id, "next_free", by=OFFICE)
    return made


def call(day: Day, number: int, court: int = 0) -> None:
    queue.call_match(day.event_id, day.court_ids[court], day.match_id(number), by=OFFICE)


def refused(command: Callable[[], object]) -> str:
    with pytest.raises(RuleError) as caught:
        command()
    return caught.value.code


def offered(day: Day) -> list[int | None]:
    return [court.following.number if court.following else None for court in queue_page(day.view).courts]


def test_a_called_match_is_on_its_court_and_no_other_has_one(app: Flask) -> None:
    day = day_from_queue()
    assert offered(day) == [1, 2]
    call(day, 2, court=0)
    matches = {match.number: match for match in day.view.matches}
    assert matches[2].court is not None
    assert matches[2].court.id == day.court_ids[0]
    assert (matches[2].status, matches[2].is_called, matches[2].state) == ("called", True, "planned")
    assert all(match.court is None for number, match in matches.items() if number != 2)
    assert offered(day) == [None, 1]


def test_by_the_clock_matches_have_the_courts_of_the_plan(app: Flask) -> None:
    day = make_day.day()
    assert refused(lambda: call(day, 1)) == "tournament.not_from_queue"
    assert all(match.court is not None for match in day.view.matches)
    with pytest.raises(MissingError):
        queue.set_mode(day.event_id, "chaos", by=OFFICE)


def test_the_same_call_again_is_harmless(app: Flask) -> None:
    day = day_from_queue()
    call(day, 1)
    call(day, 1)
    assert [row.is_called for row in day.view.matches].count(True) == 1


def test_a_match_is_called_once_and_a_court_has_one_match(app: Flask) -> None:
    day = day_from_queue()
    call(day, 1, court=0)
    assert refused(lambda: call(day, 1, court=1)) == "tournament.called_elsewhere"
    assert refused(lambda: call(day, 2, court=0)) == "tournament.court_busy"
    with pytest.raises(MissingError):
        queue.call_match(day.event_id, 999_999, day.match_id(2), by=OFFICE)


@pytest.mark.commits
def test_two_who_press_at_once_call_one_match_each_or_are_told(app: Flask) -> None:
    day = day_from_queue()
    same = at_once(app, [lambda: call(day, 1, court=0), lambda: call(day, 1, court=1)])
    assert sorted(str(result) for result in same if result is not None) == ["tournament.called_elsewhere"]
    court = next(match.court for match in day.view.matches if match.is_called)
    assert court is not None
    free = 1 - day.court_ids.index(court.id)
    both = at_once(app, [lambda: call(day, 2, court=free), lambda: call(day, 2, court=free)])
    assert both == [None, None]
    assert sum(match.is_called for match in day.view.matches) == 2


@pytest.mark.commits
def test_a_call_and_the_result_at_once_leave_the_court_free(app: Flask) -> None:
    day = day_from_queue()
    result = Result(home=1, away=0)
    called, _result = at_once(app, [lambda: call(day, 1), lambda: record_result(day.match_id(1), result, by=OFFICE)])
    assert called is None or str(called) == "tournament.match_over"
    assert session().scalars(select(Call.id).where(Call.ended_at.is_(None))).all() == []
    call(day, 2)


@pytest.mark.commits
def test_two_matches_for_one_court_at_once_leave_one_there(app: Flask) -> None:
    day = day_from_queue()
    results = at_once(app, [lambda: call(day, 1), lambda: call(day, 2)])
    assert [str(result) for result in results if result is not None] == ["tournament.court_busy"]
    assert sum(match.is_called for match in day.view.matches) == 1


def test_teams_that_play_rest_or_are_not_known_are_not_called(app: Flask) -> None:
    day = day_from_queue()
    call(day, 1, court=0)
    # Støberiet plays matches 1 and 5, a semi-final waits for the pools.
    assert refused(lambda: call(day, 5, court=1)) == "tournament.team_is_playing"
    assert refused(lambda: call(day, 13, court=1)) == "tournament.sides_unknown"


def test_a_result_makes_the_court_free_and_the_teams_rest(app: Flask) -> None:
    day = day_from_queue()
    with clock.frozen(START):
        call(day, 1, court=0)
        make_day.begin(day, 1)
    session().get_one(Match, day.match_id(1))
    with clock.frozen(START + timedelta(minutes=12)):
        make_day.play(day, 1, 2, 1)
        assert offered(day) == [2, 3]
        assert refused(lambda: call(day, 1)) == "tournament.match_over"
        call(day, 2, court=0)
        # Taken back, the first match keeps the court that it was played on, and the second keeps its call.
        result = day.view.get_match(day.match_id(1)).result_id
        assert result is not None
        undo_result(day.match_id(1), seen=result, by=OFFICE)
        assert refused(lambda: call(day, 3, court=0)) == "tournament.court_busy"


def test_a_call_is_taken_back_until_the_match_begins(app: Flask) -> None:
    day = day_from_queue()
    call(day, 1)
    queue.take_back_call(day.event_id, day.match_id(1), by=OFFICE)
    queue.take_back_call(day.event_id, day.match_id(1), by=OFFICE)
    assert session().get_one(Match, day.match_id(1)).status == "planned"
    assert offered(day) == [1, 2]
    call(day, 1, court=1)
    start_match(day.match_id(1), by=OFFICE)
    assert refused(lambda: queue.take_back_call(day.event_id, day.match_id(1), by=OFFICE)) == "tournament.match_begun"


def test_a_match_is_hopped_over_with_a_reason_and_put_back(app: Flask) -> None:
    day = day_from_queue()
    call(day, 1)

    def hop(reason: str) -> None:
        queue.hop_over(day.event_id, day.match_id(1), reason, by=OFFICE)

    assert refused(lambda: hop("Karen er syg")) == "tournament.reason_missing"
    hop("team_missing")
    page = queue_page(day.view)
    assert [(line.match.number, line.reason) for line in page.hopped] == [(1, "Et hold mangler")]
    assert offered(day) == [2, 3]
    queue.put_back(day.event_id, day.match_id(1), by=OFFICE)
    queue.put_back(day.event_id, day.match_id(1), by=OFFICE)
    assert offered(day) == [1, 2]
    assert queue_page(day.view).hopped == ()


def test_a_match_hopped_over_can_be_called_all_the_same(app: Flask) -> None:
    day = day_from_queue()
    queue.hop_over(day.event_id, day.match_id(1), "team_missing", by=OFFICE)
    call(day, 1)
    assert queue_page(day.view).hopped == ()
    assert day.view.get_match(day.match_id(1)).is_called


def test_idle_courts_and_late_matches_stand_out(app: Flask) -> None:
    day = day_from_queue()
    with clock.frozen(START):
        call(day, 1)
    with clock.frozen(START + timedelta(minutes=4)):
        assert [(court.state, court.text) for court in queue_page(day.view).courts] == [
            ("called", "Kaldt for 4 min siden."),
            ("idle", ""),
        ]
    with clock.frozen(START + timedelta(minutes=6)):
        assert queue_page(day.view).courts[0].state == "late"
        make_day.begin(day, 1)
        assert queue_page(day.view).courts[0].state == "on"
    with clock.frozen(START + timedelta(hours=1)):
        late = queue_page(day.view)
        assert (late.late, late.idle) == (1, 1)
        assert late.courts[0].text.startswith("Skulle være slut for ")


def test_the_tablet_the_team_and_the_live_page_show_the_call(app: Flask) -> None:
    day = day_from_queue()
    event, entry = get_event(day.slug), f"e{day.entry_ids[0]}"
    with clock.frozen(START):
        before = team_part(day.view, entry, event, clock.now()).next_match
        assert before is not None
        assert (before.is_about, before.is_called, before.court) == (True, False, "")
        call(day, 1, court=1)
        after = team_part(day.view, entry, event, clock.now()).next_match
        assert after is not None
        assert (after.is_called, after.court_name) == (True, "Bane 2")
        screens = court_screens(get_duty(f"event:{day.event_id}"))
        assert [screen.match.row.number if screen.match else None for screen in screens] == [None, 1]
        assert [screen.waits for screen in screens] == [True, True]
        page = live_page(event, day.view, clock.now())
        assert [court.next.number if court.next else None for court in page.courts] == [None, 1]
        assert page.courts[1].note == "Holdene er kaldt. De er på vej."
        assert page.coming[0].is_about


def test_the_office_is_told_of_free_courts_and_of_no_result_that_nobody_owes(app: Flask) -> None:
    day = day_from_queue()
    event = get_event(day.slug)
    with app.test_request_context(), clock.frozen(START + timedelta(hours=2)):
        titles = [todo.title for todo in match_todos(event, day.view, clock.now())]
    assert titles == ["2 baner er ledige"]


def test_on_paper_the_queue_has_an_order_and_no_courts(app: Flask) -> None:
    names, rows = grid(day_from_queue().view)
    assert names == ["Nr. 1 i køen", "Nr. 2 i køen"]
    assert [[cell.number if cell else None for cell in cells] for _start, cells in rows[:2]] == [[1, 2], [3, 4]]
