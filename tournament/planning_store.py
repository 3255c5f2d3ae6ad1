"""Keep a plan as the draft, in the place of the one before, once the independent checker has passed it."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from core.errors import RuleError
from tournament.models import Competition, Slot
from tournament.planning_day import PlanningDay, read_day
from tournament.planning_draft import find_draft, list_slots, new_draft, no_slot, remember, save_slots, standing_slots
from tournament.store_cache import find_published, get_view
from tournament.timetable.certificate import certify
from tournament.timetable.checker import check_plan
from tournament.timetable.model import Outcome, Plan
from tournament.wording_plan import finding_in_both


def standing_day(event_id: int) -> PlanningDay:
    """The day of an event as it is to be planned now: around the draft, else around what is published."""
    view = get_view(event_id)
    return read_day(view, standing_slots(view))


def judge(day: PlanningDay, plan: Plan, outcome: Outcome, *, seconds: float, seed: int) -> dict[str, Any]:
    """The certificate of a plan of an outcome, as a draft keeps it.

    ValueError for a plan that breaks a rule: the checker shares no code with the planner, and nobody is shown a plan
    that it refuses.
    """
    bound = outcome.bound
    if bound is None:
        raise ValueError("a plan without a bound")
    if wrong := check_plan(day.day, plan):
        raise ValueError(f"the planner made a plan that breaks {wrong[0].code}: {wrong[0].facts}")
    known = certify(day.day, plan, bound, seconds=seconds, seed=seed, least_wait=outcome.least_wait)
    certificate = asdict(known)
    certificate["not_placed"] = [missing.match for missing in plan.not_placed]
    certificate["bound_text"] = finding_in_both(bound.reason, day.names)
    return certificate


def store_draft(
    db: Session, competition: Competition, plan: Plan, certificate: dict[str, Any], *, for_version: int
) -> None:
    """Make a plan the draft, undoable in one step, where it is not the draft already; inside the caller's transaction.

    Raises RuleError("tournament.changed_meanwhile") where the day is another by now and the plan no longer fits.
    """
    day = standing_day(competition.event_id)
    if competition.version != for_version or check_plan(day.day, plan):
        raise RuleError("tournament.changed_meanwhile")
    draft = find_draft(competition.id)
    before = list_slots(draft.id) if draft is not None else []
    if before and _places(day.plan_of(before)) == _places(plan):
        return
    pinned = {slot.match_id for slot in before if slot.is_pinned}
    if draft is None:
        published = find_published(competition.id)
        pinned = {slot.match_id for slot in list_slots(published.id) if slot.is_pinned} if published else set()
        draft = new_draft(db, competition, {})
    saved = save_slots(before)
    for slot in before:
        db.delete(slot)
    db.flush()
    draft.certificate = certificate
    placed = {day.matches[placement.match].id for placement in plan.placements}
    remember(draft, [*saved, *(no_slot(m) for m in placed if m not in {s[0] for s in saved})])
    for placement in plan.placements:
        match = day.matches[placement.match]
        db.add(
            Slot(
                timetable_id=draft.id,
                match_id=match.id,
                court_id=day.courts[placement.court].id,
                starts_at=day.moment(placement.start),
                is_pinned=match.id in pinned,
                referee=placement.referee,
            )
        )
    db.flush()


def _places(plan: Plan) -> set[tuple[str, str, int, str | None]]:
    return {(place.match, place.court, place.start, place.referee) for place in plan.placements}
