"""Copies: one event on another day, and a season on the same weekdays a year later."""

from datetime import date

import pytest
from sqlalchemy import select

from core.audit import SYSTEM
from core.db import session
from core.errors import RuleError
from events.copying import copy_event, copy_season
from events.fields import OptionFields, Places
from events.ground import save_season, save_series
from events.models import Event, Season, Series
from events.naming import new_uid
from events.queries import get_event, list_office_events
from events.service import add_programme_item, set_places
from events.states import cancel_event
from tests import make_events

pytestmark = pytest.mark.usefixtures("app")


def dressed() -> Event:
    event = make_events.published(
        "DM i indendørs fodbold – 1. runde", date(2026, 10, 24), closes_at=make_events.moment("2026-10-19 23:59")
    )
    set_places(
        event.id, Places(20, None, {"A": None}, (OptionFields("meal", "frokost", "Frokost", "Lunch", 90),)), by=SYSTEM
    )
    add_programme_item(event.id, make_events.moment("2026-10-24 09:30"), "Kaffe", "Coffee", by=SYSTEM)
    return get_event(event.slug)


def test_a_copy_is_a_draft_with_everything_but_the_teams() -> None:
    original = dressed()
    original.team_count = 7
    next(cap for cap in original.caps if cap.kind == "teams").taken = 7
    session().commit()
    copy = get_event(copy_event(original.id, date(2026, 11, 7), by=SYSTEM).slug)
    assert (copy.state, copy.team_count, copy.sequence) == ("draft", 0, 0)
    assert copy.uid != original.uid
    assert [(cap.kind, cap.cap, cap.taken) for cap in copy.caps] == [(cap.kind, cap.cap, 0) for cap in original.caps]
    # Winter time began in between: the clock on the wall stays.
    assert copy.starts_at == make_events.moment("2026-11-07 10:00")
    assert copy.closes_at == make_events.moment("2026-11-02 23:59")
    assert copy.programme[0].starts_at == make_events.moment("2026-11-07 09:30")


def test_the_same_copy_sent_twice_is_one() -> None:
    original, uid = dressed(), new_uid()
    copies = {copy_event(original.id, date(2026, 11, 7), by=SYSTEM, uid=uid).id for _time in range(2)}
    assert len(copies) == 1


def test_a_day_in_no_season_is_refused() -> None:
    with pytest.raises(RuleError) as error:
        copy_event(dressed().id, date(2029, 1, 1), by=SYSTEM)
    assert (error.value.code, error.value.field) == ("events.no_season", "starts_on")


def test_a_season_is_copied_to_the_same_weekdays_as_drafts() -> None:
    original = dressed()
    cancelled = make_events.published("Aflyst stævne", date(2026, 11, 14))
    cancel_event(cancelled.id, "Hallen er lukket.", "", by=SYSTEM)
    season = copy_season(original.season_id, "2027/28", by=SYSTEM)
    assert (season.starts_on, season.slug) == (date(2027, 10, 1), "2027-28")
    (copy,) = list_office_events(season.id)
    assert (copy.state, copy.title_da, copy.starts_on) == ("draft", original.title_da, date(2027, 10, 23))
    assert copy.starts_on.weekday() == original.starts_on.weekday()


def test_a_copied_season_has_its_own_series() -> None:
    year = make_events.year()
    series = save_series(None, year.id, None, "DM i indendørs fodbold", "", by=SYSTEM)
    make_events.published("1. runde", date(2026, 10, 24), series_id=series.id, kind="series_round")
    season = copy_season(year.id, "2027/28", by=SYSTEM)
    copied = session().scalars(select(Series).where(Series.season_id == season.id)).one()
    assert list_office_events(season.id)[0].series_id == copied.id != series.id


def test_a_second_press_makes_no_second_season() -> None:
    year = make_events.year()
    copy_season(year.id, "2027/28", by=SYSTEM)
    with pytest.raises(RuleError) as error:
        copy_season(year.id, "2027/28", by=SYSTEM)
    assert (error.value.code, error.value.field) == ("events.season_exists", "name")
    assert len(session().scalars(select(Season)).all()) == 2


def test_a_season_must_hold_its_events() -> None:
    event = dressed()
    with pytest.raises(RuleError) as error:
        save_season(event.season_id, "2026/27", date(2026, 11, 1), date(2027, 9, 30), by=SYSTEM)
    assert error.value.code == "events.season_too_short"
