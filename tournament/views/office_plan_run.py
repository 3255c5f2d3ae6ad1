"""The office plans a day: ask, see how far it is, use the best so far or stop, choose a plan, mend a conflict."""

from flask import Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import Problem, RuleError
from core.guards import office_actor
from events.models import Event
from events.queries import get_event
from tournament.models_planning import ACTIVE, CONFLICT, DONE, STOPPED, PlanRun
from tournament.planning_draft import find_draft
from tournament.planning_options import take_option
from tournament.planning_run import ask_for_plan, choose_plan, get_run, stop_run, use_now
from tournament.planning_taken import undo_option
from tournament.pool_colours import colour_key
from tournament.queries_plan_run import (
    etag_of,
    find_taken,
    list_alternatives,
    list_conflicts,
    progress_page,
    who_began,
)
from tournament.store_cache import get_view
from tournament.views.office import bp, see
from tournament.views.office_timetable import BASE

RUN = BASE + "/laegning/<int:run_id>"


@bp.post(BASE + "/laeg")
def lay(slug: str) -> ResponseReturnValue:
    """Ask for a plan of the day and lead to the page of the run; to that of a colleague where one is on."""
    event = get_event(slug)
    try:
        asked = ask_for_plan(event.id, by=office_actor())
    except RuleError as error:
        flash(error.text, "stop")
        return see(".timetable", slug)
    if not asked.is_new:
        began = who_began(get_run(event.id, asked.run_id))
        flash(_("Programmet bliver lagt allerede. %(who)s", who=began), "few")
    return see(".plan_run", slug, run_id=asked.run_id)


@bp.get(RUN)
def plan_run(slug: str, run_id: int) -> ResponseReturnValue:
    """A run: how far it is, or what came of it; where nothing is left to say, on to the timetable."""
    event = get_event(slug)
    run = get_run(event.id, run_id)
    if run.state in ACTIVE:
        page = _progress(event, run) | {"taken": find_taken(run.competition_id)}
        return render_template("tournament/office_plan_run.html", event=event, **page)
    view = get_view(event.id)
    if run.state == CONFLICT:
        findings, options = list_conflicts(view, run)
        page = {"run": run, "findings": findings, "options": options, "taken": find_taken(view.id)}
        return render_template("tournament/office_plan_conflict.html", event=event, **page)
    if run.state == DONE and (run.chosen is None or request.args.get("vis") == "alle"):
        cards = list_alternatives(view, run)
        page = {"run": run, "cards": cards, "key": colour_key(view), "taken": find_taken(view.id)}
        return render_template("tournament/office_plan_choice.html", event=event, **page)
    if run.state == DONE and find_draft(view.id) is not None:
        flash(_("Programmet er lagt som kladde. Se det igennem, og vis det så for alle."), "ok")
    elif run.state == STOPPED:
        flash(_("Programmet blev ikke lagt, for det blev stoppet. Intet er ændret."), "few")
    elif run.state != DONE:
        flash(Problem(run.reason).text if run.reason else _("Noget gik galt hos os. Prøv igen, eller ring."), "stop")
    return see(".timetable", slug)


def _progress(event: Event, run: PlanRun) -> dict[str, object]:
    return {"run": run, "page": progress_page(get_view(event.id), run), "who": who_began(run)}


@bp.get(RUN + "/nu")
def plan_run_part(slug: str, run_id: int) -> ResponseReturnValue:
    """What the page of a run asks for every second: the same blocks, a 304, or where to go on to when it has ended."""
    event = get_event(slug)
    run = get_run(event.id, run_id)
    etag = etag_of(run)
    if request.if_none_match.contains(etag):
        return Response(status=304, headers={"ETag": f'"{etag}"', "Cache-Control": "private, no-cache"})
    if run.state in ACTIVE:
        body = render_template("tournament/_plan_run.html", event=event, **_progress(event, run))
    else:
        body = render_template("tournament/_plan_run_over.html", href=url_for(".plan_run", slug=slug, run_id=run_id))
    response = make_response(body)
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.post(RUN + "/brug-nu")
def plan_use_now(slug: str, run_id: int) -> ResponseReturnValue:
    """Keep the best plan so far as the draft."""
    use_now(get_event(slug).id, run_id, by=office_actor())
    return see(".plan_run", slug, run_id=run_id)


@bp.post(RUN + "/stands")
def plan_stop(slug: str, run_id: int) -> ResponseReturnValue:
    """End the run and change nothing."""
    stop_run(get_event(slug).id, run_id, by=office_actor())
    return see(".plan_run", slug, run_id=run_id)


@bp.post(RUN + "/vaelg/<int:number>")
def plan_choose(slug: str, run_id: int, number: int) -> ResponseReturnValue:
    """Make one of the plans the draft."""
    try:
        choose_plan(get_event(slug).id, run_id, number, by=office_actor())
    except RuleError as error:
        flash(error.text, "stop")
        return see(".timetable", slug)
    return see(".plan_run", slug, run_id=run_id)


@bp.post(RUN + "/udvej/<int:number>")
def plan_option(slug: str, run_id: int, number: int) -> ResponseReturnValue:
    """Change the day as an option says, and plan again; the pages that follow say what was changed."""
    event = get_event(slug)
    try:
        take_option(event.id, run_id, number, by=office_actor())
    except RuleError as error:
        flash(error.text, "stop")
        return see(".timetable", slug)
    return lay(slug)


@bp.post(RUN + "/fortryd-udvej")
def plan_option_undo(slug: str, run_id: int) -> ResponseReturnValue:
    """Put back what an option changed; on to the other options where the day is as the conflict knew it."""
    event = get_event(slug)
    try:
        is_as_it_was = undo_option(event.id, run_id, by=office_actor())
    except RuleError as error:
        flash(error.text, "stop")
        return see(".timetable", slug)
    flash(_("Dagen er som før."), "ok")
    if find_draft(get_view(event.id).id) is not None:
        flash(_("Kladden blev lagt efter ændringen. Læg programmet igen."), "few")
    if is_as_it_was:
        return see(".plan_run", slug, run_id=run_id)
    return see(".timetable", slug)
