"""The office sets a competition up: rows and their rules, how they are played, the teams."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.errors import RuleError
from core.guards import office_actor
from events.queries import get_event
from events.views.office import page_status, ran
from tournament.contests import get_division
from tournament.forms import EntryForm, LateTeamForm
from tournament.forms_division import DivisionForm
from tournament.planning import find_competition, get_competition
from tournament.queries_setup import division_choices, setup_page
from tournament.setup import create_competition, remove_competition
from tournament.setup_entries import add_entry, get_entry, remove_entry, save_entry, take_in_teams
from tournament.setup_rules import preset_of, save_division
from tournament.views.office import bp, see

BASE = "/kontor/staevner/<slug>/opsaetning"


@bp.get(BASE)
def setup(slug: str) -> ResponseReturnValue:
    """What is set up so far: rows, teams, and what is missing."""
    event = get_event(slug)
    competition = find_competition(event.id)
    page = setup_page(competition) if competition is not None else None
    return render_template("tournament/office_setup.html", event=event, page=page)


@bp.post(BASE)
def create(slug: str) -> ResponseReturnValue:
    """Make the competition with the sport's usual rules."""
    try:
        create_competition(get_event(slug).id, by=office_actor())
        flash(_("Turneringen er lavet. Vælg nu, hvordan der spilles."), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".setup", slug)


@bp.post(BASE + "/slet")
def remove(slug: str) -> ResponseReturnValue:
    """Take the competition away before anything is played."""
    try:
        remove_competition(get_competition(get_event(slug).id).id, by=office_actor())
        flash(_("Turneringen er slettet. De tilmeldte er her stadig."), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".setup", slug)


@bp.post(BASE + "/tag-med")
def take_in(slug: str) -> ResponseReturnValue:
    """Take in the teams that were confirmed since."""
    count = take_in_teams(get_competition(get_event(slug).id).id, by=office_actor())
    flash(ngettext("%(num)s hold er kommet med.", "%(num)s hold er kommet med.", count), "ok")
    return see(".setup", slug)


@bp.route(BASE + "/raekke/<int:division_id>", methods=["GET", "POST"])
def division(slug: str, division_id: int) -> ResponseReturnValue:
    """The rules of a row."""
    event = get_event(slug)
    row = get_division(get_competition(event.id).id, division_id)
    values = DivisionForm.values_of(row.name, row.shows, row.rules, preset_of(row.rules))
    form = DivisionForm.for_kind(event.sport.result_kind, values)
    if ran(form, lambda: save_division(division_id, form.to_command(), by=office_actor())):
        flash(_("Reglerne er gemt. Stillingen følger dem."), "ok")
        return see(".setup", slug)
    return render_template("tournament/office_division.html", event=get_event(slug), form=form), page_status(form)


@bp.route(BASE + "/hold/nyt", methods=["GET", "POST"])
def late_team(slug: str) -> ResponseReturnValue:
    """Add a team that came late."""
    event = get_event(slug)
    competition_id = get_competition(event.id).id
    form = LateTeamForm()
    form.division_id.choices = division_choices(competition_id)

    def command() -> None:
        values = (form.division_id.data, form.label.data, form.organisation.data or "")
        add_entry(competition_id, *values, by=office_actor())

    if ran(form, command):
        flash(_("%(team)s er med.", team=form.label.data), "ok")
        return see(".setup", slug)
    return render_template("tournament/office_late_team.html", event=get_event(slug), form=form), page_status(form)


@bp.route(BASE + "/hold/<int:entry_id>", methods=["GET", "POST"])
def entry(slug: str, entry_id: int) -> ResponseReturnValue:
    """Change a team's label, row, seed and pot."""
    event = get_event(slug)
    competition_id = get_competition(event.id).id
    found = get_entry(competition_id, entry_id)
    form = EntryForm(obj=found)
    form.division_id.choices = division_choices(competition_id)

    def command() -> None:
        values = {name: form[name].data for name in ("label", "division_id", "seed", "pot")}
        save_entry(competition_id, entry_id, **values, by=office_actor())

    if ran(form, command):
        flash(_("Holdet er gemt."), "ok")
        return see(".setup", slug)
    shown = get_entry(competition_id, entry_id)
    return (
        render_template("tournament/office_entry.html", event=get_event(slug), form=form, entry=shown),
        page_status(form),
    )


@bp.post(BASE + "/hold/<int:entry_id>/slet")
def entry_remove(slug: str, entry_id: int) -> ResponseReturnValue:
    """Take a team out of the competition before it is drawn."""
    try:
        remove_entry(get_competition(get_event(slug).id).id, entry_id, by=office_actor())
        flash(_("Holdet er taget ud af turneringen."), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".setup", slug)
