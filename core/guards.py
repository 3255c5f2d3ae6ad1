"""Who a page is for: each blueprint has one audience and one guard, so no view can forget it."""

from collections.abc import Callable
from typing import Any, Literal

from flask import Blueprint, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.audit import Actor
from core.devices import PairedDevice, find_device

AudienceName = Literal["public", "leader", "referee", "gate", "office"]
DEVICE_COOKIES: dict[str, str] = {"referee": "dommer", "gate": "indgang"}

Guard = Callable[[], ResponseReturnValue | None]


class AudienceBlueprint(Blueprint):
    """A blueprint whose pages are all for one audience."""

    audience: AudienceName


def blueprint(name: str, import_name: str, audience: AudienceName) -> AudienceBlueprint:
    """A blueprint for one audience, guarded before each of its views.

    public: everyone. leader: everyone with a pass or a code; finding and checking it is the view's first line.
    referee, gate: a paired device. office: a login with the role.
    """
    made = AudienceBlueprint(name, import_name)
    made.audience = audience
    guards: dict[AudienceName, Guard] = {"referee": _referee, "gate": _gate, "office": _office}
    if audience in guards:
        made.before_request(guards[audience])
    return made


def _office() -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        if request.method == "GET":
            return redirect(url_for("core_public.login", next=request.full_path.rstrip("?")), 303)
        return redirect(url_for("core_public.login"), 303)
    if "office" not in current_user.roles:
        abort(403)
    return None


def _referee() -> ResponseReturnValue | None:
    return _device("referee")


def _gate() -> ResponseReturnValue | None:
    return _device("gate")


def _device(audience: Literal["referee", "gate"]) -> ResponseReturnValue | None:
    token = request.cookies.get(DEVICE_COOKIES[audience], "")
    device = find_device(token, audience) if token else None
    if device is None:
        if request.accept_mimetypes.best == "application/json" or request.is_json:
            return {"code": "core.device_unknown"}, 401
        return redirect(url_for("core_public.pair_device"), 303)
    g.device = device
    return None


def current_device() -> PairedDevice:
    """The paired device of this request, in views for referees and gates."""
    device: PairedDevice = g.device
    return device


def office_actor() -> Actor:
    """The logged-in person of this request as commands get them, in views of the office."""
    actor: Actor = current_user.actor
    return actor


def audience_of(endpoint: str) -> str | None:
    """The audience an endpoint declared, None where it has none (a house test finds those)."""
    name = endpoint.rpartition(".")[0]
    found: Any = current_app.blueprints.get(name)
    return getattr(found, "audience", None)
