"""The office acts for a team: signs it up, changes it, cancels it, prints a new card."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import MissingError, RuleError
from core.guards import office_actor
from core.qr import qr_svg
from core.tokens import new_code, new_token
from events.models import Event
from events.queries import get_event
from teams.forms import OfficeTeamForm, office_form_class, team_form_class
from teams.mails import pass_address
from teams.office_queries import get_office_registration
from teams.passes import reprint_pass
from teams.queries import list_by_ids, list_places, match_places, place_label
from teams.registrations import change_registration, withdraw_registration
from teams.room import list_room
from teams.sign_up import SignedUp, SignUpWish
from teams.sign_up import sign_up as send_sign_up
from teams.views.answers import Card, keep_cards, list_cards
from teams.views.cards import card_view
from teams.views.leader import typed_before
from teams.views.office import bp, event_and_log
from teams.wording import state_words


@bp.route("/kontor/staevner/<slug>/tilmeldte/nyt", methods=["GET", "POST"])
def add(slug: str) -> ResponseReturnValue:
    """Sign a team up for a place that rang."""
    event = get_event(slug)
    form = office_form_class(event.rows, list_room(event.id))(data={"client_id": new_token()})
    if form.is_submitted() and form.check_against(list_room(event.id)):
        places = match_places(form.organisation.data)
        try:
            if len(places) != 1:
                raise RuleError("teams.organisation_unknown", field="organisation")
            done = _send(event, form, places[0].id)
        except RuleError as error:
            form.add_rule_error(error)
            event = get_event(slug)
        else:
            flash(_("%(team)s: %(state)s.", team=done.name, state=state_words(done.state)), "ok")
            return redirect(url_for(".cards", slug=slug), 303)
    labels = [place_label(place) for place in list_places()]
    status = 422 if form.is_submitted() else 200
    return render_template("teams/office_add.html", event=event, form=form, labels=labels), status


def _send(event: Event, form: OfficeTeamForm, organisation_id: int) -> SignedUp:
    """Sign the team up and keep its card to be printed."""
    token, code = new_token(), new_code()
    slug, client_id = event.slug, form.client_id.data or new_token()
    wish = SignUpWish(
        event_id=event.id,
        organisation_id=organisation_id,
        client_id=client_id,
        leader_name=form.leader.data or "",
        phone=form.phone.data or "",
        email=form.email.data or "",
        teams=[form.to_wish(token, code)],
    )
    try:
        done = send_sign_up(wish, by=office_actor())[0]
    except RuleError as error:
        # The command names the fields of a page with several teams.
        raise RuleError(error.code, field=(error.field or "").removeprefix("team-0-"), **error.problem.facts) from None
    keep_cards(slug, client_id, [Card(done.registration_id, token, code)])
    return done


@bp.route("/kontor/staevner/<slug>/tilmeldte/<int:registration_id>", methods=["GET", "POST"])
def registration(slug: str, registration_id: int) -> ResponseReturnValue:
    """One team: what it said, and changing it for the leader."""
    event = event_and_log(slug, f"registration {registration_id}")
    found = get_office_registration(event.id, registration_id)
    rooms = list_room(event.id)
    form = team_form_class(event.rows, rooms)(data=typed_before(found))
    if form.is_submitted() and form.check_against(rooms):
        try:
            change_registration(registration_id, form.to_change(), by=office_actor())
        except RuleError as error:
            form.add_rule_error(error)
            event = get_event(slug)
            found = get_office_registration(event.id, registration_id)
        else:
            flash(_("Holdet er rettet."), "ok")
            return redirect(url_for(".registration", slug=slug, registration_id=registration_id), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("teams/office_team.html", event=event, registration=found, form=form), status


@bp.post("/kontor/staevner/<slug>/tilmeldte/<int:registration_id>/afbud")
def withdraw(slug: str, registration_id: int) -> ResponseReturnValue:
    """Cancel a team that rang."""
    found = get_office_registration(get_event(slug).id, registration_id)
    name = found.name
    withdraw_registration(registration_id, by=office_actor())
    flash(_("%(team)s er meldt fra.", team=name), "ok")
    return redirect(url_for(".registrations", slug=slug), 303)


@bp.post("/kontor/staevner/<slug>/tilmeldte/<int:registration_id>/nyt-kort")
def reprint(slug: str, registration_id: int) -> ResponseReturnValue:
    """Make a new card; the old one stops working."""
    get_office_registration(get_event(slug).id, registration_id)
    token, code = reprint_pass(registration_id, by=office_actor())
    keep_cards(slug, "", [Card(registration_id, token, code)])
    flash(_("Det nye kort er klar. Det gamle virker ikke mere."), "ok")
    return redirect(url_for(".cards", slug=slug), 303)


@bp.get("/kontor/staevner/<slug>/kort")
def cards(slug: str) -> ResponseReturnValue:
    """The cards just made, for paper; they are shown only now, because only their hashes are stored."""
    event, kept = get_event(slug), {card.registration_id: card for card in list_cards(slug)}
    if not kept:
        raise MissingError
    shown = []
    for found in list_by_ids(list(kept)):
        card = kept[found.id]
        qr = qr_svg(pass_address(card.token), _("QR-kode til %(team)s", team=found.name))
        shown.append(card_view(found, token=card.token, code=card.code, qr=qr))
    return render_template("teams/cards.html", event=event, cards=shown)
