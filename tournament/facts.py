"""What people decide beside the matches: lots, points taken away, fair play. Each with who and when."""

from sqlalchemy import select

from core import clock
from core.audit import Actor
from core.db import session
from core.errors import MissingError, RuleError
from tournament.engine.recompute import recompute
from tournament.models import Division, Entry, Fact
from tournament.store import entry_key, load_competition
from tournament.store_change import changing, competition_of_division

NUMBERS = ("adjust", "fair_play")


def draw_lots(division_id: int, order: list[str], *, by: Actor) -> None:
    """Store the order in which level teams were drawn, best first; it is never drawn again at display.

    Raises RuleError("tournament.lots_not_level") where they do not share a rank.
    """
    competition_id = competition_of_division(division_id)
    with changing(competition_id, "draw_lots", by=by, division=division_id, order=order) as (db, _competition):
        if not _share_a_rank(competition_id, order):
            raise RuleError("tournament.lots_not_level")
        db.add(Fact(division_id=division_id, kind="lots", value={"order": order}, at=clock.now(), actor=str(by)))


def set_number(division_id: int, kind: str, entry: str, number: int, *, by: Actor) -> None:
    """Give or take points ("adjust"), or set a fair-play number; the newest counts. MissingError for another team."""
    competition_id = competition_of_division(division_id)
    facts = {"division": division_id, "kind": kind, "entry": entry, "number": number}
    with changing(competition_id, "set_number", by=by, **facts) as (db, _competition):
        entries = {entry_key(found) for found in db.scalars(select(Entry.id).where(Entry.division_id == division_id))}
        if kind not in NUMBERS or entry not in entries:
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
        if fact is not None:
            db.delete(fact)
            db.flush()


def _share_a_rank(competition_id: int, order: list[str]) -> bool:
    state = recompute(load_competition(competition_id))
    for stage in state.stages:
        for pool in stage.pools:
            ranks = {row.entry: row.rank for row in pool.rows}
            if set(order) <= set(ranks):
                tied = {entry for entry, rank in ranks.items() if rank == ranks[order[0]]}
                return len(order) > 1 and tied == set(order)
    return False
