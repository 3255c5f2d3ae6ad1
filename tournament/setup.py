"""Set a competition up: in an event, with the sport's rules, a row ("række") for each of the event's rows."""

import re
from typing import Any

from sqlalchemy import delete, select

from core import clock
from core.audit import Actor
from core.db import transaction
from core.errors import MissingError, RuleError
from events.models import Event, Sport, Venue, VenueCourt
from tournament.models import Competition, Court, Division, ResultRow, Timetable
from tournament.models import Match as MatchRow
from tournament.setup_entries import take_in
from tournament.setup_rules import usual_rules
from tournament.store_change import changing

KEY = re.compile(r"[A-Za-z0-9_-]{1,12}")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
USUAL_HOURS = ("09:00", "17:00")


def create_competition(event_id: int, *, by: Actor) -> int:
    """Make the competition of an event with its rows, courts and confirmed teams; returns its number.

    A second time finds the first. Raises MissingError, RuleError("tournament.nothing_is_played").
    """
    with transaction() as db:
        event = db.scalar(select(Event).where(Event.id == event_id).with_for_update())
        if event is None:
            raise MissingError
        known = db.scalar(select(Competition.id).where(Competition.event_id == event_id))
        if known is not None:
            return known
        sport = db.get_one(Sport, event.sport_id)
        if not sport.rules:
            raise RuleError("tournament.nothing_is_played")
        made = Competition(event_id=event_id, sport_id=sport.id, day=_usual_day(event, sport))
        db.add(made)
        db.flush()
        with changing(made.id, "create_competition", by=by):
            rules = usual_rules(sport)
            for sort, (key, name) in enumerate(division_names(list(event.rows))):
                db.add(Division(competition_id=made.id, key=key, name=name, rules=rules, sort=sort))
            _add_courts(event)
            db.flush()
            take_in(made.id)
        return made.id


def division_names(rows: list[Any]) -> list[tuple[str, str]]:
    """The key and name of each row of an event; one row for all where the event has none."""
    if len(rows) < 2:
        return [("A", str(rows[0]) if rows else "")]
    return [
        (str(row) if KEY.fullmatch(str(row)) else LETTERS[place % len(LETTERS)], f"{row}-rækken")
        for place, row in enumerate(rows)
    ]


def remove_competition(competition_id: int, *, by: Actor) -> None:
    """Take a competition away as long as no result is stored. Raises RuleError("tournament.draw_has_results")."""
    with changing(competition_id, "remove_competition", by=by) as (db, competition):
        played = select(ResultRow.id).join(MatchRow).where(MatchRow.competition_id == competition_id).limit(1)
        if db.scalar(played) is not None:
            raise RuleError("tournament.draw_has_results")
        db.execute(delete(Timetable).where(Timetable.competition_id == competition_id))
        db.execute(delete(Court).where(Court.event_id == competition.event_id))
        db.execute(delete(Competition).where(Competition.id == competition_id))
        db.expunge(competition)


def _usual_day(event: Event, sport: Sport) -> dict[str, Any]:
    """The day plan a competition begins with: from the event's start, with the sport's rest."""
    start = clock.local(event.starts_at).strftime("%Y-%m-%dT%H:%M") if event.starts_at else f"{event.starts_on}T10:00"
    return {"start": start, "rest_minutes": sport.rest_minutes, "breaks": [], "durations": {}}


def opening_hours(event: Event) -> list[list[str]]:
    """When the courts of an event are open by default: as long as the event lasts."""
    if event.starts_at is None or event.ends_at is None or event.starts_on != event.ends_on:
        return [list(USUAL_HOURS)]
    return [[f"{clock.local(moment):%H:%M}" for moment in (event.starts_at, event.ends_at)]]


def _add_courts(event: Event) -> None:
    """Take over the courts of the venue, each open as long as the event lasts."""
    with transaction() as db:
        if event.venue_id is None or db.get(Venue, event.venue_id) is None:
            return
        courts = db.scalars(
            select(VenueCourt).where(VenueCourt.venue_id == event.venue_id).order_by(VenueCourt.sort, VenueCourt.id)
        ).all()
        taken: set[str] = set()
        for court in courts:
            name = court.name if court.name not in taken else f"{court.hall} {court.name}".strip()
            taken.add(name)
            db.add(Court(event_id=event.id, name=name, hall=court.hall, windows=opening_hours(event), sort=court.sort))
        db.flush()
