"""Results: start a match, count along, store a result, correct it, take it back, settle a dispute.

Nothing is overwritten: every result is a row, a correction supersedes the row before it. Of two devices that send
different results the first counts and the second is kept beside it until the office chooses.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, record
from core.db import session, transaction
from core.errors import MissingError, Problem, RuleError
from core.revision import raise_revision
from tournament.calls import release_court
from tournament.engine.correction import Impact, Reach, correction_impact
from tournament.engine.formats.registry import get_format
from tournament.engine.recompute import recompute
from tournament.engine.selectors import NOBODY
from tournament.engine.values import Competition, Result, ResultKind
from tournament.ledger import Outcome
from tournament.models import Competition as CompetitionRow
from tournament.models import Match
from tournament.played_on import PlayedOn, release_needless, settle_played
from tournament.result_ledger import result_chain, result_ledger
from tournament.rules import MatchFacts, match_problems, result_problems
from tournament.scoring import needs_winner, scoring_of
from tournament.store import (
    Rows,
    load_competition,
    match_key,
    read_rows,
    result_kind_of,
    values_of,
    written_rules,
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a result that was sent: stored, known already, or kept beside another one."""

    outcome: Outcome
    match_id: int
    result_id: int
    event_id: int


def start_match(match_id: int, *, by: Actor) -> None:
    """Say that a match has begun; twice is harmless.

    Raises RuleError: tournament.sides_unknown, tournament.match_annulled, tournament.match_over.
    """
    with transaction() as db:
        match, event_id = lock_match(db, match_id)
        if result_chain(match_id).current is not None:
            raise RuleError("tournament.match_over", number=match.number)
        rows = read_rows(match.competition_id)
        _refuse(match_problems(_facts(match, rows, values_of(rows))))
        if match.status != "running":
            match.status = "running"
            match.started_at = clock.now()
            match.running_home = match.running_away = 0
            record("start_match", f"event:{event_id}", by=by, match=match_id)
            raise_revision(f"event:{event_id}")


def set_running_score(match_id: int, home: int, away: int, *, by: Actor) -> None:
    """Show a score while a match is played; it is no result. A match that is not running is left as it is."""
    with transaction() as db:
        match, event_id = lock_match(db, match_id)
        same = (match.running_home, match.running_away) == (home, away)
        if match.status != "running" or same or min(home, away) < 0:
            return
        match.running_home, match.running_away = home, away
        record("set_running_score", f"event:{event_id}", by=by, match=match_id, home=home, away=away)
        raise_revision(f"event:{event_id}")


def record_result(
    match_id: int,
    entered: Result,
    *,
    by: Actor,
    seen: int | None = None,
    client_at: datetime | None = None,
    reason: str = "",
) -> Recorded:
    """Store a result. The same one again is a duplicate; a different one is a conflict and waits for the office.

    `seen` is the result (its number) that the sender saw when it decided: who saw the one that counts corrects it.
    Raises RuleError: tournament.sides_unknown, .match_annulled, .score_missing, .score_out_of_range, .needs_winner,
    .shootout_without_draw, .correction_needs_office (a device may not change what has been played on).
    """
    with transaction() as db:
        match, event_id = lock_match(db, match_id)
        ledger = result_ledger(match_id, event_id, by)
        current = ledger.chain.current
        if known := ledger.counts(entered):
            return Recorded("duplicate", match_id, known.id, event_id)
        rows = read_rows(match.competition_id)
        values = values_of(rows)
        _refuse(result_problems(entered, _facts(match, rows, values)))
        if current is not None and seen != current.id:
            beside = ledger.dispute(entered, current, client_at=client_at)
            return Recorded("conflict", match_id, beside.id, event_id)
        if current is not None and by.kind == "device" and _is_played_on(match, values, entered):
            raise RuleError("tournament.correction_needs_office", number=match.number)
        stored = ledger.store(entered, client_at=client_at, reason=reason)
        _finish(match)
        release_court(db, match_id)
        release_needless(db, match.competition_id, by=by)
        return Recorded("ok", match_id, stored.id, event_id)


