"""An option of a conflict changes what it says, where it is stored, and the day can be planned again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from core import clock
from core.db import session, transaction
from core.errors import MissingError, RuleError
from tests.make_planning import OFFICE, ready_day
from tournament import planning, planning_moves, planning_options, planning_run, planning_settings
from tournament.file_day_matches import Duration
from tournament.models_planning import CONFLICT, PlanRun
from tournament.planning_draft import find_draft, list_slots
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
