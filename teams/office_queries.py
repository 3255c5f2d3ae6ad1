"""What the office sees of a sign-up: with names and numbers of leaders, so who looks is logged by the view."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from core.audit import Actor, record
from core.db import session, transaction
from core.errors import MissingError
from core.sheets import Cell
from events.folding import found_in
from events.models import Cap, Event
from teams.models import OptionLine, Organisation, Registration, SignUp
from teams.room import list_room, wish_of
from teams.rules import Room, find_shortage
from teams.wording import (
    SpokenRoom,
    arrival_words,
    call_words,
    danish_order,
    room_words,
    row_words,
    state_words,
    stay_words,
)


@dataclass(frozen=True, slots=True)
class OfficeTeam:
    """One registration as the office's list shows it; `lacks` is why a waiting team waits, None where it would fit."""

    id: int
    name: str
    organisation: str
    municipality: str
    state: str
    queue_number: int
    headcount: int
    row: str
    arrival: str
    stay: str
    leader: str
    phone: str
    is_place_phone: bool
    email: str
    orders: dict[int, int]
    lacks: SpokenRoom | None
    is_late: bool
    call_reason: str
    call_since: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CallRow:
    """A leader the office must ring, at any event."""

    registration_id: int
    team: str
    event_title: str
    slug: str
    reason: str
    since: datetime


def log_look(subject: str, what: str, *, by: Actor) -> None:
    """Note who looked at a list of names and numbers, before it is read."""
    with transaction():
        record("look_at_names", subject, by=by, list=what)


def list_office_teams(event_id: int, states: Iterable[str] = ()) -> list[OfficeTeam]:
    """The registrations of an event in the order they came, of some states or all."""
    query = (
        select(Registration)
        .where(Registration.event_id == event_id)
        .options(
            joinedload(Registration.organisation), joinedload(Registration.leader), selectinload(Registration.options)
        )
        .order_by(Registration.queue_number)
    )
    wanted = tuple(states)
    if wanted:
        query = query.where(Registration.state.in_(wanted))
    rooms = list_room(event_id)
    return [_office_team(row, rooms) for row in session().scalars(query)]


def search_office_teams(teams: Sequence[OfficeTeam], words: str) -> list[OfficeTeam]:
    """Those whose team, place or leader holds every typed word."""
    return [team for team in teams if found_in(words, f"{team.name} {team.organisation} {team.leader}")]


def get_office_registration(event_id: int, registration_id: int) -> Registration:
    """One registration of an event with its place, leader and orders. Raises MissingError."""
    found = session().scalar(
        select(Registration)
        .where(Registration.id == registration_id, Registration.event_id == event_id)
        .options(
            joinedload(Registration.organisation),
            joinedload(Registration.leader),
            joinedload(Registration.event),
            selectinload(Registration.options).joinedload(OptionLine.cap),
        )
    )
    if found is None:
        raise MissingError
    return found


def list_to_call() -> list[CallRow]:
    """Every leader the office must ring, the one who has waited longest first; no name or number."""
    rows = session().scalars(
        select(Registration)
        .where(Registration.to_call_reason.is_not(None))
        .options(joinedload(Registration.event))
        .order_by(Registration.to_call_since)
    )
    return [
        CallRow(row.id, row.name, row.event.title_da, row.event.slug, call_words(row.to_call_reason), row.to_call_since)
        for row in rows
        if row.to_call_reason and row.to_call_since
    ]


def count_orders(event_id: int) -> list[tuple[Room, int, int]]:
    """Meals and beds: the cap, how many confirmed teams ordered, and how many the waiting ones would."""
    rows = session().execute(
        select(OptionLine.cap_id, Registration.state, func.sum(OptionLine.quantity))
        .join(Registration, Registration.id == OptionLine.registration_id)
        .where(Registration.event_id == event_id, Registration.state.in_(("confirmed", "waiting")))
        .group_by(OptionLine.cap_id, Registration.state)
    )
    counted = {(cap_id, state): int(amount) for cap_id, state, amount in rows}
    return [
        (room, counted.get((room.cap_id, "confirmed"), 0), counted.get((room.cap_id, "waiting"), 0))
        for room in list_room(event_id)
        if room.kind in ("meal", "bed")
    ]


