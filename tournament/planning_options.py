"""Do what a way out of a conflict says: the changes go to where the parts of the day are stored."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime, time
from typing import Any

from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.errors import MissingError, RuleError
from tournament.file_options import set_value
from tournament.models import Competition, Court, Slot
from tournament.models_planning import CONFLICT, PlanRun
from tournament.plan_json import explanation_from_json
from tournament.planning import find_free_name
from tournament.planning_day import PlanningDay
from tournament.planning_draft import list_slots, open_draft, remember, save_slots
from tournament.planning_run import get_run
from tournament.planning_store import standing_day
from tournament.planning_taken import changed_since, is_standing, parts_of
from tournament.store import court_key
from tournament.store_cache import find_published
from tournament.store_change import changing
from tournament.wording_plan import finding_in_both

ELSEWHERE = ("courts", "pins")
"""Parts of a day that have rows of their own, or may have."""
CHOICE_BEHIND = {"wishes": "meal", "same_time": "same_last_round"}
"""What is chosen for all at once and written out team by team, match by match, in a document."""

Part = Mapping[str, Any]


def take_option(event_id: int, run_id: int, number: int, *, by: Actor) -> None:
    """Change the day as an option of a run's conflict says; twice is harmless. Raises MissingError.

    What it changed is kept with the run, so that `undo_option` can put it back.
    RuleError("tournament.changed_meanwhile") where the day is another by now.
    """
    competition_id = get_run(event_id, run_id).competition_id
    with changing(competition_id, "take_option", by=by, run=run_id, number=number) as (db, competition):
        run = db.get_one(PlanRun, run_id, populate_existing=True)
        options = run.conflicts["options"] if run.state == CONFLICT and run.conflicts is not None else []
        if not 0 <= number < len(options):
            raise MissingError
        if is_standing(run.taken):
            if run.taken["number"] == number:
                return
            raise RuleError("tournament.changed_meanwhile")
        before = parts_of(competition)
        day = standing_day(event_id)
        after: dict[str, Any] = deepcopy(dict(day.document))
        try:
            for change in options[number]["changes"]:
                set_value(after, change["path"], change["value"])
        except LookupError:
            raise RuleError("tournament.changed_meanwhile") from None
        if competition.version != run.for_version:
            raise RuleError("tournament.changed_meanwhile")
        _store_courts(db, competition, day, after["day"]["courts"])
        kept_pins = _store_held(db, competition, day, after["day"].get("pins", []))
        competition.day = stored_day(competition.day, day.document["day"], after["day"]) | kept_pins
        db.flush()
        texts = finding_in_both(explanation_from_json(run.conflicts or {}).options[number].finding, day.names)
        run.taken = {"number": number, **texts, **changed_since(competition, before)}


def stored_day(stored: Part, before: Part, after: Part) -> dict[str, Any]:
    """The day of a competition with what a document has changed in it."""
    found = dict(stored)
    for key, value in after.items():
        if key in ELSEWHERE or value == before.get(key):
            continue
        chosen = before.get(key, ()) if key in CHOICE_BEHIND else ()
        written_out = [item for item in chosen if item not in stored.get(key, ())]
        if not written_out:
            found[key] = value
        elif all(item in value for item in written_out):
            found[key] = [item for item in value if item not in written_out]
        else:
            # One of those that were chosen for all is another now: from here on each stands by itself.
            found[key] = value
            found.pop(CHOICE_BEHIND[key], None)
    return found


def _store_courts(db: Session, competition: Competition, day: PlanningDay, after: Sequence[Part]) -> None:
    """Hours of courts, what is played on them, and courts that come anew."""
    earlier = {written["id"]: written for written in day.document["day"]["courts"]}
    sort = max((court.sort for court in day.courts.values()), default=0)
    for written in after:
        court = day.courts.get(written["id"])
        if court is None:
            sort += 1
            court = Court(event_id=competition.event_id, name=find_free_name(competition.event_id), sort=sort)
            court.hall = written.get("hall", "")
            db.add(court)
        elif written.get("stages") != earlier[written["id"]].get("stages"):
            court.stages = written.get("stages")
        court.windows = written["windows"]
    db.flush()


def _store_held(db: Session, competition: Competition, day: PlanningDay, after: Sequence[Part]) -> dict[str, Any]:
    """Let go of matches that are held fast, or hold them elsewhere: in the draft, where it can be undone.

    The answer is what else is pinned, as the day of the competition keeps it.
    """
    kept = competition.day.get("pins", [])
    held = [pin for pin in day.document["day"].get("pins", []) if pin not in kept]
    wanted = {pin["match"]: pin for pin in after}
    changed = [pin for pin in held if wanted.get(pin["match"]) != pin]
    if changed:
        draft = open_draft(db, competition, find_published(competition.id))
        slots = {slot.match_id: slot for slot in list_slots(draft.id)}
        remember(draft, save_slots(slots.values()))
        for pin in changed:
            slot = slots[day.matches[pin["match"]].id]
            if pin["match"] in wanted:
                _hold(db, day, slots, slot, wanted[pin["match"]])
            else:
                slot.is_pinned = False
        db.flush()
    others = [pin for pin in after if pin["match"] not in {pin["match"] for pin in held}]
    return {"pins": others} if others != kept else {}


def _hold(db: Session, day: PlanningDay, slots: dict[int, Slot], slot: Slot, pin: Part) -> None:
    numbers = {court_key(court.id): court.id for court in day.courts.values()}
    place = (numbers[pin["court"]], _at(slot.starts_at, pin["start"]))
    # Who stands there gives way: the whole day is planned anew in a moment.
    for other in [one for one in slots.values() if one is not slot and (one.court_id, one.starts_at) == place]:
        db.delete(slots.pop(other.match_id))
    db.flush()
    slot.court_id, slot.starts_at = place


def _at(moment: datetime, text: str) -> datetime:
    return clock.wall(clock.local(moment).date(), time.fromisoformat(text))
