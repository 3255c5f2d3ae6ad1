"""The office's timetable: look at it, move matches, publish."""

from flask import Response, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import MissingError, RuleError
from core.guards import office_actor
from core.texts import read_number
from events.queries import get_event
from events.views.office import page_status, ran
from tournament.announcing import told_text
from tournament.forms_planning import PlaceForm, PublishForm, RefereeForm
from tournament.models import Slot
from tournament.planning import day_start, get_competition, list_courts, moment_of
from tournament.planning_day import day_problems, read_day
from tournament.planning_draft import standing_slots
from tournament.planning_moves import (
    discard_draft,
    judge_move,
    judge_places_for,
    move_match,
    pin_match,
    undo_change,
)
from tournament.planning_publish import publish_timetable
from tournament.planning_referees import save_referee
from tournament.queries_moves import moved_line, place_keys, read_minutes, referee_choices
from tournament.queries_plan_run import find_notice, find_taken
from tournament.queries_timetable import (
    court_choices,
    read_place,
    teams_of,
    timetable_page,
)
from tournament.store_cache import find_view, get_view
from tournament.store_view import CompetitionView
from tournament.views.office import bp, see
from tournament.wording_plan import finding_text

BASE = "/kontor/staevner/<slug>/kampprogram"


@bp.get(BASE)
def timetable(slug: str) -> ResponseReturnValue:
    """The draft, or what is published, as a grid of times and courts."""
    event = get_event(slug)
    view = find_view(event.id)
    problems = [problem.text for problem in day_problems(view, list_courts(event.id))] if view is not None else []
    page = timetable_page(view, slug, request.args.get("bane", "")) if view is not None else None
    version = get_competition(event.id).version if view is not None else 0
    return render_template(
        "tournament/office_timetable.html",
        event=event,
        view=view,
        page=page,
        problems=problems,
        moved=moved_line(view, request.args.get("flyttet", 0, int)) if page is not None and page.can_undo else None,
        run=find_notice(view, slug, version=version) if view is not None else None,
        taken=find_taken(view.id) if view is not None else None,
        form=PublishForm(),
    )


@bp.get(BASE + "/tjek")
def move_check(slug: str) -> ResponseReturnValue:
    """What a place would mean for a match, for the script that drags it."""
    view = get_view(get_event(slug).id)
    place = read_place(request.args.get("place", ""))
    if place is None:
        raise MissingError
    verdict = judge_move(view, request.args.get("piece", 0, int), place[0], moment_of(view.day, place[1]))
    problems = [finding_text(finding, verdict.day.names) for finding in verdict.findings]
    return {"allowed": verdict.is_allowed, "problems": problems}


@bp.get(BASE + "/steder")
def move_places(slug: str) -> ResponseReturnValue:
    """Where a match has no room and where it would break a rule, for the script to mark while it is moved."""
    view = get_view(get_event(slug).id)
    found = judge_places_for(view, request.args.get("piece", 0, int), read_minutes(request.args.get("minutes", "")))
    return {"forbidden": place_keys(found.no_room), "costly": place_keys(found.costly)}


@bp.post(BASE + "/flyt")
def move(slug: str) -> ResponseReturnValue:
    """Put a match where it was dropped."""
    event = get_event(slug)
    view = get_view(event.id)
    place = read_place(request.form.get("place", ""))
    if place is None:
        raise MissingError
    match_id = request.form.get("piece", 0, int)
    try:
        findings = move_match(event.id, match_id, place[0], moment_of(view.day, place[1]), by=office_actor())
        _say_moved(slug, match_id, len(findings))
    except RuleError as error:
        flash(error.text, "stop")
        return see(".timetable", slug, bane=place[0])
    return see_moved(slug, match_id, place[0])


def see_moved(slug: str, match_id: int, court_id: int) -> Response:
    """On to the timetable at a match that was moved, where it can be taken back or held fast."""
    number = get_view(get_event(slug).id).get_match(match_id).number
    return see(".timetable", slug, bane=court_id, flyttet=number, _anchor=f"kamp-{match_id}")


def _say_moved(slug: str, match_id: int, problems: int) -> None:
    number = get_view(get_event(slug).id).get_match(match_id).number
    if problems:
        flash(_("Kamp %(number)s er flyttet, men støder sammen. Se hvorfor herunder.", number=number), "few")
    else:
        flash(_("Kamp %(number)s er flyttet i kladden.", number=number), "ok")


