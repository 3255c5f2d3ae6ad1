"""A day run from a queue: call a match to a free court, take the call back, hop over a match, put it back.

The competition's row is held while one of the office decides, and the database keeps one call to a match and one match
to a court: of two who press at once one calls, the other is told.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.errors import MissingError, RuleError
from tournament.calls import PLAYED, TAKEN_BACK, end_call, find_standing, list_calls
from tournament.models import Court, Match
from tournament.models_calls import Call
from tournament.planning_day import PlanningDay, read_day
from tournament.planning_draft import list_slots
from tournament.store import court_key
from tournament.store_cache import find_published, get_view
from tournament.store_change import changing
from tournament.store_view import NEXT_FREE, CompetitionView, MatchView
from tournament.timetable.queue import Played, Queue, Wait, list_queues

REASONS = ("team_missing", "team_not_ready", "team_eating", "referee_missing", "court_not_ready", "other")
"""Why a match may be hopped over. No words of one's own: they would be about people."""


@dataclass(frozen=True, slots=True)
class QueueDay:
    """The queues of a competition at a moment, and what its ids stand for."""

    day: PlanningDay
    queues: tuple[Queue, ...]


def read_queues(view: CompetitionView, hopped: Collection[int]) -> QueueDay:
    """The queues as they are now; matches hopped over wait outside."""
    published = find_published(view.id)
    slots = list_slots(published.id) if published is not None else []
    day = read_day(view, slots)
    turns = {match.key: day.minute(match.planned_at) for match in view.matches if match.planned_at is not None}
    now = day.minute(clock.now())
    queues = list_queues(
        # Matches that stand where the plan had them do not matter here: what has happened does.
        replace(day.day, frozen=()),
        turns,
        _played(view, day),
        now=now,
        known={match.key for match in view.matches if match.home.is_known and match.away.is_known},
        hopped={view.get_match(match_id).key for match_id in hopped},
    )
    return QueueDay(day, queues)


def _played(view: CompetitionView, day: PlanningDay) -> Sequence[Played]:
    """What is on or over, and until when."""
    rows = []
    for match in view.matches:
        if match.is_to_play and (match.state == "now" or match.is_called):
            rows.append(Played(match.key))
        elif not match.is_to_play:
            rows.append(Played(match.key, day.minute(match.result_at) if match.result_at else 0))
    return rows


def list_hopped(competition_id: int) -> dict[int, Call]:
    """The matches that are hopped over, by their number in the database."""
    return {call.match_id: call for call in list_calls(competition_id) if call.court_id is None and not call.ended_at}


def set_mode(event_id: int, mode: str, *, by: Actor) -> None:
    """Run the day by the clock ("timed") or from the queue ("next_free"). MissingError for another word."""
    if mode not in ("timed", NEXT_FREE):
        raise MissingError
    with changing(get_view(event_id).id, "set_mode", by=by, mode=mode) as (_db, competition):
        competition.day = {**competition.day, "mode": mode}


def call_match(event_id: int, court_id: int, match_id: int, *, by: Actor) -> None:
    """Call a match to a court; the same call again is harmless.

    Raises MissingError, RuleError: tournament.not_from_queue, .called_elsewhere, .court_busy, .match_over,
    .sides_unknown, .team_is_playing, .team_is_resting, .player_is_playing, .player_is_resting, .court_not_for_match.
    """
    view = get_view(event_id)
    with changing(view.id, "call_match", by=by, match=match_id, court=court_id) as (db, competition):
        fresh = get_view(event_id)
        match, court = fresh.get_match(match_id), _get_court(db, event_id, court_id)
        if not fresh.is_next_free:
            raise RuleError("tournament.not_from_queue")
        standing = find_standing(db, match_id=match_id)
        if standing is not None and standing.court_id == court_id:
            return
        if standing is not None and standing.court_id is not None:
            other = _get_court(db, event_id, standing.court_id)
            raise RuleError("tournament.called_elsewhere", number=match.number, court=other.name)
        if not match.is_to_play or match.state == "now":
            raise RuleError("tournament.match_over", number=match.number)
        _refuse_busy(db, fresh, court)
        _refuse_waiting(fresh, match, court)
        if standing is not None:
            end_call(db, standing, TAKEN_BACK)
        _stand(db, competition.id, match_id, by, court_id=court_id)
        db.get_one(Match, match_id).status = "called"
        db.flush()


