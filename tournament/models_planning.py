"""A planning of a day, as a row: who asked, how far the search is, and what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from tournament.models import NEVER_AGAIN

WAITING, RUNNING, DONE, CONFLICT, STOPPED, FAILED = "waiting", "running", "done", "conflict", "stopped", "failed"
ACTIVE = (WAITING, RUNNING)
IS_ACTIVE = text("state IN ('waiting', 'running')")
"""At most one run of a competition is active: two of the office cannot plan the same day at the same time."""


class PlanRun(Base):
    """One planning of a competition, from the press of the button to what came of it.

    `asked_by` is an actor ("user:3"). `wish` is "use_now" when the office will have the best plan so far.
    `for_version` is the competition's version that is planned. `attempts` tells how often a worker began; `changes`
    rises with every change of the row, so that a page that polls need not read the rest.

    `steps` grow: `{"t", "phase", "best", "bound", "gap", "total_wait"}`, minutes of the plan and seconds since the
    search began. `best` is the best plan so far, `alternatives` the plans to choose from with their figures, and
    `conflicts` what forbids a plan with the options against it, all as `plan_json` writes them; `chosen` is the
    number of the alternative that became the draft. `reason` is the code of the rule that said no. `taken` is the
    option that was pressed, with what it changed in the day, as `planning_taken` writes it.
    """

    __tablename__ = "plan_runs"
    __table_args__ = (
        Index("uq_plan_runs_active", "competition_id", unique=True, sqlite_where=IS_ACTIVE, postgresql_where=IS_ACTIVE),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competitions.id", ondelete="CASCADE"), index=True)
    job_id: Mapped[int | None]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default=WAITING)
    wish: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    seed: Mapped[int]
    seconds: Mapped[float]
    for_version: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    changes: Mapped[int] = mapped_column(default=0)
    steps: Mapped[list[Any]] = mapped_column(default=list)
    best: Mapped[dict[str, Any] | None]
    alternatives: Mapped[list[Any]] = mapped_column(default=list)
    conflicts: Mapped[dict[str, Any] | None]
    chosen: Mapped[int | None]
    taken: Mapped[dict[str, Any]] = mapped_column(default=dict)
