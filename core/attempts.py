"""How often a secret was guessed: counted in the database, so it holds for all processes."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, change, session, transaction
from core.errors import RuleError
from core.tokens import hashed

WINDOW = timedelta(minutes=15)


class AttemptCount(Base):
    """Attempts at one secret in one quarter of an hour; what was tried is kept as a hash only."""

    __tablename__ = "attempt_counts"

    bucket: Mapped[str] = mapped_column(primary_key=True)
    window_at: Mapped[datetime] = mapped_column(primary_key=True)
    attempts: Mapped[int]


def count_attempt(kind: str, subject: str, *, highest: int) -> None:
    """Count one attempt of a kind ("login", "code", "pairing") at a subject (an address, a mail, a row).

    Raises RuleError("core.too_many_attempts", minutes=…) once there were more than `highest` in the quarter.
    The count is stored on its own, so a refused attempt counts too.
    """
    now = clock.now()
    quarter = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
    with transaction():
        attempts = _raise_count(f"{kind}:{hashed(subject)[:32]}", quarter)
    if attempts > highest:
        minutes = int((quarter + WINDOW - now).total_seconds() // 60) + 1
        raise RuleError("core.too_many_attempts", minutes=minutes)


def _raise_count(bucket: str, quarter: datetime) -> int:
    insert = postgresql.insert if session().get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(AttemptCount)
        .values(bucket=bucket, window_at=quarter, attempts=1)
        .on_conflict_do_update(index_elements=["bucket", "window_at"], set_={"attempts": AttemptCount.attempts + 1})
        .returning(AttemptCount.attempts)
    )
    return int(session().execute(statement).scalar_one())


def forget_attempts(before: datetime) -> int:
    """Delete the counts of quarters before a time; returns how many."""
    with transaction():
        return change(delete(AttemptCount).where(AttemptCount.window_at < before))
