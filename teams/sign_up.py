"""Signing teams up: one sending of the form is one sign-up, however often it arrives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from core import clock
from core.audit import Actor, record
from core.db import session, transaction
from core.errors import RuleError
from events.facts import facts_of
from events.models import Event
from teams.mails import mail_signed_up
from teams.models import Leader, OptionLine, Organisation, Registration, SignUp, Team
from teams.passes import add_pass, code_hash
from teams.room import list_room, lock_event, recount, take_room
from teams.rules import LIVE, MOST_TEAMS, Room, Wish, registration_problems, wish_problems


@dataclass(frozen=True, slots=True)
class TeamWish:
    """One team as the form gives it: `options` are quantities by a cap's number; token and code go on its card."""

    name: str
    headcount: int
    token: str
    code: str
    row: str = ""
    arrival: str = ""
    here_from: str = ""
    leaves_at: str = ""
    options: Mapping[int, int] = field(default_factory=dict)

    @property
    def wish(self) -> Wish:
        """What the team takes up."""
        return Wish(self.headcount, self.row, tuple((cap, amount) for cap, amount in self.options.items() if amount))


@dataclass(frozen=True, slots=True)
class SignUpWish:
    """A whole sign-up. `client_id` names this sending; `phone` empty means that the place's own number is used."""

    event_id: int
    organisation_id: int
    client_id: str
    leader_name: str
    teams: Sequence[TeamWish]
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class SignedUp:
    """What became of one team: "confirmed" or "waiting"."""

    registration_id: int
    name: str
    state: str


def sign_up(wish: SignUpWish, *, by: Actor) -> list[SignedUp]:
    """Sign teams up to an event: those that fit are confirmed in order, the rest wait (decision 11).

    The same client_id again finds the first sign-up and changes nothing. Raises RuleError with the reason of
    registration_problems or wish_problems, ("teams.team_already_signed_up"), ("teams.no_room_for_team") where there is
    no waiting list, ("teams.organisation_unknown"), ("teams.phone_is_missing"); MissingError where there is no event.
    """
    with transaction() as db:
        event = lock_event(wish.event_id)
        known = list_signed_up(wish.client_id)
        if known:
            return known
        _check(event, wish, by=by)
        now = clock.now()
        leader = _add_leader(wish, now, needs_phone=True)
        sending = SignUp(
            event_id=event.id,
            organisation_id=wish.organisation_id,
            leader_id=leader.id,
            client_id=wish.client_id,
            created_at=now,
        )
        db.add(sending)
        db.flush()
        made = [_register(event, sending, team, now) for team in wish.teams]
        done = [SignedUp(registration.id, registration.name, registration.state) for registration in made]
        _record(event, done, by=by)
        if wish.email:
            cards = [(row.name, row.state, team.token, team.code) for row, team in zip(done, wish.teams, strict=True)]
            mail_signed_up(event, cards, wish.email)
        recount(event)
    return done


def register_late_team(event_id: int, organisation_id: int, team: TeamWish, client_id: str, *, by: Actor) -> SignedUp:
    """Take a team in at the door that nobody signed up; it gets a place where there is one.

    Raises RuleError as sign_up does, and "teams.no_room_for_team" rather than a place on the waiting list.
    """
    with transaction() as db:
        event = lock_event(event_id)
        known = list_signed_up(client_id)
        if known:
            return known[0]
        wish = SignUpWish(event_id, organisation_id, client_id, leader_name="", teams=[team])
        _check(event, wish, by=by)
        now = clock.now()
        leader = _add_leader(wish, now, needs_phone=False)
        sending = SignUp(
            event_id=event_id,
            organisation_id=organisation_id,
            leader_id=leader.id,
            client_id=client_id,
            created_at=now,
        )
        db.add(sending)
        db.flush()
        registration = _register(event, sending, team, now, may_wait=False)
        registration.is_late = True
        registration.arrival = "late"
        done = SignedUp(registration.id, registration.name, registration.state)
        _record(event, [done], by=by)
        recount(event)
    return done


def list_signed_up(client_id: str) -> list[SignedUp]:
    """What an earlier sending with this id made, in the order of its teams; empty where there was none."""
    rows = session().execute(
        select(Registration.id, Registration.name, Registration.state)
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .where(SignUp.client_id == client_id)
        .order_by(Registration.queue_number)
    )
    return [SignedUp(*row) for row in rows]


