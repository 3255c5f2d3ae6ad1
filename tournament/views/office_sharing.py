"""The office has the referees shared out: ask for it, wait, and see which matches nobody can referee."""

from flask import flash, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.errors import Problem
from core.guards import office_actor
from events.queries import get_event
from tournament.planning_sharing import ask_for_referees, get_sharing
from tournament.queries_sharing import list_alone
from tournament.store_cache import get_view
from tournament.views.office import bp, see
from tournament.views.office_timetable import BASE

LOOK_AGAIN = "2"
"""Seconds after which the page is read again while the worker is at it."""


@bp.post(BASE + "/dommere")
def share(slug: str) -> ResponseReturnValue:
    """Ask for it."""
    job_id = ask_for_referees(get_event(slug).id, by=office_actor())
    return see(".sharing", slug, job_id=job_id)


@bp.get(BASE + "/dommere/<int:job_id>")
def sharing(slug: str, job_id: int) -> ResponseReturnValue:
    """Wait for it; on to the timetable when every match has a referee, else the matches that have none."""
    event = get_event(slug)
    job = get_sharing(event.id, job_id)
    result = job.result or {}
    if job.state in ("waiting", "running"):
        response = make_response(render_template("tournament/office_sharing.html", event=event, alone=None))
        response.headers["Refresh"] = LOOK_AGAIN
        return response
    if "shared" not in result:
        code = result.get("refused")
        flash(Problem(code).text if code else _("Noget gik galt hos os. Prøv igen, eller ring."), "stop")
        return see(".timetable", slug)
    if alone := list_alone(get_view(event.id), result):
        page = {"alone": alone, "shared": result["shared"]}
        return render_template("tournament/office_sharing.html", event=event, **page)
    flash(ngettext("%(num)s kamp fik en dommer.", "%(num)s kampe fik en dommer.", result["shared"]), "ok")
    return see(".timetable", slug)
