"""The office's page of a series: the table over its rounds, who would change rows, and the table as a spreadsheet."""

from flask import render_template
from flask.typing import ResponseReturnValue

from core.errors import MissingError
from core.sheets import sheet_answer
from events.queries_series import get_series
from tournament.series_sheet import sheet_heads, sheet_rows
from tournament.series_standing import read_standing
from tournament.series_table import series_page
from tournament.views.office import bp

BASE = "/kontor/serier/<int:series_id>"


@bp.get(BASE)
def series(series_id: int) -> ResponseReturnValue:
    """The table over the rounds, also of rows that guests do not see, and who would go up and down."""
    found = get_series(series_id)
    page = series_page(found, for_office=True)
    return render_template("tournament/office_series.html", series=found, page=page)


@bp.get(BASE + "/stilling.<kind>")
def series_export(series_id: int, kind: str) -> ResponseReturnValue:
    """The table as a spreadsheet."""
    if kind not in ("csv", "xlsx"):
        raise MissingError
    found = get_series(series_id)
    standing = read_standing(found)
    return sheet_answer(kind, f"stilling-{found.slug}", sheet_heads(standing), sheet_rows(standing))
