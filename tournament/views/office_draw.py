"""The office draws the pools, shows a draw again, moves a team, publishes; and takes a team out afterwards."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields import SelectChoice

from core.db import session
from core.errors import MissingError, RuleError
from core.guards import office_actor
from events.queries import get_event
from events.views.office import page_status, ran
from tournament.draw import draw_division, move_entry, problem_free_move, publish_draw, withdraw_draw
from tournament.draw_changes import (
    list_reserves,
    preview_reinstatement,
    preview_withdrawal,
    reinstate_entry,
    replace_entry,
    usual_policy,
    withdraw_entry,
)
from tournament.engine.values import Policy
from tournament.forms import PolicyForm, ReplaceForm
from tournament.planning import find_competition, get_competition
from tournament.queries_changes import impact_page
from tournament.queries_setup import draw_page, get_division_row, replay_page
from tournament.setup_entries import get_entry
from tournament.setup_stages import get_division, list_pools, list_stages
from tournament.store_cache import get_view
from tournament.views.office import bp, see

BASE = "/kontor/staevner/<slug>/lodtraekning"


@bp.get(BASE)
def draw(slug: str) -> ResponseReturnValue:
    """The pools of each row as they are now."""
    event = get_event(slug)
    competition = find_competition(event.id)
    rows = draw_page(competition.id, slug) if competition is not None else []
    return render_template("tournament/office_draw.html", event=event, rows=rows)


@bp.post(BASE + "/<int:division_id>/<step>")
def draw_step(slug: str, division_id: int, step: str) -> ResponseReturnValue:
    """Draw ("traek"), show the matches ("offentliggoer") or take them away again ("fortryd")."""
    get_division(get_competition(get_event(slug).id).id, division_id)
    try:
        if step == "traek":
            draw_division(division_id, by=office_actor())
            flash(_("Der er trukket lod. Se puljerne igennem, før du viser dem."), "ok")
        elif step == "offentliggoer":
            count = publish_draw(division_id, by=office_actor())
            flash(
                ngettext("Lodtrækningen er vist. %(num)s kamp.", "Lodtrækningen er vist. %(num)s kampe.", count), "ok"
            )
        elif step == "fortryd":
            withdraw_draw(division_id, by=office_actor())
            flash(_("Kampene er taget væk. Nu kan du trække lod igen."), "ok")
        else:
            raise MissingError
    except RuleError as error:
        flash(error.text, "stop")
    return see(".draw", slug)


@bp.get(BASE + "/vis/<int:draw_id>")
def draw_show(slug: str, draw_id: int) -> ResponseReturnValue:
    """A recorded draw made once more for all to see."""
    event = get_event(slug)
    page = replay_page(get_competition(event.id).id, draw_id)
    return render_template("tournament/office_draw_show.html", event=event, page=page)


@bp.get(BASE + "/<int:division_id>/tjek")
def draw_check(slug: str, division_id: int) -> ResponseReturnValue:
    """Whether a team may go to a pool, for the script that drags it."""
    get_division(get_competition(get_event(slug).id).id, division_id)
    try:
        problem_free_move(session(), division_id, request.args.get("piece", 0, int), request.args.get("place", ""))
    except RuleError as error:
        return {"allowed": False, "problems": [error.text]}
    return {"allowed": True, "problems": []}


@bp.post(BASE + "/<int:division_id>/flyt")
def draw_move(slug: str, division_id: int) -> ResponseReturnValue:
    """Put a team in another pool."""
    get_division(get_competition(get_event(slug).id).id, division_id)
    try:
        move_entry(division_id, request.form.get("piece", 0, int), request.form.get("place", ""), by=office_actor())
        flash(_("Holdet er flyttet."), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".draw", slug)


@bp.get(BASE + "/<int:division_id>/hold/<int:entry_id>")
def move_team(slug: str, division_id: int, entry_id: int) -> ResponseReturnValue:
    """Move a team by form."""
    event = get_event(slug)
    competition_id = get_competition(event.id).id
    row = get_division_row(competition_id, division_id)
    pools = [pool for stage in list_stages(division_id) for pool in list_pools(stage.id)]
    entry = get_entry(competition_id, entry_id)
    return render_template("tournament/office_move_team.html", event=event, row=row, entry=entry, pools=pools)


@bp.route("/kontor/staevner/<slug>/hold/<int:entry_id>/traek-ud", methods=["GET", "POST"])
def withdraw(slug: str, entry_id: int) -> ResponseReturnValue:
    """Take a team out, with the tables shown before it is done."""
    event = get_event(slug)
    competition_id = get_competition(event.id).id
    entry = get_entry(competition_id, entry_id)
    asked = request.values.get("policy") or str(usual_policy(competition_id, entry_id))
    form = PolicyForm(data={"policy": asked if asked in list(Policy) else Policy.FORFEIT})
    if request.form.get("confirmed") and ran(
        form, lambda: withdraw_entry(competition_id, entry_id, Policy(form.policy.data), by=office_actor())
    ):
        flash(_("%(team)s er trukket ud.", team=entry.label), "ok")
        return see(".results", slug)
    shown = impact_page(get_view(event.id), preview_withdrawal(competition_id, entry_id, Policy(form.policy.data)))
    template = "tournament/office_withdraw.html"
    page = {"entry": entry, "form": form, "impact": shown}
    return render_template(template, event=get_event(slug), **page), 422 if form.errors else 200


@bp.route("/kontor/staevner/<slug>/hold/<int:entry_id>/med-igen", methods=["GET", "POST"])
def reinstate(slug: str, entry_id: int) -> ResponseReturnValue:
    """Take a withdrawal back, with the tables shown before it is done."""
    event = get_event(slug)
    competition_id = get_competition(event.id).id
    entry = get_entry(competition_id, entry_id)
    if request.method == "POST":
        reinstate_entry(competition_id, entry_id, by=office_actor())
        flash(_("%(team)s er med igen.", team=entry.label), "ok")
        return see(".results", slug)
    shown = impact_page(get_view(event.id), preview_reinstatement(competition_id, entry_id))
    return render_template("tournament/office_reinstate.html", event=get_event(slug), entry=entry, impact=shown)


@bp.route("/kontor/staevner/<slug>/hold/<int:entry_id>/afloes", methods=["GET", "POST"])
def replace(slug: str, entry_id: int) -> ResponseReturnValue:
    """Give a team's place to another."""
    event = get_event(slug)
    competition_id = get_competition(event.id).id
    entry = get_entry(competition_id, entry_id)
    form = ReplaceForm()
    reserves = [
        SelectChoice(str(reserve.id), reserve.label) for reserve in list_reserves(competition_id, entry.division_id)
    ]
    form.reserve_id.choices = [SelectChoice("0", _("Ingen af dem")), *reserves]

    def command() -> None:
        words = {"label": form.label.data or "", "organisation": form.organisation.data or ""}
        replace_entry(competition_id, entry_id, **words, reserve_id=form.reserve_id.data or None, by=office_actor())

    if ran(form, command):
        flash(_("Pladsen har fået et nyt hold."), "ok")
        return see(".results", slug)
    shown = get_entry(competition_id, entry_id)
    template = "tournament/office_replace.html"
    return render_template(template, event=get_event(slug), entry=shown, form=form), page_status(form)
