"""Do what a way out of a conflict says: the changes go to where the parts of the day are stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.errors import MissingError, RuleError
from tournament.file_changes import PathChange, steps_of, with_changes
from tournament.models import Competition, Court
from tournament.models_planning import CONFLICT
from tournament.planning import find_free_name, list_courts
from tournament.planning_day import day_document, durations_of
from tournament.planning_draft import list_slots, open_draft, remember, save_slots
from tournament.planning_moves import standing_slots
from tournament.planning_run import get_run
from tournament.store import court_key
from tournament.store_cache import find_published, get_view
from tournament.store_change import changing
from tournament.store_view import CompetitionView


@dataclass(frozen=True, slots=True)
class Split:
    """Changes by where they are stored: in the day of the competition, with a court, or with a match held fast."""

    day: list[PathChange]
    courts: list[PathChange]
    held: list[PathChange]


def take_option(event_id: int, run_id: int, number: int, *, by: Actor) -> None:
    """Change the day as an option of a run's conflict says. Raises MissingError.

    RuleError("tournament.changed_meanwhile") where the day is another by now.
    """
    competition_id = get_run(event_id, run_id).competition_id
    with changing(competition_id, "take_option", by=by, run=run_id, number=number) as (db, competition):
        run = get_run(event_id, run_id)
        options = run.conflicts["options"] if run.state == CONFLICT and run.conflicts is not None else []
        if not 0 <= number < len(options):
            raise MissingError
        if competition.version != run.for_version:
            raise RuleError("tournament.changed_meanwhile")
        view = get_view(event_id)
        changes = [(change["path"], change["value"]) for change in options[number]["changes"]]
        split = _split(changes, len(view.day.get("pins", ())))
        try:
            _change_courts(db, view, split.courts)
            _change_held(db, competition, view, split.held)
            stored = {"day": {**view.day, "durations": durations_of(view)}}
            competition.day = with_changes(stored, split.day)["day"]
        except LookupError:
            raise RuleError("tournament.changed_meanwhile") from None


def _split(changes: Iterable[PathChange], stored_pins: int) -> Split:
    split = Split([], [], [])
    for path, value in changes:
        steps = steps_of(path)
        if steps[1] == "courts":
            split.courts.append((path, value))
        elif steps[1] == "pins" and isinstance(steps[2], int) and steps[2] >= stored_pins:
            split.held.append((path, value))
        else:
            split.day.append((path, value))
    return split


def _change_courts(db: Session, view: CompetitionView, changes: Sequence[PathChange]) -> None:
    """Hours of courts, and courts that come anew."""
    rows = list_courts(view.event_id)
    before = {"day": {"courts": [{"windows": row.windows} for row in rows]}}
    after = with_changes(before, changes)["day"]["courts"]
    for row, court in zip(rows, after, strict=False):
        row.windows = court["windows"]
    for court in after[len(rows) :]:
        name = find_free_name(view.event_id)
        sort = 1 + max((row.sort for row in rows), default=0)
        values = {"hall": court.get("hall", ""), "windows": court["windows"]}
        db.add(Court(event_id=view.event_id, name=name, sort=sort, **values))
        db.flush()


def _change_held(db: Session, competition: Competition, view: CompetitionView, changes: Sequence[PathChange]) -> None:
    """Matches that are held fast: let go, or held elsewhere. It is done in the draft, where it can be undone."""
    if not changes:
        return
    courts = {court_key(court.id): court for court in list_courts(view.event_id)}
    pins = day_document(view, courts, standing_slots(view.id))["day"]["pins"]
    ids = {match.key: match.id for match in view.matches}
    draft = open_draft(db, competition, find_published(competition.id))
    slots = {slot.match_id: slot for slot in list_slots(draft.id)}
    remember(draft, save_slots(slots.values()))
    for path, value in changes:
        _day, _pins, place, *key = steps_of(path)
        slot = slots[ids[pins[place]["match"]]]
        if value is None:
            slot.is_pinned = False
            continue
        court_id, starts_at = slot.court_id, slot.starts_at
        if key == ["start"]:
            starts_at = clock.wall(clock.local(starts_at).date(), time.fromisoformat(value))
        elif key == ["court"]:
            court_id = courts[value].id
        # Who stands there gives way: the whole day is planned anew in a moment.
        for other in [one for one in slots.values() if (one.court_id, one.starts_at) == (court_id, starts_at)]:
            if other is not slot:
                db.delete(slots.pop(other.match_id))
        db.flush()
        slot.court_id, slot.starts_at = court_id, starts_at
    db.flush()
