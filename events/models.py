"""The year's rows: seasons, sports, regions, venues, series and events with their programme, news and caps."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base


class Season(Base):
    """A year of sport, from October to September; it may cross New Year."""

    __tablename__ = "seasons"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Sport(Base):
    """A sport and its defaults (rules.md section 6): a new sport is a row, never code."""

    __tablename__ = "sports"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name_da: Mapped[str] = mapped_column(unique=True)
    name_en: Mapped[str]
    icon: Mapped[str]
    hue: Mapped[str]
    court_da: Mapped[str]
    court_en: Mapped[str]
    result_kind: Mapped[str]
    better: Mapped[str] = mapped_column(default="high")
    play_minutes: Mapped[int]
    changeover_minutes: Mapped[int]
    rest_minutes: Mapped[int] = mapped_column(default=10)
    rules: Mapped[dict[str, Any]]


class Region(Base):
    """A part of the country that the calendar can be filtered by."""

    __tablename__ = "regions"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name_da: Mapped[str]
    name_en: Mapped[str]
    sort: Mapped[int]


class Venue(Base):
    """A place to play, with the way there and its courts."""

    __tablename__ = "venues"
    __table_args__ = (UniqueConstraint("name", "city"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    city: Mapped[str]
    region_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"))
    address: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    way_da: Mapped[str] = mapped_column(default="")
    way_en: Mapped[str] = mapped_column(default="")
    access_da: Mapped[str] = mapped_column(default="")
    access_en: Mapped[str] = mapped_column(default="")
    region: Mapped[Region | None] = relationship(lazy="raise")
    courts: Mapped[list["VenueCourt"]] = relationship(
        back_populates="venue", order_by="VenueCourt.sort", cascade="all, delete-orphan", lazy="raise"
    )


class VenueCourt(Base):
    """A court, table or lane of a venue and the hall it stands in."""

    __tablename__ = "venue_courts"
    __table_args__ = (UniqueConstraint("venue_id", "hall", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id", ondelete="CASCADE"))
    hall: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    sort: Mapped[int]
    venue: Mapped[Venue] = relationship(back_populates="courts", lazy="raise")


class Series(Base):
    """Rounds of one competition over a season (DM indoor football, the dart league).

    `scoring` says what a round gives: "match_points" of its tables, or "place_points": those of `place_points` for the
    places from the first on, and `started` for taking part. The `best` rounds of each count (None: all), and
    `promoted` teams change between two neighbouring rows after each round.
    """

    __tablename__ = "series"
    __table_args__ = (UniqueConstraint("season_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("seasons.id"))
    sport_id: Mapped[int | None] = mapped_column(ForeignKey("sports.id"))
    name_da: Mapped[str]
    name_en: Mapped[str]
    slug: Mapped[str]
    scoring: Mapped[str] = mapped_column(default="match_points")
    place_points: Mapped[list[Any]] = mapped_column(default=list)
    started: Mapped[int] = mapped_column(default=0)
    best: Mapped[int | None]
    promoted: Mapped[int] = mapped_column(default=0)
    season: Mapped[Season] = relationship(lazy="raise")

    @property
    def revision_subject(self) -> str:
        """What core.revision knows this series by; its rounds have their own."""
        return f"series:{self.id}"


class Event(Base):
    """One entry of the year's calendar.

    `timing` is "timed" (starts_at, ends_at), "all_day" or "window" (a span in which each place chooses its day);
    `starts_on` and `ends_on` (the last day, inclusive) are always the dates on the wall in Copenhagen.
    `state` is what is stored: draft, published, cancelled, postponed, finished; open, full, closed and running follow
    from deadlines, caps and the clock. `sequence` and `calendar_changed_at` follow what the calendar entry shows.
    `moved_from` and `moved_from_at` are the place and start it had before it was moved, where they differ.
    `rows` are the letters of the rows one can wish for ("A", "B").
    `team_count`, `people_count` and `waiting_count` are written by the commands of teams. `notes` are the office's own.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_starts_on", "starts_on"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("team_count >= 0 AND people_count >= 0 AND waiting_count >= 0", name="counts_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("seasons.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    sport_id: Mapped[int] = mapped_column(ForeignKey("sports.id"))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"))
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    scope: Mapped[str] = mapped_column(default="regional")
    is_external: Mapped[bool] = mapped_column(default=False)
    title_da: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    slug: Mapped[str] = mapped_column(unique=True)
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    calendar_changed_at: Mapped[datetime]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    timing: Mapped[str] = mapped_column(default="timed")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    place: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    moved_from: Mapped[str] = mapped_column(default="")
    moved_from_at: Mapped[datetime | None]
    state_reason_da: Mapped[str] = mapped_column(default="")
    state_reason_en: Mapped[str] = mapped_column(default="")

    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    change_until: Mapped[datetime | None]
    cancel_until: Mapped[datetime | None]
    takes_sign_up: Mapped[bool] = mapped_column(default=True)
    has_waiting_list: Mapped[bool] = mapped_column(default=True)
    is_closed_by_hand: Mapped[bool] = mapped_column(default=False)
    rows: Mapped[list[Any]] = mapped_column(default=list)
    format_text: Mapped[str] = mapped_column(default="")

    summary_da: Mapped[str] = mapped_column(default="")
    summary_en: Mapped[str] = mapped_column(default="")
    audience_da: Mapped[str] = mapped_column(default="")
    audience_en: Mapped[str] = mapped_column(default="")
    food_da: Mapped[str] = mapped_column(default="")
    food_en: Mapped[str] = mapped_column(default="")
    bring_da: Mapped[str] = mapped_column(default="")
    bring_en: Mapped[str] = mapped_column(default="")
    fee_da: Mapped[str] = mapped_column(default="")
    fee_en: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")

    team_count: Mapped[int] = mapped_column(default=0)
    people_count: Mapped[int] = mapped_column(default=0)
    waiting_count: Mapped[int] = mapped_column(default=0)

    season: Mapped[Season] = relationship(lazy="raise")
    series: Mapped[Series | None] = relationship(lazy="raise")
    sport: Mapped[Sport] = relationship(lazy="raise")
    region: Mapped[Region | None] = relationship(lazy="raise")
    venue: Mapped[Venue | None] = relationship(lazy="raise")
    programme: Mapped[list["ProgrammeItem"]] = relationship(
        back_populates="event", order_by="ProgrammeItem.starts_at", cascade="all, delete-orphan", lazy="raise"
    )
    notices: Mapped[list["Notice"]] = relationship(
        back_populates="event", order_by="Notice.at.desc()", cascade="all, delete-orphan", lazy="raise"
    )
    caps: Mapped[list["Cap"]] = relationship(
        back_populates="event", order_by="Cap.sort", cascade="all, delete-orphan", lazy="raise"
    )

    @property
    def is_moved(self) -> bool:
        """True where it had another time or place once it was published."""
        return bool(self.moved_from or self.moved_from_at)

    @property
    def revision_subject(self) -> str:
        """What core.revision knows this event by."""
        return f"event:{self.id}"


