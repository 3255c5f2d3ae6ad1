"""Tablets and phones that referees and gates use: paired by a QR or a short code, without an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.audit import Actor, record
from core.db import Base, session, transaction
from core.errors import MissingError, RuleError
from core.tokens import hashed, new_code, new_token, tidy_code

Audience = Literal["referee", "gate"]
SEEN_EVERY = timedelta(seconds=30)
CODE_LENGTH = 8


class Device(Base):
    """A place a tablet can stand: what it may do (audience), where (scope, a plain string) and until when."""

    __tablename__ = "devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    audience: Mapped[str]
    scope: Mapped[str] = mapped_column(index=True)
    label: Mapped[str]
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    paired_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class PairedDevice:
    """A device that may act now, as views and commands get it."""

    id: int
    audience: str
    scope: str
    label: str

    @property
    def actor(self) -> Actor:
        """This device as commands get it."""
        return Actor("device", self.id)


def add_device(audience: Audience, scope: str, label: str, *, expires_at: datetime, by: Actor) -> tuple[int, str]:
    """Make a place for a tablet; returns its number and the code that pairs one with it.

    The code is shown once and stored as a hash; it works until a tablet has used it or the device expires.
    """
    code = new_code(CODE_LENGTH)
    with transaction() as db:
        device = Device(
            audience=audience,
            scope=scope,
            label=label,
            code_hash=hashed(code),
            created_at=clock.now(),
            expires_at=expires_at,
        )
        db.add(device)
        db.flush()
        record("add_device", scope, by=by, device=device.id, audience=audience, label=label)
        return device.id, code


def renew_code(device_id: int, *, by: Actor) -> str:
    """Make a new pairing code for a place; a tablet paired with it before is let go. Returns the code."""
    code = new_code(CODE_LENGTH)
    with transaction() as db:
        device = _get_live(device_id)
        device.code_hash = hashed(code)
        device.token_hash = None
        device.paired_at = None
        record("renew_device_code", device.scope, by=by, device=device_id)
        db.flush()
    return code


def pair(typed_code: str) -> tuple[PairedDevice, str]:
    """Pair this tablet by a code; returns the device and the token for the tablet's cookie.

    One code pairs one tablet. Raises RuleError("core.pairing_code_unknown").
    """
    token = new_token()
    with transaction() as db:
        now = clock.now()
        # One statement decides: of two tablets that send the same code one gets a row back.
        paired = db.execute(
            update(Device)
            .where(
                Device.code_hash == hashed(tidy_code(typed_code)),
                Device.revoked_at.is_(None),
                Device.expires_at > now,
            )
            .values(code_hash=None, token_hash=hashed(token), paired_at=now, last_seen_at=now)
            .returning(Device.id, Device.audience, Device.scope, Device.label)
        ).first()
        if paired is None:
            raise RuleError("core.pairing_code_unknown", field="code")
        device = PairedDevice(*paired)
        record("pair_device", device.scope, by=device.actor, device=device.id)
    return device, token


def find_device(token: str, audience: str) -> PairedDevice | None:
    """The device behind a tablet's token if it may still act for this audience; notes that it was seen."""
    now = clock.now()
    device = session().scalar(
        select(Device).where(
            Device.token_hash == hashed(token),
            Device.audience == audience,
            Device.revoked_at.is_(None),
            Device.expires_at > now,
        )
    )
    if device is None:
        return None
    found = PairedDevice(device.id, device.audience, device.scope, device.label)
    if device.last_seen_at is None or now - device.last_seen_at >= SEEN_EVERY:
        with transaction() as db:
            db.execute(update(Device).where(Device.id == found.id).values(last_seen_at=now))
    return found


def list_devices(scope_prefix: str) -> list[Device]:
    """The devices whose scope begins so, not revoked, in the order they were made."""
    query = select(Device).where(Device.scope.startswith(scope_prefix, autoescape=True), Device.revoked_at.is_(None))
    return list(session().scalars(query.order_by(Device.id)))


def revoke_device(device_id: int, *, by: Actor) -> None:
    """Let a device go at once: its tablet is asked to pair again at its next step."""
    with transaction() as db:
        device = _get_live(device_id)
        device.revoked_at = clock.now()
        device.code_hash = None
        device.token_hash = None
        record("revoke_device", device.scope, by=by, device=device_id)
        db.flush()


def _get_live(device_id: int) -> Device:
    device = session().scalar(select(Device).where(Device.id == device_id).with_for_update())
    if device is None or device.revoked_at is not None:
        raise MissingError
    return device
