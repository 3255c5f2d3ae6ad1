"""What a team leader does with the card: the receipt, changing the team, cancelling it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import clock
from core.audit import Actor
from core.errors import MissingError, RuleError
from core.guards import blueprint
from core.qr import qr_svg
from events.facts import facts_of
from events.queries import get_public_event
from teams.forms import CodeForm, team_form_class
from teams.mails import pass_address
from teams.models import Registration
from teams.passes import check_code
from teams.queries import find_registration_by_token, list_by_ids, queue_place
from teams.registrations import change_registration, withdraw_registration
from teams.room import list_room
from teams.rules import LIVE, change_problems, withdrawal_problems
from teams.views.answers import list_cards
from teams.views.cards import CardView, card_view

bp = blueprint("teams_leader", __name__, "leader")


@bp.get("/staevner/<slug>/kvittering")
def receipt(slug: str) -> ResponseReturnValue:
    """What was just signed up, with a card for each team, as long as this browser keeps them."""
    event, cards = get_public_event(slug), {card.registration_id: card for card in list_cards(slug)}
    if not cards:
        return redirect(url_for("teams_public.find_team"), 303)
    shown: list[CardView] = []
    for registration in list_by_ids(list(cards)):
        card = cards[registration.id]
        address = pass_address(card.token)
        qr = qr_svg(address, _("QR-kode til %(team)s", team=registration.name))
        shown.append(card_view(registration, token=card.token, code=card.code, qr=qr))
    return render_template("teams/receipt.html", event=event, cards=shown)


@bp.route("/hold/<token>/ret", methods=["GET", "POST"])
def edit(token: str) -> ResponseReturnValue:
    """Change a team: the card's address and its code together."""
    registration = _get_own(token)
    event = registration.event
    problems = change_problems(facts_of(event), event.change_until, clock.now())
    rooms = list_room(event.id)
    form = team_form_class(event.rows, rooms, with_code=True)(data=typed_before(registration))
    if not problems and form.is_submitted() and form.check_against(rooms):
        try:
            check_code(registration, form.code.data)
            change_registration(registration.id, form.to_change(), by=Actor("team", registration.id))
        except RuleError as error:
            form.add_rule_error(error)
            registration = _get_own(token)
        else:
            flash(_("Holdet er rettet."), "ok")
            return redirect(url_for("tournament_leader.team", token=token), 303)
    texts = [problem.text for problem in problems]
    page = render_template(
        "teams/edit.html", registration=registration, event=registration.event, form=form, token=token, problems=texts
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/hold/<token>/afbud", methods=["GET", "POST"])
def withdraw(token: str) -> ResponseReturnValue:
    """Cancel a team: the card's address and its code together."""
    registration = _get_own(token)
    event = registration.event
    problems = withdrawal_problems(facts_of(event), event.cancel_until, clock.now())
    form = CodeForm()
    if not problems and form.validate_on_submit():
        try:
            check_code(registration, form.code.data)
            withdraw_registration(registration.id, by=Actor("team", registration.id))
        except RuleError as error:
            form.add_rule_error(error)
            registration = _get_own(token)
        else:
            flash(_("I er meldt fra. Tak, fordi I sagde det. Vi ses en anden gang."), "ok")
            return redirect(url_for("tournament_leader.team", token=token), 303)
    texts = [problem.text for problem in problems]
    place = queue_place(registration) if registration.state == "waiting" else 0
    page = render_template(
        "teams/withdraw.html",
        registration=registration,
        event=registration.event,
        form=form,
        token=token,
        problems=texts,
        queue_place=place,
    )
    return page, 422 if form.is_submitted() else 200


def _get_own(token: str) -> Registration:
    """The team whose live card this is. Raises MissingError: an unknown and a revoked card look alike."""
    registration = find_registration_by_token(token)
    if registration is None or (registration.state not in LIVE and request.method == "GET"):
        raise MissingError
    return registration


def typed_before(registration: Registration) -> dict[str, object]:
    """A registration as the form of a team shows it."""
    orders = {f"option_{line.cap_id}": line.quantity for line in registration.options}
    return {
        "name": registration.name,
        "headcount": registration.headcount,
        "row": registration.row_wish,
        "arrival": registration.arrival,
        "here_from": registration.here_from,
        "leaves_at": registration.leaves_at,
        **orders,
    }
