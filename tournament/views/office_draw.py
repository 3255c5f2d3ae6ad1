"""The office draws: pools, brackets, rounds, heats and mixed teams; shows a draw again, moves a team, publishes."""

from collections.abc import Callable, Mapping

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.db import session
from core.errors import MissingError, RuleError
from core.guards import office_actor
from events.queries import get_event
from tournament.contests import Contest, list_pools
from tournament.draw import draw_division, publish_draw, withdraw_draw
from tournament.draw_moves import move_entry, problem_free_move, swap_entries
from tournament.people import draw_mixed_teams
from tournament.planning import find_competition, get_competition
from tournament.queries_draw import draw_page, replay_page
from tournament.queries_setup import get_division_row
from tournament.rounds import draw_round, join_rounds, undo_round
from tournament.setup_entries import get_entry
from tournament.views.office import bp
from tournament.views.office_stages import asked_contest

BASE = "/kontor/staevner/<slug>/lodtraekning"
Step = Callable[[int, int | None], str]


@bp.get(BASE)
def draw(slug: str) -> ResponseReturnValue:
    """What is drawn in each row and discipline."""
    event = get_event(slug)
    competition = find_competition(event.id)
    rows = draw_page(competition.id, slug) if competition is not None else []
    return render_template("tournament/office_draw.html", event=event, rows=rows)


@bp.post(BASE + "/<int:division_id>/<step>")
def draw_step(slug: str, division_id: int, step: str) -> ResponseReturnValue:
    """One step of the draw; `STEPS` says which there are."""
    _event, _competition, contest = asked_contest(slug, division_id)
    if step not in STEPS:
        raise MissingError
    try:
        flash(STEPS[step](division_id, discipline_number(contest)), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return back_to(slug, contest)


def discipline_number(contest: Contest) -> int | None:
    """The number of the discipline, None where the row has none."""
    return contest.discipline.id if contest.discipline is not None else None


def back_to(slug: str, contest: Contest) -> Response:
    """The page of the draw, at the row or discipline that was worked on."""
    anchor = f"raekke-{contest.division.id}-{discipline_number(contest) or 0}"
    return redirect(url_for(".draw", slug=slug, _anchor=anchor), 303)


def _draw(division_id: int, discipline_id: int | None) -> str:
    draw_division(division_id, by=office_actor(), discipline_id=discipline_id)
    return _("Der er trukket lod. Se det igennem, før du viser det.")


def _publish(division_id: int, discipline_id: int | None) -> str:
    count = publish_draw(division_id, by=office_actor(), discipline_id=discipline_id)
    return ngettext("Lodtrækningen er vist. %(num)s kamp.", "Lodtrækningen er vist. %(num)s kampe.", count)


def _withdraw(division_id: int, discipline_id: int | None) -> str:
    withdraw_draw(division_id, by=office_actor(), discipline_id=discipline_id)
    return _("Det er taget væk. Nu kan du trække lod igen.")


def _round(division_id: int, discipline_id: int | None) -> str:
    number = draw_round(division_id, by=office_actor(), discipline_id=discipline_id)
    return _("Runde %(number)s er trukket og vist.", number=number)


def _undo_round(division_id: int, discipline_id: int | None) -> str:
    number = undo_round(division_id, by=office_actor(), discipline_id=discipline_id)
    return _("Runde %(number)s er taget tilbage.", number=number)


def _teams(division_id: int, _discipline_id: int | None) -> str:
    draw_mixed_teams(division_id, request.form.get("team_count", 0, int), by=office_actor())
    return _("Holdene er trukket. Nu kan du trække lod om kampene.")


def _join(division_id: int, discipline_id: int | None) -> str:
    join_rounds(division_id, request.form.get("entry", 0, int), by=office_actor(), discipline_id=discipline_id)
    return _("Holdet er med fra nu af.")


def _swap(division_id: int, discipline_id: int | None) -> str:
    pair = (request.form.get("one", 0, int), request.form.get("other", 0, int))
    swap_entries(division_id, *pair, by=office_actor(), discipline_id=discipline_id)
    return _("De to har byttet plads.")


STEPS: Mapping[str, Step] = {
    "traek": _draw,
    "offentliggoer": _publish,
    "fortryd": _withdraw,
    "runde": _round,
    "runde-tilbage": _undo_round,
    "hold": _teams,
    "med": _join,
    "byt": _swap,
}


@bp.get(BASE + "/vis/<int:draw_id>")
def draw_show(slug: str, draw_id: int) -> ResponseReturnValue:
    """A recorded draw made once more for all to see."""
    event = get_event(slug)
    page = replay_page(get_competition(event.id).id, draw_id)
    return render_template("tournament/office_draw_show.html", event=event, page=page)


@bp.get(BASE + "/<int:division_id>/tjek")
def draw_check(slug: str, division_id: int) -> ResponseReturnValue:
    """Whether a team may go to a pool, for the script that drags it."""
    _event, _competition, contest = asked_contest(slug, division_id)
    try:
        problem_free_move(session(), contest, request.args.get("piece", 0, int), request.args.get("place", ""))
    except RuleError as error:
        return {"allowed": False, "problems": [error.text]}
    return {"allowed": True, "problems": []}


@bp.post(BASE + "/<int:division_id>/flyt")
def draw_move(slug: str, division_id: int) -> ResponseReturnValue:
    """Put a team in another pool."""
    _event, _competition, contest = asked_contest(slug, division_id)
    piece, place = request.form.get("piece", 0, int), request.form.get("place", "")
    try:
        move_entry(division_id, piece, place, by=office_actor(), discipline_id=discipline_number(contest))
        flash(_("Holdet er flyttet."), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return back_to(slug, contest)


@bp.get(BASE + "/<int:division_id>/hold/<int:entry_id>")
def move_team(slug: str, division_id: int, entry_id: int) -> ResponseReturnValue:
    """Move a team by form."""
    event, competition, contest = asked_contest(slug, division_id)
    return render_template(
        "tournament/office_move_team.html",
        event=event,
        row=get_division_row(competition.id, division_id),
        entry=get_entry(competition.id, entry_id),
        pools=list_pools(contest.main.id) if contest.main is not None else [],
        discipline_id=discipline_number(contest),
    )
