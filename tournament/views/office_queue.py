"""The organiser's queue: call the next match to a free court, hop over one, take it back."""

from collections.abc import Callable

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import MissingError, RuleError
from core.guards import office_actor
from events.queries import get_event
from tournament.queries_queue import queue_page, reason_words
from tournament.queue import call_match, hop_over, put_back, set_mode, take_back_call
from tournament.store_cache import find_view, get_view
from tournament.views.office import bp, see

BASE = "/kontor/staevner/<slug>/koe"


@bp.get(BASE)
def queue(slug: str) -> ResponseReturnValue:
    """Every court with what is on it and what to call, and who waits."""
    event = get_event(slug)
    view = find_view(event.id)
    page = queue_page(view) if view is not None and view.matches else None
    return render_template("tournament/office_queue.html", event=event, page=page, reasons=reason_words())


@bp.get(BASE + "/nu")
def queue_blocks(slug: str) -> ResponseReturnValue:
    """The blocks of the page, for it to stay fresh."""
    event = get_event(slug)
    page = queue_page(get_view(event.id))
    return render_template("tournament/_queue.html", event=event, page=page, reasons=reason_words())


@bp.post(BASE + "/maade")
def queue_mode(slug: str) -> ResponseReturnValue:
    """Run the day from the queue, or by the clock."""
    set_mode(get_event(slug).id, request.form.get("mode", ""), by=office_actor())
    flash(_("Gemt. Alle sider viser det nu."), "ok")
    return see(".queue", slug)


@bp.post(BASE + "/kald/<int:court_id>")
def queue_call(slug: str, court_id: int) -> ResponseReturnValue:
    """Call the match that was shown to a court."""
    event_id, number = get_event(slug).id, request.form.get("number", 0, int)
    match = get_view(event_id).get_numbered(number)
    said = _("Kamp %(number)s er kaldt.", number=number)
    return _after(slug, lambda: call_match(event_id, court_id, match.id, by=office_actor()), said)


@bp.post(BASE + "/kamp/<int:number>/<step>")
def queue_step(slug: str, number: int, step: str) -> ResponseReturnValue:
    """Take a call back ("tilbage"), hop over a match ("spring"), or put it back in the queue ("ind")."""
    event_id = get_event(slug).id
    match = get_view(event_id).get_numbered(number)
    by, reason = office_actor(), request.form.get("reason", "")
    if step == "tilbage":
        said = _("Kaldet af kamp %(number)s er taget tilbage.", number=number)
        return _after(slug, lambda: take_back_call(event_id, match.id, by=by), said)
    if step == "spring":
        said = _("Kamp %(number)s er sprunget over.", number=number)
        return _after(slug, lambda: hop_over(event_id, match.id, reason, by=by), said)
    if step != "ind":
        raise MissingError
    said = _("Kamp %(number)s er i køen igen.", number=number)
    return _after(slug, lambda: put_back(event_id, match.id, by=by), said)


def _after(slug: str, command: Callable[[], None], said: str) -> ResponseReturnValue:
    """Run a command and say what became of it."""
    try:
        command()
        flash(said, "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".queue", slug)
