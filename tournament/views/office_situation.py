"""Something has happened on the day: what, the ways out side by side, one of them for everybody, and back again."""

from flask import flash, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import RuleError
from core.guards import office_actor
from core.texts import read_number
from events.queries import get_event
from events.views.office import page_status, ran
from tournament.announcing import told_text
from tournament.forms_situation import SituationForm
from tournament.queries_situation import first_values, last_published, situation_choices, situation_page
from tournament.situations import (
    ask_situation,
    get_situation,
    publish_situation,
    take_situation_option,
    undo_situation,
)
from tournament.store_cache import get_view
from tournament.views.office import bp, see

BASE = "/kontor/staevner/<slug>/ny-situation"
LOOK_AGAIN = "3"
"""Seconds after which the page is read again while the worker is at it; without script too."""


@bp.route(BASE, methods=["GET", "POST"])
def situation(slug: str) -> ResponseReturnValue:
    """Say what has happened."""
    event = get_event(slug)
    view = get_view(event.id)
    form = SituationForm(data=first_values(view))
    form.choose_from(*situation_choices(view))
    made: list[int] = []

    def command() -> None:
        made.append(ask_situation(event.id, form.to_news(), form.at.data, by=office_actor()))

    if ran(form, command):
        return see(".situation_ways", slug, situation_id=made[0])
    page = {"form": form, "is_published": view.is_published, "last": last_published(view)}
    return render_template("tournament/office_situation.html", event=get_event(slug), **page), page_status(form)


@bp.get(BASE + "/<int:situation_id>")
def situation_ways(slug: str, situation_id: int) -> ResponseReturnValue:
    """The ways out side by side."""
    event = get_event(slug)
    view = get_view(event.id)
    page = situation_page(view, get_situation(view.id, situation_id))
    response = make_response(render_template("tournament/office_situation_ways.html", event=event, page=page))
    if page.is_searching:
        response.headers["Refresh"] = LOOK_AGAIN
    return response


def _seen() -> int:
    """The version of the situation that the page showed; what is no number is no version."""
    return read_number(request.form.get("version")) or 0


@bp.post(BASE + "/<int:situation_id>/vis/<int:choice>")
def situation_publish(slug: str, situation_id: int, choice: int) -> ResponseReturnValue:
    """Make a way out the programme that everybody sees."""
    try:
        told = publish_situation(get_event(slug).id, situation_id, choice, by=office_actor(), version=_seen())
        flash(f"{_('Det nye program er vist for alle.')} {told_text(told)}".strip(), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".situation_ways", slug, situation_id=situation_id)


@bp.post(BASE + "/<int:situation_id>/udvej/<int:number>")
def situation_option(slug: str, situation_id: int, number: int) -> ResponseReturnValue:
    """Ask again, with what an option says."""
    try:
        asked = take_situation_option(get_event(slug).id, situation_id, number, by=office_actor(), version=_seen())
    except RuleError as error:
        flash(error.text, "stop")
        return see(".situation_ways", slug, situation_id=situation_id)
    return see(".situation_ways", slug, situation_id=asked)


@bp.post(BASE + "/<int:situation_id>/fortryd")
def situation_undo(slug: str, situation_id: int) -> ResponseReturnValue:
    """Put the programme back as it was."""
    try:
        told = undo_situation(get_event(slug).id, situation_id, by=office_actor())
        flash(f"{_('Programmet er som før.')} {told_text(told)}".strip(), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".situation_ways", slug, situation_id=situation_id)
