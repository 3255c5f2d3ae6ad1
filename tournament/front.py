"""The front page and the list of live events: what is on, what comes next, what was played last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core import clock
from core.db import session
from events.cards import Card, card_of
from events.facts import begins_at, ends_at, next_change, status_now
from events.models import Event
from events.queries import list_coming, list_on
from events.rules import PLAYED
from tournament.models import Competition, Division, MarkRow, Stage, Timetable

NEXT_ON_FRONT = 5
LOOKED_AT = 24
RECENT = 6
# The board comes a little before the first match, when people look for their court.
EARLY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The events on now, and those one can still come to."""

    on_now: tuple[Card, ...]
    coming: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """The events on now, those of the next days, and the latest that were played."""

    on_now: tuple[Card, ...]
    coming: tuple[Card, ...]
    recent: tuple[Card, ...]


def _is_played(event: Event) -> bool:
    return event.kind in PLAYED and not event.is_external and event.timing == "timed"


def on_now(now: datetime) -> tuple[Event, ...]:
    """The events of today that are under way or about to begin."""
    return tuple(
        event
        for event in list_on(clock.local(now).date())
        if event.state == "published" and _is_played(event) and begins_at(event) - EARLY <= now < ends_at(event)
    )


def _coming(now: datetime, shown: Sequence[Event]) -> tuple[Event, ...]:
    """The next events that are not shown already, cancelled or over."""
    known = {event.id for event in shown}
    return tuple(
        event
        for event in list_coming(LOOKED_AT)
        if event.id not in known and not status_now(event).is_over and begins_at(event) > now
    )


def front_page() -> FrontPage:
    """What the front page shows now."""
    now = clock.now()
    running = on_now(now)
    coming = _coming(now, running)
    # What one can still join comes first to mind here; the calendar has the rest.
    joinable = [event for event in coming if status_now(event).name not in ("closed", "full", "postponed")]
    return FrontPage(_cards(running), _cards((joinable or coming)[:NEXT_ON_FRONT]))


def list_page() -> ListPage:
    """What the list of live events shows now."""
    now = clock.now()
    running = on_now(now)
    coming = tuple(event for event in _coming(now, running) if _is_played(event))
    return ListPage(_cards(running), _cards(coming[:NEXT_ON_FRONT]), _cards(_recent(now)))


def _recent(now: datetime) -> Sequence[Event]:
    """The events with a published timetable, or with something measured, that were played last."""
    played = select(Competition.event_id).join(Timetable, Timetable.competition_id == Competition.id)
    measured = (
        select(Competition.event_id)
        .join(Division, Division.competition_id == Competition.id)
        .join(Stage, Stage.division_id == Division.id)
        .join(MarkRow, MarkRow.stage_id == Stage.id)
    )
    shown = played.where(Timetable.state == "published").union(measured)
    query = (
        select(Event)
        .where(Event.state.in_(("published", "finished")), Event.ends_at < now)
        .where(Event.id.in_(shown))
        .options(joinedload(Event.sport), joinedload(Event.venue), selectinload(Event.caps))
        .order_by(Event.ends_at.desc(), Event.id.desc())
        .limit(RECENT)
    )
    return session().scalars(query).all()


def _cards(events: Sequence[Event]) -> tuple[Card, ...]:
    return tuple(card_of(event) for event in events)


def next_turn() -> datetime:
    """When those pages change by the clock alone: an event begins, ends or closes, or the day is over."""
    now = clock.now()
    events = [*list_on(clock.today()), *list_coming(LOOKED_AT)]
    moments = [clock.midnight_after(now)]
    for event in events:
        moments += [moment for moment in (begins_at(event) - EARLY, next_change(event)) if moment is not None]
    return min(moment for moment in moments if moment > now)
