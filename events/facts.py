"""Rows of an event as the facts that rules decide on."""

from datetime import datetime, time, timedelta

from core import clock
from events.models import Event
from events.rules import CapFact, EventFacts, Status, status_of


def begins_at(event: Event) -> datetime:
    """The first moment of an event: its start, or the midnight its first day begins with."""
    return event.starts_at or clock.wall(event.starts_on, time.min)


def ends_at(event: Event) -> datetime:
    """The last moment of an event: its end, or the midnight after its last day."""
    return event.ends_at or clock.wall(event.ends_on + timedelta(days=1), time.min)


def facts_of(event: Event) -> EventFacts:
    """The facts of an event whose caps are loaded."""
    return EventFacts(
        state=event.state,
        timing=event.timing,
        begins_at=begins_at(event),
        ends_at=ends_at(event),
        takes_sign_up=event.takes_sign_up,
        opens_at=event.opens_at,
        closes_at=event.closes_at,
        is_closed_by_hand=event.is_closed_by_hand,
        has_waiting_list=event.has_waiting_list,
        waiting_count=event.waiting_count,
        caps=tuple(CapFact(cap.kind, cap.key, cap.cap, cap.taken) for cap in event.caps),
    )


def status_now(event: Event) -> Status:
    """The status of an event, with its caps loaded, at this moment."""
    return status_of(facts_of(event), clock.now())


def next_change(event: Event) -> datetime | None:
    """When an event's status would next change by the clock alone; None when it never will."""
    if event.state not in ("published", "postponed"):
        return None
    now = clock.now()
    moments = (event.opens_at, event.closes_at, begins_at(event), ends_at(event))
    return min((moment for moment in moments if moment is not None and moment > now), default=None)