@bp.route(BASE + "/kamp/<int:number>", methods=["GET", "POST"])
def move_match_page(slug: str, number: int) -> ResponseReturnValue:
    """Move a match by form, and hold it fast or let it go."""
    event = get_event(slug)
    view = get_view(event.id)
    match = view.get_numbered(number)
    standing = next((slot for slot in standing_slots(view) if slot.match_id == match.id), None)
    starts_at = standing.starts_at if standing is not None else day_start(view.day)
    form = PlaceForm(data={"court_id": standing.court_id if standing is not None else None, "starts_at": starts_at})
    form.court_id.choices = court_choices(event.id)
    said: list[int] = []

    def command() -> None:
        place = (form.court_id.data, form.starts_at.data)
        said.append(len(move_match(event.id, match.id, *place, by=office_actor())))

    if ran(form, command):
        _say_moved(slug, match.id, said[0])
        return see_moved(slug, match.id, form.court_id.data)
    page = {"match": match, "teams": teams_of(view, match), "slot": standing, "form": form}
    page["referee_form"] = referee_form(view, standing)
    return render_template("tournament/office_move.html", event=get_event(slug), **page), page_status(form)


def referee_form(view: CompetitionView, standing: Slot | None) -> RefereeForm | None:
    """Who may referee a match that has a place; None where the day asks nobody to."""
    choices = referee_choices(view)
    if standing is None or not choices:
        return None
    form = RefereeForm(data={"referee": standing.referee or ""})
    form.referee.choices = choices
    return form


@bp.post(BASE + "/kamp/<int:number>/dommer")
def set_referee(slug: str, number: int) -> ResponseReturnValue:
    """Say who referees a match."""
    event = get_event(slug)
    view = get_view(event.id)
    match = view.get_numbered(number)
    findings = save_referee(event.id, match.id, request.form.get("referee") or None, by=office_actor())
    names = read_day(view, standing_slots(view)).names
    for finding in findings:
        flash(finding_text(finding, names), "few")
    if not findings:
        flash(_("Dommeren til kamp %(number)s er gemt i kladden.", number=number), "ok")
    return see(".move_match_page", slug, number=number)


@bp.post(BASE + "/kamp/<int:number>/hold-fast")
def pin(slug: str, number: int) -> ResponseReturnValue:
    """Hold a match fast where it stands, or let it go."""
    event = get_event(slug)
    match = get_view(event.id).get_numbered(number)
    pin_match(event.id, match.id, request.form.get("pinned") == "1", by=office_actor())
    flash(_("Kamp %(number)s er gemt i kladden.", number=number), "ok")
    return see(".timetable", slug)


@bp.post(BASE + "/kladde/<step>")
def draft_step(slug: str, step: str) -> ResponseReturnValue:
    """Take back the latest change ("fortryd"), or throw the draft away ("kassér")."""
    event = get_event(slug)
    try:
        if step == "fortryd":
            undo_change(event.id, by=office_actor(), seen=PublishForm().seen.data or "")
            flash(_("Den sidste ændring er taget tilbage."), "ok")
        elif step == "kasser":
            discard_draft(event.id, by=office_actor(), seen=PublishForm().seen.data or "")
            flash(_("Kladden er smidt væk."), "ok")
        else:
            raise MissingError
    except RuleError as error:
        flash(error.text, "stop")
    return see(".timetable", slug)


@bp.post(BASE + "/vis")
def publish(slug: str) -> ResponseReturnValue:
    """Make the draft the programme that everybody sees."""
    event = get_event(slug)
    form = PublishForm()
    number, seen = read_number(form.number.data) or 0, form.seen.data or ""
    despite = bool(form.despite.data)
    try:
        told = publish_timetable(event.id, number=number, seen=seen, despite=despite, by=office_actor())
        flash(f"{_('Kampprogrammet er vist for alle.')} {told_text(told)}".strip(), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".timetable", slug)


@bp.get(BASE + "/senere")
def delay(slug: str) -> ResponseReturnValue:
    """Where "alt bliver senere" was: it is one of the things that can happen."""
    return see(".situation", slug)
