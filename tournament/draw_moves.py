"""What was drawn, changed by hand before it is published: another pool, or two teams that change places."""

from sqlalchemy.orm import Session

from core.audit import Actor
from core.errors import MissingError, RuleError
from tournament.contests import Contest, get_contest, list_pools
from tournament.models import Entry
from tournament.rules import draw_problems
from tournament.store import entry_key
from tournament.store_change import changing, competition_of_division, refuse


def move_entry(division_id: int, entry_id: int, pool_key: str, *, by: Actor, discipline_id: int | None = None) -> None:
    """Put a team in another pool by hand, also one that is in none yet; in the same pool nothing changes.

    Raises MissingError, RuleError: tournament.draw_published, tournament.pool_would_be_too_small.
    """
    competition_id = competition_of_division(division_id)
    key = entry_key(entry_id)
    with changing(competition_id, "move_entry", by=by, entry=entry_id, pool=pool_key) as (db, _competition):
        contest = get_contest(division_id, discipline_id)
        problem_free_move(db, contest, entry_id, pool_key)
        for pool in list_pools(contest.require_main().id):
            if key in pool.entry_ids and pool.key != pool_key:
                pool.entry_ids = [other for other in pool.entry_ids if other != key]
            elif pool.key == pool_key and key not in pool.entry_ids:
                pool.entry_ids = [*pool.entry_ids, key]


def problem_free_move(db: Session, contest: Contest, entry_id: int, pool_key: str) -> None:
    """Refuse a move that cannot be made; MissingError for an entry or pool that is none of this row."""
    entry = db.get(Entry, entry_id)
    pools = {pool.key: pool for pool in list_pools(contest.require_main().id)}
    if entry is None or entry.division_id != contest.division.id or pool_key not in pools:
        raise MissingError
    refuse(draw_problems(has_results=False, has_matches=contest.is_shown()))
    left = next((pool for pool in pools.values() if entry_key(entry_id) in pool.entry_ids), None)
    if left is not None and left.key != pool_key and len(left.entry_ids) <= 2:
        raise RuleError("tournament.pool_would_be_too_small", pool=left.key)


def swap_entries(
    division_id: int, entry_id: int, other_id: int, *, by: Actor, discipline_id: int | None = None
) -> None:
    """Let two teams change places in a drawn bracket or in drawn heats.

    Raises MissingError where one of them is not in it, RuleError: tournament.draw_published, tournament.no_format.
    """
    competition_id = competition_of_division(division_id)
    with changing(competition_id, "swap_entries", by=by, entry=entry_id, other=other_id):
        contest = get_contest(division_id, discipline_id)
        stage = contest.require_main()
        refuse(draw_problems(has_results=False, has_matches=contest.is_shown()))
        one, other = entry_key(entry_id), entry_key(other_id)
        swap = {one: other, other: one}
        kind = "heats" if stage.options.get("heats") else "order"
        drawn = stage.options.get(kind, [])
        rows = drawn if kind == "heats" else [drawn]
        if not all(any(name in row for row in rows) for name in (one, other)):
            raise MissingError
        swapped = [[swap.get(name, name) for name in row] for row in rows]
        stage.options = {**stage.options, kind: swapped if kind == "heats" else swapped[0]}
