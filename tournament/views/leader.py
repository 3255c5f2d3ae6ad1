"""A team's own page, opened by the token on its card; private, so nothing of it is kept by anybody."""

import hashlib
from datetime import datetime

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from core import clock
from core.guards import blueprint
from core.language import LANGUAGES, language
from core.qr import qr_svg
from core.revision import get_standing, release
from core.site import absolute_url
from events.feed import FEED_SECONDS, FEED_TYPE
from events.queries import get_public_event
from events.subscribing import SubscribeLinks, subscribe_links
from teams.models import Registration
from teams.queries import FoundPass, find_pass, queue_place
from tournament.series_place import find_series_place
from tournament.store_cache import find_view
from tournament.team_feed import MOVED_FOR, moved_feed, team_feed
from tournament.team_page import TeamPage, team_page

bp = blueprint("tournament_leader", __name__, "leader")


@bp.get("/hold/<token>")
def team(token: str) -> ResponseReturnValue:
    """The team's page."""
    found = find_pass(token)
    if found is None or found.is_revoked:
        return _gone(is_replaced=found is not None)
    address = absolute_url("tournament_leader.team", token=token)
    page = render_template(
        "tournament/team.html",
        page=_page(found.registration),
        token=token,
        part_url=url_for(".part", token=token),
        links=_calendar_links(token),
        series=find_series_place(found.registration),
        qr=qr_svg(address, _("QR-kode til jeres side")),
    )
    return _private(make_response(page))


@bp.get("/hold/<token>/nu")
def part(token: str) -> ResponseReturnValue:
    """What the team's page asks for every five seconds: the same blocks, or a 304 when nothing has changed."""
    found = find_pass(token)
    if found is None or found.is_revoked:
        return _gone(is_replaced=found is not None)
    etag = _etag(found.registration)
    if request.if_none_match.contains(etag):
        return _private(Response(status=304, headers={"ETag": f'"{etag}"'}))
    page = render_template("tournament/_team.html", page=_page(found.registration), token=token)
    response = make_response(page)
    response.set_etag(etag)
    return _private(response)


@bp.get("/hold/<token>/kampe.ics")
def matches(token: str) -> ResponseReturnValue:
    """The team's matches as a calendar, in the language its address names; 304 for who has it."""
    found = find_pass(token)
    if found is None or (found.revoked_at is not None and clock.now() >= found.revoked_at + MOVED_FOR):
        return _gone(is_replaced=found is not None)
    wanted = request.args.get("sprog", "da")
    with force_locale(wanted if wanted in LANGUAGES else "da"):
        content, changed_at = _feed(found, token)
    response = _private(Response(content, mimetype=FEED_TYPE))
    response.headers["Cache-Control"] = f"private, max-age={FEED_SECONDS}"
    response.set_etag(hashlib.sha256(content).hexdigest()[:20])
    response.last_modified = changed_at
    return response.make_conditional(request)


def _feed(found: FoundPass, token: str) -> tuple[bytes, datetime]:
    """The calendar behind a card, and when what it is made of last changed."""
    registration = found.registration
    if found.revoked_at is not None:
        return moved_feed(found, found.revoked_at, _feed_address(token)), found.revoked_at
    # Read before the rows: a change in between makes the date too old, never the calendar.
    changed_at = get_standing(registration.event.revision_subject).changed_at
    event = get_public_event(registration.event.slug)
    page = absolute_url("tournament_leader.team", token=token)
    return team_feed(registration, event, find_view(event.id), _feed_address(token), page), changed_at


def _feed_address(token: str) -> str:
    named = {"sprog": request.args["sprog"]} if request.args.get("sprog") in LANGUAGES else {}
    return absolute_url("tournament_leader.matches", token=token, **named)


def _calendar_links(token: str) -> SubscribeLinks:
    named = {"sprog": language()} if language() != "da" else {}
    return subscribe_links(absolute_url("tournament_leader.matches", token=token, **named))


def _page(registration: Registration) -> TeamPage:
    event = get_public_event(registration.event.slug)
    queue = queue_place(registration) if registration.state == "waiting" else 0
    return team_page(registration, event, find_view(event.id), clock.now(), queue=queue)


def _etag(registration: Registration) -> str:
    """Changes with the event, and each minute: what the clock alone changes here is shown in minutes."""
    minute = int(clock.now().timestamp() // 60)
    standing = get_standing(registration.event.revision_subject)
    stamp = f"{registration.id}|{registration.version}|{standing.number}|{minute}|{language()}|{release()}"
    return hashlib.sha256(stamp.encode()).hexdigest()[:20]


def _gone(*, is_replaced: bool) -> ResponseReturnValue:
    """A card that opens nothing any more, and what to do about it."""
    page = render_template("tournament/team_gone.html", is_replaced=is_replaced)
    return _private(make_response(page, 410 if is_replaced else 404))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
