"""Mails to team leaders who gave an address: put into the outbox in the transaction of the change they tell of."""

from collections.abc import Sequence

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from core.language import in_language
from core.outbox import put_mail
from core.site import absolute_url, current_settings
from events.feed import FeedHead, feed_bytes
from events.models import Event
from events.queries import get_event


def pass_address(token: str) -> str:
    """What a pass's QR code holds: the address of the team's own page."""
    return absolute_url("tournament_leader.team", token=token)


def mail_signed_up(event: Event, cards: Sequence[tuple[str, str, str, str]], recipient: str) -> None:
    """Send the cards of a sign-up: for each team its name, its state, its token and its short code."""
    lines = [(name, state, pass_address(token), code) for name, state, token, code in cards]
    _put(
        "signed_up", recipient, event, _("Jeres tilmelding til %(event)s", event=_title(event)), teams=lines, entry=True
    )


def mail_promoted(event: Event, team: str, recipient: str) -> None:
    """Tell that a team has moved up from the waiting list.

    In Danish: whoever made the room may read another language than the one who moves up.
    """
    with force_locale("da"):
        subject = _("%(team)s har fået plads", team=team)
        _put("promoted", recipient, event, subject, team=team, entry=True)


def mail_withdrawn(event: Event, team: str, recipient: str) -> None:
    """Confirm an afbud."""
    subject = _("%(team)s er meldt fra", team=team)
    _put("withdrawn", recipient, event, subject, team=team)


def _title(event: Event) -> str:
    return in_language(event.title_da, event.title_en)


def _put(template: str, recipient: str, event: Event, subject: str, *, entry: bool = False, **values: object) -> None:
    phone = event.contact_phone or current_settings().phone
    body = render_template(
        f"mail/teams/{template}.txt",
        event=event,
        event_address=absolute_url("events_public.event", slug=event.slug),
        calendar_address=absolute_url("events_public.event_feed", slug=event.slug),
        phone=phone,
        **values,
    )
    if not entry:
        put_mail(recipient, subject, body)
        return
    put_mail(recipient, subject, body, attachment=_calendar_entry(event), attachment_name=f"{event.slug}.ics")


def _calendar_entry(event: Event) -> str:
    """The event for the leader's calendar; with the same UID as in the feed, so it is there once."""
    title = _title(event)
    head = FeedHead(title, title, absolute_url("events_public.event_feed", slug=event.slug))
    return feed_bytes([get_event(event.slug)], head).decode()
