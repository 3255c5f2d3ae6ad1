"""Commands of the office on member places."""

from dataclasses import asdict, dataclass

from sqlalchemy import select

from core.audit import Actor, record
from core.db import session, take_turns, transaction
from core.errors import MissingError, RuleError
from events.folding import fold
from teams.models import Organisation

MEMBERS = "members"
"""What commands on the names of places take turns at."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the office knows of a member place; `kind` is vaerested, boform or forening."""

    name: str
    kind: str = "vaerested"
    municipality: str = ""
    region_id: int | None = None
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""


def add_organisation(place: Place, *, by: Actor) -> int:
    """Add a member place; returns its number. Raises RuleError("teams.organisation_name_taken")."""
    with transaction() as db:
        take_turns(MEMBERS)
        _check_name(place.name, None)
        organisation = Organisation(**asdict(place))
        db.add(organisation)
        db.flush()
        record("add_organisation", f"organisation:{organisation.id}", by=by)
        return organisation.id


def edit_organisation(organisation_id: int, place: Place, *, by: Actor) -> None:
    """Change a member place. Raises RuleError("teams.organisation_name_taken"), MissingError."""
    with transaction() as db:
        take_turns(MEMBERS)
        organisation = _get(organisation_id)
        _check_name(place.name, organisation_id)
        changed = sorted(name for name, value in asdict(place).items() if getattr(organisation, name) != value)
        for name in changed:
            setattr(organisation, name, getattr(place, name))
        if changed:
            record("edit_organisation", f"organisation:{organisation_id}", by=by, fields=changed)
        db.flush()


def set_active(organisation_id: int, is_active: bool, *, by: Actor) -> None:
    """Close a place, so that nobody can be signed up for it, or open it again; what it took part in stays.

    Its contact is emptied by the next night. Raises MissingError.
    """
    with transaction():
        organisation = _get(organisation_id)
        if organisation.is_active != is_active:
            organisation.is_active = is_active
            record("open_organisation" if is_active else "close_organisation", f"organisation:{organisation_id}", by=by)


def _get(organisation_id: int) -> Organisation:
    found = session().scalar(select(Organisation).where(Organisation.id == organisation_id).with_for_update())
    if found is None:
        raise MissingError
    return found


def _check_name(name: str, own_id: int | None) -> None:
    for known_id, known in session().execute(select(Organisation.id, Organisation.name)):
        if known_id != own_id and fold(known) == fold(name):
            raise RuleError("teams.organisation_name_taken", field="name", name=known)
