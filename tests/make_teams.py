"""Sign-ups, registrations and gates for tests."""

from itertools import count
from typing import Any

from sqlalchemy import select, update

from core import clock
from core.audit import VISITOR, Actor
from core.db import session, transaction
from core.devices import PairedDevice, add_device, pair
from core.tokens import new_code, new_token
from events.models import Cap, Event
from teams.models import Organisation, Registration
from teams.sign_up import SignedUp, SignUpWish, TeamWish, sign_up
from tests import cast, make

_numbers = count(1)


def team_wish(name: str = "Fyrtårnets Fodboldhold", headcount: int = 8, **changes: Any) -> TeamWish:
    """One team of eight people in row B."""
    values: dict[str, Any] = {"token": new_token(), "code": new_code(), "row": "B", "arrival": "doors"}
    return TeamWish(name, headcount, **(values | changes))


def sign_up_wish(
    event: Event, *teams: TeamWish, organisation: Organisation | None = None, **changes: Any
) -> SignUpWish:
    """A sign-up of some teams of one place (the first leader's)."""
    place = organisation or cast.lighthouse()
    values: dict[str, Any] = {"client_id": f"form-{next(_numbers)}", "leader_name": "Bo", "phone": "12 34 56 70"}
    return SignUpWish(event.id, place.id, teams=teams or (team_wish(),), **(values | changes))


def signed_up(event: Event, *names: str, headcount: int = 8, by: Actor = VISITOR, **changes: Any) -> list[SignedUp]:
    """Teams with these names, each of a place of its own, signed up one after the other."""
    done: list[SignedUp] = []
    for name in names:
        place = make.organisation(f"Stedet {name}")
        wish = sign_up_wish(event, team_wish(name, headcount, **changes), organisation=place)
        done += sign_up(wish, by=by)
    return done


def state_of(registration_id: int) -> str:
    """Where a registration stands now."""
    found = session().scalar(select(Registration.state).where(Registration.id == registration_id))
    assert found is not None
    return found


def get_registration(registration_id: int) -> Registration:
    """A registration as it is in the database now."""
    query = select(Registration).where(Registration.id == registration_id)
    return session().scalars(query.execution_options(populate_existing=True)).one()


def taken(event: Event, kind: str, key: str = "") -> int:
    """How much of a cap is taken now."""
    found = session().scalar(select(Cap.taken).where(Cap.event_id == event.id, Cap.kind == kind, Cap.key == key))
    assert found is not None
    return found


def cap_id(event: Event, kind: str, key: str = "") -> int:
    """The number of a cap."""
    found = session().scalar(select(Cap.id).where(Cap.event_id == event.id, Cap.kind == kind, Cap.key == key))
    assert found is not None
    return found


def set_cap(event: Event, kind: str, most: int | None, key: str = "") -> None:
    """Set a cap as the office would, without letting anybody move up."""
    with transaction() as db:
        db.execute(update(Cap).where(Cap.event_id == event.id, Cap.kind == kind, Cap.key == key).values(cap=most))


def gate(event: Event, label: str = "dør A") -> tuple[PairedDevice, str]:
    """A paired gate of an event and the token in its cookie."""
    _number, code = add_device(
        "gate",
        f"event:{event.id}:gate:{label}",
        label,
        expires_at=(event.ends_at or clock.now()),
        by=cast.organiser_actor(),
    )
    return pair(code)
