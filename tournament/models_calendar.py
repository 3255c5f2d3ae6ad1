"""What a team's calendar has said: only so is it known what must be told off, and that no number falls."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class CalendarNote(Base):
    """What the calendar of a registration last said of a match that it plays or referees.

    `what` is "match:12" or "referee:12", by the match's row; `entry` is what the registration played as. `sequence`
    only rises: by one whenever court, time or being off is told otherwise than before. `stamp` is that of all else that
    is shown, so that `changed_at` is when the entry last said something new.
    """

    __tablename__ = "calendar_notes"
    __table_args__ = (UniqueConstraint("registration_id", "what"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    what: Mapped[str]
    entry: Mapped[str]
    number: Mapped[int]
    court_id: Mapped[int | None] = mapped_column(ForeignKey("courts.id", ondelete="SET NULL"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    is_off: Mapped[bool]
    sequence: Mapped[int] = mapped_column(default=0)
    stamp: Mapped[str]
    changed_at: Mapped[datetime]
