"""Who was called to which court, where a day is run from a queue."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from tournament.models import NEVER_AGAIN

STANDS = text("ended_at IS NULL")


class Call(Base):
    """A match called to a court, or hopped over in its queue.

    Of one hopped over `court_id` is None, and `reason` is one of `queue.REASONS`. It stands until `ended_at`; `outcome`
    is then "played" or "taken_back". The database keeps that a match is called once and a court has one match.
    """

    __tablename__ = "calls"
    __table_args__ = (
        Index("uq_calls_match", "match_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
        Index("uq_calls_court", "court_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competitions.id", ondelete="CASCADE"), index=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id", ondelete="CASCADE"))
    court_id: Mapped[int | None] = mapped_column(ForeignKey("courts.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    actor: Mapped[str]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
