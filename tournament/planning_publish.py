"""Publish a draft, and see what it changes."""

from dataclasses import dataclass
from datetime import datetime

from core import clock
from core.audit import Actor
from core.errors import RuleError
from tournament.announcing import Told, announce_changes
from tournament.models import Slot
from tournament.planning_day import read_day
from tournament.planning_draft import (
    drop_unneeded,
    find_draft,
    list_slots,
    refuse_unseen,
    show_to_all,
    standing_slots,
    store_begun,
)
from tournament.planning_moves import IMPOSSIBLE, without_grid
from tournament.store_cache import find_published, get_view
from tournament.store_change import changing
from tournament.store_view import CompetitionView, MatchView
from tournament.timetable.checker import check_plan
from tournament.timetable.codes import Code
from tournament.timetable.model import Finding, NotPlaced, Plan


@dataclass(frozen=True, slots=True)
class SlotChange:
    """A match whose court or time is another than the published one; None where it has no place."""

    match: MatchView
    before_court: int | None
    before_at: datetime | None
    after_court: int | None
    after_at: datetime | None


def list_findings(view: CompetitionView, slots: list[Slot]) -> tuple[Finding, ...]:
    """Every rule that slots break, judged by the independent checker; matches without a place are not among them."""
    day = read_day(view, slots)
    plan = day.plan_of(slots)
    placed = {placement.match for placement in plan.placements}
    unplaced = tuple(_without_place(key) for key in day.matches if key not in placed)
    return without_grid(check_plan(day.day, Plan(plan.placements, unplaced)))


def list_unplaced(view: CompetitionView, slots: list[Slot]) -> list[MatchView]:
    """The matches that need a place and have none."""
    placed = {slot.match_id for slot in slots}
    return [match for match in read_day(view, slots).matches.values() if match.id not in placed]


def list_changes(view: CompetitionView, draft: list[Slot]) -> list[SlotChange]:
    """What publishing these slots would change, in the order of the day."""
    published = find_published(view.id)
    before = {slot.match_id: slot for slot in list_slots(published.id)} if published is not None else {}
    after = {slot.match_id: slot for slot in draft}
    changed = [
        SlotChange(
            view.get_match(match_id),
            before[match_id].court_id if match_id in before else None,
            before[match_id].starts_at if match_id in before else None,
            after[match_id].court_id if match_id in after else None,
            after[match_id].starts_at if match_id in after else None,
        )
        for match_id in {*before, *after}
        if _place(before.get(match_id)) != _place(after.get(match_id))
    ]
    return sorted(changed, key=lambda change: (change.after_at or change.before_at or clock.now(), change.match.number))


def publish_timetable(event_id: int, *, by: Actor, number: int, seen: str | None = None, despite: bool = False) -> Told:
    """Make the draft the timetable that everybody sees, and tell of what moved; returns who was told.

    `number` and the stamp `seen` are those of the draft that was looked at: what a colleague has moved since, nobody
    has seen. A match that has begun meanwhile stays where it began. `despite` publishes with broken wishes (a short
    rest), never with two matches in one place. Raises RuleError: tournament.no_draft, .changed_meanwhile,
    .plan_is_impossible, .plan_breaks_rules, .matches_without_place.
    """
    view = get_view(event_id)
    with changing(view.id, "publish_timetable", by=by, number=number) as (db, row):
        fresh = get_view(event_id)
        draft = find_draft(row.id)
        if draft is None:
            published = find_published(row.id)
            if published is not None and published.number == number:
                return Told()
            raise RuleError("tournament.no_draft")
        if draft.number != number:
            raise RuleError("tournament.changed_meanwhile")
        refuse_unseen(draft, seen)
        drop_unneeded(db, draft, read_day(fresh, list_slots(draft.id)).needed)
        slots = standing_slots(fresh)
        _refuse_unplayable(fresh, slots, despite=despite)
        before = find_published(row.id)
        standing = list_slots(before.id) if before is not None else []
        store_begun(db, draft, slots)
        show_to_all(db, draft)
        return announce_changes(db, fresh, standing, slots, by=by) if standing else Told()


def _refuse_unplayable(view: CompetitionView, slots: list[Slot], *, despite: bool) -> None:
    findings = list_findings(view, slots)
    if any(finding.code in IMPOSSIBLE for finding in findings):
        raise RuleError("tournament.plan_is_impossible")
    missing = list_unplaced(view, slots)
    if missing and not despite:
        raise RuleError("tournament.matches_without_place", count=len(missing))
    if findings and not despite:
        raise RuleError("tournament.plan_breaks_rules", count=len(findings))


def _place(slot: Slot | None) -> tuple[int, datetime] | None:
    return (slot.court_id, slot.starts_at) if slot is not None else None


def _without_place(key: str) -> NotPlaced:
    """A match told to the checker as one without a place, so that it is not a fault of its own."""
    return NotPlaced(key, Finding(Code.NO_TIME_LEFT, {}))
