"""The calls of a competition: which match stands called to which court, or is hopped over."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.db import session
from tournament.models_calls import Call

PLAYED, TAKEN_BACK = "played", "taken_back"


def list_calls(competition_id: int) -> list[Call]:
    """Every call that was not taken back, the oldest first."""
    query = select(Call).where(Call.competition_id == competition_id, Call.outcome != TAKEN_BACK)
    return list(session().scalars(query.order_by(Call.id)))


def find_standing(db: Session, *, match_id: int | None = None, court_id: int | None = None) -> Call | None:
    """The call that stands for a match, or on a court."""
    query = select(Call).where(Call.ended_at.is_(None))
    where = Call.match_id == match_id if match_id is not None else Call.court_id == court_id
    return db.scalar(query.where(where))


def end_call(db: Session, call: Call, outcome: str) -> None:
    """A call no longer stands: the match was played, or the call was taken back."""
    call.ended_at = clock.now()
    call.outcome = outcome
    db.flush()


def release_court(db: Session, match_id: int) -> None:
    """A match is over: its court is free for the next. Nothing happens where it was not called."""
    call = find_standing(db, match_id=match_id)
    if call is not None:
        end_call(db, call, PLAYED)
