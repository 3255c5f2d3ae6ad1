"""What the organiser's queue page shows: each court with what is on it and what to call, and who waits for what."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from flask_babel import gettext as _

from core import clock
from core.language import clock_time
from tournament.models_calls import Call
from tournament.naming import match_name, side_name
from tournament.queue import QueueDay, list_hopped, read_queues
from tournament.store import court_key
from tournament.store_view import CompetitionView, CourtView, MatchView
from tournament.timetable.model import Ref
from tournament.timetable.queue import Line, Obstacle, Queue, Wait, next_for_courts

LATE = timedelta(minutes=5)
"""How long after its end a match may be without a result, and after its call without a start, before it stands out."""

CourtState = Literal["idle", "called", "on", "late", "empty"]


@dataclass(frozen=True, slots=True)
class QueueMatch:
    """A match in few words."""

    id: int
    number: int
    teams: str
    name: str
    planned_at: datetime | None


@dataclass(frozen=True, slots=True)
class CourtLine:
    """A court: its state with the words for it, what is on it, and the match to call there."""

    id: int
    name: str
    hall: str
    state: CourtState
    text: str
    match: QueueMatch | None
    following: QueueMatch | None
    has_begun: bool


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A match that waits: for a court, or for the reason that is said."""

    match: QueueMatch
    is_ready: bool
    text: str


@dataclass(frozen=True, slots=True)
class HoppedLine:
    """A match hopped over, and why."""

    match: QueueMatch
    reason: str


@dataclass(frozen=True, slots=True)
class QueueBlock:
    """A queue; `name` are its courts where there is more than one queue."""

    name: str
    lines: tuple[QueueLine, ...]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The page "Næste ledige bane"."""

    is_on: bool
    courts: tuple[CourtLine, ...]
    blocks: tuple[QueueBlock, ...]
    hopped: tuple[HoppedLine, ...]
    idle: int
    late: int
    done: int
    count: int


def queue_page(view: CompetitionView) -> QueuePage:
    """The page at this moment."""
    now = clock.now()
    hopped = list_hopped(view.id)
    found = read_queues(view, hopped)
    busy = {court.id: on for court in view.courts if (on := _on_court(view, court)) is not None}
    free = {court_key(court.id) for court in view.courts if court.id not in busy}
    following = next_for_courts(found.queues, free)
    courts = tuple(
        _court_line(view, court, busy.get(court.id), following.get(court_key(court.id)), now) for court in view.courts
    )
    matches = [match for match in view.matches if match.state != "off"]
    return QueuePage(
        is_on=view.is_next_free,
        courts=courts,
        blocks=tuple(_block(view, found, queue) for queue in found.queues),
        hopped=tuple(_hopped_line(view, call) for call in hopped.values()),
        idle=sum(court.state == "idle" for court in courts),
        late=sum(court.state == "late" for court in courts),
        done=sum(not match.is_to_play for match in matches),
        count=len(matches),
    )


def queue_match(view: CompetitionView, match: MatchView) -> QueueMatch:
    """A match in few words."""
    teams = f"{side_name(view, match.home)} – {side_name(view, match.away)}"
    return QueueMatch(match.id, match.number, teams, match_name(view, match), match.planned_at)


def _on_court(view: CompetitionView, court: CourtView) -> MatchView | None:
    """What is on a court, or called to it."""
    here = [match for match in view.on_court(court.id) if match.is_to_play]
    return next((match for match in here if match.state == "now"), next((m for m in here if m.is_called), None))


def _court_line(
    view: CompetitionView, court: CourtView, on: MatchView | None, following: str | None, now: datetime
) -> CourtLine:
    coming = queue_match(view, view.get_keyed(following)) if following is not None else None
    state, text = _state_of(view, court, on, coming, now)
    return CourtLine(
        id=court.id,
        name=court.name,
        hall=court.hall,
        state=state,
        text=text,
        match=queue_match(view, on) if on is not None else None,
        following=coming if on is None else None,
        has_begun=on is not None and on.state == "now",
    )


def _state_of(
    view: CompetitionView, court: CourtView, on: MatchView | None, coming: QueueMatch | None, now: datetime
) -> tuple[CourtState, str]:
    if on is None:
        since = _free_since(view, court)
        if coming is None:
            return "empty", _("Ingen kamp er klar.")
        return "idle", _("Ledig i %(minutes)s min.", minutes=_minutes(since, now)) if since else ""
    if on.state != "now":
        called = on.called_at or now
        text = _("Kaldt for %(minutes)s min siden.", minutes=_minutes(called, now))
        return ("late", text + " " + _("Ikke begyndt.")) if called + LATE < now else ("called", text)
    ends = on.ends_at
    if ends is not None and ends + LATE < now:
        return "late", _("Skulle være slut for %(minutes)s min siden.", minutes=_minutes(ends, now))
    began = on.started_at or on.called_at or now
    text = _("I gang i %(minutes)s min.", minutes=_minutes(began, now))
    return "on", text + (" " + _("Slut ca. kl. %(time)s.", time=clock_time(ends)) if ends is not None else "")


def _free_since(view: CompetitionView, court: CourtView) -> datetime | None:
    return max((match.result_at for match in view.on_court(court.id) if match.result_at is not None), default=None)


def _minutes(since: datetime, now: datetime) -> int:
    return max(0, int((now - since).total_seconds() // 60))


def _block(view: CompetitionView, found: QueueDay, queue: Queue) -> QueueBlock:
    names = [court.name for court in view.courts if court_key(court.id) in queue.courts]
    name = ", ".join(names) if len(found.queues) > 1 else ""
    return QueueBlock(name, tuple(_queue_line(view, found, line) for line in queue.lines))


def _queue_line(view: CompetitionView, found: QueueDay, line: Line) -> QueueLine:
    match = queue_match(view, view.get_keyed(line.match))
    if line.obstacle is None:
        return QueueLine(match, True, _("Klar"))
    return QueueLine(match, False, _obstacle_text(found, line.obstacle))


def _obstacle_text(found: QueueDay, obstacle: Obstacle) -> str:
    if obstacle.wait is Wait.UNKNOWN:
        return _("Holdene er ikke fundet endnu")
    team = _who(found, obstacle.who)
    if obstacle.wait is Wait.PLAYING:
        return _("%(team)s spiller nu", team=team)
    until = clock_time(found.day.moment(obstacle.until or 0))
    return _("%(team)s har pause til kl. %(time)s", team=team, time=until)


def _who(found: QueueDay, who: Ref | None) -> str:
    if who is None or who.kind == "person":
        return _("En spiller")
    return found.day.names.names.get(who, who.id)


def _hopped_line(view: CompetitionView, call: Call) -> HoppedLine:
    return HoppedLine(queue_match(view, view.get_match(call.match_id)), reason_words()[call.reason])


def reason_words() -> dict[str, str]:
    """Why a match may be hopped over, by `queue.REASONS`."""
    return {
        "team_missing": _("Et hold mangler"),
        "team_not_ready": _("Et hold er ikke klar"),
        "team_eating": _("Et hold spiser"),
        "referee_missing": _("Dommeren mangler"),
        "court_not_ready": _("Banen er ikke klar"),
        "other": _("Noget andet"),
    }
