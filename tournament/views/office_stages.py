"""The office chooses how a row or a discipline is played, and who plays in it."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from core.db import session
from core.errors import MissingError, RuleError
from core.guards import office_actor
from events.models import Event
from events.queries import get_event
from events.views.office import page_status, ran
from tournament.consequence import consequence_of
from tournament.contests import Contest, get_contest, get_division
from tournament.engine.formats.registry import find_format
from tournament.forms_stages import DisciplineForm, OverallForm, StageForm, TakesForm, WantedForm, WishForm, form_for
from tournament.models import Competition, Division
from tournament.offers import Wanted
from tournament.people import save_wishes
from tournament.planning import get_competition
from tournament.queries_setup import discipline_lines, entry_choices, get_discipline, get_division_row, sport_choices
from tournament.queries_stages import choice_row, count_courts, sport_of, stages_page, usual_choice
from tournament.scheme import StageChoice
from tournament.setup_disciplines import (
    DisciplineFields,
    add_discipline,
    remove_discipline,
    save_discipline,
    save_overall,
    usual_overall,
)
from tournament.setup_entries import set_takes
from tournament.setup_stages import choose_stages
from tournament.views.office import bp, see

BASE = "/kontor/staevner/<slug>/opsaetning/raekke/<int:division_id>"


def asked_contest(slug: str, division_id: int) -> tuple[Event, Competition, Contest]:
    """The event, its competition and the row or discipline that the address names; MissingError for another's."""
    event = get_event(slug)
    competition = get_competition(event.id)
    division = get_division(competition.id, division_id)
    return event, competition, get_contest(division.id, request.args.get("disciplin", None, int))


@bp.get(BASE + "/spil")
def stages(slug: str, division_id: int) -> ResponseReturnValue:
    """Ways of playing for what is wanted, each with what it means."""
    event, competition, contest = asked_contest(slug, division_id)
    courts = str(count_courts(competition))
    asked = WantedForm(MultiDict({"courts": courts, **request.args.to_dict(flat=False)}), meta={"csrf": False})
    wanted = asked.to_wanted() if asked.validate() else Wanted(courts=count_courts(competition))
    page = stages_page(contest, wanted)
    return render_template(
        "tournament/office_stages.html", event=event, page=page, form=asked, is_asked="goals" in request.args
    )


@bp.get(BASE + "/spil/<code>")
def stage_form(slug: str, division_id: int, code: str) -> ResponseReturnValue:
    """A format with its own options, filled with what is chosen or usual."""
    _event, competition, contest = asked_contest(slug, division_id)
    if find_format(code) is None:
        raise MissingError
    choice = contest.choice
    if choice is None or choice.format != code:
        choice = usual_choice(code, contest.team_count(), sport_of(contest, competition))
    return _stage_page(slug, division_id, form_for(code)(data=StageForm.values_of(choice)), choice)


def _stage_page(slug: str, division_id: int, form: StageForm, shown: StageChoice | None) -> ResponseReturnValue:
    event, competition, contest = asked_contest(slug, division_id)
    courts = count_courts(competition)
    page = stages_page(contest, Wanted(courts=courts))
    row = None
    if shown is not None:
        try:
            row = choice_row(consequence_of(page.teams, shown), page.pace, courts)
        except RuleError as error:
            form.add_rule_error(error)
    how = next(found for found in page.formats if found.code == form.format_code)
    status = 422 if form.is_submitted() and (form.errors or form.form_errors) else 200
    return (
        render_template("tournament/office_stage_form.html", event=event, page=page, form=form, how=how, shown=row),
        status,
    )


@bp.post(BASE + "/spil")
def choose(slug: str, division_id: int) -> ResponseReturnValue:
    """Choose a way of playing; "show" counts what it means without choosing."""
    _event, _competition, contest = asked_contest(slug, division_id)
    code = request.form.get("format", "round_robin")
    if find_format(code) is None:
        raise MissingError
    form = form_for(code)()
    discipline_id = contest.discipline.id if contest.discipline is not None else None
    if request.form.get("show"):
        return _stage_page(slug, division_id, form, form.to_command() if form.validate() else None)
    if ran(form, lambda: choose_stages(division_id, form.to_command(), by=office_actor(), discipline_id=discipline_id)):
        flash(_("Det er valgt. Nu kan du trække lod."), "ok")
        return see(".draw", slug)
    return _stage_page(slug, division_id, form, None)


@bp.route(BASE + "/hvem", methods=["GET", "POST"])
def takes(slug: str, division_id: int) -> ResponseReturnValue:
    """Whether teams, people or mixed teams play in a row."""
    event, competition, contest = asked_contest(slug, division_id)
    form = TakesForm(data={"takes": contest.division.takes})
    if ran(form, lambda: set_takes(division_id, form.takes.data, by=office_actor())):
        flash(_("Det er gemt. Holdene er taget med på ny."), "ok")
        return see(".setup", slug)
    row = get_division_row(competition.id, division_id)
    return render_template("tournament/office_takes.html", event=event, row=row, form=form), page_status(form)


