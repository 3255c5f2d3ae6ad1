"""An option of a conflict that was pressed: what it changed in the day, and back again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.errors import MissingError, Problem
from tournament.models import Competition, Court, Slot
from tournament.models_planning import PlanRun
from tournament.planning import list_courts
from tournament.planning_draft import find_draft, list_slots, open_draft, remember, save_slots
from tournament.planning_run import get_run, stop_runs
from tournament.store_cache import find_published
from tournament.store_change import changing, refuse

Parts = dict[str, dict[str, Any]]
"""A part of the day, and what stands in it by its key: courts, keys of the stored day, matches that are held fast."""


def parts_of(competition: Competition) -> Parts:
    """What an option may change, as it is now."""
    published = find_published(competition.id)
    standing = find_draft(competition.id) or published
    held = [slot for slot in list_slots(standing.id) if slot.is_pinned] if standing is not None else []
    return {
        "courts": {str(court.id): [court.windows, court.stages] for court in list_courts(competition.event_id)},
        "day": dict(competition.day),
        "pins": {str(slot.match_id): [slot.court_id, slot.starts_at.astimezone(UTC).isoformat()] for slot in held},
    }


def changed_since(competition: Competition, before: Parts) -> dict[str, Any]:
    """What is another than before, each as it was and as it is, with what the day's version and its programme are."""
    now = parts_of(competition)
    changed = {
        part: {
            key: [values.get(key), now[part].get(key)]
            for key in {*values, *now[part]}
            if values.get(key) != now[part].get(key)
        }
        for part, values in before.items()
    }
    return {"changed": changed, "version": competition.version, "published": _published_number(competition)}


def is_standing(taken: Mapping[str, Any]) -> bool:
    """Whether an option was taken and not taken back."""
    return bool(taken) and not taken.get("is_undone")


def undo_problems(competition: Competition, taken: Mapping[str, Any]) -> list[Problem]:
    """Why an option that stands cannot be taken back; none where it can."""
    if _published_number(competition) != taken["published"]:
        return [Problem("tournament.option_shown_since")]
    now = parts_of(competition)
    is_same = all(
        now[part].get(key) == after for part, keys in taken["changed"].items() for key, (_was, after) in keys.items()
    )
    return [] if is_same else [Problem("tournament.option_changed_since")]


def undo_option(event_id: int, run_id: int, *, by: Actor) -> bool:
    """Put back what an option of a run changed; a search that is on ends. Twice is harmless.

    True where the day is now in all as the conflict knew it, so that another option may be pressed. Raises
    MissingError, RuleError: tournament.option_shown_since, tournament.option_changed_since.
    """
    competition_id = get_run(event_id, run_id).competition_id
    with changing(competition_id, "undo_option", by=by, run=run_id) as (db, competition):
        run = db.get_one(PlanRun, run_id, populate_existing=True)
        if not run.taken:
            raise MissingError
        if is_standing(run.taken):
            refuse(undo_problems(competition, run.taken))
            is_as_it_was = competition.version == run.taken["version"]
            stop_runs(competition.id)
            _put_back(db, competition, run.taken["changed"])
            run.taken = {**run.taken, "is_undone": True}
            if is_as_it_was:
                run.for_version = competition.version
        return run.for_version == competition.version


def _published_number(competition: Competition) -> int:
    published = find_published(competition.id)
    return published.number if published is not None else 0


def _put_back(db: Session, competition: Competition, changed: Parts) -> None:
    for key, (before, _after) in changed["courts"].items():
        _put_court_back(db, db.get_one(Court, int(key)), before)
    day = {key: value for key, value in competition.day.items() if key not in changed["day"]}
    competition.day = day | {key: before for key, (before, _after) in changed["day"].items() if before is not None}
    if changed["pins"]:
        _put_pins_back(db, competition, {int(match): before for match, (before, _after) in changed["pins"].items()})
    db.flush()


def _put_court_back(db: Session, court: Court, before: list[Any] | None) -> None:
    """A court as it was; one that was new is gone, or closed where a plan has matches on it."""
    if before is not None:
        court.windows, court.stages = before
    elif db.scalar(select(Slot.id).where(Slot.court_id == court.id).limit(1)) is not None:
        court.windows = []
    else:
        db.delete(court)


def _put_pins_back(db: Session, competition: Competition, pins: Mapping[int, list[Any] | None]) -> None:
    """Matches are held fast in the draft as they were; who stands there meanwhile has no place until a plan is laid."""
    draft = open_draft(db, competition, find_published(competition.id))
    slots = {slot.match_id: slot for slot in list_slots(draft.id)}
    remember(draft, save_slots(slots.values()))
    for match_id, place in pins.items():
        if place is None:
            slots[match_id].is_pinned = False
            continue
        court_id, starts_at = place[0], datetime.fromisoformat(place[1])
        for other in [slot for slot in slots.values() if (slot.court_id, slot.starts_at) == (court_id, starts_at)]:
            if other.match_id != match_id:
                db.delete(slots.pop(other.match_id))
        db.flush()
        if match_id not in slots:
            slots[match_id] = Slot(timetable_id=draft.id, match_id=match_id)
            db.add(slots[match_id])
        slots[match_id].court_id, slots[match_id].starts_at = court_id, starts_at
        slots[match_id].is_pinned = True
        db.flush()
