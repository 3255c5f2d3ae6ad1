"""Rows to a tournament file and back: how a competition is exported, archived and taken in."""

from contextlib import suppress
from datetime import datetime, timedelta
from math import gcd
from typing import Any

from sqlalchemy import func, or_, select

from core import clock
from core.audit import Actor
from core.db import session, transaction
from core.errors import MissingError, RuleError
from events.fields import Basics, WhenWhere
from events.models import Event, Season, Sport
from events.service import create_event
from tournament.engine.values import Competition as Values
from tournament.file import read_tournament
from tournament.file_faults import FaultyFileError
from tournament.file_timetable import timetable_faults
from tournament.file_write import write_tournament
from tournament.models import (
    Competition,
    Division,
)
from tournament.planning import list_courts
from tournament.planning_day import UnreadableDayError, day_document, read_day
from tournament.planning_draft import list_slots
from tournament.scoring import read_extras
from tournament.store import (
    court_key,
    load_competition,
)
from tournament.store_cache import find_published, get_view
from tournament.store_change import changing
from tournament.store_import import Importer

Document = dict[str, Any]
DAY_LENGTH = timedelta(hours=6)
# Parts of a day that name courts, teams and matches by the file's own ids: the importer writes them with ours.
BY_IDS_OF_THE_FILE = frozenset({"courts", "wishes", "pins", "same_time", "referees", "walk_minutes"})


def export_competition(event_id: int) -> Document:
    """The competition of an event as a tournament file, with its published timetable; MissingError for none."""
    view = get_view(event_id)
    published = find_published(view.id)
    courts = {court_key(court.id): court for court in list_courts(event_id)}
    slots = list_slots(published.id) if published is not None else []
    original = day_document(view, courts, slots)
    with suppress(UnreadableDayError):
        day = read_day(view, slots)
        # What was moved by hand may stand off the planner's grid; in a file every start stands on the grid.
        original["day"]["grid_minutes"] = gcd(day.day.grid, *(day.minute(slot.starts_at) for slot in slots))
    if not original["timetable"]:
        # An empty timetable would be one that every match is missing from.
        del original["timetable"]
    divisions = session().scalars(select(Division).where(Division.competition_id == view.id).order_by(Division.sort))
    document = write_tournament(load_competition(view.id), original)
    document["divisions"] = [
        {"id": row.key, "name": row.name, "shows": row.shows, "scoring": read_extras(row.rules)} for row in divisions
    ]
    return document


def import_competition(document: Document, *, by: Actor, event_id: int | None = None) -> int:
    """Take a tournament file in: into an event without a competition, else into a new draft; returns the event.

    Raises FaultyFileError for a file that cannot be used, RuleError: tournament.has_competition,
    tournament.sport_unknown, tournament.no_season.
    """
    values = read_tournament(document)
    if faults := timetable_faults(document, values):
        raise FaultyFileError(faults)
    with transaction() as db:
        if event_id is None:
            event_id = _new_event(values, document, by)
        event = db.get(Event, event_id)
        if event is None:
            raise MissingError
        if db.scalar(select(Competition.id).where(Competition.event_id == event_id)) is not None:
            raise RuleError("tournament.has_competition")
        day = {name: value for name, value in document.get("day", {}).items() if name not in BY_IDS_OF_THE_FILE}
        made = Competition(event_id=event_id, sport_id=event.sport_id, day={**_day_of(event), **day})
        db.add(made)
        db.flush()
        with changing(made.id, "import_competition", by=by):
            Importer(made, values, document, by).run()
        return event_id


def _new_event(values: Values, document: Document, by: Actor) -> int:
    """A draft event for a file, on the day of its plan or tomorrow."""
    text = document.get("day", {}).get("start")
    naive = datetime.fromisoformat(text) if text else None
    start = clock.wall(naive.date(), naive.time()) if naive else clock.midnight_after(clock.now()) + timedelta(hours=10)
    on = clock.local(start).date()
    db = session()
    season = db.scalar(select(Season).where(Season.starts_on <= on, Season.ends_on >= on))
    season = season or db.scalar(select(Season).order_by(Season.starts_on.desc()).limit(1))
    if season is None:
        raise RuleError("tournament.no_season")
    sport = find_sport(values.sport)
    if sport is None:
        raise RuleError("tournament.sport_unknown", sport=values.sport)
    basics = Basics(season_id=season.id, sport_id=sport.id, kind="tournament", title_da=values.name or values.sport)
    return create_event(basics, WhenWhere("timed", starts_at=start, ends_at=start + DAY_LENGTH), by=by).id


def find_sport(word: str) -> Sport | None:
    """A sport by its address or its name in either language."""
    names = (func.lower(Sport.name_da), func.lower(Sport.name_en))
    return session().scalar(select(Sport).where(or_(Sport.slug == word, *(name == word.lower() for name in names))))


def _day_of(event: Event) -> Document:
    start = clock.local(event.starts_at) if event.starts_at else None
    return {"start": start.strftime("%Y-%m-%dT%H:%M") if start else f"{event.starts_on}T10:00"}