class ProgrammeItem(Base):
    """A line of the day's programme: coffee, opening, lunch, prizes."""

    __tablename__ = "programme_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    text_da: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")
    event: Mapped[Event] = relationship(back_populates="programme", lazy="raise")


class Notice(Base):
    """News to those who come to an event."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    text_da: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")
    event: Mapped[Event] = relationship(back_populates="notices", lazy="raise")


class Cap(Base):
    """How many there is room for, and how much of it is taken; the database keeps `taken` within `cap`.

    `kind` is "teams", "people", "row" (key "A", "B"), "meal" or "bed"; `cap` None means no limit. Meals and beds are
    what a team can order; their labels are shown at sign-up.
    """

    __tablename__ = "caps"
    __table_args__ = (
        UniqueConstraint("event_id", "kind", "key"),
        CheckConstraint("taken >= 0 AND (cap IS NULL OR taken <= cap)", name="taken_within_cap"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(default="")
    label_da: Mapped[str] = mapped_column(default="")
    label_en: Mapped[str] = mapped_column(default="")
    cap: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)
    sort: Mapped[int] = mapped_column(default=0)
    event: Mapped[Event] = relationship(back_populates="caps", lazy="raise")


class SeasonImport(Base):
    """A season's spreadsheet that was read and shown but not necessarily written yet.

    `rows` is a list of {"number", "cells", "plan", "faults"}: the line, what it said, what it becomes, what is wrong.
    Applying it sets `applied_at` and `made_count` once.
    """

    __tablename__ = "season_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("seasons.id"), index=True)
    file_name: Mapped[str]
    rows: Mapped[list[Any]]
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    made_count: Mapped[int] = mapped_column(default=0)
    season: Mapped[Season] = relationship(lazy="raise")
