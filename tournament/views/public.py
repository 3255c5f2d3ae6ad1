"""Pages of the day for everyone: the front page, what is on, and an event's live page."""

from collections.abc import Callable
from datetime import datetime

from flask import Response, make_response, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.errors import MissingError
from core.guards import blueprint
from core.revision import answer, polled_subject
from events.queries import find_revision_subject, get_public_event
from events.queries_series import find_series_of
from tournament.front import front_page, list_page, next_turn
from tournament.live import LivePage, live_page
from tournament.store_cache import find_view

bp = blueprint("tournament_public", __name__, "public")


@bp.get("/")
def front() -> ResponseReturnValue:
    """The front page: what is on now, what comes next, how to take part."""
    return _answer("calendar", lambda: render_template("tournament/front.html", page=front_page()), next_turn)


@bp.get("/live")
def live_list() -> ResponseReturnValue:
    """The events on now, what is next, and the latest results."""
    return answer(
        "calendar", lambda: render_template("tournament/live_list.html", page=list_page()), changes_at=next_turn
    )


@bp.get("/staevner/<slug>/live")
def live(slug: str) -> ResponseReturnValue:
    """An event's live page."""
    return _answer_live(slug, "tournament/live.html")


@bp.get("/staevner/<slug>/live/nu")
def live_part(slug: str) -> ResponseReturnValue:
    """What the live page asks for every five seconds: the same blocks and nothing else."""
    return _answer_live(slug, "tournament/_live.html")


@bp.get("/staevner/<slug>/live/kort")
def now_part(slug: str) -> ResponseReturnValue:
    """The small board of an event that the front page and the list of live events fetch."""
    return _answer_live(slug, "tournament/_now.html")


def _answer_live(slug: str, template: str) -> ResponseReturnValue:
    """A view of a live page by one of its templates, made only when the cache has none."""
    subject = polled_subject(slug, find_revision_subject)
    if subject is None:
        raise MissingError
    own = request.args.get("hold", "")
    made: list[LivePage] = []

    def page() -> LivePage:
        if not made:
            event = get_public_event(slug)
            made.append(live_page(event, find_view(event.id), clock.now(), f"e{own}" if own else None))
        return made[0]

    part_url = url_for("tournament_public.live_part", slug=slug, hold=own or None)
    return _answer(
        subject,
        lambda: render_template(template, page=page(), part_url=part_url, series=find_series_of(slug)),
        lambda: page().changes_at,
    )


def _answer(subject: str, render: Callable[[], str], changes_at: Callable[[], datetime | None]) -> Response:
    # What was just said to one visitor must not be kept for the next.
    if "_flashes" in session:
        return make_response(render())
    return answer(subject, render, changes_at=changes_at)
