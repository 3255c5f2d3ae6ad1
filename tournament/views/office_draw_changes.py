"""The office takes a team out after the draw, takes that back, or gives its place to another."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from core.guards import office_actor
from events.queries import get_event
from events.views.office import page_status, ran
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
from tournament.planning import get_competition
from tournament.queries_changes import impact_page
from tournament.setup_entries import get_entry
from tournament.store_cache import get_view
from tournament.views.office import bp, see


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
