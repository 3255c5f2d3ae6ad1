"""What is measured: store a mark, correct it, take it back, settle a dispute, see first what a change would do.

The same guarantees as for results (`results.py`): nothing is overwritten, and of two devices that send different marks
the first counts and the second is kept beside it until the office chooses.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.db import session, transaction
from core.errors import MissingError, RuleError
from tournament.engine.correction import Impact, Reach, impact_between
from tournament.engine.values import Competition, Mark
from tournament.ledger import Chain, Ledger, Outcome
from tournament.models import OPEN, Division, MarkRow, Stage
from tournament.models import Competition as CompetitionRow
from tournament.played_on import PlayedOn, settle_played
from tournament.rules import MarkFacts, mark_problems
from tournament.store import entry_key, entry_number, load_competition, mark_value
from tournament.store_change import refuse
from tournament.store_view import MEASURED
from tournament.units import attempts_of, unit_of


@dataclass(frozen=True, slots=True)
class RecordedMark:
    """What became of a mark that was sent: stored, known already, or kept beside another one."""

    outcome: Outcome
    mark_id: int
    event_id: int


def record_mark(
    stage_id: int,
    entered: Mark,
    *,
    by: Actor,
    seen: int | None = None,
    client_at: datetime | None = None,
    reason: str = "",
) -> RecordedMark:
    """Store a mark. The same one again is a duplicate; a different one is a conflict and waits for the office.

    `seen` is the mark (its number) that the sender saw when it decided: who saw the one that counts corrects it.
    Raises RuleError: tournament.mark_not_in_stage, .mark_too_many, .mark_missing, .mark_too_small, .mark_too_great,
    .mark_not_whole, .mark_too_fine, .mark_played_on (others play or have played after it: `correct_mark` asks).
    """
    with transaction() as db:
        stage, competition = lock_stage(db, stage_id)
        ledger = _ledger(stage_id, entry_number(entered.entry), competition.event_id, by)
        current = ledger.chain.current
        if known := ledger.counts(entered):
            return RecordedMark("duplicate", known.id, competition.event_id)
        values = load_competition(competition.id)
        refuse(mark_problems(entered, _facts(values, stage.key, entered.entry)))
        if current is not None and seen != current.id:
            beside = ledger.dispute(entered, current, client_at=client_at)
            return RecordedMark("conflict", beside.id, competition.event_id)
        _refuse_played_on(values, stage.key, entered.entry, entered)
        stored = ledger.store(entered, client_at=client_at, reason=reason)
        return RecordedMark("ok", stored.id, competition.event_id)


def correct_mark(
    stage_id: int, entered: Mark, *, seen: int, by: Actor, reason: str = "", played_on: PlayedOn = "keep"
) -> RecordedMark:
    """Put another mark in the place of the one that counts, which must still be the one `seen`.

    `played_on` says what becomes of matches that were begun with teams that no longer belong there: they stand, are
    played again, or do not count. Raises RuleError("tournament.mark_changed_meanwhile") and what `record_mark` raises.
    """
    with transaction() as db:
        stage, competition = lock_stage(db, stage_id)
        ledger = _ledger(stage_id, entry_number(entered.entry), competition.event_id, by)
        current = _get_seen(ledger.chain, seen)
        # Who corrects has seen what waits beside it: with the correction that is decided too.
        ledger.settle(current.id)
        impact = _impact(load_competition(competition.id), stage.key, entered.entry, entered)
        settle_played(db, competition.id, competition.event_id, impact, by=by, choice=played_on)
        return record_mark(stage_id, entered, by=by, seen=seen, reason=reason)


def undo_mark(stage_id: int, entry_id: int, *, seen: int, by: Actor) -> None:
    """Take a mark back: the entry has none, and every row is kept.

    Raises RuleError: tournament.mark_changed_meanwhile, tournament.mark_played_on.
    """
    with transaction() as db:
        stage, competition = lock_stage(db, stage_id)
        ledger = _ledger(stage_id, entry_id, competition.event_id, by)
        current = _get_seen(ledger.chain, seen)
        _refuse_played_on(load_competition(competition.id), stage.key, entry_key(entry_id), None)
        ledger.take_back(current)


def settle_mark(stage_id: int, entry_id: int, chosen_id: int, *, by: Actor) -> None:
    """Choose the right one of the marks of an entry: the one that counts already, or one that disputes it.

    Raises MissingError where it is none of this entry's, RuleError("tournament.mark_settled", .mark_played_on).
    """
    with transaction() as db:
        stage, competition = lock_stage(db, stage_id)
        ledger = _ledger(stage_id, entry_id, competition.event_id, by)
        chosen = next((row for row in ledger.chain.waiting if row.id == chosen_id), None)
        if chosen is not None:
            values = load_competition(competition.id)
            _refuse_played_on(values, stage.key, entry_key(entry_id), mark_value(chosen))
        if not ledger.settle(chosen_id):
            raise RuleError("tournament.mark_settled")


def preview_mark(stage_id: int, entry: str, entered: Mark | None) -> Impact:
    """What a mark (None: taking it back) would change, worked out and not stored.

    Raises MissingError for no such stage, and RuleError for a mark that could not be stored.
    """
    stage = session().get(Stage, stage_id)
    division = session().get(Division, stage.division_id) if stage is not None else None
    if stage is None or division is None or stage.format != MEASURED:
        raise MissingError
    values = load_competition(division.competition_id)
    if entered is not None:
        refuse(mark_problems(entered, _facts(values, stage.key, entry)))
    return _impact(values, stage.key, entry, entered)


def list_mark_rows(stage_id: int, entry_id: int) -> list[MarkRow]:
    """Every mark an entry ever had in a stage, oldest first."""
    query = select(MarkRow).where(MarkRow.stage_id == stage_id, MarkRow.entry_id == entry_id)
    return list(session().scalars(query.order_by(MarkRow.id)))


def lock_stage(db: Session, stage_id: int) -> tuple[Stage, CompetitionRow]:
    """A measured stage and its competition, held for the running transaction; MissingError where there is none.

    While a mark is stored no draw is withdrawn and no result of the competition reaches on.
    """
    of_stage = (
        select(Division.competition_id)
        .join(Stage, Stage.division_id == Division.id)
        .where(Stage.id == stage_id, Stage.format == MEASURED)
    )
    held = select(CompetitionRow).where(CompetitionRow.id == of_stage.scalar_subquery()).with_for_update()
    competition = db.scalar(held)
    stage = db.get(Stage, stage_id, populate_existing=True)
    if competition is None or stage is None:
        raise MissingError
    return stage, competition


def with_mark(competition: Competition, stage_key: str, entry: str, entered: Mark | None) -> Competition:
    """The competition with another mark for one entry of a stage, None to take it back."""

    def changed(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        others = tuple(mark for mark in marks if mark.entry != entry)
        return others if entered is None else (*others, entered)

    return replace(
        competition,
        stages=tuple(
            replace(stage, marks=changed(stage.marks)) if stage.id == stage_key else stage
            for stage in competition.stages
        ),
    )


def _impact(values: Competition, stage_key: str, entry: str, entered: Mark | None) -> Impact:
    return impact_between(values, with_mark(values, stage_key, entry, entered))


def _refuse_played_on(values: Competition, stage_key: str, entry: str, entered: Mark | None) -> None:
    """Nobody changes who plays a match that has begun without having been asked."""
    if _impact(values, stage_key, entry, entered).reach is Reach.PLAYED_MATCH:
        raise RuleError("tournament.mark_played_on")


def _facts(values: Competition, stage_key: str, entry: str) -> MarkFacts:
    """What the rules ask about a stage as its competition stands."""
    stage = values.get_stage(stage_key)
    return MarkFacts(unit_of(stage.options), attempts_of(stage.options), takes_part=entry in stage.entries)


def _get_seen(chain: Chain[MarkRow], seen: int) -> MarkRow:
    current = chain.current
    if current is None or current.id != seen:
        raise RuleError("tournament.mark_changed_meanwhile")
    return current


def _ledger(stage_id: int, entry_id: int, event_id: int, by: Actor) -> Ledger[MarkRow, Mark]:
    """The marks of an entry in a stage, inside a transaction that holds it."""

    def make(entered: Mark | None) -> MarkRow:
        known = {"attempts": list(entered.attempts), "status": entered.status.value} if entered else {}
        return MarkRow(stage_id=stage_id, entry_id=entry_id, **({"attempts": [], "status": OPEN} | known))

    return Ledger(
        chain=Chain(list_mark_rows(stage_id, entry_id)),
        event_id=event_id,
        word="mark",
        about={"stage": stage_id, "entry": entry_id},
        by=by,
        value_of=mark_value,
        make=make,
    )