def correct_result(
    match_id: int, entered: Result, *, seen: int, by: Actor, reason: str = "", played_on: PlayedOn = "keep"
) -> Recorded:
    """Put another result in the place of the one that counts, which must still be the one `seen`.

    `played_on` says what becomes of matches that were begun with teams that no longer belong there: they stand, are
    played again, or do not count. Raises RuleError("tournament.result_changed_meanwhile") and what `record_result`
    raises.
    """
    with transaction() as db:
        match, event_id = lock_match(db, match_id)
        ledger = result_ledger(match_id, event_id, by)
        current = ledger.chain.current
        if current is None or current.id != seen:
            raise RuleError("tournament.result_changed_meanwhile")
        # Who corrects has seen what waits beside it: with the correction that is decided too.
        ledger.settle(current.id)
        impact = correction_impact(load_competition(match.competition_id), match_key(match.number), entered)
        settle_played(db, match.competition_id, event_id, impact, by=by, choice=played_on)
        return record_result(match_id, entered, by=by, seen=seen, reason=reason)


def settle_dispute(match_id: int, chosen_id: int, *, by: Actor) -> None:
    """Choose the right one of the results of a match: the one that counts already, or one that disputes it.

    Raises MissingError where the result is none of this match's, RuleError("tournament.nothing_to_settle").
    """
    with transaction() as db:
        match, event_id = lock_match(db, match_id)
        if not result_ledger(match_id, event_id, by).settle(chosen_id):
            raise RuleError("tournament.nothing_to_settle", number=match.number)


def undo_result(match_id: int, *, seen: int, by: Actor) -> None:
    """Take a result back: the match is open again, and every row is kept.

    Matches that were begun because of it stand with the teams that played them. Raises RuleError:
    tournament.result_changed_meanwhile, tournament.correction_needs_office (for a device).
    """
    with transaction() as db:
        match, event_id = lock_match(db, match_id)
        ledger = result_ledger(match_id, event_id, by)
        current = ledger.chain.current
        if current is None or current.id != seen:
            raise RuleError("tournament.result_changed_meanwhile")
        impact = correction_impact(load_competition(match.competition_id), match_key(match.number), None)
        if by.kind == "device" and impact.reach is Reach.PLAYED_MATCH:
            raise RuleError("tournament.correction_needs_office", number=match.number)
        settle_played(db, match.competition_id, event_id, impact, by=by, choice="keep")
        ledger.take_back(current)
        match.status = "running" if match.started_at is not None else "planned"
        if match.status == "running":
            match.running_home, match.running_away = current.home or 0, current.away or 0


def preview_result(match_id: int, entered: Result | None) -> Impact:
    """What a result (None: taking it back) would change, worked out and not stored; MissingError for no match."""
    match = session().get(Match, match_id)
    if match is None:
        raise MissingError
    return correction_impact(load_competition(match.competition_id), match_key(match.number), entered)


def lock_match(db: Session, match_id: int) -> tuple[Match, int]:
    """A match, held for the running transaction, and the number of its event; MissingError where there is none.

    Its competition is held with it: while a result is stored no draw is withdrawn and no other result reaches on.
    """
    of_match = select(Match.competition_id).where(Match.id == match_id).scalar_subquery()
    held = select(CompetitionRow.event_id).where(CompetitionRow.id == of_match).with_for_update()
    event_id = db.scalar(held)
    match = db.get(Match, match_id, populate_existing=True)
    if event_id is None or match is None:
        raise MissingError
    return match, event_id


def _finish(match: Match) -> None:
    match.status = "finished"
    match.running_home = match.running_away = None


def _facts(match: Match, rows: Rows, values: Competition) -> MatchFacts:
    """What the rules ask about a match as its competition stands."""
    resolved = recompute(values).get_match(match_key(match.number))
    stage = values.get_stage(resolved.match.stage)
    row = next(found for found in rows.stages if found.key == stage.id)
    must_win = needs_winner(get_format(stage.format), stage.rules or values.rules)
    annulled = resolved.result is not None and resolved.result.kind is ResultKind.ANNULLED
    return MatchFacts(
        sides_known=all(side is not None and side != NOBODY for side in (resolved.home, resolved.away)),
        scoring=scoring_of(result_kind_of(rows, row), written_rules(rows, row), must_win=must_win),
        is_annulled=annulled and resolved.match.result is None,
    )


def _is_played_on(match: Match, values: Competition, entered: Result | None) -> bool:
    """Whether a result would change who plays a match that has begun or been played."""
    return correction_impact(values, match_key(match.number), entered).reach is Reach.PLAYED_MATCH


def _refuse(problems: list[Problem]) -> None:
    """Raise the first problem as a rule error, beside the score."""
    if problems:
        raise RuleError(problems[0].code, field="home", **problems[0].facts)
