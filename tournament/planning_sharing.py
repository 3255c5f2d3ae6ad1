"""Share out the referees: who referees the matches that lack one, found by the worker, without planning again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from core.audit import Actor, read_actor
from core.db import session, transaction
from core.errors import MissingError, RuleError
from core.jobs import JobRun, ask_for, beat
from tournament.models import Slot
from tournament.planning_day import PlanningDay, read_day
from tournament.planning_draft import list_slots, open_draft, remember, save_slots, standing_slots
from tournament.planning_referees import list_referees
from tournament.store_cache import find_published, get_view
from tournament.store_change import changing
from tournament.store_view import CompetitionView
from tournament.timetable.cpsat import Effort
from tournament.timetable.model import Plan
from tournament.timetable.referees import assign_referees, list_candidates

JOB = "share_referees"
SECONDS = 5.0
PATIENCE = timedelta(minutes=1)
"""After which its worker is taken for lost."""
NOBODY, ALL_BUSY = "nobody", "all_busy"
"""Why a match has no referee: all play or are not there, or those who could referee another match then."""


def list_lacking(view: CompetitionView, slots: Sequence[Slot]) -> list[Slot]:
    """The matches to come that have a place and no referee, on a day that asks for them."""
    if not list_referees(view):
        return []
    to_come = {match.id for match in view.matches if match.status == "planned" and match.result is None}
    return [slot for slot in slots if slot.referee is None and slot.match_id in to_come]


def ask_for_referees(event_id: int, *, by: Actor) -> int:
    """Ask the worker to share the referees out; returns the number of the work. MissingError without a competition."""
    get_view(event_id)
    with transaction():
        return ask_for(JOB, event_id=event_id, asked_by=str(by))


def get_sharing(event_id: int, job_id: int) -> JobRun:
    """The work of sharing out an event's referees; MissingError where there is none with that number."""
    found = session().get(JobRun, job_id)
    if found is None or found.kind != JOB or found.arguments["event_id"] != event_id:
        raise MissingError
    return found


def share_referees(event_id: int, asked_by: str) -> dict[str, Any]:
    """The worker's part: referees for the matches that lack one, in the draft, undoable in one step.

    The answer has how many got one (`shared`), and why the others did not (`alone`, by row number).
    """
    view = get_view(event_id)
    slots = standing_slots(view)
    lacking = {slot.match_id for slot in list_lacking(view, slots)}
    before = save_slots(slots)
    if not lacking:
        return {"shared": 0, "alone": {}}
    day = read_day(view, slots)
    found, alone = _find(day, slots, lacking)
    by = read_actor(asked_by)
    try:
        with changing(view.id, "share_referees", by=by, shared=len(found)) as (db, row):
            beat()
            if save_slots(standing_slots(get_view(event_id))) != before:
                raise RuleError("tournament.changed_meanwhile")
            if found:
                draft = open_draft(db, row, find_published(row.id))
                mine = [slot for slot in list_slots(draft.id) if slot.match_id in found]
                remember(draft, save_slots(mine))
                for slot in mine:
                    slot.referee = found[slot.match_id]
                db.flush()
    except RuleError as refusal:
        return {"refused": refusal.code}
    return {"shared": len(found), "alone": {str(match): why for match, why in alone.items()}}


def _find(day: PlanningDay, slots: Sequence[Slot], lacking: set[int]) -> tuple[dict[int, str], dict[int, str]]:
    """Who referees which match, and why the others have nobody; what has a referee keeps it."""
    plan = day.plan_of(slots)
    keys = {key for key, match in day.matches.items() if match.id in lacking}
    settled = tuple(place for place in plan.placements if place.match not in keys)
    asked = replace(day.day, frozen=settled)
    answer = assign_referees(asked, Plan(plan.placements), Effort(seconds=SECONDS, workers=1)).plan
    may = list_candidates(asked, plan)
    found, alone = {}, {}
    for place in answer.placements:
        if place.match in keys:
            match = day.matches[place.match].id
            if place.referee is not None:
                found[match] = place.referee
            else:
                alone[match] = ALL_BUSY if may[place.match] else NOBODY
    return found, alone
