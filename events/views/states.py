"""The office's buttons on one event: publish, open, close, finish, and the pages that ask before something big."""

from collections.abc import Callable

from flask import abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.audit import Actor
from core.errors import RuleError
from core.guards import office_actor
from events.copying import copy_event
from events.forms import CopyForm, ReasonForm, SpotForm
from events.models import Event
from events.naming import new_uid
from events.queries import get_event, list_regions, list_venues
from events.states import (
    cancel_event,
    close_sign_up,
    finish_event,
    move_event,
    open_sign_up,
    postpone_event,
    publish_event,
    reopen_event,
)
from events.views.office import bp, page_status, ran, see

StateCommand = Callable[[int, Actor], None]

COMMANDS: dict[str, StateCommand] = {
    "i-kalenderen": lambda event_id, by: publish_event(event_id, by=by),
    "aabn": lambda event_id, by: open_sign_up(event_id, by=by),
    "luk": lambda event_id, by: close_sign_up(event_id, by=by),
    "afslut": lambda event_id, by: finish_event(event_id, by=by),
    "fortryd-afslut": lambda event_id, by: reopen_event(event_id, by=by),
}


def _said(command: str) -> str:
    return {
        "i-kalenderen": _("Nu står det i kalenderen."),
        "aabn": _("Nu kan hold melde til."),
        "luk": _("Tilmeldingen er lukket. De tilmeldte beholder deres plads."),
        "afslut": _("Stævnet er afsluttet. Resultaterne bliver stående."),
        "fortryd-afslut": _("Stævnet er i gang igen."),
    }[command]


@bp.post("/kontor/staevner/<slug>/status/<command>")
def change_state(slug: str, command: str) -> ResponseReturnValue:
    """Do one of the things that need no more words: publish, open, close, finish, take finish back."""
    if command not in COMMANDS:
        abort(404)
    try:
        COMMANDS[command](get_event(slug).id, office_actor())
    except RuleError as error:
        flash(error.text, "stop")
    else:
        flash(_said(command), "ok")
    return see(".event", slug)


@bp.route("/kontor/staevner/<slug>/aflys", methods=["GET", "POST"])
def cancel(slug: str) -> ResponseReturnValue:
    """Cancel an event, with the reason that its page will say."""
    event = get_event(slug)
    form = ReasonForm()

    def command() -> None:
        cancel_event(event.id, form.reason_da.data, form.reason_en.data or "", by=office_actor())

    if ran(form, command):
        flash(_("Stævnet er aflyst. Det bliver stående i kalenderen."), "ok")
        return see(".event", slug)
    return render_template("events/cancel.html", event=get_event(slug), form=form), page_status(form)


@bp.route("/kontor/staevner/<slug>/udsaet", methods=["GET", "POST"])
def postpone(slug: str) -> ResponseReturnValue:
    """Take an event's date off until there is a new one."""
    event = get_event(slug)
    form = ReasonForm()

    def command() -> None:
        postpone_event(event.id, form.reason_da.data, form.reason_en.data or "", by=office_actor())

    if ran(form, command):
        flash(_("Stævnet er udsat. Flyt det, når I har en ny dato."), "ok")
        return see(".event", slug)
    return render_template("events/postpone.html", event=get_event(slug), form=form), page_status(form)


@bp.route("/kontor/staevner/<slug>/flyt", methods=["GET", "POST"])
def move(slug: str) -> ResponseReturnValue:
    """Give an event another time or place; the page keeps saying what it was."""
    event = get_event(slug)
    form = SpotForm(obj=event)
    form.offer_places(list_venues(), list_regions())
    if ran(form, lambda: move_event(event.id, form.spot(), by=office_actor())):
        flash(_("Stævnet er flyttet. Kalenderen følger med."), "ok")
        return see(".event", slug)
    return render_template("events/move.html", event=get_event(slug), form=form), page_status(form)


@bp.route("/kontor/staevner/<slug>/kopier", methods=["GET", "POST"])
def copy(slug: str) -> ResponseReturnValue:
    """Make a draft like this event, on another day."""
    event = get_event(slug)
    form = CopyForm(data={"uid": new_uid()})
    made: list[Event] = []

    def command() -> None:
        made.append(copy_event(event.id, form.starts_on.data, by=office_actor(), uid=form.uid.data or None))

    if ran(form, command):
        flash(_("Kopien er en kladde. Se den igennem."), "ok")
        return see(".edit", made[0].slug)
    return render_template("events/copy.html", event=get_event(slug), form=form), page_status(form)
