"""The office's results: every match, write and correct one, settle a dispute, decide what people must decide."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import RuleError
from core.guards import office_actor
from events.queries import get_event
from events.views.office import page_status, ran
from tournament.contests import get_division
from tournament.facts import remove_fact, set_number, store_order, store_ranking
from tournament.forms_result import ResultForm, played_on_of
from tournament.planning import find_competition, get_competition
from tournament.queries_changes import ImpactPage, impact_page
from tournament.queries_marks import stage_cards
from tournament.queries_results import FILTERS, history, results_page, teams_text
from tournament.results import correct_result, preview_result, record_result, settle_dispute, undo_result
from tournament.stars import use_stars
from tournament.store_cache import get_view
from tournament.store_view import CompetitionView, MatchView
from tournament.views.office import bp, see

BASE = "/kontor/staevner/<slug>/resultater"
MOST_POINTS = 99


@bp.get(BASE)
def results(slug: str) -> ResponseReturnValue:
    """Every match with its result, or the word that says what is missing."""
    event = get_event(slug)
    chosen = request.args.get("vis", "all")
    page = None
    if find_competition(event.id) is not None:
        page = results_page(event.id, slug, chosen if chosen in FILTERS else "all")
    measured = stage_cards(page.view, slug) if page is not None else []
    return render_template("tournament/office_results.html", event=event, page=page, measured=measured)


@bp.route(BASE + "/<int:number>", methods=["GET", "POST"])
def result(slug: str, number: int) -> ResponseReturnValue:
    """Write a match's result, or correct it after seeing what that changes."""
    view = get_view(get_event(slug).id)
    match = view.get_numbered(number)
    form = ResultForm(data=ResultForm.values_of(match.result if match.result_id is not None else None))
    form.in_sets = view.scoring(match).in_sets
    shown = None
    if form.validate_on_submit():
        entered = form.to_result()
        if match.result_id is None or request.form.get("seen") == str(match.result_id):
            if ran(form, lambda: _store(match, form)):
                flash(_("Kamp %(number)s er gemt.", number=number), "ok")
                return see(".results", slug)
        else:
            shown = impact_page(view, preview_result(match.id, entered))
    return _result_page(slug, view, match, form, shown), page_status(form) if form.errors else 200


def _result_page(slug: str, view: CompetitionView, match: MatchView, form: ResultForm, shown: ImpactPage | None) -> str:
    return render_template(
        "tournament/office_result.html",
        event=get_event(slug),
        view=view,
        match=match,
        teams=teams_text(view, match),
        form=form,
        scoring=view.scoring(match),
        impact=shown,
        history=history(view, match),
    )


def _store(match: MatchView, form: ResultForm) -> None:
    if match.result_id is None:
        record_result(match.id, form.to_result(), by=office_actor(), reason=form.reason.data or "")
    else:
        choice = played_on_of(request.form.get("again"))
        correct_result(
            match.id,
            form.to_result(),
            seen=match.result_id,
            by=office_actor(),
            reason=form.reason.data or "",
            played_on=choice,
        )


@bp.post(BASE + "/<int:number>/vaelg")
def settle(slug: str, number: int) -> ResponseReturnValue:
    """Choose between results that do not agree."""
    match = get_view(get_event(slug).id).get_numbered(number)
    try:
        settle_dispute(match.id, request.form.get("chosen", 0, int), by=office_actor())
        flash(_("Kamp %(number)s er afgjort.", number=number), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".results", slug)


@bp.post(BASE + "/<int:number>/fortryd")
def take_back(slug: str, number: int) -> ResponseReturnValue:
    """Take a result back, so that the match is open again."""
    match = get_view(get_event(slug).id).get_numbered(number)
    try:
        undo_result(match.id, seen=request.form.get("seen", 0, int), by=office_actor())
        flash(_("Resultatet er taget tilbage. Kamp %(number)s er åben.", number=number), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".result", slug, number=number)


@bp.post(BASE + "/lod")
def lots(slug: str) -> ResponseReturnValue:
    """Store how level teams were decided, by lots or in a deciding match: the chosen team first, the others after."""
    division_id = request.form.get("division", 0, int)
    get_division(get_competition(get_event(slug).id).id, division_id)
    order = [entry for entry in request.form.getlist("order") if entry]
    try:
        store_order(division_id, request.form.get("kind", "lots"), order, by=office_actor())
        flash(_("Afgørelsen er gemt. Stillingen følger den."), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".results", slug)


@bp.post(BASE + "/rangliste")
def ranking(slug: str) -> ResponseReturnValue:
    """Store a ranking from outside: a number for each team that has one."""
    division_id = request.form.get("division", 0, int)
    get_division(get_competition(get_event(slug).id).id, division_id)
    typed = {name.removeprefix("plads-"): request.form.get(name, None, int) for name in request.form}
    ranks = {entry: rank for entry, rank in typed.items() if f"plads-{entry}" in request.form and rank is not None}
    try:
        if len(set(ranks.values())) != len(ranks):
            raise RuleError("tournament.ranking_twice")
        store_ranking(division_id, sorted(ranks, key=lambda entry: ranks[entry]), by=office_actor())
        flash(_("Ranglisten er gemt."), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".results", slug)


@bp.post(BASE + "/fairplay")
def fair_play(slug: str) -> ResponseReturnValue:
    """Set a team's fair-play number, or take the numbers of all teams from the referees' stars."""
    division_id = request.form.get("division", 0, int)
    get_division(get_competition(get_event(slug).id).id, division_id)
    number = request.form.get("number", None, int)
    if request.form.get("stars"):
        use_stars(division_id, by=office_actor())
        flash(_("Stjernerne er nu tallene for fair play."), "ok")
    elif number is None or abs(number) > MOST_POINTS:
        flash(_("Vælg et hold, og skriv et tal fra -99 til 99."), "stop")
    else:
        set_number(division_id, "fair_play", request.form.get("entry", ""), number, by=office_actor())
        flash(_("Tallet er gemt. Stillingen følger med."), "ok")
    return see(".results", slug)


@bp.post(BASE + "/point")
def points(slug: str) -> ResponseReturnValue:
    """Give a team points or take some away."""
    event = get_event(slug)
    view = get_view(event.id)
    entry, number = request.form.get("entry", ""), request.form.get("number", None, int)
    division = next((division for division in view.divisions if entry in division.entries), None)
    if division is None or number is None or abs(number) > MOST_POINTS:
        flash(_("Vælg et hold, og skriv et tal fra -99 til 99."), "stop")
    else:
        set_number(division.id, "adjust", entry, number, by=office_actor())
        flash(_("Point er gemt. Stillingen følger med."), "ok")
    return see(".results", slug)


@bp.post(BASE + "/afgoerelse/<int:fact_id>/fjern")
def fact_remove(slug: str, fact_id: int) -> ResponseReturnValue:
    """Take back something that was decided."""
    remove_fact(get_competition(get_event(slug).id).id, fact_id, by=office_actor())
    flash(_("Det er taget tilbage."), "ok")
    return see(".results", slug)
