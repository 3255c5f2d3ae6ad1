"""The office's pages about seasons and series, and a season's way in and out as a spreadsheet."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.errors import MissingError
from core.guards import office_actor
from core.sheets import sheet_answer
from events.copying import copy_season
from events.exporting import season_rows
from events.ground import save_season, save_series
from events.ground_forms import ImportForm, SeasonCopyForm, SeasonForm, SeriesForm
from events.importing import apply_import, preview_import, rows_to_show
from events.models import Season, SeasonImport, Series
from events.queries import (
    count_events_by_season,
    find_season,
    get_import,
    list_office_events,
    list_seasons,
    list_series,
    list_sports,
)
from events.season_sheet import COLUMNS
from events.views.office import bp, page_status, ran


def _get_season(slug: str) -> Season:
    season = find_season(slug)
    if season is None:
        raise MissingError
    return season


@bp.get("/kontor/saesoner")
def season_list() -> ResponseReturnValue:
    """The seasons with how many events each has, and the series of each."""
    series: dict[int, list[Series]] = {}
    for row in list_series():
        series.setdefault(row.season_id, []).append(row)
    return render_template(
        "events/season_list.html", seasons=list_seasons(), counts=count_events_by_season(), series=series
    )


@bp.route("/kontor/saesoner/ny", methods=["GET", "POST"])
def season_new() -> ResponseReturnValue:
    """A new, empty season."""
    form = SeasonForm()

    def command() -> None:
        save_season(None, form.name.data, form.starts_on.data, form.ends_on.data, by=office_actor())

    if ran(form, command):
        flash(_("Sæsonen er gemt."), "ok")
        return redirect(url_for(".season_list"), 303)
    return render_template("events/season_form.html", form=form, season=None), page_status(form)


@bp.route("/kontor/saesoner/<slug>/ret", methods=["GET", "POST"])
def season_edit(slug: str) -> ResponseReturnValue:
    """A season's name and days."""
    season = _get_season(slug)
    form = SeasonForm(obj=season)

    def command() -> None:
        save_season(season.id, form.name.data, form.starts_on.data, form.ends_on.data, by=office_actor())

    if ran(form, command):
        flash(_("Sæsonen er gemt."), "ok")
        return redirect(url_for(".season_list"), 303)
    return render_template("events/season_form.html", form=form, season=_get_season(slug)), page_status(form)


@bp.route("/kontor/saesoner/<slug>/kopier", methods=["GET", "POST"])
def season_copy(slug: str) -> ResponseReturnValue:
    """The whole season once more, on the same weekdays of the next year, as drafts."""
    season = _get_season(slug)
    form = SeasonCopyForm()
    made: list[Season] = []
    if ran(form, lambda: made.append(copy_season(season.id, form.name.data, by=office_actor()))):
        flash(_("Den nye sæson er lavet som kladder. Se den igennem."), "ok")
        return redirect(url_for(".event_list", saeson=made[0].slug, tilstand="kladde"), 303)
    count = count_events_by_season().get(season.id, 0)
    return render_template("events/season_copy.html", form=form, season=_get_season(slug), count=count), page_status(
        form
    )


@bp.get("/kontor/saesoner/<slug>/regneark.<kind>")
def season_export(slug: str, kind: str) -> ResponseReturnValue:
    """The season as a spreadsheet that can be read in again."""
    if kind not in ("csv", "xlsx"):
        raise MissingError
    season = _get_season(slug)
    return sheet_answer(kind, f"saeson-{season.slug}", COLUMNS, season_rows(list_office_events(season.id)))


@bp.route("/kontor/saesoner/<slug>/hent-ind", methods=["GET", "POST"])
def season_import(slug: str) -> ResponseReturnValue:
    """Choose a spreadsheet; it is read and shown, nothing is written."""
    season = _get_season(slug)
    form = ImportForm()
    made: list[SeasonImport] = []

    def command() -> None:
        file = form.file.data
        made.append(preview_import(season.id, file.filename or "", file.read(), by=office_actor()))

    if ran(form, command):
        return redirect(url_for(".season_import_preview", import_id=made[0].id), 303)
    return render_template(
        "events/season_import.html", form=form, season=_get_season(slug), columns=COLUMNS
    ), page_status(form)


@bp.get("/kontor/saesoner/hent-ind/<int:import_id>")
def season_import_preview(import_id: int) -> ResponseReturnValue:
    """Every row of a spreadsheet with its faults, before anything is written."""
    stored = get_import(import_id)
    rows = rows_to_show(stored)
    faulty = sum(bool(faults) for _row, faults in rows)
    return render_template("events/season_import_preview.html", stored=stored, rows=rows, faulty=faulty)


@bp.post("/kontor/saesoner/hent-ind/<int:import_id>")
def season_import_apply(import_id: int) -> ResponseReturnValue:
    """Write the rows without faults as drafts; a second press writes nothing."""
    count = apply_import(import_id, by=office_actor())
    text = ngettext("%(num)s kladde er lavet.", "%(num)s kladder er lavet.", count)
    flash(text, "ok")
    return redirect(url_for(".event_list", saeson=get_import(import_id).season.slug, tilstand="kladde"), 303)


@bp.route("/kontor/serier/ny", methods=["GET", "POST"])
def season_series_new() -> ResponseReturnValue:
    """A new series."""
    return _series_page(None)


@bp.route("/kontor/serier/<int:series_id>/ret", methods=["GET", "POST"])
def season_series_edit(series_id: int) -> ResponseReturnValue:
    """A series' names and how its rounds count."""
    found = next((row for row in list_series() if row.id == series_id), None)
    if found is None:
        raise MissingError
    return _series_page(found)


def _series_page(series: Series | None) -> ResponseReturnValue:
    form = SeriesForm(obj=series, data=None if series else {"season_id": request.args.get("saeson", type=int)})
    form.offer_lists(list_seasons(), list_sports())

    def command() -> None:
        save_series(
            series.id if series else None,
            form.season_id.data,
            form.sport_id.data,
            form.name_da.data,
            form.name_en.data or "",
            by=office_actor(),
            counting=form.counting(),
        )

    if ran(form, command):
        flash(_("Serien er gemt."), "ok")
        return redirect(url_for(".season_list"), 303)
    return render_template("events/series_form.html", form=form, series=series), page_status(form)
