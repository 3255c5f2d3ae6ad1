"""What a referee's device may do to the matches of its courts; the same for the page and for the inbox."""

from collections.abc import Mapping
from datetime import datetime

from core.db import session, transaction
from core.devices import PairedDevice
from core.errors import RuleError
from tournament.engine.values import Result, SideName
from tournament.referee import Duty, get_duty, may_undo
from tournament.results import Recorded, lock_match, record_result, set_running_score, start_match, undo_result
from tournament.stars import give_stars
from tournament.store_view import MatchView


def _duty_with(device: PairedDevice, match_id: int) -> tuple[Duty, MatchView]:
    """The duty and the match, held first: what is judged is then what will be changed."""
    lock_match(session(), match_id)
    duty = get_duty(device.scope)
    return duty, duty.get_match(match_id)


def start(device: PairedDevice, match_id: int) -> None:
    """Say that a match of this device has begun; what `start_match` raises, and RuleError for another's match."""
    with transaction():
        _duty_with(device, match_id)
        start_match(match_id, by=device.actor)


def count_along(device: PairedDevice, match_id: int, home: int, away: int) -> None:
    """Show the running score of a match of this device."""
    with transaction():
        _duty_with(device, match_id)
        set_running_score(match_id, home, away, by=device.actor)


def enter_result(
    device: PairedDevice, match_id: int, entered: Result, *, seen: int | None, client_at: datetime | None = None
) -> Recorded:
    """Store a result from a device; a correction only while `may_undo` holds.

    Raises what `record_result` raises, and RuleError("tournament.correction_needs_office").
    """
    with transaction():
        duty, match = _duty_with(device, match_id)
        is_correction = match.result_id is not None and seen == match.result_id and match.result != entered
        if is_correction and not may_undo(duty, match):
            raise RuleError("tournament.correction_needs_office", number=match.number)
        return record_result(match_id, entered, by=device.actor, seen=seen, client_at=client_at)


def rate(device: PairedDevice, match_id: int, given: Mapping[SideName, int]) -> None:
    """Keep the fair-play stars of a match of this device; what `give_stars` raises."""
    with transaction():
        _duty_with(device, match_id)
        give_stars(match_id, given, by=device.actor)


def take_back(device: PairedDevice, match_id: int, *, seen: int) -> None:
    """Take a result back while `may_undo` holds; else RuleError("tournament.correction_needs_office")."""
    with transaction():
        duty, match = _duty_with(device, match_id)
        if not may_undo(duty, match):
            raise RuleError("tournament.correction_needs_office", number=match.number)
        undo_result(match_id, seen=seen, by=device.actor)
