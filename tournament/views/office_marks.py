"""The office's measured stages: type many marks at once, and one entry's mark with its history."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import MissingError, RuleError
from core.guards import office_actor
from core.texts import tidy_line
from events.queries import get_event
from tournament.engine.correction import Impact
from tournament.forms_marks import TypedMark, read_typed
from tournament.forms_result import played_on_of
from tournament.mark_lines import MarkLine
from tournament.mark_rows import measured_table
from tournament.mark_sheet import store_sheet
from tournament.marks import correct_mark, preview_mark, record_mark, settle_mark, undo_mark
from tournament.queries_changes import impact_page
from tournament.queries_marks import disputed_text, mark_history, office_sheet, saved_text, sheet_line
from tournament.store_cache import get_view
from tournament.store_view import CompetitionView, StageView
from tournament.units import unit_of
from tournament.views.office import bp, see

BASE = "/kontor/staevner/<slug>/resultater/disciplin/<int:stage_id>"
ENTRY = BASE + "/hold/<int:entry_id>"
LONGEST_REASON = 200


def _stage(slug: str, stage_id: int) -> tuple[CompetitionView, StageView]:
    view = get_view(get_event(slug).id)
    return view, view.get_measured(stage_id)


def _line(slug: str, stage_id: int, entry_id: int) -> tuple[CompetitionView, StageView, MarkLine]:
    view, stage = _stage(slug, stage_id)
    line = measured_table(view, stage, for_staff=True).get_line(f"e{entry_id}")
    if line is None:
        raise MissingError
    return view, stage, line


@bp.route(BASE, methods=["GET", "POST"])
def marks(slug: str, stage_id: int) -> ResponseReturnValue:
    """A measured stage, to type in many marks at once; what is right is stored, the rest is shown again."""
    view, stage = _stage(slug, stage_id)
    wrong: dict[int, TypedMark] = {}
    if request.method == "POST":
        stored = store_sheet(view, stage, request.form, by=office_actor())
        if stored.saved:
            flash(saved_text(stored.saved), "ok")
        if stored.disputed:
            flash(disputed_text(stored.disputed), "stop")
        if not stored.wrong:
            return see(".marks", slug, stage_id=stage_id)
        wrong = stored.wrong
    # Read anew: what was right is stored by now.
    event = get_event(slug)
    view = get_view(event.id)
    sheet = office_sheet(view, view.get_measured(stage_id), slug, wrong)
    return render_template("tournament/office_marks.html", event=event, sheet=sheet), 422 if wrong else 200


@bp.route(ENTRY, methods=["GET", "POST"])
def mark(slug: str, stage_id: int, entry_id: int) -> ResponseReturnValue:
    """One entry's mark: write it, or correct it after seeing what that changes."""
    view, stage, line = _line(slug, stage_id, entry_id)
    typed, impact, problem = read_typed(request.form, entry_id), None, ""
    if typed is not None:
        try:
            impact = _enter(view, stage, line, typed)
            if impact is None:
                flash(_("%(team)s er gemt.", team=line.label), "ok")
                return see(".marks", slug, stage_id=stage_id)
        except RuleError as error:
            problem = error.text
    page = render_template(
        "tournament/office_mark.html",
        event=get_event(slug),
        table=measured_table(view, stage, for_staff=True),
        one=sheet_line(view, stage, line, slug, typed, problem),
        impact=impact_page(view, impact) if impact is not None else None,
        reason=_reason(),
        history=mark_history(view, stage, line),
    )
    return page, 422 if problem else 200


def _reason() -> str:
    return tidy_line(request.form.get("reason", ""))[:LONGEST_REASON]


def _enter(view: CompetitionView, stage: StageView, line: MarkLine, typed: TypedMark) -> Impact | None:
    """Store a first mark, or a correction that was seen and confirmed (None); else what it would change."""
    entered = typed.to_mark(line.entry, unit_of(view.state.competition.get_stage(stage.key).options))
    if not line.seen:
        record_mark(stage.id, entered, by=office_actor(), seen=typed.seen)
        return None
    if request.form.get("confirmed") != str(line.seen):
        return preview_mark(stage.id, line.entry, entered)
    choice = played_on_of(request.form.get("again"))
    correct_mark(stage.id, entered, seen=line.seen, by=office_actor(), reason=_reason(), played_on=choice)
    return None


@bp.post(ENTRY + "/vaelg")
def mark_settle(slug: str, stage_id: int, entry_id: int) -> ResponseReturnValue:
    """Choose between marks that do not agree."""
    _view, stage, line = _line(slug, stage_id, entry_id)
    try:
        settle_mark(stage.id, entry_id, request.form.get("chosen", 0, int), by=office_actor())
        flash(_("%(team)s er afgjort.", team=line.label), "ok")
    except RuleError as error:
        flash(error.text, "stop")
        return see(".mark", slug, stage_id=stage_id, entry_id=entry_id)
    return see(".marks", slug, stage_id=stage_id)


@bp.post(ENTRY + "/fortryd")
def mark_take_back(slug: str, stage_id: int, entry_id: int) -> ResponseReturnValue:
    """Take a mark back, so that the entry has none."""
    _view, stage, line = _line(slug, stage_id, entry_id)
    try:
        undo_mark(stage.id, entry_id, seen=request.form.get("seen", 0, int), by=office_actor())
        flash(_("Tallet for %(team)s er taget tilbage.", team=line.label), "ok")
    except RuleError as error:
        flash(error.text, "stop")
    return see(".mark", slug, stage_id=stage_id, entry_id=entry_id)
