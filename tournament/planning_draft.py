"""The draft of a timetable: what the planner found or the hand moved, before it is published."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core import clock
from core.db import session
from core.errors import RuleError
from tournament.models import Competition, Slot, Timetable
from tournament.store_cache import find_published
from tournament.store_view import CompetitionView

MOST_UNDO = 50

SavedSlot = list[Any]
"""A slot as it was: [match id, court id or None, start as text or None, is pinned, referee or None]."""


def find_draft(competition_id: int) -> Timetable | None:
    """The draft of a competition, None where there is none."""
    return session().scalar(
        select(Timetable).where(Timetable.competition_id == competition_id, Timetable.state == "draft")
    )


def stamp_of(draft: Timetable) -> str:
    """What tells a draft as it is from how it was, and from one that was thrown away and had the same number."""
    return f"{draft.number}.{draft.version}.{draft.created_at:%d%H%M%S%f}"


def refuse_unseen(draft: Timetable, seen: str | None) -> None:
    """RuleError("tournament.changed_meanwhile") where the draft is not as it was looked at, by its stamp."""
    if seen is not None and seen != stamp_of(draft):
        raise RuleError("tournament.changed_meanwhile")


def list_slots(timetable_id: int) -> list[Slot]:
    """The slots of a timetable by start and court."""
    query = select(Slot).where(Slot.timetable_id == timetable_id).order_by(Slot.starts_at, Slot.court_id)
    return list(session().scalars(query))


def standing_slots(view: CompetitionView) -> list[Slot]:
    """The slots of the draft, else of the published timetable.

    A match that has begun stands where everybody saw it begin, whatever was planned for it in the draft.
    """
    draft, published = find_draft(view.id), find_published(view.id)
    shown = list_slots(published.id) if published is not None else []
    if draft is None:
        return shown
    begun = {slot.match_id: slot for slot in shown if has_begun(view, slot.match_id)}
    slots = [slot for slot in list_slots(draft.id) if slot.match_id not in begun]
    return sorted([*slots, *begun.values()], key=lambda slot: (slot.starts_at, slot.court_id))


def has_begun(view: CompetitionView, match_id: int) -> bool:
    """Whether a match is under way or over by what somebody entered."""
    match = view.by_id.get(match_id)
    return match is not None and (match.status in ("running", "finished") or match.result_id is not None)


def store_begun(db: Session, draft: Timetable, standing: Iterable[Slot]) -> None:
    """Let the draft have the matches that have begun where `standing_slots` has them."""
    put_back(db, draft, save_slots(slot for slot in standing if slot.timetable_id != draft.id))


def open_draft(db: Session, competition: Competition, published: Timetable | None) -> Timetable:
    """The draft, made as a copy of what is published where there is none; inside the caller's transaction."""
    draft = find_draft(competition.id)
    if draft is not None:
        return draft
    draft = new_draft(db, competition, dict(published.certificate) if published is not None else {})
    if published is not None:
        put_back(db, draft, save_slots(list_slots(published.id)))
    return draft


def new_draft(db: Session, competition: Competition, certificate: dict[str, Any]) -> Timetable:
    """An empty draft with the next number; the caller has seen to it that there is none."""
    last = db.scalar(select(func.max(Timetable.number)).where(Timetable.competition_id == competition.id)) or 0
    draft = Timetable(
        competition_id=competition.id,
        number=last + 1,
        state="draft",
        certificate=certificate,
        created_at=clock.now(),
        undo=[],
    )
    db.add(draft)
    db.flush()
    return draft


def show_to_all(db: Session, draft: Timetable) -> None:
    """Make a draft the timetable that everybody sees; from here on no change of it is taken back."""
    draft.state, draft.published_at, draft.undo = "published", clock.now(), []
    db.flush()


def drop_draft(db: Session, competition_id: int) -> None:
    """Throw the draft away if there is one; inside the caller's transaction."""
    db.execute(delete(Timetable).where(Timetable.competition_id == competition_id, Timetable.state == "draft"))
    db.expire_all()


def drop_unneeded(db: Session, draft: Timetable, needed: Collection[int]) -> None:
    """Free the places of matches that need none any more: a team withdrew, a side stays empty."""
    for slot in list_slots(draft.id):
        if slot.match_id not in needed:
            db.delete(slot)
    db.flush()


def save_slots(slots: Iterable[Slot]) -> list[SavedSlot]:
    """Slots as they are, to be put back."""
    return [saved_slot(slot) for slot in slots]


def saved_slot(slot: Slot) -> SavedSlot:
    """A slot as it is, to be put back."""
    return [slot.match_id, slot.court_id, slot.starts_at.isoformat(), slot.is_pinned, slot.referee]


def no_slot(match_id: int) -> SavedSlot:
    """A match that had no place, to be put back."""
    return [match_id, None, None, False, None]


def remember(draft: Timetable, before: Sequence[SavedSlot]) -> None:
    """Note how some slots were, so that the change that follows can be undone."""
    draft.undo = [*draft.undo, list(before)][-MOST_UNDO:]


def put_back(db: Session, draft: Timetable, saved: Sequence[SavedSlot]) -> list[int]:
    """Put slots back as they were; one without a court is taken away. Returns the matches."""
    now = {slot.match_id: slot for slot in list_slots(draft.id)}
    # Taken away first: two matches that traded places would else meet on one court for a moment.
    for match_id, *_rest in saved:
        if match_id in now:
            db.delete(now[match_id])
    db.flush()
    for match_id, court_id, starts_at, is_pinned, *referee in saved:
        if court_id is not None and starts_at is not None:
            db.add(
                Slot(
                    timetable_id=draft.id,
                    match_id=match_id,
                    court_id=court_id,
                    starts_at=datetime.fromisoformat(starts_at),
                    is_pinned=is_pinned,
                    # A draft that was changed before referees were kept has none to put back.
                    referee=referee[0] if referee else None,
                )
            )
    db.flush()
    return [match_id for match_id, *_rest in saved]