def take_back_call(event_id: int, match_id: int, *, by: Actor) -> None:
    """The match is back in the queue. Raises RuleError("tournament.match_begun") once it has begun."""
    with changing(get_view(event_id).id, "take_back_call", by=by, match=match_id) as (db, _competition):
        _take_back(db, get_view(event_id).get_match(match_id))


def hop_over(event_id: int, match_id: int, reason: str, *, by: Actor) -> None:
    """Let the next match go first until somebody puts this one back; a call of it is taken back.

    Raises RuleError: tournament.match_begun, tournament.match_over, tournament.reason_missing for none of `REASONS`.
    """
    if reason not in REASONS:
        raise RuleError("tournament.reason_missing", field="reason")
    with changing(get_view(event_id).id, "hop_over", by=by, match=match_id, reason=reason) as (db, competition):
        match = get_view(event_id).get_match(match_id)
        if not match.is_to_play:
            raise RuleError("tournament.match_over", number=match.number)
        _take_back(db, match)
        _stand(db, competition.id, match_id, by, reason=reason)


def put_back(event_id: int, match_id: int, *, by: Actor) -> None:
    """A match that was hopped over is in the queue again, at its old place; twice is harmless."""
    with changing(get_view(event_id).id, "put_back", by=by, match=match_id) as (db, _competition):
        get_view(event_id).get_match(match_id)
        standing = find_standing(db, match_id=match_id)
        if standing is not None and standing.court_id is None:
            end_call(db, standing, TAKEN_BACK)


def _stand(db: Session, competition_id: int, match_id: int, by: Actor, **place: Any) -> None:
    db.add(Call(competition_id=competition_id, match_id=match_id, at=clock.now(), actor=str(by), **place))
    db.flush()


def _take_back(db: Session, match: MatchView) -> None:
    if match.state == "now":
        raise RuleError("tournament.match_begun", number=match.number)
    standing = find_standing(db, match_id=match.id)
    if standing is not None:
        end_call(db, standing, TAKEN_BACK)
    row = db.get_one(Match, match.id)
    if row.status == "called":
        row.status = "planned"
        db.flush()


def _get_court(db: Session, event_id: int, court_id: int) -> Court:
    court = db.get(Court, court_id)
    if court is None or court.event_id != event_id:
        raise MissingError
    return court


def _refuse_busy(db: Session, view: CompetitionView, court: Court) -> None:
    """A court has one match; a call whose match will not be played any more gives way."""
    standing = find_standing(db, court_id=court.id)
    if standing is not None and not view.get_match(standing.match_id).is_to_play:
        end_call(db, standing, PLAYED)
        standing = None
    begun = next((match for match in view.on_court(court.id) if match.state == "now"), None)
    on = view.get_match(standing.match_id) if standing is not None else begun
    if on is not None:
        raise RuleError("tournament.court_busy", court=court.name, number=on.number)


def _refuse_waiting(view: CompetitionView, match: MatchView, court: Court) -> None:
    """A match is called when its teams are known, rested and free, to a court that takes it."""
    found = read_queues(view, ())
    mine = next((queue for queue in found.queues if court_key(court.id) in queue.courts), None)
    line = next((line for line in mine.lines if line.match == match.key), None) if mine is not None else None
    if line is None:
        raise RuleError("tournament.court_not_for_match", court=court.name, number=match.number)
    if line.obstacle is None:
        return
    if line.obstacle.wait is Wait.UNKNOWN:
        raise RuleError("tournament.sides_unknown")
    team = found.day.names.names.get(line.obstacle.who) if line.obstacle.who else None
    is_playing = line.obstacle.wait is Wait.PLAYING
    if team is None:  # Somebody who is on two teams.
        if is_playing:
            raise RuleError("tournament.player_is_playing", number=match.number)
        raise RuleError("tournament.player_is_resting", number=match.number)
    if is_playing:
        raise RuleError("tournament.team_is_playing", team=team, number=match.number)
    raise RuleError("tournament.team_is_resting", team=team, number=match.number)
