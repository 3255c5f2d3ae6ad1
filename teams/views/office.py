"""The office's pages on one event's sign-up: who comes, who waits, whom to ring, what to cook."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core import clock
from core.errors import RuleError
from core.guards import blueprint, office_actor
from core.sheets import sheet_answer
from events.facts import facts_of
from events.models import Event
from events.queries import get_event
from teams.gate_queries import count_inside, list_gate_teams, list_missing
from teams.office_queries import (
    count_orders,
    get_office_registration,
    list_caps,
    list_office_teams,
    log_look,
    search_office_teams,
    sheet_of_teams,
)
from teams.rules import promotion_problems
from teams.waiting_list import mark_called, promote_by_hand, promote_waiting

bp = blueprint("teams_office", __name__, "office")

SHOWN = {"alle": (), "med": ("confirmed",), "venter": ("waiting", "offered"), "fra": ("withdrawn", "declined")}


@bp.get("/kontor/staevner/<slug>/tilmeldte")
def registrations(slug: str) -> ResponseReturnValue:
    """Who has signed up, with the leader to ring."""
    event = event_and_log(slug, "registrations")
    shown = request.args.get("vis", "med")
    shown = shown if shown in SHOWN else "med"
    words = request.args.get("q", "").strip()[:80]
    every = list_office_teams(event.id)
    teams = [team for team in every if not SHOWN[shown] or team.state in SHOWN[shown]]
    counts = {key: sum(1 for team in every if not states or team.state in states) for key, states in SHOWN.items()}
    return render_template(
        "teams/registrations.html",
        event=event,
        teams=search_office_teams(teams, words),
        shown=shown,
        counts=counts,
        words=words,
        caps=list_caps(event.id),
        to_call=sum(1 for team in every if team.call_reason),
    )


@bp.get("/kontor/staevner/<slug>/tilmeldte.<kind>")
def sheet(slug: str, kind: str) -> ResponseReturnValue:
    """The whole list as a spreadsheet (csv or xlsx)."""
    event = event_and_log(slug, "sheet")
    heads, rows = sheet_of_teams(event.id, list_office_teams(event.id))
    return sheet_answer(kind, f"tilmeldte-{event.slug}", heads, rows)


@bp.get("/kontor/staevner/<slug>/venteliste")
def waiting_list(slug: str) -> ResponseReturnValue:
    """The queue in its order, with the reason why each team waits."""
    event = event_and_log(slug, "waiting_list")
    problems = promotion_problems(facts_of(event), clock.now())
    return render_template(
        "teams/waiting_list.html",
        event=event,
        teams=list_office_teams(event.id, ("waiting", "offered")),
        problems=[problem.text for problem in problems],
    )


@bp.get("/kontor/staevner/<slug>/ring")
def call_list(slug: str) -> ResponseReturnValue:
    """Whom to ring, and why."""
    event = event_and_log(slug, "call_list")
    teams = [team for team in list_office_teams(event.id) if team.call_reason]
    return render_template("teams/call_list.html", event=event, teams=teams)


@bp.get("/kontor/staevner/<slug>/mad-og-senge")
def orders(slug: str) -> ResponseReturnValue:
    """One list for the kitchen and the beds, made for paper; no person's name."""
    event = get_event(slug)
    rows = count_orders(event.id)
    teams = list_office_teams(event.id, ("confirmed",))
    return render_template("teams/orders.html", event=event, rows=rows, teams=teams)


@bp.get("/kontor/staevner/<slug>/ved-doeren")
def at_the_door(slug: str) -> ResponseReturnValue:
    """Who has come, who is missing, how many guests."""
    event = get_event(slug)
    teams = list_gate_teams(event.id)
    counts = count_inside(event.id, teams)
    return render_template(
        "teams/at_the_door.html", event=event, teams=teams, missing=list_missing(teams), counts=counts
    )


@bp.post("/kontor/staevner/<slug>/tilmeldte/<int:registration_id>/ringet")
def called(slug: str, registration_id: int) -> ResponseReturnValue:
    """Somebody has rung the leader."""
    get_office_registration(get_event(slug).id, registration_id)
    mark_called(registration_id, by=office_actor())
    flash(_("Godt. Holdet er af ringelisten."), "ok")
    return redirect(url_for(".call_list", slug=slug), 303)


@bp.post("/kontor/staevner/<slug>/tilmeldte/<int:registration_id>/ryk-op")
def promote(slug: str, registration_id: int) -> ResponseReturnValue:
    """Give one waiting team a place, whatever its number in the queue."""
    get_office_registration(get_event(slug).id, registration_id)
    try:
        promote_by_hand(registration_id, by=office_actor())
    except RuleError as error:
        flash(error.text, "stop")
    else:
        flash(_("Holdet har fået plads. Det står nu på ringelisten."), "ok")
    return redirect(url_for(".waiting_list", slug=slug), 303)


@bp.post("/kontor/staevner/<slug>/venteliste/ryk-op")
def promote_all(slug: str) -> ResponseReturnValue:
    """Let everybody who fits move up now."""
    event = get_event(slug)
    try:
        count = promote_waiting(event.id, by=office_actor())
    except RuleError as error:
        flash(error.text, "stop")
    else:
        text = ngettext("%(num)s hold har fået plads.", "%(num)s hold har fået plads.", count)
        flash(text if count else _("Der er ikke plads til nogen af holdene endnu."), "ok" if count else "few")
    return redirect(url_for(".waiting_list", slug=slug), 303)


def event_and_log(slug: str, what: str) -> Event:
    """An event, after noting that the actor looks at names of it."""
    event = get_event(slug)
    log_look(event.revision_subject, what, by=office_actor())
    return get_event(slug)
