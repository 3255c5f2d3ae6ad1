"""Who referees a match, set by hand: in the draft, judged by the checker, and taken back like a move."""

from collections.abc import Sequence

from core.audit import Actor
from core.errors import MissingError
from tournament.models import Slot
from tournament.planning_day import read_day
from tournament.planning_draft import list_slots, open_draft, remember, saved_slot
from tournament.planning_settings import settings_of
from tournament.store_cache import find_published, get_view
from tournament.store_change import changing
from tournament.store_view import CompetitionView
from tournament.timetable.checker import check_plan
from tournament.timetable.codes import Code
from tournament.timetable.model import Finding, Ref

OF_REFEREES = frozenset({Code.REFEREE_BUSY, Code.REFEREE_UNKNOWN})


def list_referees(view: CompetitionView) -> list[str]:
    """Who may referee by the day's set-up: entries, or people by their labels; empty where nobody is asked to."""
    mode = settings_of(view).referees
    if mode == "people":
        return list(view.day["referees"].get("people", ()))
    return list(view.labels) if mode == "teams" else []


def save_referee(event_id: int, match_id: int, referee: str | None, *, by: Actor) -> tuple[Finding, ...]:
    """Let somebody referee a match in the draft, or nobody (None); returns what is wrong with that.

    MissingError for a match without a place, and for one who is not among those who may.
    """
    view = get_view(event_id)
    if referee is not None and referee not in list_referees(view):
        raise MissingError
    with changing(view.id, "save_referee", by=by, match=match_id, referee=referee) as (db, row):
        draft = open_draft(db, row, find_published(row.id))
        slots = list_slots(draft.id)
        slot = next((slot for slot in slots if slot.match_id == match_id), None)
        if slot is None:
            raise MissingError
        if slot.referee != referee:
            remember(draft, [saved_slot(slot)])
            slot.referee = referee
        db.flush()
        return _findings(get_view(event_id), slots, match_id)


def _findings(view: CompetitionView, slots: Sequence[Slot], match_id: int) -> tuple[Finding, ...]:
    """What the checker says of a match and its referee."""
    day = read_day(view, slots)
    match = Ref("match", view.get_match(match_id).key)
    found = check_plan(day.day, day.plan_of(slots))
    return tuple(finding for finding in found if finding.code in OF_REFEREES and match in finding.facts.values())
