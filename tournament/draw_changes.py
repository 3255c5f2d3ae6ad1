"""After the draw: a team withdraws or another takes its place, with the tables shown before it is done."""

from sqlalchemy import select

from core import clock
from core.audit import Actor
from core.db import session
from core.errors import RuleError
from tournament.engine.correction import Impact, impact_between
from tournament.engine.recompute import recompute
from tournament.engine.values import Policy
from tournament.engine.withdrawal import default_policy, reinstate, withdrawal_preview
from tournament.models import Entry
from tournament.setup_entries import get_entry
from tournament.store import entry_key, load_competition
from tournament.store_change import changing


def usual_policy(competition_id: int, entry_id: int) -> Policy:
    """What usually happens to a team's matches: annulled when it has played less than half, else the rest forfeited."""
    return default_policy(recompute(load_competition(competition_id)), entry_key(entry_id))


def preview_withdrawal(competition_id: int, entry_id: int, policy: Policy) -> Impact:
    """What a withdrawal would change; MissingError for an unknown team."""
    get_entry(competition_id, entry_id)
    return withdrawal_preview(load_competition(competition_id), entry_key(entry_id), policy)


def preview_reinstatement(competition_id: int, entry_id: int) -> Impact:
    """What taking a withdrawal back would change."""
    get_entry(competition_id, entry_id)
    values = load_competition(competition_id)
    return impact_between(values, reinstate(values, entry_key(entry_id)))


def withdraw_entry(competition_id: int, entry_id: int, policy: Policy, *, by: Actor) -> None:
    """Take a team out: its matches are annulled, or those left become walkovers. Twice sets the policy anew."""
    with changing(competition_id, "withdraw_entry", by=by, entry=entry_id, policy=str(policy)):
        entry = get_entry(competition_id, entry_id)
        entry.withdrawn_at = entry.withdrawn_at or clock.now()
        entry.withdrawal_policy = str(policy)


def reinstate_entry(competition_id: int, entry_id: int, *, by: Actor) -> None:
    """Take a withdrawal back: nothing was written into the matches, so all is as it was."""
    with changing(competition_id, "reinstate_entry", by=by, entry=entry_id):
        entry = get_entry(competition_id, entry_id)
        entry.withdrawn_at = None
        entry.withdrawal_policy = None


def list_reserves(competition_id: int, division_id: int) -> list[Entry]:
    """Teams of a row that stand in no draw and could take another's place."""
    values = load_competition(competition_id)
    drawn = {str(side) for stage in values.stages for pool in stage.pools for side in pool.sides}
    drawn |= {entry for stage in values.stages for entry in stage.entries}
    playing = {entry.id for entry in values.entries}
    entries = session().scalars(select(Entry).where(Entry.division_id == division_id).order_by(Entry.id))
    return [entry for entry in entries if entry_key(entry.id) in playing - drawn]


def replace_entry(
    competition_id: int, entry_id: int, *, label: str, organisation: str, by: Actor, reserve_id: int | None = None
) -> None:
    """Give a team's place to another: one by hand, or a `reserve_id` that stands in no pool.

    The place keeps its matches and results; the withdrawal of the team before it ends. Raises MissingError,
    RuleError: tournament.label_taken, tournament.not_a_reserve.
    """
    with changing(competition_id, "replace_entry", by=by, entry=entry_id, reserve=reserve_id) as (db, _competition):
        entry = get_entry(competition_id, entry_id)
        registration_id, municipality = None, ""
        if reserve_id is not None:
            reserve = next((r for r in list_reserves(competition_id, entry.division_id) if r.id == reserve_id), None)
            if reserve is None:
                raise RuleError("tournament.not_a_reserve")
            label, organisation, municipality = reserve.label, reserve.organisation, reserve.municipality
            registration_id = reserve.registration_id
            db.delete(reserve)
            db.flush()
        elif _is_taken(competition_id, entry_id, label):
            raise RuleError("tournament.label_taken", field="label", label=label)
        entry.registration_id = registration_id
        entry.label, entry.organisation, entry.municipality = label, organisation, municipality
        entry.withdrawn_at = None
        entry.withdrawal_policy = None


def _is_taken(competition_id: int, entry_id: int, label: str) -> bool:
    return any(
        other.name.lower() == label.lower() and other.id != entry_key(entry_id)
        for other in load_competition(competition_id).entries
    )
