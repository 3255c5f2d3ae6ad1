"""What people decide beside the matches: lots, a play-off, points taken away, fair play. Each with who and when."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.db import session
from core.errors import MissingError, RuleError
from tournament.engine.recompute import recompute
from tournament.engine.values import Rules
from tournament.models import Division, Entry, Fact, Stage
from tournament.played_on import KEPT, release_kept
from tournament.store import entry_key, load_competition
from tournament.store_change import changing, competition_of_division

NUMBERS = ("adjust", "fair_play")
RANKING = "ranking"
ORDERS = ("lots", "playoff", "shootout", RANKING)
FEWEST_RANKED = 2


def store_order(division_id: int, kind: str, order: list[str], *, by: Actor) -> None:
    """Store the order in which level teams were decided, best first: by lots, in a play-off or in a shoot-out.

    It is never decided again at display. Lots are always the last word: a chain that does not name them gets them at
    its end. Raises MissingError for another kind, RuleError: tournament.lots_twice, tournament.lots_not_level.
    """
    competition_id = competition_of_division(division_id)
    facts = {"division": division_id, "kind": kind, "order": order}
    with changing(competition_id, "store_order", by=by, **facts) as (db, _competition):
        if kind not in ORDERS or kind == RANKING:
            raise MissingError
        if len(set(order)) != len(order):
            raise RuleError("tournament.lots_twice")
        if not _share_a_rank(competition_id, order):
            raise RuleError("tournament.lots_not_level")
        if kind == "lots":
            _let_lots_decide(db, division_id)
        db.add(Fact(division_id=division_id, kind=kind, value={"order": order}, at=clock.now(), actor=str(by)))


def draw_lots(division_id: int, order: list[str], *, by: Actor) -> None:
    """Store a draw of lots; what `store_order` raises."""
    store_order(division_id, "lots", order, by=by)


def _let_lots_decide(db: Session, division_id: int) -> None:
    """Put lots at the end of the row's chain, and of its stages' own, where they are not in it."""
    division = db.get_one(Division, division_id)
    division.rules = _with_lots(division.rules)
    for stage in db.scalars(select(Stage).where(Stage.division_id == division_id)):
        if stage.options.get("rules"):
            stage.options = {**stage.options, "rules": _with_lots(stage.options["rules"])}


def _with_lots(rules: Mapping[str, Any]) -> dict[str, Any]:
    chain = list(rules.get("tiebreak") or Rules().tiebreak)
    return {**rules, "tiebreak": chain if "lots" in chain else [*chain, "lots"]}


def store_ranking(division_id: int, order: list[str], *, by: Actor) -> None:
    """Store a ranking from outside, best first, of some or all teams of a row; the newest that names them counts.

    Raises MissingError for another row's team, RuleError: tournament.lots_twice, tournament.ranking_too_short.
    """
    competition_id = competition_of_division(division_id)
    with changing(competition_id, "store_ranking", by=by, division=division_id, order=order) as (db, _competition):
        if not set(order) <= _entries_of(db, division_id):
            raise MissingError
        if len(set(order)) != len(order):
            raise RuleError("tournament.lots_twice")
        if len(order) < FEWEST_RANKED:
            raise RuleError("tournament.ranking_too_short", least=FEWEST_RANKED)
        db.add(Fact(division_id=division_id, kind=RANKING, value={"order": order}, at=clock.now(), actor=str(by)))


def _entries_of(db: Session, division_id: int) -> set[str]:
    return {entry_key(found) for found in db.scalars(select(Entry.id).where(Entry.division_id == division_id))}


def set_number(division_id: int, kind: str, entry: str, number: float, *, by: Actor) -> None:
    """Give or take points ("adjust"), or set a fair-play number; the newest counts. MissingError for another team."""
    competition_id = competition_of_division(division_id)
    facts = {"division": division_id, "kind": kind, "entry": entry, "number": number}
    with changing(competition_id, "set_number", by=by, **facts) as (db, _competition):
        if kind not in NUMBERS or entry not in _entries_of(db, division_id):
            raise MissingError
        value = {"entry": entry, "number": number}
        db.add(Fact(division_id=division_id, kind=kind, value=value, at=clock.now(), actor=str(by)))


def remove_fact(competition_id: int, fact_id: int, *, by: Actor) -> None:
    """Take back something that was decided; what is gone already stays gone."""
    with changing(competition_id, "remove_fact", by=by, fact=fact_id) as (db, _competition):
        fact = session().scalar(
            select(Fact)
            .join(Division, Division.id == Fact.division_id)
            .where(Fact.id == fact_id, Division.competition_id == competition_id)
        )
        if fact is not None and fact.kind == KEPT:
            release_kept(db, fact, by=by)
        elif fact is not None:
            db.delete(fact)
            db.flush()


def _share_a_rank(competition_id: int, order: list[str]) -> bool:
    """Whether just these entries share a rank, in a table or among the best on one rank of all pools."""
    state = recompute(load_competition(competition_id))
    tables = [pool.rows for stage in state.stages for pool in stage.pools]
    tables += [tuple(line.row for line in best) for stage in state.stages for best in stage.best.values()]
    for rows in tables:
        ranks = {row.entry: row.rank for row in rows}
        if len(order) > 1 and set(order) <= set(ranks):
            tied = {entry for entry, rank in ranks.items() if rank == ranks[order[0]]}
            if tied == set(order):
                return True
    return False
