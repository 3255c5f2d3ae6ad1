"""Pages for paper, linked from the office's event page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from core.guards import blueprint
from events.models import Event
from events.queries import get_event
from tournament import printing, printing_marks, printing_series
from tournament.store_cache import get_view
from tournament.store_view import CompetitionView

bp = blueprint("tournament_print", __name__, "office")

FOLDER = "/kontor/staevner/<slug>/print"


def _event_and_view(slug: str) -> tuple[Event, CompetitionView]:
    event = get_event(slug)
    return event, get_view(event.id)


@bp.get(FOLDER)
def index(slug: str) -> ResponseReturnValue:
    """All that can be printed for the day."""
    event, view = _event_and_view(slug)
    return render_template("tournament/office_print.html", event=event, view=view)


@bp.get(f"{FOLDER}/baner")
def courts(slug: str) -> ResponseReturnValue:
    """The whole day on one sheet, and a sheet for each court."""
    event, view = _event_and_view(slug)
    names, rows = printing.grid(view)
    pages = printing_series.court_series(view)
    return render_template("tournament/print_courts.html", event=event, names=names, rows=rows, pages=pages)


@bp.get(f"{FOLDER}/hold")
def teams(slug: str) -> ResponseReturnValue:
    """A sheet for each team with its matches."""
    event, view = _event_and_view(slug)
    return render_template("tournament/print_teams.html", event=event, pages=printing_series.team_series(view))


@bp.get(f"{FOLDER}/dommere")
def referees(slug: str) -> ResponseReturnValue:
    """A sheet for each referee with its matches."""
    event, view = _event_and_view(slug)
    return render_template("tournament/print_referees.html", event=event, pages=printing_series.referee_series(view))


@bp.get(f"{FOLDER}/kampsedler")
def score_sheets(slug: str) -> ResponseReturnValue:
    """A score sheet for every match to come."""
    event, view = _event_and_view(slug)
    return render_template("tournament/print_score_sheets.html", event=event, sheets=printing.score_sheets(view))


@bp.get(f"{FOLDER}/maaleskemaer")
def measure_sheets(slug: str) -> ResponseReturnValue:
    """A sheet to write on for every heat and discipline that is measured."""
    event, view = _event_and_view(slug)
    return render_template(
        "tournament/print_measure_sheets.html", event=event, sheets=printing_marks.measure_sheets(view)
    )


@bp.get(f"{FOLDER}/stilling")
def standings(slug: str) -> ResponseReturnValue:
    """How every row stands, for the wall."""
    event, view = _event_and_view(slug)
    return render_template("tournament/print_standings.html", event=event, sheets=printing.wall_sheets(view))


@bp.get(f"{FOLDER}/indgang")
def gate_list(slug: str) -> ResponseReturnValue:
    """The teams to tick off at the gate."""
    event = get_event(slug)
    lines = printing.gate_lines(event.id)
    people = sum(line.headcount for line in lines)
    return render_template("tournament/print_gate_list.html", event=event, lines=lines, people=people)
