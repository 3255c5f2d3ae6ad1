"""The gate's screens: plain forms that work without script; the camera only fills in the field."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import RuleError
from core.guards import blueprint, current_device
from core.inbox import Answer, Received, take_item
from core.tokens import new_token
from teams.forms import GuestsForm, HeadcountForm, LateTeamForm
from teams.gate import (
    check_in,
    check_in_by_name,
    correct_headcount,
    count_walk_ups,
    event_of_scope,
    go_in_again,
    looks_like_code,
    read_card,
    undo,
)
from teams.gate_queries import (
    count_inside,
    get_gate_answer,
    get_gate_event,
    list_gate_teams,
    list_missing,
    list_recent,
    search_teams,
)
from teams.late_teams import let_in_late_team
from teams.models import Attendance
from teams.queries import list_places, match_places, place_label

bp = blueprint("teams_gate", __name__, "gate")

LONGEST_SEARCH = 80
LONGEST_ID = 64


@bp.get("/indgang")
def scan() -> ResponseReturnValue:
    """The door: scan a card, type its code, or search by name; the counts and what was done last."""
    device = current_device()
    event_id = event_of_scope(device.scope)
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    teams = list_gate_teams(event_id)
    return render_template(
        "teams/gate.html",
        event=get_gate_event(event_id),
        device=device,
        counts=count_inside(event_id, teams),
        words=words,
        found=search_teams(teams, words) if words else [],
        recent=list_recent(event_id, device.id),
        client_id=new_token(),
        starts_camera="kamera" in request.args,
    )


@bp.post("/indgang/kort/<client_id>")
def show_card(client_id: str) -> ResponseReturnValue:
    """A card was scanned or a code typed; what is neither is a name to search for."""
    device = current_device()
    event_id = event_of_scope(device.scope)
    text = request.form.get("code", "").strip()[:300]
    if not text:
        return redirect(url_for(".scan"), 303)
    is_card = "/" in text or len(text) >= 20 or read_card(event_id, text).matches > 0
    if not is_card and (search_teams(list_gate_teams(event_id), text) or not looks_like_code(text)):
        return redirect(url_for(".scan", q=text, _anchor="navn"), 303)
    return _once(client_id, lambda: check_in(event_id, text, by=device.actor))


@bp.post("/indgang/hold/<int:registration_id>/<client_id>")
def check_in_team(registration_id: int, client_id: str) -> ResponseReturnValue:
    """A team found by its name is here."""
    device = current_device()
    event_id = event_of_scope(device.scope)
    return _once(client_id, lambda: check_in_by_name(event_id, registration_id, by=device.actor))


@bp.get("/indgang/svar/<int:attendance_id>")
def result(attendance_id: int) -> ResponseReturnValue:
    """What became of an attempt, in large letters."""
    device = current_device()
    event_id = event_of_scope(device.scope)
    answer = get_gate_answer(event_id, attendance_id)
    teams = list_gate_teams(event_id)
    return render_template(
        "teams/gate_answer.html",
        device=device,
        answer=answer,
        counts=count_inside(event_id, teams),
        client_id=new_token(),
    )


@bp.route("/indgang/svar/<int:attendance_id>/antal", methods=["GET", "POST"])
def headcount(attendance_id: int) -> ResponseReturnValue:
    """Only some of a team are here, or more have come."""
    device = current_device()
    answer = get_gate_answer(event_of_scope(device.scope), attendance_id)
    form = HeadcountForm(data={"headcount": answer.team.inside if answer.team else 1})
    if form.validate_on_submit():
        try:
            done = correct_headcount(attendance_id, form.headcount.data, by=device.actor)
        except RuleError as error:
            form.add_rule_error(error)
        else:
            return redirect(url_for(".result", attendance_id=done.id), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("teams/gate_headcount.html", device=device, answer=answer, form=form), status


@bp.post("/indgang/svar/<int:attendance_id>/fortryd")
def take_back(attendance_id: int) -> ResponseReturnValue:
    """Undo a check-in or a count."""
    device = current_device()
    get_gate_answer(event_of_scope(device.scope), attendance_id)
    try:
        undo(attendance_id, by=device.actor)
    except RuleError as error:
        flash(error.text, "stop")
    else:
        flash(_("Det er fortrudt."), "ok")
    return redirect(url_for(".scan"), 303)


@bp.post("/indgang/svar/<int:attendance_id>/igen/<client_id>")
def again(attendance_id: int, client_id: str) -> ResponseReturnValue:
    """A team that is inside already goes in again."""
    device = current_device()
    get_gate_answer(event_of_scope(device.scope), attendance_id)
    _once(client_id, lambda: go_in_again(attendance_id, by=device.actor))
    return redirect(url_for(".scan", kamera=1), 303)


@bp.route("/indgang/gaester", methods=["GET", "POST"])
def guests() -> ResponseReturnValue:
    """Guests who came without a team."""
    device = current_device()
    event_id = event_of_scope(device.scope)
    form = GuestsForm()
    if form.validate_on_submit():
        count = form.headcount.data
        return _once(_sent_id(), lambda: count_walk_ups(event_id, count, by=device.actor))
    page = render_template("teams/gate_guests.html", device=device, form=form, client_id=new_token())
    return page, 422 if form.is_submitted() else 200


@bp.route("/indgang/nyt-hold", methods=["GET", "POST"])
def late_team() -> ResponseReturnValue:
    """A team that nobody signed up stands at the door."""
    device = current_device()
    event_id = event_of_scope(device.scope)
    form = LateTeamForm()
    if form.validate_on_submit():
        places = match_places(form.organisation.data)
        try:
            if len(places) != 1:
                raise RuleError("teams.organisation_unknown", field="organisation")
            name, people = form.name.data, form.headcount.data
            done = let_in_late_team(event_id, places[0].id, name, people, _sent_id(), by=device.actor)
        except RuleError as error:
            form.add_rule_error(error)
        else:
            return redirect(url_for(".result", attendance_id=done.id), 303)
    labels = [place_label(place) for place in list_places()]
    page = render_template("teams/gate_late.html", device=device, form=form, labels=labels, client_id=new_token())
    return page, 422 if form.is_submitted() else 200


@bp.get("/indgang/mangler")
def missing() -> ResponseReturnValue:
    """Who has not come yet."""
    device = current_device()
    event_id = event_of_scope(device.scope)
    teams = list_gate_teams(event_id)
    return render_template(
        "teams/gate_missing.html",
        device=device,
        missing=list_missing(teams),
        counts=count_inside(event_id, teams),
        client_id=new_token(),
    )


def _sent_id() -> str:
    """What names this sending of a form: the same for a second press."""
    return request.form.get("client_id", "")[:LONGEST_ID] or new_token()


def _once(client_id: str, command: Callable[[], Attendance]) -> ResponseReturnValue:
    """Run a gate's command through the inbox: the same form sent again shows what the first one did."""
    device = current_device()

    def handle(_item: Received) -> Answer:
        return Answer("ok", {"attendance": command().id})

    done = take_item(Received(device, client_id[:LONGEST_ID], {}, None), "gate_form", {"gate_form": handle})
    if "attendance" not in done:
        flash(done.get("text") or _("Det kunne vi ikke gemme. Prøv igen."), "stop")
        return redirect(url_for(".scan"), 303)
    return redirect(url_for(".result", attendance_id=done["attendance"]), 303)
