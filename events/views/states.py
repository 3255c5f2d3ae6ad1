"""The office's buttons on one event: publish, open, close, finish. What leaders must hear of is a page from above."""

from collections.abc import Callable

from flask import abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.audit import Actor
from core.errors import RuleError
from core.guards import office_actor
from events.queries import get_event
from events.states import (
    close_sign_up,
    finish_event,
    open_sign_up,
    publish_event,
    reopen_event,
)
from events.views.office import bp, see

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
