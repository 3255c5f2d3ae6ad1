"""The draw of a row: by chance with a recorded seed, shown again at any time, moved by hand, and then published."""

from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.db import session
from core.errors import MissingError, RuleError
from core.tokens import new_code
from tournament.engine.draw import PoolDraw, draw_pools
from tournament.engine.generate import make_matches
from tournament.engine.qualifying import slots_from_pools
from tournament.engine.values import Entry as EntryValue
from tournament.engine.version import ENGINE_VERSION
from tournament.models import Competition, Division, Draw, Entry, Match, Pool, ResultRow, Stage, Timetable
from tournament.rules import draw_problems, pool_problems
from tournament.setup_stages import list_pools, list_stages
from tournament.store import entry_key, load_competition
from tournament.store_change import changing, competition_of_division, refuse


@dataclass(frozen=True, slots=True)
class Replay:
    """A recorded draw made once more: its pools, and whether they are those that were recorded."""

    pools: dict[str, list[str]]
    is_same: bool
    is_same_engine: bool


def draw_division(division_id: int, *, by: Actor, seed: str | None = None) -> int:
    """Draw the pools of a row and record the draw; returns its number. A new draw takes the place of the one before.

    Raises RuleError: tournament.no_format, .draw_published, .too_few_teams, .too_many_pools.
    """
    competition_id = competition_of_division(division_id)
    seed = seed or new_code(8)
    with changing(competition_id, "draw_division", by=by, division=division_id, seed=seed) as (db, _competition):
        stage = _pool_stage(division_id)
        refuse(draw_problems(has_results=False, has_matches=_has_matches(db, division_id)))
        entries = db.scalars(select(Entry).where(Entry.division_id == division_id).order_by(Entry.id)).all()
        playing = [entry for entry in entries if entry.withdrawn_at is None]
        pool_count = int(stage.options.get("pool_count", 1))
        refuse(pool_problems(len(playing), pool_count))
        given: dict[str, Any] = {"pool_count": pool_count, "entries": [_as_input(entry) for entry in playing]}
        drawn = _draw(given, seed)
        db.execute(delete(Pool).where(Pool.stage_id == stage.id))
        result = {pool.id: [str(side) for side in pool.sides] for pool in drawn.pools}
        db.add_all(Pool(stage_id=stage.id, key=key, entry_ids=keys) for key, keys in result.items())
        row = Draw(
            stage_id=stage.id,
            seed=seed,
            engine=drawn.engine,
            input_hash=drawn.input_hash,
            input=given,
            result={"pools": result, "clashes": drawn.clashes, "least_clashes": drawn.least_clashes},
            notes=[{"code": note.code, "facts": dict(note.facts)} for note in drawn.notes],
            at=clock.now(),
            actor=str(by),
        )
        db.add(row)
        db.flush()
        return row.id


def replay_draw(draw_id: int) -> Replay:
    """Make a recorded draw once more from its input and seed; MissingError where there is none."""
    row = session().get(Draw, draw_id)
    if row is None:
        raise MissingError
    drawn = _draw(row.input, row.seed)
    pools = {pool.id: [str(side) for side in pool.sides] for pool in drawn.pools}
    same = pools == row.result["pools"] and drawn.input_hash == row.input_hash
    return Replay(pools, same, row.engine == ENGINE_VERSION)


def find_draw(stage_id: int) -> Draw | None:
    """The latest draw of a stage, None before the first."""
    return session().scalar(select(Draw).where(Draw.stage_id == stage_id).order_by(Draw.id.desc()).limit(1))


def move_entry(division_id: int, entry_id: int, pool_key: str, *, by: Actor) -> None:
    """Put a team in another pool by hand, also one that is in none yet; in the same pool nothing changes.

    Raises MissingError, RuleError: tournament.draw_published, tournament.pool_would_be_too_small.
    """
    competition_id = competition_of_division(division_id)
    key = entry_key(entry_id)
    with changing(competition_id, "move_entry", by=by, entry=entry_id, pool=pool_key) as (db, _competition):
        stage = _pool_stage(division_id)
        problem_free_move(db, division_id, entry_id, pool_key)
        for pool in list_pools(stage.id):
            if key in pool.entry_ids and pool.key != pool_key:
                pool.entry_ids = [other for other in pool.entry_ids if other != key]
            elif pool.key == pool_key and key not in pool.entry_ids:
                pool.entry_ids = [*pool.entry_ids, key]


