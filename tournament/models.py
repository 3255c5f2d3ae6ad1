"""What is played, as rows. Standings, brackets and places are computed from these and never stored as truth."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from events.models import Event, Sport

# A tablet, a card or a decision may name a row that is gone; SQLite would give its number to the next one.
NEVER_AGAIN = {"sqlite_autoincrement": True}
# What a row says that took back what was entered before it.
OPEN = "open"


class Competition(Base):
    """The competition inside an event: one sport, one day plan, one or more divisions.

    `day` is the `day` part of a tournament file without courts: start, rest, breaks, durations, wishes, pins.
    `match_count` is the last printed match number given out. `overall` is how several disciplines are put together, as
    a tournament file writes it.
    """

    __tablename__ = "competitions"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), unique=True)
    sport_id: Mapped[int] = mapped_column(ForeignKey("sports.id"))
    day: Mapped[dict[str, Any]]
    match_count: Mapped[int] = mapped_column(default=0)
    overall: Mapped[dict[str, Any] | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    event: Mapped[Event] = relationship(lazy="raise")
    sport: Mapped[Sport] = relationship(lazy="raise")
    divisions: Mapped[list["Division"]] = relationship(
        back_populates="competition", order_by="Division.sort", cascade="all, delete-orphan", lazy="raise"
    )


class Division(Base):
    """A row ("række") of a competition: its own teams, rules and stages.

    `rules` are those of a tournament file (points, tiebreak, h2h_restart, walkover). `shows` is "all", "no_table" or
    "no_results" for social play. `takes` says who plays: "teams", "people" each for themselves, or "mixed" teams drawn
    from people. `wishes` are groups of entries that would like to be drawn together.
    """

    __tablename__ = "divisions"
    __table_args__ = (UniqueConstraint("competition_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competitions.id", ondelete="CASCADE"))
    key: Mapped[str]
    name: Mapped[str]
    rules: Mapped[dict[str, Any]]
    shows: Mapped[str] = mapped_column(default="all")
    takes: Mapped[str] = mapped_column(default="teams")
    wishes: Mapped[list[Any]] = mapped_column(default=list)
    sort: Mapped[int] = mapped_column(default=0)
    competition: Mapped[Competition] = relationship(back_populates="divisions", lazy="raise")
    entries: Mapped[list["Entry"]] = relationship(order_by="Entry.id", cascade="all, delete-orphan", lazy="raise")
    stages: Mapped[list["Stage"]] = relationship(
        back_populates="division", order_by="Stage.sort", cascade="all, delete-orphan", lazy="raise"
    )


class Discipline(Base):
    """One of several disciplines of a division, with its own sport, teams and stages; `entry_ids` None: all teams."""

    __tablename__ = "disciplines"
    __table_args__ = (UniqueConstraint("division_id", "key"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id", ondelete="CASCADE"))
    key: Mapped[str]
    name_da: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    sport_id: Mapped[int] = mapped_column(ForeignKey("sports.id"))
    entry_ids: Mapped[list[Any] | None]
    sort: Mapped[int] = mapped_column(default=0)


class Entry(Base):
    """One that plays in a division, by its public label: a team, or a person under a nickname or a number.

    A team has its `registration_id`. Of a row that people play in, each person `came_with_id` a registration, by
    `number` from 1; after a mixed draw `team_id` is the drawn team. `people` are ids that entries of a file share.
    """

    __tablename__ = "entries"
    __table_args__ = (Index("uq_entries_person", "came_with_id", "number", unique=True), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), unique=True)
    came_with_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))
    number: Mapped[int | None]
    is_person: Mapped[bool] = mapped_column(default=False)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"), index=True)
    people: Mapped[list[Any]] = mapped_column(default=list)
    label: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    municipality: Mapped[str] = mapped_column(default="")
    seed: Mapped[int | None]
    pot: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawal_policy: Mapped[str | None]


class Stage(Base):
    """A stage of a division in a format of the registry; its key is unique in the competition.

    `options` are those of the stage in a tournament file: the format's own, and `slots`, `entries`, `best`,
    `allocation`, `heats`, `formula` and `rules` where the stage has them. `discipline_id` is None where the row plays
    only one.
    """

    __tablename__ = "stages"
    __table_args__ = (UniqueConstraint("division_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id", ondelete="CASCADE"))
    discipline_id: Mapped[int | None] = mapped_column(ForeignKey("disciplines.id"), index=True)
    key: Mapped[str]
    name_da: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    format: Mapped[str]
    options: Mapped[dict[str, Any]]
    sort: Mapped[int] = mapped_column(default=0)
    division: Mapped[Division] = relationship(back_populates="stages", lazy="raise")
    pools: Mapped[list["Pool"]] = relationship(order_by="Pool.key", cascade="all, delete-orphan", lazy="raise")
    draws: Mapped[list["Draw"]] = relationship(order_by="Draw.id.desc()", cascade="all, delete-orphan", lazy="raise")


class Draw(Base):
    """A recorded draw: with the seed, the engine's version and the input's hash it can be replayed bit for bit.

    `kind` is what was drawn: "pools", the "order" of a bracket, a "round", "heats", or "teams" out of people.
    """

    __tablename__ = "draws"

    id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(default="pools")
    round: Mapped[int | None]
    seed: Mapped[str]
    engine: Mapped[str]
    input_hash: Mapped[str]
    input: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    notes: Mapped[list[Any]]
    at: Mapped[datetime]
    actor: Mapped[str]


class Pool(Base):
    """A pool of a stage and the teams in it, in order of their draw."""

    __tablename__ = "pools"
    __table_args__ = (UniqueConstraint("stage_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id", ondelete="CASCADE"))
    key: Mapped[str]
    entry_ids: Mapped[list[Any]]


class Match(Base):
    """A match between two selectors ("e12", "pools:A:1", "winner:m7"); teams are resolved by recompute.

    Entries are written "e<id>", matches "m<number>" with the printed number, unique in the competition. `status` is
    planned, called, running or finished; a running score is passing and no result.
    """

    __tablename__ = "matches"
    __table_args__ = (UniqueConstraint("competition_id", "number"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competitions.id", ondelete="CASCADE"), index=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id", ondelete="CASCADE"), index=True)
    pool_key: Mapped[str | None]
    number: Mapped[int]
    round: Mapped[int]
    label: Mapped[str] = mapped_column(default="")
    home: Mapped[str]
    away: Mapped[str]
    status: Mapped[str] = mapped_column(default="planned")
    running_home: Mapped[int | None]
    running_away: Mapped[int | None]
    started_at: Mapped[datetime | None]
    stage: Mapped[Stage] = relationship(lazy="raise")
    results: Mapped[list["ResultRow"]] = relationship(
        back_populates="match", order_by="ResultRow.id", cascade="all, delete-orphan", lazy="raise"
    )


class ResultRow(Base):
    """One result as somebody entered it; nothing is overwritten.

    A correction supersedes the row before it, so the current result is the one nobody supersedes. A second, different
    result from somebody who did not see the first disputes it: it has no effect until the office chooses. `kind` is
    a kind of result, or "open" for a result that was taken back.
    """

    __tablename__ = "results"
    __table_args__ = (
        Index(
            "uq_results_root",
            "match_id",
            unique=True,
            sqlite_where=text("supersedes_id IS NULL AND disputes_id IS NULL"),
            postgresql_where=text("supersedes_id IS NULL AND disputes_id IS NULL"),
        ),
        CheckConstraint("supersedes_id IS NULL OR disputes_id IS NULL", name="corrects_or_disputes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    home: Mapped[int | None]
    away: Mapped[int | None]
    shootout: Mapped[str | None]
    sets: Mapped[list[Any] | None]
    at: Mapped[datetime]
    client_at: Mapped[datetime | None]
    actor: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("results.id", ondelete="CASCADE"), unique=True)
    disputes_id: Mapped[int | None] = mapped_column(ForeignKey("results.id", ondelete="CASCADE"))
    settled_at: Mapped[datetime | None]
    match: Mapped[Match] = relationship(back_populates="results", lazy="raise")

    @property
    def is_open(self) -> bool:
        """Whether this row took a result back."""
        return self.kind == OPEN


class MarkRow(Base):
    """What was measured of an entry in a stage, as somebody entered it; chained like `ResultRow`.

    `attempts` are numbers, None where one failed; `status` is that of a mark (ok, dns, dnf, dsq), or "open" where a
    mark was taken back.
    """

    __tablename__ = "marks"
    __table_args__ = (
        Index(
            "uq_marks_root",
            "stage_id",
            "entry_id",
            unique=True,
            sqlite_where=text("supersedes_id IS NULL AND disputes_id IS NULL"),
            postgresql_where=text("supersedes_id IS NULL AND disputes_id IS NULL"),
        ),
        CheckConstraint("supersedes_id IS NULL OR disputes_id IS NULL", name="corrects_or_disputes"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id", ondelete="CASCADE"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    attempts: Mapped[list[Any]]
    status: Mapped[str] = mapped_column(default="ok")
    at: Mapped[datetime]
    client_at: Mapped[datetime | None]
    actor: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("marks.id", ondelete="CASCADE"), unique=True)
    disputes_id: Mapped[int | None] = mapped_column(ForeignKey("marks.id", ondelete="CASCADE"))
    settled_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether this row took a mark back."""
        return self.status == OPEN


