"""Mails to team leaders who gave an address: put into the outbox in the transaction of the change they tell of."""

from collections.abc import Sequence

from flask import current_app, render_template
from flask_babel import gettext as _

from core.language import in_language
from core.outbox import put_mail
from core.site import current_settings
from events.models import Event


def page_address(endpoint: str, **values: str) -> str:
    """The full address of a page, also outside a request (a job, a gate's command, the demo season)."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return current_settings().base_url + path


def pass_address(token: str) -> str:
    """What a pass's QR code holds: the address of the team's own page."""
    return page_address("tournament_leader.team", token=token)


def mail_signed_up(event: Event, cards: Sequence[tuple[str, str, str, str]], recipient: str) -> None:
    """Send the cards of a sign-up: for each team its name, its state, its token and its short code."""
    lines = [(name, state, pass_address(token), code) for name, state, token, code in cards]
    _put("signed_up", recipient, event, _("Jeres tilmelding til %(event)s", event=_title(event)), teams=lines)


def mail_promoted(event: Event, team: str, recipient: str) -> None:
    """Tell that a team has moved up from the waiting list."""
    subject = _("%(team)s har fået plads", team=team)
    _put("promoted", recipient, event, subject, team=team)


def mail_withdrawn(event: Event, team: str, recipient: str) -> None:
    """Confirm an afbud."""
    subject = _("%(team)s er meldt fra", team=team)
    _put("withdrawn", recipient, event, subject, team=team)


def _title(event: Event) -> str:
    return in_language(event.title_da, event.title_en)


def _put(template: str, recipient: str, event: Event, subject: str, **values: object) -> None:
    phone = event.contact_phone or current_settings().phone
    body = render_template(
        f"mail/teams/{template}.txt",
        event=event,
        event_address=page_address("events_public.event", slug=event.slug),
        calendar_address=page_address("events_public.event_feed", slug=event.slug),
        phone=phone,
        **values,
    )
    put_mail(recipient, subject, body)
