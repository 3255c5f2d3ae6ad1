"""Reading who comes: places, teams and passes, with what of them a page needs. No person's name leaves this file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from core import clock
from core.db import session
from core.errors import MissingError
from core.tokens import hashed
from events.folding import bare, fold, found_in
from events.models import Event
from teams.models import OptionLine, Organisation, Pass, Registration, SignUp
from teams.passes import code_hash
from teams.wording import danish_order

SHOWN_MATCHES = 8


@dataclass(frozen=True, slots=True)
class FoundPass:
    """A pass that was shown: its number, its registration, and since when a newer card has its place."""

    id: int
    registration: Registration
    revoked_at: datetime | None

    @property
    def is_revoked(self) -> bool:
        """Whether a newer card has taken its place."""
        return self.revoked_at is not None


@dataclass(frozen=True, slots=True)
class PublicTeam:
    """A team as everybody may see it: its name and its place."""

    name: str
    organisation: str
    row: str


def _with_event() -> Select[tuple[Registration]]:
    event = joinedload(Registration.event)
    return select(Registration).options(
        event.joinedload(Event.sport),
        event.joinedload(Event.venue),
        event.selectinload(Event.caps),
        joinedload(Registration.organisation),
        selectinload(Registration.options).joinedload(OptionLine.cap),
    )


def find_pass(token: str) -> FoundPass | None:
    """The pass with a token, also a revoked one, with its registration, event, place and orders; else None."""
    query = select(Pass.id, Pass.registration_id, Pass.revoked_at).where(Pass.token_hash == hashed(token))
    row = session().execute(query).first()
    if row is None:
        return None
    return FoundPass(row.id, get_registration(row.registration_id), row.revoked_at)


def find_registration_by_token(token: str) -> Registration | None:
    """The registration a live pass opens, with event, place and orders; None for an unknown or revoked pass."""
    found = find_pass(token)
    return None if found is None or found.is_revoked else found.registration


def get_registration(registration_id: int) -> Registration:
    """A registration with event (sport, venue, caps), place and orders. Raises MissingError."""
    found = session().scalar(_with_event().where(Registration.id == registration_id))
    if found is None:
        raise MissingError
    return found


def list_by_ids(ids: Sequence[int]) -> list[Registration]:
    """Some registrations with event, place and orders, in the order of the queue."""
    return list(session().scalars(_with_event().where(Registration.id.in_(ids)).order_by(Registration.queue_number)))


def list_by_code(code: str) -> list[Registration]:
    """The registrations with a short code at events that are not over, with event and place."""
    since = clock.today() - timedelta(days=1)
    query = _with_event().join(Event, Event.id == Registration.event_id)
    return list(session().scalars(query.where(Registration.code_hash == code_hash(code), Event.ends_on >= since)))


def list_confirmed(event_id: int) -> list[Registration]:
    """The teams that have a place at an event, with their organisation, in the order they came."""
    return list(
        session().scalars(
            select(Registration)
            .where(Registration.event_id == event_id, Registration.state == "confirmed")
            .options(joinedload(Registration.organisation))
            .order_by(Registration.queue_number)
        )
    )


def list_public_teams(event_id: int) -> list[PublicTeam]:
    """The confirmed teams of an event as everybody may see them, by name."""
    teams = [PublicTeam(row.name, row.organisation.name, row.row_wish) for row in list_confirmed(event_id)]
    return sorted(teams, key=lambda team: danish_order(team.name))


def queue_place(registration: Registration) -> int:
    """The number of a waiting team in its event's queue, 1 for the first."""
    ahead = session().scalar(
        select(func.count())
        .select_from(Registration)
        .where(
            Registration.event_id == registration.event_id,
            Registration.state == "waiting",
            Registration.queue_number <= registration.queue_number,
        )
    )
    return ahead or 0


def list_places() -> list[Organisation]:
    """The organisations one can sign up for, by name."""
    places = session().scalars(select(Organisation).where(Organisation.is_active))
    return sorted(places, key=lambda place: danish_order(place.name))


def place_label(place: Organisation) -> str:
    """A place as it stands in lists: its name and, where it says more, its municipality."""
    if not place.municipality or fold(place.municipality) in fold(place.name):
        return place.name
    return f"{place.name}, {place.municipality}"


def match_places(typed: str) -> list[Organisation]:
    """The places a typed name can mean: one where it is exact, however æøå was typed, else those with its words."""
    places = list_places()
    wanted = fold(typed.strip())
    exact = [place for place in places if wanted in (fold(place.name), fold(place_label(place)))]
    exact = exact or [place for place in places if bare(typed.strip()) in (bare(place.name), bare(place_label(place)))]
    if exact:
        return exact
    return [place for place in places if found_in(typed, place_label(place))][:SHOWN_MATCHES]


def get_place(organisation_id: int) -> Organisation:
    """An organisation one can sign up for. Raises MissingError."""
    place = session().get(Organisation, organisation_id)
    if place is None or not place.is_active:
        raise MissingError
    return place


def list_last_team_names(organisation_id: int, event_id: int) -> list[str]:
    """What a place's teams were called at the event it signed up to last, other than this one; no persons."""
    last = session().scalar(
        select(SignUp.event_id)
        .where(SignUp.organisation_id == organisation_id, SignUp.event_id != event_id)
        .order_by(SignUp.created_at.desc(), SignUp.id.desc())
        .limit(1)
    )
    query = select(Registration.name).where(
        Registration.organisation_id == organisation_id, Registration.event_id == last, Registration.state != "declined"
    )
    return list(dict.fromkeys(session().scalars(query.order_by(Registration.queue_number))))
