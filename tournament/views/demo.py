"""The demo's doors: a link that makes a browser the referee's or the gate's tablet, where a demo is laid."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from core.devices import find_device
from core.errors import MissingError
from core.guards import DEVICE_COOKIES, blueprint
from core.site import current_settings
from tournament.demo import demo_path

bp = blueprint("tournament_demo", __name__, "public")

HOMES = {"referee": "tournament_referee.next_match", "gate": "teams_gate.scan"}


@bp.get("/demo/<audience>/<token>")
def door(audience: str, token: str) -> ResponseReturnValue:
    """Hand the browser the tablet's cookie. Only where demo.json stands in the data folder, and never in production."""
    is_demo = current_settings().environment != "production" and demo_path().exists()
    if not is_demo or audience not in HOMES or find_device(token, audience) is None:
        raise MissingError
    response = redirect(url_for(HOMES[audience]), 303)
    response.set_cookie(DEVICE_COOKIES[audience], token, httponly=True, samesite="Lax")
    return response
