"""What everyone sees: the calendar, an event, the feeds and how to subscribe to them."""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from core import revision
from core.errors import MissingError
from core.guards import blueprint
from core.language import LANGUAGES
from core.qr import qr_svg
from core.site import absolute_url, row_text
from events.cards import card_of, months_of_cards, next_calendar_change, span_text, week_strip
from events.event_page import event_page
from events.feed import FEED_SECONDS, FEED_TYPE, FeedHead, feed_bytes
from events.filters import chips_of, filter_groups, filter_title
from events.models import Event
from events.queries import (
    filter_names,
    filtered,
    find_revision_subject,
    find_season,
    get_public_event,
    list_calendar,
    list_feed,
    list_seasons,
)
from events.search import CalendarFilter, read_filter
from events.subscribing import subscribe_links

bp = blueprint("events_public", __name__, "public")


@bp.get("/kalender")
def calendar() -> ResponseReturnValue:
    """The year by months; the address holds the filter."""

    @cache
    def shown() -> list[Event]:
        return list_calendar(find_season(request.args.get("saeson", "")))

    def render() -> str:
        return render_template("events/calendar.html", **_calendar_page(shown()))

    return revision.answer("calendar", render, changes_at=lambda: next_calendar_change(shown()))


def _calendar_page(shown: list[Event]) -> dict[str, Any]:
    """What the calendar's template is given."""
    names = filter_names()
    wanted = read_filter(request.args, names.by_name)
    season = find_season(request.args.get("saeson", ""))
    found = filtered(shown, wanted)
    return {
        "months": months_of_cards(found),
        "total": len(found),
        "span": span_text(found),
        "week": week_strip(shown) if season is None and wanted.is_empty else [],
        "wanted": wanted,
        "title": filter_title(wanted, names),
        "chips": chips_of(shown, wanted, names),
        "groups": filter_groups(shown, wanted, names),
        "seasons": list_seasons(),
        "season": season,
    }


@bp.get("/staevner/<slug>")
def event(slug: str) -> ResponseReturnValue:
    """One event: what, when, where, for whom, and the one thing to do now."""
    subject = find_revision_subject(slug)
    if subject is None:
        raise MissingError

    @cache
    def found() -> Event:
        return get_public_event(slug)

    def render() -> str:
        return render_template("events/event.html", event=found(), card=card_of(found()), page=event_page(found()))

    return revision.answer(subject, render, changes_at=lambda: next_calendar_change([found()]))


def _feed(subject: str, choose: Callable[[], tuple[list[Event], FeedHead]]) -> Response:
    """A feed in the language its address names: a calendar has no cookie, and all its readers get the same bytes."""
    wanted = request.args.get("sprog", "da")
    with force_locale(wanted if wanted in LANGUAGES else "da"):
        return revision.answer(subject, lambda: feed_bytes(*choose()), mimetype=FEED_TYPE, max_age=FEED_SECONDS)


@bp.get("/kalender.ics")
def feed() -> ResponseReturnValue:
    """All events, or those of a sport, region or kind, as a calendar to subscribe to."""
    names = filter_names()
    wanted = read_filter(request.args, names.by_name).feed()
    if not names.knows(wanted):
        raise MissingError

    def choose() -> tuple[list[Event], FeedHead]:
        name = filter_title(wanted, names)
        head = FeedHead(
            name=f"sport for LIVET: {name}" if name else "sport for LIVET",
            description=_("Stævner og aktiviteter. Den følger selv med, når noget bliver flyttet eller aflyst."),
            address=_feed_address(wanted),
        )
        return filtered(list_feed(), wanted), head

    return _feed("calendar", choose)


@bp.get("/staevner/<slug>.ics")
def event_feed(slug: str) -> ResponseReturnValue:
    """One event as a calendar."""
    subject = find_revision_subject(slug)
    if subject is None:
        raise MissingError

    def choose() -> tuple[list[Event], FeedHead]:
        found = get_public_event(slug)
        title = row_text(found, "title")
        return [found], FeedHead(title, title, absolute_url("events_public.event_feed", slug=slug))

    return _feed(subject, choose)


def _feed_address(wanted: CalendarFilter) -> str:
    query = {**wanted.query(), **({"sprog": request.args["sprog"]} if request.args.get("sprog") in LANGUAGES else {})}
    return absolute_url("events_public.feed", **query)


@bp.get("/kalender/abonner")
def subscribe() -> ResponseReturnValue:
    """How to get the calendar, or the filtered part of it, onto a phone."""
    names = filter_names()
    wanted = read_filter(request.args, names.by_name).feed()
    if not names.knows(wanted):
        raise MissingError
    language = {} if request.cookies.get("sprog") != "en" else {"sprog": "en"}
    address = absolute_url("events_public.feed", **wanted.query(), **language)
    return render_template(
        "events/subscribe.html",
        links=subscribe_links(address),
        qr=qr_svg(address, _("QR-kode med kalenderens link")),
        title=filter_title(wanted, names),
        groups=filter_groups(list_feed(), wanted, names),
        wanted=wanted,
    )
