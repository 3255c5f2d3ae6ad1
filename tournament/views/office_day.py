"""The office's settings of the day, and its courts."""

from typing import Any

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import MissingError, RuleError
from core.guards import office_actor
from core.site import row_text
from events.queries import get_event
from events.views.office import page_status, ran
from tournament.forms_planning import CourtForm, DayForm, day_form
from tournament.planning import (
    day_start,
    get_competition,
    list_courts,
    read_windows,
    remove_court,
    save_court,
    save_day,
    windows_text,
)
from tournament.planning_day import durations_of
from tournament.setup import opening_hours
from tournament.store_cache import get_view
from tournament.store_view import CompetitionView, StageView
from tournament.views.office import bp, see

BASE = "/kontor/staevner/<slug>/dag"


def _form(view: CompetitionView) -> DayForm:
    names = [_stage_name(view, stage) for stage in view.stages]
    values: dict[str, Any] = {
        "start": day_start(view.day),
        "rest_minutes": view.day.get("rest_minutes", 0),
        "breaks": windows_text(view.day.get("breaks", ())),
    }
    durations = durations_of(view)
    for number, stage in enumerate(view.stages):
        values[f"play_{number}"] = durations[stage.key]["play"]
        values[f"changeover_{number}"] = durations[stage.key]["changeover"]
    return day_form(view.stages, names, data=values)


def _stage_name(view: CompetitionView, stage: StageView) -> str:
    name = row_text(stage, "name")
    return f"{view.get_division(stage.division_id).name}, {name.lower()}" if len(view.divisions) > 1 else name


@bp.route(BASE, methods=["GET", "POST"])
def day(slug: str) -> ResponseReturnValue:
    """When the day begins, how long matches and rests are, when nobody plays, and the courts."""
    event = get_event(slug)
    view = get_view(event.id)
    form = _form(view)
    if ran(form, lambda: save_day(view.id, form.to_command(), by=office_actor())):
        flash(_("Dagen er gemt. Læg programmet igen, når du er klar."), "ok")
        return see(".timetable", slug)
    courts = [(court, windows_text(court.windows)) for court in list_courts(event.id)]
    page = {"form": form, "courts": courts, "stages": view.stages}
    return render_template("tournament/office_day.html", event=get_event(slug), **page), page_status(form)


@bp.route(BASE + "/bane/ny", methods=["GET", "POST"], defaults={"court_id": None}, endpoint="court_new")
@bp.route(BASE + "/bane/<int:court_id>", methods=["GET", "POST"])
def court(slug: str, court_id: int | None) -> ResponseReturnValue:
    """Add or change a court."""
    event = get_event(slug)
    competition_id = get_competition(event.id).id
    known = next((court for court in list_courts(event.id) if court.id == court_id), None)
    if court_id is not None and known is None:
        raise MissingError
    hours = known.windows if known is not None else opening_hours(event)
    first = {"name": known.name if known else "", "hall": known.hall if known else "", "windows": windows_text(hours)}
    form = CourtForm(data=first)

    def command() -> None:
        words = {"name": form.name.data, "hall": form.hall.data or ""}
        save_court(competition_id, court_id, **words, windows=read_windows(form.windows.data), by=office_actor())

    if ran(form, command):
        flash(_("%(court)s er gemt.", court=form.name.data), "ok")
        return see(".day", slug)
    page = {"form": form, "court": known}
    return render_template("tournament/office_court.html", event=get_event(slug), **page), page_status(form)


@bp.post(BASE + "/bane/<int:court_id>/slet")
def court_remove(slug: str, court_id: int) -> ResponseReturnValue:
    """Take a court away."""
    try:
        remove_court(get_competition(get_event(slug).id).id, court_id, by=office_actor())
        flash(_("Banen er slettet."), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".day", slug)