@bp.route(BASE + "/oensker", methods=["GET", "POST"])
def wishes(slug: str, division_id: int) -> ResponseReturnValue:
    """Who would like to be drawn together: add a group."""
    event, competition, contest = asked_contest(slug, division_id)
    form = WishForm()
    form.entries.choices = entry_choices(contest.division)

    def command() -> None:
        save_wishes(division_id, [*_wishes(contest.division), list(form.entries.data or ())], by=office_actor())

    if ran(form, command):
        flash(_("Ønsket er gemt. Det tæller, når der trækkes lod."), "ok")
        return see(".wishes", slug, division_id=division_id)
    row = get_division_row(competition.id, division_id)
    return render_template("tournament/office_wishes.html", event=event, row=row, form=form), page_status(form)


@bp.post(BASE + "/oensker/<int:place>/fjern")
def wish_remove(slug: str, division_id: int, place: int) -> ResponseReturnValue:
    """Take a wish back."""
    _event, _competition, contest = asked_contest(slug, division_id)
    left = [wish for number, wish in enumerate(_wishes(contest.division)) if number != place]
    save_wishes(division_id, left, by=office_actor())
    flash(_("Ønsket er taget væk."), "ok")
    return see(".wishes", slug, division_id=division_id)


def _wishes(division: Division) -> list[list[int]]:
    return [[int(key[1:]) for key in wish] for wish in division.wishes]


@bp.route(BASE + "/discipliner", methods=["GET", "POST"])
def disciplines(slug: str, division_id: int) -> ResponseReturnValue:
    """The disciplines of a row, and a form to add one."""
    event, competition, contest = asked_contest(slug, division_id)
    form = _discipline_form(contest.division, None)
    if ran(form, lambda: add_discipline(division_id, _fields(form), by=office_actor())):
        flash(_("%(name)s er med. Vælg nu, hvordan der spilles.", name=form.name_da.data), "ok")
        return see(".disciplines", slug, division_id=division_id)
    row = get_division_row(competition.id, division_id)
    lines = discipline_lines(division_id)
    page = render_template("tournament/office_disciplines.html", event=event, row=row, lines=lines, form=form)
    return page, page_status(form)


@bp.route(BASE + "/discipliner/<int:discipline_id>", methods=["GET", "POST"])
def discipline(slug: str, division_id: int, discipline_id: int) -> ResponseReturnValue:
    """Change a discipline."""
    event, _competition, contest = asked_contest(slug, division_id)
    found = get_discipline(division_id, discipline_id)
    form = _discipline_form(contest.division, discipline_id)
    if ran(form, lambda: save_discipline(division_id, discipline_id, _fields(form), by=office_actor())):
        flash(_("Disciplinen er gemt."), "ok")
        return see(".disciplines", slug, division_id=division_id)
    page = {"division": contest.division, "discipline": found, "form": form}
    return render_template("tournament/office_discipline.html", event=event, **page), page_status(form)


def _discipline_form(division: Division, discipline_id: int | None) -> DisciplineForm:
    found = get_discipline(division.id, discipline_id) if discipline_id is not None else None
    known: dict[str, object] = {"everybody": True}
    if found is not None:
        chosen = [int(key[1:]) for key in found.entry_ids or ()]
        known = {"name_da": found.name_da, "name_en": found.name_en, "sport_id": found.sport_id}
        known |= {"everybody": found.entry_ids is None, "entries": chosen}
    form = DisciplineForm(data=known)
    form.sport_id.choices = sport_choices()
    form.entries.choices = entry_choices(division)
    return form


def _fields(form: DisciplineForm) -> DisciplineFields:
    return DisciplineFields(form.name_da.data or "", form.name_en.data or "", form.sport_id.data, form.chosen)


@bp.post(BASE + "/discipliner/<int:discipline_id>/slet")
def discipline_remove(slug: str, division_id: int, discipline_id: int) -> ResponseReturnValue:
    """Take a discipline away before anything is entered in it."""
    asked_contest(slug, division_id)
    try:
        remove_discipline(division_id, discipline_id, by=office_actor())
        flash(_("Disciplinen er taget væk."), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".disciplines", slug, division_id=division_id)


@bp.route("/kontor/staevner/<slug>/opsaetning/samlet", methods=["GET", "POST"])
def overall(slug: str) -> ResponseReturnValue:
    """How several disciplines are put together."""
    event = get_event(slug)
    competition = get_competition(event.id)
    now = usual_overall(competition)
    words = {"order": "medals" if now["medals"] else "points", "points": " ".join(map(str, now["points"]))}
    form = OverallForm(data={**words, "started": now["started"], "by": now["by"]})

    def command() -> None:
        chosen = {"medals": form.order.data == "medals", "points": form.points_list()}
        chosen |= {"started": form.started.data or 0, "by": form.by.data}
        save_overall(competition.id, chosen, by=office_actor())

    if ran(form, command):
        flash(_("Det er gemt. Den samlede stilling følger med."), "ok")
        return see(".setup", slug)
    session().refresh(competition)
    return render_template("tournament/office_overall.html", event=event, form=form), page_status(form)
