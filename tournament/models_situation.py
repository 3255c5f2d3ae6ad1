"""Tables of what happens on the day: situations with the ways out that were offered, and messages to teams."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Situation(Base):
    """What the office said had happened to a published timetable, and what became of it.

    `news` are the disturbances with row numbers and moments; `offers` the ways out, the fewest moves first. Where
    there is none, `conflicts` say why, of rules and then of each match without a place, and `options` what could be
    otherwise, each with its `news`. `state` is open, published or undone. `before` is what publishing changed beside
    the timetable, so that it can be put back.
    """

    __tablename__ = "situations"

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competitions.id", ondelete="CASCADE"), index=True)
    timetable_number: Mapped[int]
    at: Mapped[datetime]
    news: Mapped[list[Any]]
    offers: Mapped[list[Any]]
    fewest: Mapped[int] = mapped_column(default=0)
    proof: Mapped[str | None]
    conflicts: Mapped[list[Any]] = mapped_column(default=list)
    options: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(default="open")
    job_id: Mapped[int | None]
    published_number: Mapped[int | None]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class TeamMessage(Base):
    """What a team is told about its matches: `facts` are the changes, put into words when they are read."""

    __tablename__ = "team_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    facts: Mapped[list[Any]]
