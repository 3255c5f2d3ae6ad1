"""An option of a conflict changes what it says, where it is stored, and the day can be planned again."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from core import clock
from core.db import session, transaction
from core.errors import MissingError, RuleError
from tests.make_planning import OFFICE, ready_day
from tournament import (
    planning,
    planning_moves,
    planning_options,
    planning_publish,
    planning_run,
    planning_settings,
    planning_taken,
)
from tournament.file_day_matches import Duration
from tournament.models_planning import CONFLICT, PlanRun
from tournament.planning_draft import find_draft, list_slots
from tournament.queries_plan_run import find_taken
from tournament.store_cache import get_view

TEN = datetime(2026, 10, 10, 10, 0, tzinfo=clock.COPENHAGEN)
FINDING = {"code": "no_plan", "facts": {}, "sources": []}


@pytest.fixture
def event_id(app: Flask) -> int:
    """A day ready to be planned."""
    return ready_day()


def conflict_with(event_id: int, *changes: tuple[str, Any]) -> int:
    """A run that ended in a conflict with one option of these changes."""
    run = planning_run.lay_timetable(event_id, by=OFFICE)
    with transaction() as db:
        row = db.get_one(PlanRun, run.id)
        row.state = CONFLICT
        listed = [{"path": path, "value": value} for path, value in changes]
        row.conflicts = {"findings": [FINDING], "options": [{"finding": FINDING, "changes": listed}]}
    return run.id


def take(event_id: int, run_id: int) -> None:
    planning_options.take_option(event_id, run_id, 0, by=OFFICE)
    session().expire_all()


def test_rests_breaks_and_durations_are_changed_in_the_day(event_id: int) -> None:
    planning_settings.save_day(
        get_view(event_id).id,
        planning_settings.DaySettings(TEN, 10, (("12:00", "12:30"),), {"A-pools": Duration(12, 3)}),
        by=OFFICE,
    )
    changes = [("day.rest_minutes", 5), ("day.breaks", []), ("day.durations.A-final.play", 9)]
    take(event_id, conflict_with(event_id, *changes))
    day = get_view(event_id).day
    assert (day["rest_minutes"], day["breaks"], day["durations"]["A-final"]["play"]) == (5, [], 9)
    assert day["durations"]["A-pools"] == {"play": 12, "changeover": 3}


def test_courts_get_other_hours_and_a_new_one_its_own_name(event_id: int) -> None:
    new = {"id": "c99", "name": "Bane 3", "windows": [["10:00", "12:00"]]}
    take(event_id, conflict_with(event_id, ("day.courts[0].windows", [["09:00", "18:00"]]), ("day.courts[2]", new)))
    courts = planning.list_courts(event_id)
    assert [court.windows for court in courts][0::2] == [[["09:00", "18:00"]], [["10:00", "12:00"]]]
    assert len({court.name for court in courts}) == 3


def held(event_id: int) -> tuple[int, datetime]:
    """A match of the draft that is held fast: its number as a row, and when it begins."""
    planning_run.lay_timetable(event_id, by=OFFICE)
    draft = find_draft(get_view(event_id).id)
    assert draft is not None
    slot = list_slots(draft.id)[-1]
    planning_moves.pin_match(event_id, slot.match_id, True, by=OFFICE)
    return slot.match_id, slot.starts_at


def slot_of(event_id: int, match_id: int) -> tuple[datetime, bool]:
    draft = find_draft(get_view(event_id).id)
    assert draft is not None
    slot = next(slot for slot in list_slots(draft.id) if slot.match_id == match_id)
    return slot.starts_at, slot.is_pinned


def test_a_match_held_fast_is_let_go_and_that_can_be_undone(event_id: int) -> None:
    match_id, starts_at = held(event_id)
    take(event_id, conflict_with(event_id, ("day.pins", [])))
    assert slot_of(event_id, match_id) == (starts_at, False)
    planning_moves.undo_change(event_id, by=OFFICE)
    assert slot_of(event_id, match_id) == (starts_at, True)


def test_a_match_held_fast_is_held_at_another_time(event_id: int) -> None:
    match_id, starts_at = held(event_id)
    at = starts_at + timedelta(minutes=30)
    take(event_id, conflict_with(event_id, ("day.pins[0].start", f"{clock.local(at):%H:%M}")))
    assert slot_of(event_id, match_id) == (at, True)


def test_an_option_of_another_day_or_run_is_refused(event_id: int) -> None:
    run_id = conflict_with(event_id, ("day.rest_minutes", 5))
    with pytest.raises(MissingError):
        planning_options.take_option(event_id, run_id, 1, by=OFFICE)
    planning_settings.save_day(get_view(event_id).id, planning_settings.DaySettings(TEN, 12, (), {}), by=OFFICE)
    with pytest.raises(RuleError, match="changed_meanwhile"):
        take(event_id, run_id)
    lost = conflict_with(event_id, ("day.wishes[3].leaves", "15:00"))
    with pytest.raises(RuleError, match="changed_meanwhile"):
        take(event_id, lost)
    assert get_view(event_id).day["rest_minutes"] == 12


def undo(event_id: int, run_id: int) -> bool:
    is_as_it_was = planning_taken.undo_option(event_id, run_id, by=OFFICE)
    session().expire_all()
    return is_as_it_was


def save_rest(event_id: int, rest: int, rest_other: int) -> None:
    known = planning_settings.settings_of(get_view(event_id))
    chosen = replace(known, rest_minutes=rest, rest_other=rest_other)
    planning_settings.save_day(get_view(event_id).id, chosen, by=OFFICE)
    session().expire_all()


def test_what_is_played_on_a_court_is_changed_too(event_id: int) -> None:
    court = planning.list_courts(event_id)[0]
    words = {"name": court.name, "hall": "", "windows": court.windows, "stages": ["A-pools"]}
    planning.save_court(get_view(event_id).id, court.id, **words, by=OFFICE)
    run_id = conflict_with(event_id, ("day.courts[0].stages", None))
    take(event_id, run_id)
    assert planning.list_courts(event_id)[0].stages is None
    assert undo(event_id, run_id)
    assert planning.list_courts(event_id)[0].stages == ["A-pools"]


def test_an_option_is_taken_back_with_all_it_changed(event_id: int) -> None:
    match_id, starts_at = held(event_id)
    day, courts = get_view(event_id).day, [court.windows for court in planning.list_courts(event_id)]
    new = {"id": "c99", "name": "Bane 3", "windows": [["10:00", "12:00"]]}
    longer = ("day.courts[0].windows", [["09:00", "18:00"]])
    run_id = conflict_with(event_id, ("day.rest_minutes", 5), longer, ("day.courts[2]", new), ("day.pins", []))
    take(event_id, run_id)
    assert get_view(event_id).day != day
    taken = find_taken(get_view(event_id).id)
    assert taken is not None
    assert taken.run_id == run_id
    assert undo(event_id, run_id)
    assert undo(event_id, run_id), "twice is harmless"
    assert find_taken(get_view(event_id).id) is None
    assert get_view(event_id).day == day
    assert [court.windows for court in planning.list_courts(event_id)] == courts
    assert slot_of(event_id, match_id) == (starts_at, True)
    # The day is the one the conflict knew: its options are open again.
    take(event_id, run_id)
    assert get_view(event_id).day["rest_minutes"] == 5


def test_the_same_option_pressed_twice_changes_the_day_once(event_id: int) -> None:
    new = {"id": "c99", "name": "Bane 3", "windows": [["10:00", "12:00"]]}
    run_id = conflict_with(event_id, ("day.courts[2]", new))
    take(event_id, run_id)
    take(event_id, run_id)
    assert len(planning.list_courts(event_id)) == 3


def test_an_option_is_not_taken_back_where_the_same_was_changed_since(event_id: int) -> None:
    run_id = conflict_with(event_id, ("day.rest_minutes", 5))
    take(event_id, run_id)
    save_rest(event_id, 7, 7)
    assert find_taken(get_view(event_id).id) is None
    with pytest.raises(RuleError, match="option_changed_since"):
        undo(event_id, run_id)
    assert get_view(event_id).day["rest_minutes"] == 7


def test_what_others_changed_beside_an_option_stays_when_it_is_taken_back(event_id: int) -> None:
    run_id = conflict_with(event_id, ("day.breaks", [["12:00", "12:30"]]))
    take(event_id, run_id)
    save_rest(event_id, 7, 7)
    # Another option of that conflict would be one against another day.
    assert not undo(event_id, run_id)
    assert (get_view(event_id).day["rest_minutes"], get_view(event_id).day["breaks"]) == (7, [])
    with pytest.raises(RuleError, match="changed_meanwhile"):
        take(event_id, run_id)


def test_a_plan_laid_with_a_new_court_keeps_it_as_a_closed_one(event_id: int) -> None:
    new = {"id": "c99", "name": "Bane 3", "windows": [["10:00", "18:00"]]}
    run_id = conflict_with(event_id, ("day.courts[2]", new))
    take(event_id, run_id)
    planning_run.lay_timetable(event_id, by=OFFICE)
    undo(event_id, run_id)
    assert [bool(court.windows) for court in planning.list_courts(event_id)] == [True, True, False]


def test_an_option_is_not_taken_back_once_its_programme_is_shown(event_id: int) -> None:
    run_id = conflict_with(event_id, ("day.rest_minutes", 5))
    take(event_id, run_id)
    planning_run.lay_timetable(event_id, by=OFFICE)
    draft = find_draft(get_view(event_id).id)
    assert draft is not None
    planning_publish.publish_timetable(event_id, number=draft.number, by=OFFICE)
    session().expire_all()
    assert find_taken(get_view(event_id).id) is None
    with pytest.raises(RuleError, match="option_shown_since"):
        undo(event_id, run_id)
    with pytest.raises(MissingError):
        undo(event_id, run_id + 1)
