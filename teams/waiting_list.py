"""The waiting list: the first in the queue that fits moves up in the transaction that made the room (decision 11)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core import clock
from core.audit import Actor, record
from core.db import session, transaction
from core.errors import MissingError, RuleError
from events.facts import facts_of
from events.fields import Places
from events.models import Event
from events.service import set_places
from teams.mails import mail_promoted
from teams.models import Leader, Registration
from teams.room import list_room, lock_event, recount, take_room, wish_of
from teams.rules import NOTHING_CAN_BE_DONE, find_shortage, promotion_problems
from teams.wording import SpokenRoom


def promote_from_queue(event: Event, *, by: Actor) -> list[int]:
    """Give every waiting team that fits now its place, in the order of the queue; returns their numbers.

    Inside a transaction that holds the event. Nobody moves up once sign-up has closed or the event has begun
    (promotion_problems says why). A team that does not fit stays where it is and lets the next one try.
    """
    now = clock.now()
    if promotion_problems(facts_of(event), now):
        return []
    waiting = session().scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.state == "waiting")
        .options(selectinload(Registration.options), selectinload(Registration.leader))
        .order_by(Registration.queue_number)
        .execution_options(populate_existing=True)
    )
    return [registration.id for registration in waiting.all() if _take_in(event, registration, now, by=by)]


def promote_waiting(event_id: int, *, by: Actor) -> int:
    """Let everybody who fits move up, after the office made room in some other way; returns how many.

    Raises RuleError with the reason of promotion_problems, MissingError.
    """
    with transaction():
        event = lock_event(event_id)
        for problem in promotion_problems(facts_of(event), clock.now()):
            raise RuleError(problem.code, **problem.facts)
        promoted = promote_from_queue(event, by=by)
        recount(event)
    return len(promoted)


def promote_by_hand(registration_id: int, *, by: Actor) -> None:
    """Give one waiting team a place whatever its number in the queue and the clock say; never more than there is.

    A team that has its place already keeps it. Raises RuleError("teams.no_room_to_promote") naming what is full,
    RuleError("teams.not_waiting"), MissingError.
    """
    with transaction():
        registration, event = lock_registration(registration_id)
        if registration.state == "confirmed":
            return
        if registration.state != "waiting" or event.state in NOTHING_CAN_BE_DONE:
            raise RuleError("teams.not_waiting", name=registration.name)
        if not _take_in(event, registration, clock.now(), by=by):
            lacks = find_shortage(list_room(event.id), wish_of(registration, registration.options))
            what = SpokenRoom(lacks.kind, lacks.key, lacks.label_da, lacks.label_en) if lacks else ""
            raise RuleError("teams.no_room_to_promote", name=registration.name, what=what)
        recount(event)


def set_places_and_promote(event_id: int, places: Places, *, by: Actor) -> int:
    """Set an event's caps and let those who fit move up, in one transaction; returns how many moved up.

    Raises what events.service.set_places raises.
    """
    with transaction():
        lock_event(event_id)
        set_places(event_id, places, by=by)
        event = lock_event(event_id)
        promoted = promote_from_queue(event, by=by)
        recount(event)
    return len(promoted)


def mark_called(registration_id: int, *, by: Actor) -> None:
    """Note that somebody has rung the leader: the team leaves the call list. Twice is harmless."""
    with transaction():
        registration, event = lock_registration(registration_id)
        if registration.to_call_reason is not None:
            record("call_leader", event.revision_subject, by=by, registration=registration_id)
            registration.to_call_reason = None
            registration.to_call_since = None


def lock_registration(registration_id: int) -> tuple[Registration, Event]:
    """A registration with its options and leader, and its event, held until the transaction ends.

    Raises MissingError.
    """
    event_id = session().scalar(select(Registration.event_id).where(Registration.id == registration_id))
    if event_id is None:
        raise MissingError
    event = lock_event(event_id)
    registration = session().scalars(
        select(Registration)
        .where(Registration.id == registration_id)
        .options(
            selectinload(Registration.options), selectinload(Registration.leader).selectinload(Leader.organisation)
        )
        .execution_options(populate_existing=True)
    )
    return registration.one(), event


def _take_in(event: Event, registration: Registration, now: datetime, *, by: Actor) -> bool:
    if not take_room(list_room(event.id), wish_of(registration, registration.options)):
        return False
    registration.state = "confirmed"
    registration.confirmed_at = now
    registration.to_call_reason = "promoted"
    registration.to_call_since = now
    record("promote_team", event.revision_subject, by=by, registration=registration.id)
    if registration.leader.email:
        mail_promoted(event, registration.name, registration.leader.email)
    return True
