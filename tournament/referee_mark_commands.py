"""What a referee's device may do to the marks of its event; the same for the page and for the inbox."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.db import transaction
from core.devices import PairedDevice
from core.errors import MissingError, RuleError
from tournament.engine.values import Mark
from tournament.ledger import Chain
from tournament.marks import RecordedMark, list_mark_rows, lock_stage, record_mark, undo_mark
from tournament.referee import read_scope
from tournament.store import mark_value


def _hold(db: Session, device: PairedDevice, stage_id: int) -> None:
    """Hold a stage of the device's own event; MissingError for another event's."""
    _stage, competition = lock_stage(db, stage_id)
    if competition.event_id != read_scope(device.scope).event_id:
        raise MissingError


def enter_mark(
    device: PairedDevice, stage_id: int, entered: Mark, *, seen: int | None, client_at: datetime | None = None
) -> RecordedMark:
    """Store a mark from a device; raises what `record_mark` raises."""
    with transaction() as db:
        _hold(db, device, stage_id)
        return record_mark(stage_id, entered, by=device.actor, seen=seen, client_at=client_at)


def take_back_mark(device: PairedDevice, stage_id: int, entry_id: int, *, seen: int) -> int:
    """Take back what this device entered last: what stood before it counts again. Returns that mark, 0 for none.

    Raises RuleError: tournament.mark_of_another, and what `undo_mark` raises.
    """
    with transaction() as db:
        _hold(db, device, stage_id)
        chain = Chain(list_mark_rows(stage_id, entry_id))
        current = chain.current
        if current is not None and current.actor != str(device.actor):
            raise RuleError("tournament.mark_of_another")
        before = next((row for row in chain.rows if current is not None and row.id == current.supersedes_id), None)
        if before is None or before.is_open or current is None or current.id != seen:
            undo_mark(stage_id, entry_id, seen=seen, by=device.actor)
            return 0
        return record_mark(stage_id, mark_value(before), by=device.actor, seen=seen).mark_id
