"""The office's overview of everything, and of one event."""

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.guards import blueprint
from events.queries import get_event
from tournament.queries_office import read_event_overview, read_overview

bp = blueprint("tournament_office", __name__, "office")


def see(endpoint: str, slug: str, **more: object) -> Response:
    """Go on to a page of an event after a command."""
    return redirect(url_for(endpoint, slug=slug, **more), 303)


@bp.get("/kontor")
def overview() -> ResponseReturnValue:
    """What needs somebody now, the day that is on, and the next events."""
    return render_template("tournament/office_overview.html", page=read_overview(clock.now(), clock.today()))


@bp.get("/kontor/staevner/<slug>")
def event(slug: str) -> ResponseReturnValue:
    """One event: what needs somebody, who comes, what is set up, what is played."""
    found = get_event(slug)
    return render_template("tournament/office_event.html", event=found, page=read_event_overview(found, clock.now()))
