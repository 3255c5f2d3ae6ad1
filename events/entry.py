"""The one way to change an event: locked, recorded, and with the calendar entry's SEQUENCE and DTSTAMP kept right."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import selectinload

from core import clock
from core.audit import Actor, record
from core.db import transaction
from core.errors import MissingError
from core.revision import raise_revision
from events.models import Event

# What a subscriber must be warned about (SEQUENCE), and what else the entry shows (only DTSTAMP).
SCHEDULE = ("timing", "starts_at", "ends_at", "starts_on", "ends_on", "place", "city")
WORDING = ("title_da", "title_en", "summary_da", "summary_en", "closes_at", "sport_id", "kind", "venue_id", "scope")
CARD = (
    *("state", "state_reason_da", "state_reason_en", "moved_from", "moved_from_at", "takes_sign_up", "opens_at"),
    *("has_waiting_list", "is_closed_by_hand", "is_external", "region_id", "season_id", "series_id"),
)
# The office writes here what it likes: a number that is somebody's own, a note about somebody.
MASKED = ("contact_phone", "notes")
CALENDAR_STATUS = {
    "published": "CONFIRMED",
    "finished": "CONFIRMED",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}


@dataclass(frozen=True, slots=True)
class EntrySeen:
    """What the calendar shows of an event, to be compared; `status` is None while it is a draft."""

    status: str | None
    schedule: tuple[Any, ...]
    wording: tuple[Any, ...]
    card: tuple[Any, ...]


def see_entry(event: Event) -> EntrySeen:
    """What the calendar shows of an event at this moment of a command."""
    return EntrySeen(
        status=CALENDAR_STATUS.get(event.state),
        schedule=tuple(getattr(event, name) for name in SCHEDULE),
        wording=tuple(getattr(event, name) for name in WORDING),
        card=tuple(getattr(event, name) for name in CARD),
    )


def follow_entry(event: Event, before: EntrySeen) -> bool:
    """Keep SEQUENCE and DTSTAMP in step with what changed since `before`; True where a calendar page shows a change."""
    after = see_entry(event)
    if after.status is None or after == before:
        return False
    if before.status is None:
        event.calendar_changed_at = clock.now()
        return True
    if (after.status, after.schedule) != (before.status, before.schedule):
        event.sequence += 1
        event.calendar_changed_at = clock.now()
    elif after.wording != before.wording:
        event.calendar_changed_at = clock.now()
    return True


@contextmanager
def changing(event_id: int, action: str, *, by: Actor, on_card: bool = False, **facts: Any) -> Iterator[Event]:
    """Change an event inside one transaction: the row is locked, then audit, calendar entry and revisions follow.

    The event comes with its caps, programme and notices. `on_card` says that the change shows on calendar cards
    though no column of the event says so (places). Raises MissingError.
    """
    with transaction() as db:
        event = db.scalar(
            select(Event)
            .where(Event.id == event_id)
            .options(selectinload(Event.caps), selectinload(Event.programme), selectinload(Event.notices))
            .with_for_update()
        )
        if event is None:
            raise MissingError
        before = see_entry(event)
        # Nothing is sent before the end, so column_changes still knows what was there.
        with db.no_autoflush:
            yield event
        changes = column_changes(event)
        is_seen = follow_entry(event, before) or (on_card and event.state != "draft")
        record(action, event.revision_subject, by=by, changes=changes, **facts)
        raise_revision(event.revision_subject, *(["calendar"] if is_seen else []))


def column_changes(row: object) -> dict[str, list[str | None]]:
    """The columns of a row that differ from what is stored: `{name: [before, after]}` as texts.

    Of what may be about a person, a record that is kept for ever says only that it was changed.
    """
    state = inspect(row)
    found: dict[str, list[str | None]] = {}
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if history.has_changes():
            old = history.deleted[0] if history.deleted else None
            new = history.added[0] if history.added else None
            if old != new and column.key in MASKED:
                found[column.key] = []
            elif old != new:
                found[column.key] = [None if old is None else str(old), None if new is None else str(new)]
    return found
