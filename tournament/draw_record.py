"""Recorded draws: made, kept with all that is needed to make them again, and made again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.db import session
from core.errors import MissingError, RuleError
from tournament.draw_kinds import make_draw
from tournament.engine.formats.format import CannotDrawError
from tournament.engine.values import Match as MatchValue
from tournament.engine.version import ENGINE_VERSION
from tournament.models import Competition, Draw, Entry, Match, Stage
from tournament.store import entry_key


@dataclass(frozen=True, slots=True)
class Replay:
    """A recorded draw made once more: what came out, and whether it is what was recorded."""

    kind: str
    result: dict[str, Any]
    is_same: bool
    is_same_engine: bool


def record_draw(
    db: Session, stage: Stage, kind: str, given: dict[str, Any], seed: str, *, by: Actor, number: int | None = None
) -> Draw:
    """Make a draw and store it with all that is needed to make it again. RuleError where it cannot be made."""
    try:
        drawn = make_draw(kind, given, seed)
    except CannotDrawError as error:
        raise RuleError(f"tournament.{error.note.code}", **error.note.facts) from None
    row = Draw(
        stage_id=stage.id,
        kind=kind,
        round=number,
        seed=seed,
        engine=ENGINE_VERSION,
        input_hash=drawn.input_hash,
        input=given,
        result=drawn.result,
        notes=[{"code": note.code, "facts": dict(note.facts)} for note in drawn.notes],
        at=clock.now(),
        actor=str(by),
    )
    db.add(row)
    db.flush()
    return row


def as_input(entry: Entry) -> dict[str, Any]:
    """What a draw knows of an entry."""
    return {
        "id": entry_key(entry.id),
        "name": entry.label,
        "organisation": entry.organisation or None,
        "municipality": entry.municipality or None,
        "seed": entry.seed,
        "pot": entry.pot,
    }


def replay_draw(draw_id: int) -> Replay:
    """Make a recorded draw once more from its input and seed; MissingError where there is none."""
    row = session().get(Draw, draw_id)
    if row is None:
        raise MissingError
    drawn = make_draw(row.kind, row.input, row.seed)
    is_same = drawn.input_hash == row.input_hash and all(row.result.get(k) == v for k, v in drawn.result.items())
    return Replay(row.kind, drawn.result, is_same, row.engine == ENGINE_VERSION)


def find_draw(stage_id: int) -> Draw | None:
    """The latest draw of a stage, None before the first."""
    return session().scalar(select(Draw).where(Draw.stage_id == stage_id).order_by(Draw.id.desc()).limit(1))


def list_draws(stage_id: int) -> list[Draw]:
    """Every draw of a stage, the latest first."""
    return list(session().scalars(select(Draw).where(Draw.stage_id == stage_id).order_by(Draw.id.desc())))


def add_matches(db: Session, competition: Competition, stage: Stage, made: Iterable[MatchValue]) -> int:
    """Write matches with their printed numbers; returns how many."""
    count = 0
    for match in made:
        number = match.number if match.number is not None else competition.match_count + 1
        competition.match_count = max(competition.match_count, number)
        db.add(
            Match(
                competition_id=competition.id,
                stage_id=stage.id,
                pool_key=match.pool,
                number=number,
                round=match.round,
                home=str(match.home),
                away=str(match.away),
            )
        )
        count += 1
    db.flush()
    return count
