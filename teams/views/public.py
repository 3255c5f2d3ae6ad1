"""Sign-up in three steps without an account, the list of teams, and finding one's own team."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import clock
from core.attempts import count_attempt
from core.audit import VISITOR
from core.errors import RuleError
from core.guards import blueprint
from core.revision import answer
from events.facts import facts_of
from events.queries import get_public_event
from teams.forms import FindTeamForm, TeamForms, WhoForm, team_form_class, typed_teams
from teams.queries import (
    find_registration_by_token,
    get_place,
    list_by_code,
    list_last_team_names,
    list_public_teams,
    match_places,
)
from teams.room import list_room
from teams.rules import registration_problems
from teams.sign_up import sign_up as send_sign_up
from teams.views.answers import find_answers, forget_all, start_answers, was_sent
from teams.views.sign_up_pages import (
    asked_for,
    changed_teams,
    closed_page,
    keep_made_cards,
    review_page,
    to_command,
    who_page,
)

bp = blueprint("teams_public", __name__, "public")

FIND_ATTEMPTS = 30
SIGN_UPS = 40


@bp.route("/staevner/<slug>/meld-til", methods=["GET", "POST"])
def sign_up(slug: str) -> ResponseReturnValue:
    """Step 1: the place and its team leader."""
    event = get_public_event(slug)
    if problems := registration_problems(facts_of(event), clock.now()):
        return closed_page(event, problems)
    answers = start_answers(slug)
    form = WhoForm(data=answers.who)
    if not form.is_submitted():
        return who_page(event, form)
    is_good = form.validate()
    answers.who = asked_for(form)
    places = match_places(answers.who["organisation"])
    chosen = request.form.get("place", "")
    answers.organisation_id = next((p.id for p in places if len(places) == 1 or str(p.id) == chosen), None)
    answers.keep()
    if not is_good or answers.organisation_id is None:
        return who_page(event, form, places, status=422)
    if answers.organisation_id and not answers.who["phone"] and not get_place(answers.organisation_id).contact_phone:
        form.add_rule_error(RuleError("teams.phone_is_missing", field="phone"))
        return who_page(event, form, status=422)
    return redirect(url_for(".sign_up_teams", slug=slug), 303)


@bp.route("/staevner/<slug>/meld-til/hold", methods=["GET", "POST"])
def sign_up_teams(slug: str) -> ResponseReturnValue:
    """Step 2: one or several teams."""
    event, answers = get_public_event(slug), find_answers(slug)
    if answers is None or answers.organisation_id is None:
        return redirect(url_for(".sign_up", slug=slug), 303)
    rooms = list_room(event.id)
    kind = team_form_class(event.rows, rooms)
    last_names = list_last_team_names(answers.organisation_id, event.id)
    if request.method == "POST":
        wanted = request.form.get("do", "next")
        answers.teams, anchor = changed_teams(typed_teams(request.form), wanted, last_names)
        answers.keep()
        if wanted != "next":
            return redirect(url_for(".sign_up_teams", slug=slug, _anchor=anchor), 303)
    forms = TeamForms.of_answers(kind, answers.teams or [{}])
    if request.method == "POST" and forms.check_against(rooms):
        return redirect(url_for(".sign_up_review", slug=slug), 303)
    status = 422 if request.method == "POST" else 200
    page = render_template(
        "teams/sign_up_teams.html", event=event, forms=forms, last_names=last_names, is_first=not answers.teams
    )
    return page, status


@bp.get("/staevner/<slug>/meld-til/se-igennem")
def sign_up_review(slug: str) -> ResponseReturnValue:
    """Step 3: read the answers through and see which teams fit."""
    event, answers = get_public_event(slug), find_answers(slug)
    if answers is None or answers.organisation_id is None or not answers.teams:
        return redirect(url_for(".sign_up", slug=slug), 303)
    rooms = list_room(event.id)
    forms = TeamForms.of_answers(team_form_class(event.rows, rooms), answers.teams)
    if not forms.check_against(rooms):
        return redirect(url_for(".sign_up_teams", slug=slug), 303)
    return review_page(event, answers, forms, rooms)


@bp.post("/staevner/<slug>/meld-til/se-igennem")
def send(slug: str) -> ResponseReturnValue:
    """Send what was read through; sent again it is the same sign-up."""
    if was_sent(request.form.get("client_id", "")):
        return redirect(url_for("teams_leader.receipt", slug=slug), 303)
    event, answers = get_public_event(slug), find_answers(slug)
    if answers is None or answers.organisation_id is None or request.form.get("seen") != answers.seen:
        flash(_("Svarene er ændret siden sidst. Se dem igennem igen."), "few")
        return redirect(url_for(".sign_up_review", slug=slug), 303)
    rooms = list_room(event.id)
    forms = TeamForms.of_answers(team_form_class(event.rows, rooms), answers.teams)
    if not forms.check_against(rooms):
        return redirect(url_for(".sign_up_teams", slug=slug), 303)
    try:
        # Nobody has that many teams; a machine would fill the events and write to strangers in our name.
        count_attempt("sign-up", request.remote_addr or "-", highest=SIGN_UPS)
        made = send_sign_up(to_command(event.id, answers, forms), by=VISITOR)
    except RuleError as error:
        return review_page(get_public_event(slug), answers, forms, list_room(event.id), refused=error.text)
    keep_made_cards(slug, answers, made)
    return redirect(url_for("teams_leader.receipt", slug=slug), 303)


@bp.post("/jeg-er-faerdig")
def done() -> ResponseReturnValue:
    """Forget everything on this phone."""
    forget_all()
    flash(_("Alt om jer er glemt på denne telefon. Tak, og på gensyn."), "ok")
    return redirect(url_for("events_public.calendar"), 303)


@bp.route("/mit-hold", methods=["GET", "POST"])
def find_team() -> ResponseReturnValue:
    """Find one's team: a scanned card opens its page, a short code says where the team is signed up."""
    form = FindTeamForm()
    if not form.is_submitted():
        return render_template("teams/find_team.html", form=form, found=[])
    found = []
    if form.validate():
        typed = form.code.data.rstrip("/").rpartition("/")[2]
        try:
            count_attempt("find-team", request.remote_addr or "-", highest=FIND_ATTEMPTS)
        except RuleError as error:
            form.add_rule_error(error)
        else:
            if find_registration_by_token(typed) is not None:
                return redirect(url_for("tournament_leader.team", token=typed), 303)
            found = list_by_code(typed)
            if not found:
                form.add_rule_error(RuleError("teams.code_unknown", field="code"))
    return render_template("teams/find_team.html", form=form, found=found), 200 if found else 422


@bp.get("/staevner/<slug>/hold/liste")
def team_list(slug: str) -> ResponseReturnValue:
    """The teams that come, as a part of the event's page: names of teams and places only."""
    if request.headers.get("Sec-Fetch-Mode") == "navigate":
        return redirect(url_for(".team_page", slug=slug), 303)
    event = get_public_event(slug)

    def render() -> str:
        return render_template("teams/_team_list.html", event=event, teams=list_public_teams(event.id))

    return answer(event.revision_subject, render)


@bp.get("/staevner/<slug>/hold")
def team_page(slug: str) -> ResponseReturnValue:
    """The same list as a page of its own, for browsers without script."""
    event = get_public_event(slug)
    return render_template("teams/team_page.html", event=event, teams=list_public_teams(event.id))
