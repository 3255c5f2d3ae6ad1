"""Commands that change what becomes of an event: publish, open, close, cancel, postpone, move, finish.

Those that must tell team leaders are called from above; here is what happens to the event itself.
"""

from datetime import time

from core import clock
from core.audit import Actor
from core.errors import RuleError
from events.entry import changing
from events.facts import ends_at
from events.fields import WhenWhere
from events.models import Event
from events.rules import transition_problems
from events.service import basics_of, put_when_where


def _go(event: Event, wanted: str) -> None:
    for problem in transition_problems(event.state, wanted):
        raise RuleError(problem.code, **problem.facts)
    event.state = wanted


def publish_event(event_id: int, *, by: Actor) -> None:
    """Show a draft in the calendar; a second time changes nothing. Raises RuleError("events.not_now")."""
    with changing(event_id, "publish_event", by=by) as event:
        if event.state != "published":
            _go(event, "published")
            event.published_at = event.published_at or clock.now()


def open_sign_up(event_id: int, *, by: Actor) -> None:
    """Open sign-up now, whatever the opening time said. Raises RuleError when its last day has passed."""
    with changing(event_id, "open_sign_up", by=by) as event:
        _require_published(event)
        if event.closes_at is not None and event.closes_at <= clock.now():
            raise RuleError("events.last_day_passed", field="closes_at")
        event.takes_sign_up = True
        event.is_closed_by_hand = False
        if event.opens_at is not None and event.opens_at > clock.now():
            event.opens_at = clock.now()


def close_sign_up(event_id: int, *, by: Actor) -> None:
    """Close sign-up by hand; those who have a place keep it."""
    with changing(event_id, "close_sign_up", by=by) as event:
        _require_published(event)
        event.is_closed_by_hand = True


def _require_published(event: Event) -> None:
    if event.state != "published":
        raise RuleError("events.not_published")


def cancel_event(event_id: int, reason_da: str, reason_en: str, *, by: Actor) -> None:
    """Cancel an event: it stays in the calendar, struck through, with its reason. A second time changes nothing."""
    with changing(event_id, "cancel_event", by=by) as event:
        if event.state != "cancelled":
            _go(event, "cancelled")
            event.state_reason_da, event.state_reason_en = reason_da, reason_en


def postpone_event(event_id: int, reason_da: str, reason_en: str, *, by: Actor) -> None:
    """Take an event's date off without a new one yet; moving it brings it back."""
    with changing(event_id, "postpone_event", by=by) as event:
        if event.state != "postponed":
            _go(event, "postponed")
            event.state_reason_da, event.state_reason_en = reason_da, reason_en


def move_event(event_id: int, spot: WhenWhere, *, by: Actor) -> None:
    """Give a published or postponed event another time or place; it keeps what it was the first time.

    Deadlines that would fall after the new start are pulled back to it. Raises RuleError for a draft, a cancelled or
    finished event ("events.not_movable") and for times that do not fit.
    """
    with changing(event_id, "move_event", by=by) as event:
        if event.state not in ("published", "postponed"):
            raise RuleError("events.not_movable", state=event.state)
        was_at, was_place = event.starts_at or None, place_line(event)
        was_days = (event.starts_on, event.ends_on)
        _pull_deadlines(event, spot)
        put_when_where(event, basics_of(event), spot)
        if not event.is_moved:
            if was_at != event.starts_at or was_days != (event.starts_on, event.ends_on):
                event.moved_from_at = was_at or clock.wall(was_days[0], time(12))
            if was_place != place_line(event):
                event.moved_from = was_place
        if event.state == "postponed":
            event.state = "published"
            event.state_reason_da = event.state_reason_en = ""


def place_line(event: Event) -> str:
    """The place as one line: "Nørrebrohallen, København"."""
    return ", ".join(part for part in (event.place, event.city if event.city != event.place else "") if part)


def _pull_deadlines(event: Event, spot: WhenWhere) -> None:
    start = spot.starts_at if spot.timing == "timed" else None
    if start is None:
        return
    for name in ("closes_at", "change_until"):
        deadline = getattr(event, name)
        if deadline is not None and deadline > start:
            setattr(event, name, start)
    if event.cancel_until is not None and spot.ends_at is not None and event.cancel_until > spot.ends_at:
        event.cancel_until = start


def finish_event(event_id: int, *, by: Actor) -> None:
    """Call an event over; results stand. Raises RuleError("events.not_begun") before it has begun."""
    with changing(event_id, "finish_event", by=by) as event:
        if event.state == "finished":
            return
        if clock.now() < ends_at(event) and clock.today() < event.starts_on:
            raise RuleError("events.not_begun")
        _go(event, "finished")


def reopen_event(event_id: int, *, by: Actor) -> None:
    """Take "finished" back, where it was pressed too early."""
    with changing(event_id, "reopen_event", by=by) as event:
        if event.state != "published":
            if event.state != "finished":
                raise RuleError("events.not_finished")
            _go(event, "published")
