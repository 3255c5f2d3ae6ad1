"""What happens to a team after its sign-up: it is changed, or it cancels. Each frees or takes room at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from core import clock
from core.audit import Actor, record
from core.db import session, transaction
from core.errors import RuleError
from events.facts import facts_of
from events.models import Event
from teams.mails import mail_withdrawn
from teams.models import OptionLine, Registration, Team
from teams.room import give_back_room, list_room, recount, take_room, wish_of
from teams.rules import LIVE, Wish, change_problems, find_shortage, wish_problems, withdrawal_problems
from teams.waiting_list import lock_registration, promote_from_queue
from teams.wording import SpokenRoom


@dataclass(frozen=True, slots=True)
class Change:
    """What a team is to be: `options` are quantities by a cap's number."""

    name: str
    headcount: int
    row: str = ""
    arrival: str = ""
    here_from: str = ""
    leaves_at: str = ""
    options: Mapping[int, int] = field(default_factory=dict)

    @property
    def wish(self) -> Wish:
        """What the team then takes up."""
        return Wish(self.headcount, self.row, tuple((cap, amount) for cap, amount in self.options.items() if amount))


def change_registration(registration_id: int, wanted: Change, *, by: Actor) -> None:
    """Change a team's name, people, row, orders and times; what it frees goes to the waiting list at once.

    Leaders within the deadline, the office always. Raises RuleError with the reason of change_problems or
    wish_problems, ("teams.no_room_for_change"), ("teams.team_already_signed_up"), ("teams.team_is_withdrawn").
    """
    with transaction():
        registration, event = lock_registration(registration_id)
        _check_change(event, registration, wanted, by=by)
        before = {"headcount": registration.headcount, "row": registration.row_wish}
        if registration.state == "confirmed":
            _swap_room(event, registration, wanted)
        if wanted.name != registration.name:
            _rename(registration, wanted.name)
        registration.headcount = wanted.headcount
        registration.row_wish = wanted.row
        registration.arrival = wanted.arrival
        registration.here_from, registration.leaves_at = wanted.here_from, wanted.leaves_at
        _write_options(registration, wanted)
        session().flush()
        after = {"headcount": wanted.headcount, "row": wanted.row}
        record(
            "change_registration",
            event.revision_subject,
            by=by,
            registration=registration_id,
            before=before,
            after=after,
        )
        promote_from_queue(event, by=by)
        recount(event)


def withdraw_registration(registration_id: int, *, by: Actor) -> None:
    """Cancel a team: its room goes to the first in the queue that fits, in the same transaction. Twice is harmless.

    Leaders within the deadline, the office always. Raises RuleError with the reason of withdrawal_problems.
    """
    with transaction():
        registration, event = lock_registration(registration_id)
        if registration.state not in LIVE:
            return
        if by.kind != "user":
            for problem in withdrawal_problems(facts_of(event), event.cancel_until, clock.now()):
                raise RuleError(problem.code, **problem.facts)
        if registration.state == "confirmed":
            give_back_room(list_room(event.id), wish_of(registration, registration.options))
        registration.state = "withdrawn"
        registration.ended_at = clock.now()
        registration.to_call_reason = None
        registration.to_call_since = None
        session().flush()
        record("withdraw_registration", event.revision_subject, by=by, registration=registration_id)
        if registration.leader.email:
            mail_withdrawn(event, registration.name, registration.leader.email)
        promote_from_queue(event, by=by)
        recount(event)


def _check_change(event: Event, registration: Registration, wanted: Change, *, by: Actor) -> None:
    if registration.state not in LIVE:
        raise RuleError("teams.team_is_withdrawn", name=registration.name)
    if by.kind != "user":
        for problem in change_problems(facts_of(event), event.change_until, clock.now()):
            raise RuleError(problem.code, **problem.facts)
    if not wanted.name:
        raise RuleError("teams.team_name_is_missing", field="name")
    for name, problem in wish_problems(wanted.wish, list_room(event.id), event.rows):
        raise RuleError(problem.code, field=name, **problem.facts)
    others = session().scalars(
        select(Registration.name).where(
            Registration.event_id == event.id,
            Registration.organisation_id == registration.organisation_id,
            Registration.id != registration.id,
            Registration.state.in_(LIVE),
        )
    )
    if wanted.name.casefold() in {name.casefold() for name in others}:
        raise RuleError("teams.team_already_signed_up", field="name", name=wanted.name)


def _swap_room(event: Event, registration: Registration, wanted: Change) -> None:
    """Give the old room back and take the new; where that does not fit the whole command is undone."""
    give_back_room(list_room(event.id), wish_of(registration, registration.options))
    rooms = list_room(event.id)
    if take_room(rooms, wanted.wish):
        return
    lacks = find_shortage(rooms, wanted.wish)
    what = SpokenRoom(lacks.kind, lacks.key, lacks.label_da, lacks.label_en) if lacks else ""
    raise RuleError("teams.no_room_for_change", what=what, left=lacks.left if lacks else 0)


def _rename(registration: Registration, name: str) -> None:
    """A new name is another team over the years; the one before keeps its history."""
    query = select(Team).where(Team.organisation_id == registration.organisation_id)
    team = next((team for team in session().scalars(query) if team.name.casefold() == name.casefold()), None)
    if team is None:
        team = Team(organisation_id=registration.organisation_id, name=name)
        session().add(team)
        session().flush()
    registration.name = name
    registration.team_id = team.id


def _write_options(registration: Registration, wanted: Change) -> None:
    lines = {line.cap_id: line for line in registration.options}
    for cap_id, amount in wanted.options.items():
        if cap_id in lines:
            lines[cap_id].quantity = amount
        elif amount:
            registration.options.append(OptionLine(cap_id=cap_id, quantity=amount))
    for cap_id, line in lines.items():
        if not wanted.options.get(cap_id):
            registration.options.remove(line)
