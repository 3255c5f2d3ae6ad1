"""Changing the draft by hand: move a match, take it out, hold it fast, undo, discard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.audit import Actor
from core.errors import MissingError, RuleError
from tournament.models import Competition, Slot, Timetable
from tournament.planning_day import PlanningDay, read_day
from tournament.planning_draft import (
    drop_draft,
    drop_unneeded,
    find_draft,
    list_slots,
    no_slot,
    open_draft,
    put_back,
    refuse_unseen,
    remember,
    save_slots,
    saved_slot,
    standing_slots,
)
from tournament.store import court_key
from tournament.store_cache import find_published, get_view
from tournament.store_change import changing
from tournament.store_view import CompetitionView
from tournament.timetable.codes import Code
from tournament.timetable.model import Finding
from tournament.timetable.moves import Room, check_move, weigh_places

# What no plan may hold: two matches on one court, a team in two places, a match before those that feed it.
IMPOSSIBLE = frozenset(
    {
        *(Code.UNKNOWN_MATCH, Code.UNKNOWN_COURT, Code.PLACED_TWICE, Code.COURT_TAKEN, Code.TEAM_BUSY),
        *(Code.PERSON_BUSY, Code.FEEDER_NOT_ENDED, Code.FROZEN_MOVED, Code.BEFORE_START, Code.OUTSIDE_WINDOW),
        *(Code.COURT_NOT_FOR_STAGE, Code.PERSON_AGAINST_SELF),
    }
)
# What a match may not even be dropped on in a draft.
NO_ROOM = frozenset({Code.COURT_TAKEN, Code.FROZEN_MOVED, Code.BEFORE_START, Code.OUTSIDE_WINDOW})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a place would mean for a match: may it be put there in the draft, and what is then wrong."""

    day: PlanningDay
    findings: tuple[Finding, ...]

    @property
    def is_allowed(self) -> bool:
        """Whether the match may be put there; other conflicts are named and stop the publishing at most."""
        return not any(finding.code in NO_ROOM for finding in self.findings)


def judge_move(view: CompetitionView, match_id: int, court_id: int, starts_at: datetime) -> Verdict:
    """What it would mean to play a match on that court at that time. MissingError for an unknown match or court."""
    slots = standing_slots(view)
    day = read_day(view, slots)
    match = view.get_match(match_id)
    if match.key not in day.matches or court_id not in {court.id for court in day.courts.values()}:
        raise MissingError
    plan = day.plan_of(slots)
    findings = check_move(day.day, plan, match.key, court_key(court_id), day.minute(starts_at))
    return Verdict(day, without_grid(findings))


@dataclass(frozen=True, slots=True)
class PlacesFor:
    """Where a match may go, as (court, minute): `no_room` takes it nowhere, `costly` breaks a rule or a wish there."""

    no_room: tuple[tuple[int, int], ...]
    costly: tuple[tuple[int, int], ...]


def judge_places_for(view: CompetitionView, match_id: int, minutes: Iterable[int]) -> PlacesFor:
    """What every court at each of these minutes would mean for a match. MissingError for a match without a need."""
    slots = standing_slots(view)
    day = read_day(view, slots)
    match = view.get_match(match_id)
    if match.key not in day.matches:
        raise MissingError
    found: dict[Room, list[tuple[int, int]]] = {room: [] for room in Room}
    plan, ignored = day.plan_of(slots), {Code.OFF_GRID}
    for court, minute, room in weigh_places(day.day, plan, match.key, minutes, no_room=NO_ROOM, ignored=ignored):
        found[room].append((day.courts[court].id, minute))
    return PlacesFor(tuple(found[Room.NONE]), tuple(found[Room.COSTLY]))


def without_grid(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that matter to people: the grid is the planner's own, the hand may leave it."""
    return tuple(finding for finding in findings if finding.code is not Code.OFF_GRID)


def move_match(event_id: int, match_id: int, court_id: int, starts_at: datetime, *, by: Actor) -> tuple[Finding, ...]:
    """Put a match on a court at a time in the draft; returns what is wrong there, for the page to say.

    Raises MissingError, RuleError: tournament.place_is_taken, tournament.match_is_held.
    """
    view = get_view(event_id)
    with changing(view.id, "move_match", by=by, match=match_id, court=court_id, at=starts_at.isoformat()) as (db, row):
        fresh = get_view(event_id)
        verdict = judge_move(fresh, match_id, court_id, starts_at)
        if any(finding.code is Code.FROZEN_MOVED for finding in verdict.findings):
            raise RuleError("tournament.match_is_held", number=fresh.get_match(match_id).number)
        if not verdict.is_allowed:
            raise RuleError("tournament.place_is_taken")
        draft = open_draft(db, row, find_published(row.id))
        drop_unneeded(db, draft, verdict.day.needed)
        slot = _find_slot(draft, match_id)
        remember(draft, [saved_slot(slot) if slot is not None else no_slot(match_id)])
        if slot is None:
            slot = Slot(timetable_id=draft.id, match_id=match_id, is_pinned=False)
            db.add(slot)
        slot.court_id, slot.starts_at = court_id, starts_at
        db.flush()
        return verdict.findings


def pin_match(event_id: int, match_id: int, is_pinned: bool, *, by: Actor) -> None:
    """Hold a match fast where it stands when the day is planned again, or let it go. MissingError without a place."""
    view = get_view(event_id)
    with changing(view.id, "pin_match", by=by, match=match_id, pinned=is_pinned) as (db, row):
        draft = open_draft(db, row, find_published(row.id))
        slot = _find_slot(draft, match_id)
        if slot is None:
            raise MissingError
        if slot.is_pinned != is_pinned:
            remember(draft, [saved_slot(slot)])
            slot.is_pinned = is_pinned


def undo_change(event_id: int, *, by: Actor, seen: str | None = None) -> int:
    """Take back the latest change of the draft that was `seen`; returns how many are left.

    With its first change a draft goes too: there was none before it. Raises RuleError: tournament.nothing_to_undo,
    tournament.changed_meanwhile where the latest change is another's.
    """
    view = get_view(event_id)
    with changing(view.id, "undo_change", by=by) as (db, row):
        draft = find_draft(row.id)
        if draft is not None:
            refuse_unseen(draft, seen)
        if draft is None or not draft.undo:
            raise RuleError("tournament.nothing_to_undo")
        *earlier, last = draft.undo
        put_back(db, draft, last)
        draft.undo = earlier
        if not earlier and _says_nothing(row, list_slots(draft.id)):
            drop_draft(db, row.id)
        return len(earlier)


def _says_nothing(row: Competition, slots: list[Slot]) -> bool:
    """Whether a draft has no match, or each as it is published."""
    published = find_published(row.id)
    shown = save_slots(list_slots(published.id)) if published is not None else []
    return not slots or sorted(save_slots(slots)) == sorted(shown)


def discard_draft(event_id: int, *, by: Actor, seen: str | None = None) -> None:
    """Throw the draft away that was `seen`; what is published stands. Twice is harmless.

    Raises RuleError("tournament.changed_meanwhile") where somebody has worked on it since.
    """
    view = get_view(event_id)
    with changing(view.id, "discard_draft", by=by) as (db, row):
        draft = find_draft(row.id)
        if draft is not None:
            refuse_unseen(draft, seen)
        drop_draft(db, row.id)


def _find_slot(draft: Timetable, match_id: int) -> Slot | None:
    return next((slot for slot in list_slots(draft.id) if slot.match_id == match_id), None)
