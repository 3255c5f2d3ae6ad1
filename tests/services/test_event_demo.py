"""The demo season: sixty events, one of them today, some finished, most to come."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from core.audit import SYSTEM
from events.demo import SHEET, TODAY_EVENT, demo_rows, find_today_event, lay_demo_season
from events.facts import status_now
from events.planning import weekday_in
from events.queries import list_calendar
from events.reference import REGIONS, SPORTS, lay_reference_data
from events.service import basics_of, edit_event
from tests import make_events

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("day", ["2027-02-28 23:40", "2027-06-15 00:05"])
def test_today_is_a_running_event_on_any_day_at_any_hour(at: Callable[[datetime], None], day: str) -> None:
    moment = make_events.moment(day)
    at(moment)
    today = date.fromisoformat(day[:10])
    season = lay_demo_season(SHEET, today)
    events = list_calendar(season)
    ours = find_today_event(season.id)
    assert ours is not None
    names = {event.title_da: status_now(event).name for event in events}
    assert len(events) == 60
    assert (ours.starts_on, ours.ends_on, names[TODAY_EVENT]) == (today, today, "running")
    past = [event for event in events if event.ends_on < today]
    assert past
    assert {event.state for event in past} == {"finished"}
    assert len(past) < 20
    assert {"cancelled", "postponed"} <= set(names.values())
    assert sum(event.is_moved for event in events) == 1


def test_weekdays_stay_both_languages_are_there_and_every_event_can_be_saved() -> None:
    season = lay_demo_season(SHEET, date(2026, 10, 1))
    notes = {row["name"]: row["notes"] for row in demo_rows()}
    for event in list_calendar(season):
        named = weekday_in(notes[event.title_da])
        if named is not None and not event.is_moved and event.title_da != TODAY_EVENT:
            assert event.starts_on.weekday() == named, event.title_da
        assert event.title_en
        assert event.summary_da
        assert event.summary_en
        edit_event(event.id, basics_of(event), None, by=SYSTEM)


def test_reference_data_is_laid_once_and_what_the_office_changed_stays() -> None:
    assert lay_reference_data() == len(SPORTS) + len(REGIONS)
    assert lay_reference_data() == 0


def test_every_sport_of_the_sheet_has_its_row() -> None:
    names = {row[1] for row in SPORTS}
    assert {row["sport"] for row in demo_rows()} <= names
