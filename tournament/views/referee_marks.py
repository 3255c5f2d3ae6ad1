"""The referee's tablet where something is measured: the list, one entry, read back, save; plain forms first."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import RuleError
from core.guards import current_device
from tournament.engine.values import Mark
from tournament.forms_marks import TypedMark, read_typed
from tournament.mark_rows import mark_text
from tournament.marks import preview_mark
from tournament.referee_forms import seen_number
from tournament.referee_mark_commands import enter_mark, take_back_mark
from tournament.referee_marks import EntryScreen, entry_screen, get_measured_duty, measure_screen
from tournament.units import unit_of
from tournament.views.referee import bp

SHEET = "/dommer/disciplin/<int:stage_id>"
ENTRY = SHEET + "/hold/<int:entry_id>"


@bp.get(SHEET)
def discipline(stage_id: int) -> ResponseReturnValue:
    """Everybody in a discipline; also where the QR of a measuring sheet leads."""
    device = current_device()
    screen = measure_screen(*get_measured_duty(device.scope, stage_id))
    return render_template("tournament/measure.html", device=device, screen=screen)


@bp.route(ENTRY, methods=["GET", "POST"])
def measure(stage_id: int, entry_id: int) -> ResponseReturnValue:
    """One to measure: write, read back, save."""
    duty = get_measured_duty(current_device().scope, stage_id)
    screen = entry_screen(*duty, entry_id)
    typed = read_typed(request.form, entry_id)
    if typed is None:
        return _entry_page(screen)
    view, stage = duty
    if "edit" in request.form:
        return _entry_page(entry_screen(*duty, entry_id, (typed.attempts, typed.status)))
    try:
        entered = typed.to_mark(screen.line.entry, unit_of(view.state.competition.get_stage(stage.key).options))
        if request.form.get("confirmed") == "1":
            return _save(screen, typed, entered)
        # Said before it is read aloud, not after.
        preview_mark(stage_id, screen.line.entry, entered)
        return _read_back(screen, typed, entered)
    except RuleError as error:
        return _entry_page(entry_screen(*duty, entry_id, (typed.attempts, typed.status), error.text), status=422)


def _entry_page(screen: EntryScreen, status: int = 200) -> ResponseReturnValue:
    return render_template("tournament/measure_entry.html", device=current_device(), screen=screen), status


def _read_back(screen: EntryScreen, typed: TypedMark, entered: Mark) -> ResponseReturnValue:
    said = mark_text(entered, screen.table.scale)
    return render_template("tournament/measure_read_back.html", screen=screen, typed=typed, said=said)


def _save(screen: EntryScreen, typed: TypedMark, entered: Mark) -> ResponseReturnValue:
    recorded = enter_mark(current_device(), screen.table.stage_id, entered, seen=typed.seen)
    if recorded.outcome == "conflict":
        flash(_("Der er et andet tal for holdet. Begge er gemt. Gå til kontoret."), "warning")
    else:
        flash(_("%(team)s er gemt.", team=screen.line.label), "ok")
    return redirect(url_for(".discipline", stage_id=screen.table.stage_id), 303)


@bp.post(ENTRY + "/fortryd")
def measure_undo(stage_id: int, entry_id: int) -> ResponseReturnValue:
    """Take back what this tablet entered last for somebody."""
    try:
        take_back_mark(current_device(), stage_id, entry_id, seen=seen_number(request.form.get("seen")) or 0)
    except RuleError as error:
        flash(error.text, "warning")
    else:
        flash(_("Tallet er taget tilbage."), "ok")
    return redirect(url_for(".measure", stage_id=stage_id, entry_id=entry_id), 303)
