"""Room at an event: the event's own lock, taking and giving back caps, and the counters on its card."""

from collections.abc import Iterable

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import selectinload

from core.db import change, session
from core.errors import MissingError
from core.revision import raise_revision
from events.models import Cap, Event
from teams.models import OptionLine, Registration
from teams.rules import Room, Wish, needs


def lock_event(event_id: int) -> Event:
    """The event with its caps, held until the transaction ends: commands on its registrations come one by one.

    Raises MissingError.
    """
    query = select(Event).where(Event.id == event_id).options(selectinload(Event.caps)).with_for_update()
    event = session().scalar(query.execution_options(populate_existing=True))
    if event is None:
        raise MissingError
    return event


def list_room(event_id: int) -> list[Room]:
    """The event's caps as they are in the database now, in the order of the sign-up page."""
    query = select(Cap.id, Cap.kind, Cap.key, Cap.cap, Cap.taken, Cap.label_da, Cap.label_en)
    return [Room(*row) for row in session().execute(query.where(Cap.event_id == event_id).order_by(Cap.sort, Cap.id))]


def wish_of(registration: Registration, options: Iterable[OptionLine]) -> Wish:
    """What a stored registration takes up."""
    return Wish(
        registration.headcount,
        registration.row_wish,
        tuple((line.cap_id, line.quantity) for line in options if line.quantity),
    )


def take_room(rooms: list[Room], wish: Wish) -> bool:
    """Take a team's room, each cap by one UPDATE that refuses when it is full; False leaves all as it was."""
    taken: dict[int, int] = {}
    for cap_id, amount in needs(rooms, wish).items():
        fits = Cap.cap.is_(None) | (Cap.taken + amount <= Cap.cap)
        statement = update(Cap).where(Cap.id == cap_id, fits).values(taken=Cap.taken + amount)
        if not change(statement.execution_options(synchronize_session=False)):
            _give_back(taken)
            return False
        taken[cap_id] = amount
    return True


def give_back_room(rooms: list[Room], wish: Wish) -> None:
    """Give back what a team took."""
    _give_back(needs(rooms, wish))


def _give_back(amounts: dict[int, int]) -> None:
    for cap_id, amount in amounts.items():
        statement = update(Cap).where(Cap.id == cap_id).values(taken=Cap.taken - amount)
        session().execute(statement.execution_options(synchronize_session=False))


def recount(event: Event) -> None:
    """Write the event's counters and raise the revisions of what shows them; last step of each command here."""
    session().flush()
    is_in = Registration.state == "confirmed"
    row = session().execute(
        select(
            func.coalesce(func.sum(case((is_in, 1), else_=0)), 0),
            func.coalesce(func.sum(case((is_in, Registration.headcount), else_=0)), 0),
            func.coalesce(func.sum(case((Registration.state.in_(("waiting", "offered")), 1), else_=0)), 0),
        ).where(Registration.event_id == event.id)
    )
    event.team_count, event.people_count, event.waiting_count = row.one()
    raise_revision(event.revision_subject, *(["calendar"] if event.state != "draft" else []))