class Fact(Base):
    """What people decided outside the matches (lots, a deduction, fair play), with who and when."""

    __tablename__ = "facts"

    id: Mapped[int] = mapped_column(primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    value: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    actor: Mapped[str]


class Court(Base):
    """A court of an event with its hall and opening windows (`[["10:00", "16:00"]]`, the wall clock).

    `stages` are the keys of those it takes, None for all.
    """

    __tablename__ = "courts"
    __table_args__ = (UniqueConstraint("event_id", "name"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    hall: Mapped[str] = mapped_column(default="")
    windows: Mapped[list[Any]]
    stages: Mapped[list[Any] | None]
    sort: Mapped[int] = mapped_column(default=0)


class Timetable(Base):
    """A plan of a competition's matches: at most one draft; of the published ones the last counts.

    `undo` is what takes back the latest changes of a draft, newest last: for each a list of slots as they were,
    `[match id, court id or None, start or None, is pinned, referee]`.
    """

    __tablename__ = "timetables"
    __table_args__ = (
        UniqueConstraint("competition_id", "number"),
        Index(
            "uq_timetables_draft",
            "competition_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competitions.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default="draft")
    certificate: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    undo: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    slots: Mapped[list["Slot"]] = relationship(order_by="Slot.starts_at", cascade="all, delete-orphan", lazy="raise")


class Slot(Base):
    """A match's court and time in a timetable; `referee` is an entry ("e12") or the label of a person ("Dommer 1")."""

    __tablename__ = "slots"
    __table_args__ = (
        UniqueConstraint("timetable_id", "match_id"),
        UniqueConstraint("timetable_id", "court_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    timetable_id: Mapped[int] = mapped_column(ForeignKey("timetables.id", ondelete="CASCADE"))
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id", ondelete="CASCADE"), index=True)
    court_id: Mapped[int] = mapped_column(ForeignKey("courts.id"))
    starts_at: Mapped[datetime]
    is_pinned: Mapped[bool] = mapped_column(default=False)
    referee: Mapped[str | None]
    match: Mapped[Match] = relationship(lazy="raise")
    court: Mapped[Court] = relationship(lazy="raise")
