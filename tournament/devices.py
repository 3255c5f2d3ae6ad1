"""Places for tablets at an event: at each court for referees, at each entrance; they end with the event."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from core import clock
from core.audit import Actor
from core.db import session
from core.devices import Device, add_device, list_devices, renew_code, revoke_device
from core.errors import MissingError, RuleError
from core.site import absolute_url
from events.facts import ends_at
from events.models import Event
from tournament.access import court_scope, event_scope, gate_scope
from tournament.models import Court

AFTER_THE_END = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Pairing:
    """What pairs a tablet: shown once, as a QR code, an address and a code to type."""

    device_id: int
    label: str
    audience: str
    code: str

    @property
    def address(self) -> str:
        """What the QR code holds."""
        return absolute_url("core_public.pair_device", kode=self.code)


def make_place(event_id: int, audience: str, court_id: int | None, label: str, *, by: Actor) -> Pairing:
    """Make a place for a tablet and what pairs it; one that waits for its tablet already gets a new code.

    Raises RuleError: tournament.choose_court, tournament.name_gate.
    """
    event = session().get(Event, event_id)
    if event is None:
        raise MissingError
    expires_at = max(ends_at(event), clock.now()) + AFTER_THE_END
    if audience == "gate":
        name = label.strip()
        if not name:
            raise RuleError("tournament.name_gate", field="label")
        scope = gate_scope(event_id, name)
    else:
        court = session().get(Court, court_id) if court_id else None
        if court is None or court.event_id != event_id:
            raise RuleError("tournament.choose_court", field="court_id")
        name, scope = court.name, court_scope(event_id, court.id)
    waiting = next((d for d in list_devices(scope) if d.scope == scope and d.paired_at is None), None)
    if waiting is not None:
        return Pairing(waiting.id, name, audience, renew_code(waiting.id, by=by))
    device_id, code = add_device("gate" if audience == "gate" else "referee", scope, name, expires_at=expires_at, by=by)
    return Pairing(device_id, name, audience, code)


def renew_place(event_id: int, device_id: int, *, by: Actor) -> Pairing:
    """A new code for a place; the tablet it had is let go. MissingError for a device of another event."""
    device = get_place(event_id, device_id)
    label, audience = device.label, device.audience
    return Pairing(device_id, label, audience, renew_code(device_id, by=by))


def revoke_place(event_id: int, device_id: int, *, by: Actor) -> None:
    """Let a tablet go for good. MissingError for a device of another event."""
    get_place(event_id, device_id)
    revoke_device(device_id, by=by)


def get_place(event_id: int, device_id: int) -> Device:
    """A live device of an event; MissingError for any other."""
    device = session().scalar(
        select(Device).where(
            Device.id == device_id,
            Device.scope.startswith(event_scope(event_id), autoescape=True),
            Device.revoked_at.is_(None),
        )
    )
    if device is None:
        raise MissingError
    return device


def list_places(event_id: int) -> list[Device]:
    """The live devices of an event."""
    return list_devices(event_scope(event_id))
