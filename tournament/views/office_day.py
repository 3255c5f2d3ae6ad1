"""The office sets the day up: hours, rests, wishes, what each of them costs; and its courts."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import MissingError, RuleError
from core.guards import office_actor
from events.models import Event
from events.queries import get_event
from events.views.office import page_status, ran
from tournament.forms_day import DayForm, day_form
from tournament.forms_planning import CourtForm
from tournament.models import Court
from tournament.naming import stage_labels
from tournament.planning import (
    find_free_name,
    get_competition,
    list_courts,
    read_windows,
    remove_court,
    save_court,
    windows_text,
)
from tournament.planning_costs import try_day
from tournament.planning_settings import DaySettings, save_day, settings_of
from tournament.queries_day import asked_of, costs_page, day_page, signed_up_stays, time_line
from tournament.queries_day_says import day_says
from tournament.queries_plan_run import find_taken
from tournament.setup import opening_hours
from tournament.store_cache import get_view
from tournament.store_view import CompetitionView
from tournament.views.office import bp, see

BASE = "/kontor/staevner/<slug>/dag"


def _form(view: CompetitionView, known: DaySettings) -> DayForm:
    form = day_form(asked_of(view, known), known, get_competition(view.event_id).version)
    if wanted := request.form.get("take"):
        form.take_stays(signed_up_stays(view), only=None if wanted == "all" else wanted)
    return form


@bp.route(BASE, methods=["GET", "POST"])
def day(slug: str) -> ResponseReturnValue:
    """The day's set-up; "Regn efter" and the teams' wishes are tried in the form and saved with the rest."""
    event = get_event(slug)
    view = get_view(event.id)
    known = settings_of(view)
    form = _form(view, known)
    is_trial = bool(request.form.get("try") or request.form.get("take"))
    tried: list[DaySettings] = []

    def command() -> None:
        chosen = form.to_command(known)
        tried.append(chosen)
        try_day(view, chosen)
        if not is_trial:
            save_day(view.id, chosen, by=office_actor(), version=form.seen_version)

    is_done = ran(form, command)
    if is_done and not is_trial:
        flash(_("Dagen er gemt. Kampene får først nye tider, når du lægger programmet."), "ok")
        return see(".timetable", slug)
    chosen = tried[0] if tried and (is_done or form.is_stale) else known
    about = {"taken": find_taken(view.id), "says": day_says(view, chosen), "is_unsaved": request.method == "POST"}
    page = {"form": form, "page": day_page(view, known, chosen), "costs": costs_page(view, try_day(view, chosen))}
    # After the answer to a stale form one may save on top: one has been told.
    form.see_version(get_competition(event.id).version if form.is_stale else form.seen_version)
    return render_template("tournament/office_day.html", event=event, **page, **about), 200 if is_done else page_status(
        form
    )


@bp.post(BASE + "/regn")
def day_costs(slug: str) -> ResponseReturnValue:
    """What the day in the form would cost, for the script that follows what is typed; nothing is saved."""
    event = get_event(slug)
    view = get_view(event.id)
    known = settings_of(view)
    form = _form(view, known)
    tried: list[DaySettings] = []

    def command() -> None:
        tried.append(form.to_command(known))
        try_day(view, tried[0])

    if not ran(form, command):
        return {"problems": len(form.errors), "first": next(iter(form.errors.values()))[0]}, 422
    page = {"costs": costs_page(view, try_day(view, tried[0])), "line": time_line(view, tried[0])}
    return render_template("tournament/_day_follows.html", event=event, says=day_says(view, tried[0]), **page)


def _court_values(event: Event, court: Court | None) -> dict[str, object]:
    if court is None:
        usual = next((other.windows for other in list_courts(event.id) if other.windows), opening_hours(event))
        return {"name": find_free_name(event.id), "windows": windows_text(usual), "stages": []}
    words = {"name": court.name, "hall": court.hall, "stages": court.stages or []}
    return {**words, "windows": windows_text(court.windows)}


@bp.route(BASE + "/bane/ny", methods=["GET", "POST"], defaults={"court_id": None}, endpoint="court_new")
@bp.route(BASE + "/bane/<int:court_id>", methods=["GET", "POST"])
def court(slug: str, court_id: int | None) -> ResponseReturnValue:
    """Add or change a court."""
    event = get_event(slug)
    competition_id = get_competition(event.id).id
    known = next((court for court in list_courts(event.id) if court.id == court_id), None)
    if court_id is not None and known is None:
        raise MissingError
    form = CourtForm(data=_court_values(event, known))
    form.stages.choices = list(stage_labels(get_view(event.id)).items())

    def command() -> None:
        words = {"name": form.name.data, "hall": form.hall.data or "", "stages": form.stages.data or None}
        hours = {"windows": read_windows(form.windows.data), "everywhere": bool(form.everywhere.data)}
        save_court(competition_id, court_id, **words, **hours, by=office_actor())

    if ran(form, command):
        flash(_("%(court)s er gemt.", court=form.name.data), "ok")
        return see(".day", slug, _anchor="baner")
    page = {"form": form, "court": known, "has_others": len(list_courts(event.id)) > (known is not None)}
    return render_template("tournament/office_court.html", event=get_event(slug), **page), page_status(form)


@bp.post(BASE + "/bane/<int:court_id>/slet")
def court_remove(slug: str, court_id: int) -> ResponseReturnValue:
    """Take a court away."""
    try:
        remove_court(get_competition(get_event(slug).id).id, court_id, by=office_actor())
        flash(_("Banen er slettet."), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".day", slug, _anchor="baner")
