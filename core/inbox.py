"""One inbox for what devices send: each item is taken once, and a replay gets the first answer again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, session, transaction
from core.devices import Device, PairedDevice
from core.errors import MissingError, RuleError

Outcome = Literal["ok", "conflict", "refused"]
GREATEST_SKEW = timedelta(hours=12)


class InboxItem(Base):
    """One thing a device sent, by the id the device gave it, with the answer it got."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("device_id", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    client_id: Mapped[str]
    kind: Mapped[str]
    client_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    skewed: Mapped[bool]
    outcome: Mapped[str]
    answer: Mapped[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Received:
    """What a handler gets: the device, the item's own fields, and when the device says it happened."""

    device: PairedDevice
    client_id: str
    fields: Mapping[str, Any]
    client_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler decides: the outcome and what the device shows."""

    outcome: Outcome
    facts: dict[str, Any]


Handler = Callable[[Received], Answer]


def take_item(item: Received, kind: str, handlers: Mapping[str, Handler]) -> dict[str, Any]:
    """Take one item: `{"id", "outcome": ok|duplicate|conflict|refused, …facts}`.

    The item's row and the handler's change are one transaction; the row comes first, so of two deliveries at the
    same moment one works and the other finds its answer. A refused item is stored as refused.
    """
    try:
        with transaction():
            known = _find_known(item)
            return known if known is not None else _take_first(item, kind, handlers)
    except (RuleError, MissingError) as refusal:
        facts = {"code": "core.gone"} if isinstance(refusal, MissingError) else _refused_facts(refusal)
        with transaction() as db:
            known = _find_known(item)
            if known is None:
                db.add(_row(item, kind, "refused", facts))
            return known or {"id": item.client_id, "outcome": "refused", **facts}


def _take_first(item: Received, kind: str, handlers: Mapping[str, Handler]) -> dict[str, Any]:
    handler = handlers.get(kind)
    if handler is None:
        raise RuleError("core.inbox_kind_unknown", kind=kind)
    row = _row(item, kind, "ok", {})
    session().add(row)
    session().flush()
    answer = handler(item)
    row.outcome = answer.outcome
    row.answer = answer.facts
    return {"id": item.client_id, "outcome": answer.outcome, **answer.facts}


def _find_known(item: Received) -> dict[str, Any] | None:
    # Deliveries of one device wait for each other here (SQLite has one writer anyway), so no item is taken twice.
    session().execute(select(Device.id).where(Device.id == item.device.id).with_for_update())
    row = session().scalar(
        select(InboxItem).where(InboxItem.device_id == item.device.id, InboxItem.client_id == item.client_id)
    )
    if row is None:
        return None
    outcome = "refused" if row.outcome == "refused" else "duplicate"
    return {"id": item.client_id, "outcome": outcome, "first": row.outcome, **row.answer}


def _row(item: Received, kind: str, outcome: str, answer: dict[str, Any]) -> InboxItem:
    now = clock.now()
    skewed = item.client_at is not None and abs(item.client_at - now) > GREATEST_SKEW
    return InboxItem(
        device_id=item.device.id,
        client_id=item.client_id,
        kind=kind,
        client_at=item.client_at,
        received_at=now,
        skewed=skewed,
        outcome=outcome,
        answer=answer,
    )


def _refused_facts(refusal: RuleError) -> dict[str, Any]:
    return {"code": refusal.code, "text": refusal.text}
