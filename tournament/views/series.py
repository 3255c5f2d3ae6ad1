"""A series: its public page with the table over all rounds."""

from functools import cache

from flask import render_template
from flask.typing import ResponseReturnValue

from core.errors import MissingError
from core.guards import blueprint
from core.revision import answer, polled_subject
from events.cards import next_calendar_change
from events.models import Series
from events.queries_series import find_series, list_rounds, series_subject
from tournament.series_table import series_page

bp = blueprint("tournament_series", __name__, "public")


@bp.get("/serier/<season>/<slug>")
def series(season: str, slug: str) -> ResponseReturnValue:
    """The table over the rounds of a series, and the rounds."""
    subject = polled_subject(f"{season}/{slug}", lambda _name: series_subject(season, slug))
    if subject is None:
        raise MissingError

    @cache
    def found() -> Series:
        row = find_series(season, slug)
        if row is None:
            raise MissingError
        return row

    return answer(
        subject,
        lambda: render_template("tournament/series.html", page=series_page(found())),
        changes_at=lambda: next_calendar_change(list_rounds(found().id)),
    )
