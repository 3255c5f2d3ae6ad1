"""What a gate sees: teams and counts, never a person's name or number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.db import session
from core.errors import MissingError
from events.folding import found_in
from events.models import Event
from teams.gate import EVENT_LIST
from teams.models import Attendance, OptionLine, Registration
from teams.wording import danish_order, room_words

RECENT = 8


@dataclass(frozen=True, slots=True)
class GateTeam:
    """A team at the gate; `inside` is how many of it have come, 0 where nobody has."""

    registration_id: int
    name: str
    organisation: str
    headcount: int
    row: str
    state: str
    inside: int


@dataclass(frozen=True, slots=True)
class GateCounts:
    """Who is inside: people (teams and guests), teams, guests, and how many of each are expected."""

    people_in: int
    people_expected: int
    teams_in: int
    teams_expected: int
    guests: int


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """One attempt as the gate's screen shows it; `first` is who came in before where the team is inside already."""

    attendance: Attendance
    team: GateTeam | None
    orders: tuple[tuple[int, str], ...]
    first: Attendance | None


def get_gate_event(event_id: int) -> Event:
    """The event a gate stands at. Raises MissingError."""
    event = session().get(Event, event_id)
    if event is None:
        raise MissingError
    return event


def list_gate_teams(event_id: int, list_key: str = EVENT_LIST) -> list[GateTeam]:
    """Every team of an event that has a place or waits for one, by name, with how many of it are inside."""
    counted = session().execute(
        select(Attendance.registration_id, Attendance.headcount).where(
            Attendance.event_id == event_id,
            Attendance.list_key == list_key,
            Attendance.outcome == "in",
            Attendance.undone_by_id.is_(None),
        )
    )
    inside: dict[int | None, int] = dict(counted.all())
    rows = session().scalars(
        select(Registration)
        .where(Registration.event_id == event_id, Registration.state.in_(("confirmed", "waiting", "withdrawn")))
        .options(joinedload(Registration.organisation))
    )
    teams = [_gate_team(row, inside.get(row.id, 0)) for row in rows]
    return sorted(teams, key=lambda team: (danish_order(team.name), team.registration_id))


def list_missing(teams: Sequence[GateTeam]) -> list[GateTeam]:
    """The teams that have a place and of which nobody has come."""
    return [team for team in teams if team.state == "confirmed" and not team.inside]


def search_teams(teams: Sequence[GateTeam], words: str) -> list[GateTeam]:
    """The teams whose name or place holds every typed word, however æ, ø and å were typed."""
    return [team for team in teams if found_in(words, f"{team.name} {team.organisation}")]


def count_inside(event_id: int, teams: Sequence[GateTeam]) -> GateCounts:
    """The live counts of an event's doors."""
    guests = session().scalar(
        select(func.coalesce(func.sum(Attendance.headcount), 0)).where(
            Attendance.event_id == event_id, Attendance.outcome == "walk_up", Attendance.undone_by_id.is_(None)
        )
    )
    expected = [team for team in teams if team.state == "confirmed"]
    return GateCounts(
        people_in=sum(team.inside for team in teams) + (guests or 0),
        people_expected=sum(team.headcount for team in expected),
        teams_in=sum(1 for team in teams if team.inside),
        teams_expected=len(expected),
        guests=guests or 0,
    )


def get_gate_answer(event_id: int, attendance_id: int) -> GateAnswer:
    """One attempt with its team, its orders and, where it was inside already, who let it in. Raises MissingError."""
    attendance = session().scalar(
        select(Attendance)
        .where(Attendance.id == attendance_id, Attendance.event_id == event_id)
        .options(
            joinedload(Attendance.device),
            joinedload(Attendance.registration).joinedload(Registration.organisation),
            joinedload(Attendance.registration).selectinload(Registration.options).joinedload(OptionLine.cap),
        )
    )
    if attendance is None:
        raise MissingError
    registration = attendance.registration
    if registration is None or registration.event_id != event_id:
        # Of a team at another event this gate learns nothing.
        return GateAnswer(attendance, None, (), None)
    first = _find_first(registration.id, attendance.list_key)
    orders = tuple(
        (line.quantity, room_words(line.cap.kind, line.cap.label_da, line.cap.label_en, line.cap.key))
        for line in registration.options
        if line.quantity
    )
    team = _gate_team(registration, first.headcount if first else 0)
    return GateAnswer(attendance, team, orders, first)


def list_recent(event_id: int, device_id: int) -> list[Attendance]:
    """What this gate did last, newest first, to be undone."""
    query = (
        select(Attendance)
        .where(
            Attendance.event_id == event_id,
            Attendance.device_id == device_id,
            Attendance.outcome.in_(("in", "walk_up")),
            Attendance.undone_by_id.is_(None),
        )
        .options(joinedload(Attendance.registration))
    )
    return list(session().scalars(query.order_by(Attendance.id.desc()).limit(RECENT)))


def last_arrival_at(event_id: int) -> datetime | None:
    """When somebody came in last."""
    return session().scalar(
        select(func.max(Attendance.at)).where(
            Attendance.event_id == event_id, Attendance.outcome.in_(("in", "walk_up"))
        )
    )


def _find_first(registration_id: int, list_key: str) -> Attendance | None:
    return session().scalar(
        select(Attendance)
        .where(
            Attendance.registration_id == registration_id,
            Attendance.list_key == list_key,
            Attendance.outcome == "in",
            Attendance.undone_by_id.is_(None),
        )
        .options(joinedload(Attendance.device))
    )


def _gate_team(row: Registration, inside: int) -> GateTeam:
    place = row.organisation.name
    return GateTeam(row.id, row.name, place, row.headcount, row.row_wish, row.state, inside)
