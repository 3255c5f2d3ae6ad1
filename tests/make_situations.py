"""A published day, and what happens to it."""

from datetime import datetime, timedelta
from typing import Any

from core import clock
from core.audit import Actor
from core.db import session, transaction
from tests.make_planning import ready_day, show_plan
from tournament import situations
from tournament.models_situation import Situation
from tournament.planning import list_courts
from tournament.planning_draft import list_slots
from tournament.store_cache import find_published, get_view
from tournament.store_view import CompetitionView, MatchView

OFFICE = Actor("user", 1)
TEN = datetime(2026, 10, 10, 10, 0, tzinfo=clock.COPENHAGEN)


def published_day() -> CompetitionView:
    """Eight teams in two pools, semi-finals, bronze and final on two courts, with a published timetable."""
    event_id = ready_day()
    show_plan(event_id)
    return get_view(event_id)


def places(view: CompetitionView) -> dict[int, tuple[int, datetime]]:
    """Where the published timetable has each match."""
    published = find_published(view.id)
    assert published is not None
    return {slot.match_id: (slot.court_id, slot.starts_at) for slot in list_slots(published.id)}


def by_time(view: CompetitionView) -> list[MatchView]:
    """The matches in the order of the day."""
    return sorted(view.matches, key=lambda match: (match.starts_at or TEN, match.number))


def late(at: datetime, minutes: int = 15) -> dict[str, Any]:
    """Everything waits for some minutes from a moment on."""
    return {"kind": "delay_all", "from": at.isoformat(), "minutes": minutes}


def asked(view: CompetitionView, *news: dict[str, Any], at: datetime = TEN) -> Situation:
    """The situation that was asked about."""
    number = situations.ask_situation(view.event_id, news, at, by=OFFICE)
    return session().get_one(Situation, number)


def entry_of(match: MatchView) -> int:
    """The row of who is at home."""
    assert match.home.entry is not None
    return int(match.home.entry[1:])


def at_minute(minutes: int) -> str:
    """A moment of the day, as news carry it."""
    return (TEN + timedelta(minutes=minutes)).isoformat()


def stuck(view: CompetitionView) -> Situation:
    """Courts that close when the day was to end, and half an hour in which nothing begins."""
    ends = clock.local(max(match.planned_end for match in view.matches if match.planned_end is not None))
    with transaction():
        for court in list_courts(view.event_id):
            court.windows = [[court.windows[0][0], f"{ends:%H:%M}"]]
    return asked(get_view(view.event_id), late(TEN, 30))
