"""The gate: a card is shown, the team is present. Every attempt is a row, an undo is a row of its own."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from core import clock
from core.audit import Actor, record
from core.db import change, session, transaction
from core.errors import MissingError, RuleError
from core.revision import raise_revision
from core.tokens import CODE_LETTERS, hashed, tidy_code
from events.models import Event
from teams.models import Attendance, Pass, Registration
from teams.passes import code_hash
from teams.rules import MOST_PEOPLE, GateFacts, GateReason, gate_refusal

EVENT_LIST = "event"
MOST_GUESTS = 200
SCOPE = re.compile(r"event:(\d+):gate(?::.*)?")
CODE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class ShownCard:
    """What a scanned or typed text leads to: a registration where exactly one is meant."""

    registration: Registration | None
    matches: int
    is_revoked: bool = False


def event_of_scope(scope: str) -> int:
    """The number of the event a gate stands at, from its device's scope "event:12:gate:dør A". Raises MissingError."""
    found = SCOPE.fullmatch(scope)
    if found is None:
        raise MissingError
    return int(found.group(1))


def read_card(event_id: int, text: str) -> ShownCard:
    """What a scanned address or token, or a typed short code, means at an event; a code counts at this event only."""
    token = text.strip().rstrip("/").rpartition("/")[2]
    shown = (
        session()
        .scalars(select(Pass).where(Pass.token_hash == hashed(token)).options(selectinload(Pass.registration)))
        .first()
    )
    if shown is not None:
        return ShownCard(shown.registration, 1, shown.revoked_at is not None)
    if not looks_like_code(text):
        return ShownCard(None, 0)
    found = (
        session()
        .scalars(
            select(Registration).where(Registration.event_id == event_id, Registration.code_hash == code_hash(text))
        )
        .all()
    )
    return ShownCard(found[0] if len(found) == 1 else None, len(found))


def looks_like_code(text: str) -> bool:
    """True for a text of the form of a short code, with or without spaces."""
    tidy = tidy_code(text)
    return len(tidy) == CODE_LENGTH and all(sign in CODE_LETTERS for sign in tidy)


def check_in(
    event_id: int,
    text: str,
    *,
    by: Actor,
    list_key: str = EVENT_LIST,
    headcount: int | None = None,
    client_at: datetime | None = None,
) -> Attendance:
    """Take a shown card: the whole team is present, or the attempt is refused with a reason; either way a row.

    `text` is a scanned address, a token or a short code; `headcount` how many came where it is not all of them.
    Of two gates that take one team at the same moment the second is told who came first. Raises MissingError.
    """
    with transaction():
        event = _get_event(event_id)
        return _attempt(event, read_card(event_id, text), by, list_key, headcount, client_at)


def check_in_by_name(
    event_id: int,
    registration_id: int,
    *,
    by: Actor,
    list_key: str = EVENT_LIST,
    headcount: int | None = None,
    client_at: datetime | None = None,
) -> Attendance:
    """Take a team that was found by its name; otherwise as check_in. Raises MissingError."""
    with transaction() as db:
        event = _get_event(event_id)
        registration = db.get(Registration, registration_id)
        if registration is None or registration.event_id != event_id:
            raise MissingError
        return _attempt(event, ShownCard(registration, 1), by, list_key, headcount, client_at)


def go_in_again(attendance_id: int, *, by: Actor) -> Attendance:
    """Note that a team which is inside already went out and comes back; it counts nobody twice. Raises MissingError."""
    with transaction() as db:
        refused = db.get(Attendance, attendance_id)
        if refused is None or refused.reason != "allerede_inde" or refused.registration_id is None:
            raise MissingError
        return _write(refused.event_id, refused.registration_id, by, refused.list_key, "again")


def undo(attendance_id: int, *, by: Actor) -> Attendance:
    """Take back a check-in or a count of guests by a row of its own; twice is harmless.

    Raises MissingError, RuleError("teams.nothing_to_undo") for an attempt that counted nobody.
    """
    with transaction() as db:
        done = db.scalar(select(Attendance).where(Attendance.id == attendance_id).with_for_update())
        if done is None:
            raise MissingError
        if done.outcome not in ("in", "walk_up"):
            raise RuleError("teams.nothing_to_undo")
        if done.undone_by_id is not None:
            return db.get_one(Attendance, done.undone_by_id)
        row = _write(done.event_id, done.registration_id, by, done.list_key, "out", headcount=done.headcount)
        statement = update(Attendance).where(Attendance.id == done.id, Attendance.undone_by_id.is_(None))
        change(statement.values(undone_by_id=row.id))
        return row