def problem_free_move(db: Session, division_id: int, entry_id: int, pool_key: str) -> None:
    """Refuse a move that cannot be made; MissingError for an entry or pool that is none of this row."""
    stage = _pool_stage(division_id)
    entry = db.get(Entry, entry_id)
    pools = {pool.key: pool for pool in list_pools(stage.id)}
    if entry is None or entry.division_id != division_id or pool_key not in pools:
        raise MissingError
    refuse(draw_problems(has_results=False, has_matches=_has_matches(db, division_id)))
    left = next((pool for pool in pools.values() if entry_key(entry_id) in pool.entry_ids), None)
    if left is not None and left.key != pool_key and len(left.entry_ids) <= 2:
        raise RuleError("tournament.pool_would_be_too_small", pool=left.key)


def publish_draw(division_id: int, *, by: Actor) -> int:
    """Make the matches of a row with their printed numbers, and show them; returns how many. Twice is harmless.

    Raises RuleError: tournament.not_drawn, tournament.teams_without_pool, tournament.too_many_go_on.
    """
    competition_id = competition_of_division(division_id)
    with changing(competition_id, "publish_draw", by=by, division=division_id) as (db, competition):
        if _has_matches(db, division_id):
            return 0
        _require_drawn(db, division_id)
        made = 0
        for stage in list_stages(division_id):
            if stage.format == "knockout" and "feed" in stage.options:
                _set_slots(competition_id, division_id, stage)
            made += _add_matches(db, competition, stage)
        return made


def withdraw_draw(division_id: int, *, by: Actor) -> None:
    """Take the matches of a row away again, so that it can be drawn anew; timetables go with them.

    Raises RuleError("tournament.draw_has_results").
    """
    competition_id = competition_of_division(division_id)
    with changing(competition_id, "withdraw_draw", by=by, division=division_id) as (db, competition):
        of_division = select(Match.id).join(Stage, Stage.id == Match.stage_id).where(Stage.division_id == division_id)
        has_results = db.scalar(select(ResultRow.id).where(ResultRow.match_id.in_(of_division)).limit(1)) is not None
        refuse(draw_problems(has_results=has_results, has_matches=False))
        db.execute(delete(Timetable).where(Timetable.competition_id == competition_id))
        db.execute(delete(Match).where(Match.id.in_(of_division.scalar_subquery())))
        competition.match_count = (
            db.scalar(select(func.max(Match.number)).where(Match.competition_id == competition_id)) or 0
        )


def _draw(given: dict[str, Any], seed: str) -> PoolDraw:
    entries = [EntryValue(**entry) for entry in given["entries"]]
    return draw_pools(entries, given["pool_count"], Random(seed))


def _as_input(entry: Entry) -> dict[str, Any]:
    """What the draw sees of an entry, as recorded."""
    return {
        "id": entry_key(entry.id),
        "name": entry.label,
        "organisation": entry.organisation or None,
        "municipality": entry.municipality or None,
        "seed": entry.seed,
        "pot": entry.pot,
    }


def _pool_stage(division_id: int) -> Stage:
    stage = next((stage for stage in list_stages(division_id) if stage.format == "round_robin"), None)
    if stage is None:
        raise RuleError("tournament.no_format")
    return stage


def _require_drawn(db: Session, division_id: int) -> None:
    """Every team of the row stands in a pool."""
    pools = list_pools(_pool_stage(division_id).id)
    if not pools:
        raise RuleError("tournament.not_drawn")
    placed = {key for pool in pools for key in pool.entry_ids}
    waiting = [
        entry.label
        for entry in db.scalars(select(Entry).where(Entry.division_id == division_id).order_by(Entry.id))
        if entry.withdrawn_at is None and entry_key(entry.id) not in placed
    ]
    if waiting:
        raise RuleError("tournament.teams_without_pool", teams=", ".join(waiting))


def _set_slots(competition_id: int, division_id: int, stage: Stage) -> None:
    """Say who stands where in a knock-out that is fed from the pools as they are now."""
    feeding = load_competition(competition_id).get_stage(_pool_stage(division_id).key)
    try:
        slots = slots_from_pools(
            feeding, int(stage.options["feed"]["per_pool"]), int(stage.options["feed"]["best_next"])
        )
    except ValueError:
        raise RuleError("tournament.too_many_go_on", most=min(len(pool.sides) for pool in feeding.pools)) from None
    stage.options = {**stage.options, "slots": [str(slot) for slot in slots]}
    session().flush()


def _add_matches(db: Session, competition: Competition, stage: Stage) -> int:
    made = make_matches(load_competition(competition.id), stage.key)
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
    db.flush()
    return len(made)


def _has_matches(db: Session, division_id: int) -> bool:
    query = select(Match.id).join(Stage, Stage.id == Match.stage_id).where(Stage.division_id == division_id)
    return db.scalar(query.limit(1)) is not None


def division_of_stage(stage_id: int) -> Division:
    """The division of a stage; MissingError where there is none."""
    found = session().scalar(select(Division).join(Stage, Stage.division_id == Division.id).where(Stage.id == stage_id))
    if found is None:
        raise MissingError
    return found