def sheet_of_teams(event_id: int, teams: Sequence[OfficeTeam]) -> tuple[list[str], list[list[Cell]]]:
    """The office's list as a spreadsheet: heads and rows, the same columns in both languages."""
    options = [room for room in list_room(event_id) if room.kind in ("meal", "bed")]
    heads = ["nr", "hold", "sted", "kommune", "tilstand", "folk", "række", "kommer", "holdleder", "telefon", "e-mail"]
    heads += [room_words(room.kind, room.label_da, room.label_en, room.key) for room in options] + ["tilmeldt"]
    return heads, [_sheet_row(team, options) for team in teams]


def list_organisations(words: str = "", *, is_active: bool | None = True) -> list[Organisation]:
    """The member places whose name, municipality or region holds every typed word, by name."""
    query = select(Organisation).options(joinedload(Organisation.region))
    if is_active is not None:
        query = query.where(Organisation.is_active == is_active)
    found = [place for place in session().scalars(query) if found_in(words, _searched(place))]
    return sorted(found, key=lambda place: danish_order(place.name))


def get_organisation(organisation_id: int) -> Organisation:
    """A member place with its region, also a closed one. Raises MissingError."""
    found = session().scalar(
        select(Organisation).where(Organisation.id == organisation_id).options(joinedload(Organisation.region))
    )
    if found is None:
        raise MissingError
    return found


def list_events_of(organisation_id: int) -> list[Event]:
    """The events a place has signed teams up to, newest first."""
    ids = select(SignUp.event_id).where(SignUp.organisation_id == organisation_id)
    return list(session().scalars(select(Event).where(Event.id.in_(ids)).order_by(Event.starts_on.desc()).limit(20)))


def list_caps(event_id: int) -> list[Cap]:
    """The caps of an event with how much of each is taken."""
    return list(session().scalars(select(Cap).where(Cap.event_id == event_id).order_by(Cap.sort, Cap.id)))


def _searched(place: Organisation) -> str:
    region = place.region.name_da if place.region else ""
    return f"{place.name} {place.municipality} {region}"


def _office_team(row: Registration, rooms: Sequence[Room]) -> OfficeTeam:
    lacks = find_shortage(rooms, wish_of(row, row.options)) if row.state == "waiting" else None
    return OfficeTeam(
        id=row.id,
        name=row.name,
        organisation=row.organisation.name,
        municipality=row.organisation.municipality,
        state=row.state,
        queue_number=row.queue_number,
        headcount=row.headcount,
        row=row.row_wish,
        arrival=row.arrival,
        stay=stay_words(row.here_from, row.leaves_at),
        leader=row.leader.name,
        phone=row.leader.phone or row.organisation.contact_phone,
        is_place_phone=not row.leader.phone,
        email=row.leader.email,
        orders={line.cap_id: line.quantity for line in row.options},
        lacks=SpokenRoom(lacks.kind, lacks.key, lacks.label_da, lacks.label_en) if lacks else None,
        is_late=row.is_late,
        call_reason=row.to_call_reason or "",
        call_since=row.to_call_since,
        created_at=row.created_at,
    )


def _sheet_row(team: OfficeTeam, options: Sequence[Room]) -> list[Cell]:
    return [
        team.queue_number,
        team.name,
        team.organisation,
        team.municipality,
        state_words(team.state),
        team.headcount,
        row_words(team.row),
        ". ".join(filter(None, [arrival_words(team.arrival), team.stay.capitalize()])),
        team.leader,
        team.phone,
        team.email,
        *(team.orders.get(room.cap_id, 0) for room in options),
        team.created_at,
    ]