def correct_headcount(attendance_id: int, headcount: int, *, by: Actor) -> Attendance:
    """Say how many of a team are here: the first count is undone and a new one written, in one transaction.

    Raises RuleError("teams.headcount_out_of_range"), RuleError("teams.nothing_to_undo"), MissingError.
    """
    if not 1 <= headcount <= MOST_PEOPLE:
        raise RuleError("teams.headcount_out_of_range", field="headcount", most=MOST_PEOPLE)
    with transaction() as db:
        first = db.get(Attendance, attendance_id)
        if first is None or first.registration_id is None:
            raise MissingError
        inside = _find_inside(first.registration_id, first.list_key)
        # A card of another event was refused here; its team is none of this gate's.
        if inside is None or inside.event_id != first.event_id:
            raise RuleError("teams.nothing_to_undo")
        if inside.headcount == headcount:
            return inside
        undo(inside.id, by=by)
        return _write(first.event_id, first.registration_id, by, first.list_key, "in", headcount=headcount)


def count_walk_ups(event_id: int, headcount: int, *, by: Actor, client_at: datetime | None = None) -> Attendance:
    """Count guests who came without a team.

    Raises RuleError("teams.guests_out_of_range"), RuleError("teams.gate_is_closed"), MissingError.
    """
    if not 1 <= headcount <= MOST_GUESTS:
        raise RuleError("teams.guests_out_of_range", field="headcount", most=MOST_GUESTS)
    with transaction():
        event = _get_event(event_id)
        if event.state in ("cancelled", "finished"):
            raise RuleError("teams.gate_is_closed")
        return _write(event_id, None, by, EVENT_LIST, "walk_up", headcount=headcount, client_at=client_at)


def _attempt(
    event: Event, shown: ShownCard, by: Actor, list_key: str, headcount: int | None, client_at: datetime | None
) -> Attendance:
    registration = shown.registration
    if registration is not None:
        # Two gates with one card: the second waits here and then sees the first one's row.
        session().execute(select(Registration.id).where(Registration.id == registration.id).with_for_update())
    reason = _reason(event, shown, list_key)
    known_id = registration.id if registration is not None else None
    if reason is not None or registration is None:
        return _write(event.id, known_id, by, list_key, "refused", reason=reason or "ukendt", client_at=client_at)
    people = registration.headcount if headcount is None else headcount
    if not 1 <= people <= MOST_PEOPLE:
        raise RuleError("teams.headcount_out_of_range", field="headcount", most=MOST_PEOPLE)
    return _write(event.id, known_id, by, list_key, "in", headcount=people, client_at=client_at)


def _reason(event: Event, shown: ShownCard, list_key: str) -> GateReason | None:
    registration = shown.registration
    return gate_refusal(
        GateFacts(
            event_state=event.state,
            is_event_day=event.starts_on <= clock.today() <= event.ends_on,
            matches=shown.matches,
            is_this_event=registration is not None and registration.event_id == event.id,
            is_revoked=shown.is_revoked,
            state=registration.state if registration is not None else None,
            is_inside=registration is not None and _find_inside(registration.id, list_key) is not None,
        )
    )


def _find_inside(registration_id: int, list_key: str) -> Attendance | None:
    return session().scalar(
        select(Attendance).where(
            Attendance.registration_id == registration_id,
            Attendance.list_key == list_key,
            Attendance.outcome == "in",
            Attendance.undone_by_id.is_(None),
        )
    )


def _write(
    event_id: int,
    registration_id: int | None,
    by: Actor,
    list_key: str,
    outcome: str,
    *,
    reason: str | None = None,
    headcount: int = 0,
    client_at: datetime | None = None,
) -> Attendance:
    row = Attendance(
        event_id=event_id,
        list_key=list_key,
        registration_id=registration_id,
        device_id=by.id if by.kind == "device" else None,
        outcome=outcome,
        reason=reason,
        headcount=headcount,
        at=clock.now(),
        client_at=client_at,
    )
    session().add(row)
    session().flush()
    subject = f"event:{event_id}"
    record("gate", subject, by=by, attendance=row.id, outcome=outcome, reason=reason)
    if outcome != "refused":
        raise_revision(subject)
    return row


def _get_event(event_id: int) -> Event:
    event = session().get(Event, event_id)
    if event is None:
        raise MissingError
    return event
