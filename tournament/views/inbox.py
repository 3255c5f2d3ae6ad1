"""The one inbox of all devices: POST /api/v1/inbox, described in docs/event-day.md."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import clock
from core.devices import PairedDevice, find_device
from core.errors import RuleError
from core.guards import DEVICE_COOKIES, blueprint
from core.inbox import Received, take_item
from core.logs import log_fault
from tournament.inbox_kinds import KINDS

MOST_ITEMS = 200
ID = re.compile(r"[!-~]{1,64}")

# Public because a tablet may be a referee's or a gate's: the view itself asks for a paired device.
# Without a CSRF token (see plug_in): a queue outlives the page it was filled on, and another site cannot send this.
# The device's cookie is SameSite=Lax, so it does not come with a foreign POST, and only JSON is taken, which a
# browser sends across sites only after asking us first.
bp = blueprint("tournament_inbox", __name__, "public")


@bp.post("/api/v1/inbox")
def take() -> ResponseReturnValue:
    """Take up to 200 items; one outcome per item, in order. A replay gets the first answer again."""
    devices = _devices()
    if not devices:
        return _fault("core.device_unknown", _("Denne skærm er ikke parret længere. Hent en ny kode på kontoret."), 401)
    if request.mimetype != "application/json":
        return _fault("tournament.inbox_not_json", _("Send JSON med Content-Type: application/json."), 415)
    sent = request.get_json(silent=True)
    items = sent.get("items") if isinstance(sent, dict) else None
    if not isinstance(items, list):
        return _fault("tournament.inbox_unreadable", _('Det kan ikke læses. Send {"items": [...]}.'), 400)
    if len(items) > MOST_ITEMS:
        return _fault("tournament.inbox_too_many", _("Send højst %(most)s ad gangen.", most=MOST_ITEMS), 413)
    outcomes = [outcome for item in items if (outcome := _take(devices, item)) is not None]
    return {"received_at": clock.now().isoformat(), "items": outcomes}


def _devices() -> dict[str, PairedDevice]:
    """The paired devices of this browser by audience; nearly always one."""
    found = {}
    for audience, cookie in DEVICE_COOKIES.items():
        token = request.cookies.get(cookie, "")
        device = find_device(token, audience) if token else None
        if device is not None:
            found[audience] = device
    return found


def _fault(code: str, text: str, status: int) -> ResponseReturnValue:
    return {"code": code, "text": text}, status


def _take(devices: Mapping[str, PairedDevice], sent: Any) -> dict[str, Any] | None:
    """The outcome of one item; None where we failed, so that the device keeps it and sends it again."""
    client_id = sent.get("id") if isinstance(sent, dict) else None
    if not isinstance(sent, dict) or not isinstance(client_id, str) or not ID.fullmatch(client_id):
        error = RuleError("tournament.inbox_item_without_id")
        return {"id": client_id, "outcome": "refused", "code": error.code, "text": error.text}
    kind = str(sent.get("kind", ""))[:40]
    audience = KINDS[kind].audience if kind in KINDS else next(iter(devices))
    if audience not in devices:
        error = RuleError("tournament.inbox_not_this_device", kind=kind)
        return {"id": client_id, "outcome": "refused", "code": error.code, "text": error.text}
    item = Received(devices[audience], client_id, sent, _moment(sent.get("at")))
    try:
        return take_item(item, kind, {name: entry.handler for name, entry in KINDS.items()})
    except Exception as fault:
        # One item that we fail at must not hold back the results behind it.
        log_fault(current_app, fault)
        return None


def _moment(sent: Any) -> datetime | None:
    """When the device says it happened; None where that cannot be read."""
    try:
        moment = datetime.fromisoformat(sent)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None
