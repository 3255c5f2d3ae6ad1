"""The office cancels, postpones, moves and copies an event; those who must hear of it are told."""

from collections.abc import Callable

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.forms import Form
from core.guards import office_actor
from events.forms import CopyForm, ReasonForm, SpotForm
from events.models import Event
from events.naming import new_uid
from events.queries import get_event, list_regions, list_venues
from events.views.office import page_status, ran
from tournament.event_commands import cancel_event, copy_event, move_event, postpone_event
from tournament.views.office import bp, see


def _answer(slug: str, form: Form, template: str, command: Callable[[], int], said: str) -> ResponseReturnValue:
    """Do what a form asks for, and say whom to call; or show the form."""
    to_call: list[int] = []
    if ran(form, lambda: to_call.append(command())):
        calls = (
            ngettext("Ring til %(num)s holdleder.", "Ring til %(num)s holdledere.", to_call[0]) if to_call[0] else ""
        )
        flash(f"{said} {calls}".strip(), "ok")
        return see(".event", slug)
    return render_template(f"tournament/{template}.html", event=get_event(slug), form=form), page_status(form)


@bp.route("/kontor/staevner/<slug>/aflysning", methods=["GET", "POST"])
def event_cancel(slug: str) -> ResponseReturnValue:
    """Cancel an event, with the reason that its page will say."""
    event = get_event(slug)
    form = ReasonForm()

    def command() -> int:
        return cancel_event(event.id, form.reason_da.data, form.reason_en.data or "", by=office_actor())

    return _answer(slug, form, "office_cancel", command, _("Stævnet er aflyst. Holdene med e-mail får besked."))


@bp.route("/kontor/staevner/<slug>/udsaettelse", methods=["GET", "POST"])
def event_postpone(slug: str) -> ResponseReturnValue:
    """Take an event's date off until there is a new one."""
    event = get_event(slug)
    form = ReasonForm()

    def command() -> int:
        return postpone_event(event.id, form.reason_da.data, form.reason_en.data or "", by=office_actor())

    return _answer(slug, form, "office_postpone", command, _("Stævnet er udsat. Holdene med e-mail får besked."))


@bp.route("/kontor/staevner/<slug>/flytning", methods=["GET", "POST"])
def event_move(slug: str) -> ResponseReturnValue:
    """Give an event another time or place."""
    event = get_event(slug)
    form = SpotForm(obj=event)
    form.offer_places(list_venues(), list_regions())
    said = _("Stævnet er flyttet. Holdene med e-mail får besked.")
    return _answer(slug, form, "office_event_move", lambda: move_event(event.id, form.spot(), by=office_actor()), said)


@bp.route("/kontor/staevner/<slug>/kopi", methods=["GET", "POST"])
def event_copy(slug: str) -> ResponseReturnValue:
    """Make a draft like this event, with its competition's set-up, on another day."""
    event = get_event(slug)
    form = CopyForm(data={"uid": new_uid()})
    made: list[Event] = []

    def command() -> None:
        made.append(copy_event(event.id, form.starts_on.data, by=office_actor(), uid=form.uid.data or None))

    if ran(form, command):
        flash(_("Kopien er en kladde. Opsætningen er fulgt med."), "ok")
        return see(".event", made[0].slug)
    return render_template("tournament/office_event_copy.html", event=get_event(slug), form=form), page_status(form)