def _check(event: Event, wish: SignUpWish, *, by: Actor) -> None:
    is_office = by.kind != "visitor"
    for problem in registration_problems(facts_of(event), clock.now(), is_office=is_office):
        raise RuleError(problem.code, **problem.facts)
    organisation = session().get(Organisation, wish.organisation_id)
    if organisation is None or not organisation.is_active:
        raise RuleError("teams.organisation_unknown", field="organisation")
    if not 1 <= len(wish.teams) <= MOST_TEAMS:
        raise RuleError("teams.number_of_teams", most=MOST_TEAMS)
    rooms = list_room(event.id)
    # A team at the door has no wishes yet; the office gives it a row when it is drawn.
    rows = () if by.kind == "device" else event.rows
    for number, team in enumerate(wish.teams):
        for name, problem in wish_problems(team.wish, rooms, rows):
            raise RuleError(problem.code, field=f"team-{number}-{name}", **problem.facts)
    _check_names(event, wish)


def _check_names(event: Event, wish: SignUpWish) -> None:
    query = select(Registration.name).where(
        Registration.event_id == event.id,
        Registration.organisation_id == wish.organisation_id,
        Registration.state.in_(LIVE),
    )
    taken = {name.casefold() for name in session().scalars(query)}
    for number, team in enumerate(wish.teams):
        if not team.name:
            raise RuleError("teams.team_name_is_missing", field=f"team-{number}-name")
        if team.name.casefold() in taken:
            raise RuleError("teams.team_already_signed_up", field=f"team-{number}-name", name=team.name)
        taken.add(team.name.casefold())


def _add_leader(wish: SignUpWish, now: datetime, *, needs_phone: bool) -> Leader:
    if needs_phone and not wish.phone:
        place = session().get_one(Organisation, wish.organisation_id)
        if not place.contact_phone:
            raise RuleError("teams.phone_is_missing", field="phone")
    leader = Leader(
        organisation_id=wish.organisation_id,
        name=wish.leader_name,
        phone=wish.phone,
        email=wish.email,
        created_at=now,
    )
    session().add(leader)
    session().flush()
    return leader


def _register(event: Event, sending: SignUp, team: TeamWish, now: datetime, *, may_wait: bool = True) -> Registration:
    rooms = list_room(event.id)
    fits = take_room(rooms, team.wish)
    if not fits and not (may_wait and event.has_waiting_list):
        raise RuleError("teams.no_room_for_team", name=team.name)
    last = session().scalar(select(func.max(Registration.queue_number)).where(Registration.event_id == event.id))
    registration = Registration(
        event_id=event.id,
        sign_up_id=sending.id,
        organisation_id=sending.organisation_id,
        leader_id=sending.leader_id,
        team_id=_find_or_add_team(sending.organisation_id, team.name).id,
        name=team.name,
        state="confirmed" if fits else "waiting",
        queue_number=(last or 0) + 1,
        headcount=team.headcount,
        row_wish=team.row,
        arrival=team.arrival,
        here_from=team.here_from,
        leaves_at=team.leaves_at,
        code_hash=code_hash(team.code),
        created_at=now,
        confirmed_at=now if fits else None,
        options=_option_lines(team, rooms),
    )
    session().add(registration)
    session().flush()
    add_pass(registration.id, team.token)
    return registration


def _option_lines(team: TeamWish, rooms: Sequence[Room]) -> list[OptionLine]:
    known = {room.cap_id for room in rooms if room.kind in ("meal", "bed")}
    return [OptionLine(cap_id=cap, quantity=amount) for cap, amount in team.options.items() if cap in known and amount]


def _find_or_add_team(organisation_id: int, name: str) -> Team:
    for team in session().scalars(select(Team).where(Team.organisation_id == organisation_id)):
        if team.name.casefold() == name.casefold():
            return team
    team = Team(organisation_id=organisation_id, name=name)
    session().add(team)
    session().flush()
    return team


def _record(event: Event, done: Sequence[SignedUp], *, by: Actor) -> None:
    record(
        "sign_up",
        event.revision_subject,
        by=by,
        registrations=[team.registration_id for team in done],
        waiting=[team.registration_id for team in done if team.state == "waiting"],
    )
