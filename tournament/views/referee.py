"""The referee's tablet: the next match, start, score, read back, save; plain forms that a script makes better."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import clock
from core.errors import Problem, RuleError
from core.guards import blueprint, current_device
from tournament import referee_commands
from tournament.forms_result import set_values
from tournament.match_rows import sets_text, short_score
from tournament.referee import (
    Duty,
    MatchScreen,
    court_screens,
    get_duty,
    match_screen,
    outcome_text,
    practice_match,
    typed_screen,
)
from tournament.referee_forms import ResultForm, StarsForm, seen_number
from tournament.referee_marks import discipline_cards
from tournament.scoring import Scoring
from tournament.store_view import MatchView

bp = blueprint("tournament_referee", __name__, "referee")


def _match(match_id: int) -> tuple[Duty, MatchView, MatchScreen]:
    duty = get_duty(current_device().scope)
    match = duty.get_match(match_id)
    return duty, match, match_screen(duty, match)


@bp.get("/dommer")
def next_match() -> ResponseReturnValue:
    """The next match on each court of this device, and the day's list."""
    device = current_device()
    courts, disciplines = court_screens(get_duty(device.scope)), discipline_cards(device.scope)
    return render_template("tournament/next_match.html", device=device, courts=courts, disciplines=disciplines)


@bp.get("/dommer/kamp/<int:match_id>")
def match(match_id: int) -> ResponseReturnValue:
    """One match: to start, to count, or done; also where the QR of a score sheet leads."""
    _duty, _view, screen = _match(match_id)
    return _match_page(screen, is_correcting=_may_write(screen) and "ret" in request.args)


def _may_write(screen: MatchScreen) -> bool:
    """Whether the pad may be shown for a match that is not under way: to write a result late, or to correct one."""
    return screen.may_undo or (screen.row.state == "planned" and screen.is_ready)


def _match_page(
    screen: MatchScreen, *, is_correcting: bool, form: ResultForm | None = None, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "tournament/match.html",
        device=current_device(),
        screen=screen,
        form=form or ResultForm(formdata=None, data=set_values(screen.sets)),
        is_correcting=is_correcting,
    )
    return page, status


@bp.post("/dommer/kamp/<int:match_id>/start")
def start(match_id: int) -> ResponseReturnValue:
    """Begin a match."""
    try:
        referee_commands.start(current_device(), match_id)
    except RuleError as error:
        flash(error.text, "warning")
        return redirect(url_for(".next_match"), 303)
    return redirect(url_for(".match", match_id=match_id), 303)


@bp.get("/dommer/kamp/<int:match_id>/mangler")
def no_show(match_id: int) -> ResponseReturnValue:
    """Which team is missing?"""
    _duty, _view, screen = _match(match_id)
    return render_template("tournament/no_show.html", device=current_device(), screen=screen)


@bp.post("/dommer/kamp/<int:match_id>/resultat")
def result(match_id: int) -> ResponseReturnValue:
    """Read a result back, and store it once it is confirmed."""
    duty, _view, screen = _match(match_id)
    form = ResultForm()
    form.in_sets = screen.scoring.in_sets
    if not form.validate_on_submit():
        for text in dict.fromkeys(text for texts in form.errors.values() for text in texts):
            flash(text, "warning")
        typed = typed_screen(screen, form.home.raw_data, form.away.raw_data)
        return _match_page(typed, is_correcting=True, form=form, status=422)
    if not form.confirmed.data:
        return _read_back(duty, screen, form, [])
    try:
        recorded = referee_commands.enter_result(current_device(), match_id, form.to_result(), seen=form.seen_result)
    except RuleError as error:
        return _read_back(duty, screen, form, [error.problem])
    if recorded.outcome == "conflict":
        flash(_("Der er et andet resultat for kampen. Begge er gemt. Gå til kontoret."), "warning")
    return redirect(url_for(".match", match_id=match_id), 303)


def _read_back(duty: Duty, screen: MatchScreen, form: ResultForm, problems: list[Problem]) -> ResponseReturnValue:
    entered = form.to_result()
    asks_winner = screen.scoring.needs_winner and entered.home is not None and entered.home == entered.away
    names = screen.row.home.name, screen.row.away.name
    page = render_template(
        "tournament/read_back.html",
        here=f"{screen.row.court} · " + _("kamp %(number)s", number=screen.row.number),
        match=screen.row,
        action=url_for(".result", match_id=screen.id),
        back_href=url_for(".match", match_id=screen.id, ret=1),
        fields=form.as_sent(),
        score=short_score(entered),
        sets=sets_text(entered),
        kind=screen.scoring.kind,
        asks_winner=asks_winner,
        outcome="" if asks_winner else outcome_text(*names, entered, screen.scoring.kind),
        problems=[problem.text for problem in problems],
    )
    return page, 422 if problems else 200


@bp.post("/dommer/kamp/<int:match_id>/fortryd")
def undo(match_id: int) -> ResponseReturnValue:
    """Take the last result of the court back."""
    try:
        referee_commands.take_back(current_device(), match_id, seen=seen_number(request.form.get("seen")) or 0)
    except RuleError as error:
        flash(error.text, "warning")
    else:
        flash(_("Resultatet er taget tilbage. Kampen er åben igen."), "ok")
    return redirect(url_for(".match", match_id=match_id), 303)


@bp.route("/dommer/kamp/<int:match_id>/stjerner", methods=["GET", "POST"])
def stars(match_id: int) -> ResponseReturnValue:
    """How fair did each team play? Nobody has to answer."""
    _duty, _view, screen = _match(match_id)
    form = StarsForm()
    problems: list[str] = []
    if form.validate_on_submit():
        try:
            referee_commands.rate(current_device(), match_id, form.to_stars())
        except RuleError as error:
            problems.append(error.text)
        else:
            flash(_("Tak. Stjernerne er gemt."), "ok")
            return redirect(url_for(".match", match_id=match_id), 303)
    problems += [_("Vælg fra 1 til 5 stjerner.")] if form.errors else []
    page = render_template(
        "tournament/stars.html", device=current_device(), screen=screen, form=form, problems=problems
    )
    return page, 422 if problems else 200


@bp.route("/dommer/oev", methods=["GET", "POST"])
def practice() -> ResponseReturnValue:
    """A made-up match to practise on; nothing is stored."""
    made_up = practice_match(clock.now())
    form = ResultForm()
    if not form.validate_on_submit():
        page = render_template("tournament/practice.html", match=made_up, scoring=Scoring(needs_winner=True))
        return page, 422 if form.is_submitted() else 200
    if form.confirmed.data:
        return render_template("tournament/practice_done.html")
    entered = form.to_result()
    return render_template(
        "tournament/read_back.html",
        here=made_up.stage,
        match=made_up,
        action=url_for(".practice"),
        back_href=url_for(".practice"),
        fields=form.as_sent(),
        score=short_score(entered),
        sets="",
        kind="goals",
        asks_winner=entered.home == entered.away,
        outcome="" if entered.home == entered.away else outcome_text(made_up.home.name, made_up.away.name, entered),
        problems=[],
    )
