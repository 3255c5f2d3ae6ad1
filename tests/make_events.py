"""Rows of the year for tests: reference data, a season, events by the room's own commands."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core import clock
from core.audit import SYSTEM
from core.db import session
from events.fields import Basics, WhenWhere
from events.ground import save_season
from events.models import Event, Region, Season, Sport
from events.queries import get_event
from events.reference import lay_reference_data
from events.service import create_event
from events.states import publish_event

SEASON_SHEET = Path(__file__).parent / "data" / "season60.csv"


def year() -> Season:
    """The season 2026/27 with all sports and regions."""
    lay_reference_data()
    found = session().scalar(select(Season).where(Season.name == "2026/27"))
    return found or save_season(None, "2026/27", date(2026, 10, 1), date(2027, 9, 30), by=SYSTEM)


def sport_id(slug: str) -> int:
    """The number of a sport of the reference data."""
    return session().scalars(select(Sport.id).where(Sport.slug == slug)).one()


def region_id(slug: str) -> int:
    """The number of a region of the reference data."""
    return session().scalars(select(Region.id).where(Region.slug == slug)).one()


def spot(day: date, first: time = time(10), last: time = time(16), **changes: Any) -> WhenWhere:
    """A day at Kolding Hallerne from ten to four."""
    values: dict[str, Any] = {
        "timing": "timed",
        "starts_at": clock.wall(day, first),
        "ends_at": clock.wall(day, last),
        "place": "Kolding Hallerne",
        "city": "Kolding",
        "region_id": region_id("syddanmark"),
    }
    return WhenWhere(**(values | changes))


def basics(title: str = "Indestævne i Kolding", sport: str = "indefodbold", **changes: Any) -> Basics:
    """A football tournament of the season with nothing else decided."""
    values: dict[str, Any] = {"season_id": year().id, "sport_id": sport_id(sport), "kind": "tournament"}
    return Basics(title_da=title, **(values | changes))


def draft(title: str = "Indestævne i Kolding", day: date = date(2026, 12, 5), **changes: Any) -> Event:
    """A draft by the room's own command."""
    made = create_event(basics(title, **changes), spot(day), by=SYSTEM)
    return get_event(made.slug)


def published(title: str = "Indestævne i Kolding", day: date = date(2026, 12, 5), **changes: Any) -> Event:
    """A published event by the room's own commands."""
    made = draft(title, day, **changes)
    publish_event(made.id, by=SYSTEM)
    return get_event(made.slug)


def all_day(title: str, first: date, days: int = 1, **changes: Any) -> Event:
    """A published activity of whole days."""
    where = WhenWhere(
        timing="all_day", starts_on=first, ends_on=first + timedelta(days=days - 1), place="Lokalt på værestedet"
    )
    made = create_event(basics(title, kind="activity", **changes), where, by=SYSTEM)
    publish_event(made.id, by=SYSTEM)
    return get_event(made.slug)


def moment(text: str) -> datetime:
    """A time on the wall in Copenhagen as UTC: "2026-12-05 10:00"."""
    naive = datetime.fromisoformat(text)
    return clock.wall(naive.date(), naive.time())
