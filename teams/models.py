"""Who comes: organisations, team leaders, sign-ups with their registrations, passes and attendance."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.devices import Device
from events.models import Cap, Event, Region


class Organisation(Base):
    """A member: a værested, a boform or an association. The contact is personal data: to reach the place."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="vaerested")
    municipality: Mapped[str] = mapped_column(default="")
    region_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"))
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    region: Mapped[Region | None] = relationship(lazy="raise")


class Leader(Base):
    """The team leader of one sign-up. Name, phone and e-mail are personal data: to reach the team about this event."""

    __tablename__ = "leaders"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    emptied_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Team(Base):
    """A team over the years, known by its name at its organisation."""

    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]


class SignUp(Base):
    """One sending of the form: several teams of one organisation to one event by one leader.

    `client_id` comes with the form; unique, so a double click or a repeated sending finds the first one.
    """

    __tablename__ = "sign_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    leader_id: Mapped[int] = mapped_column(ForeignKey("leaders.id"))
    client_id: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    leader: Mapped[Leader] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Registration(Base):
    """One team at one event.

    `state` is asked, confirmed, waiting, offered, withdrawn or declined. `queue_number` orders all registrations of an
    event as they came (unique, so the waiting list has one order). `code_hash` is the short code on the card.
    `to_call_reason` is why the office must ring the leader, None once somebody has. `is_late` marks a team that the
    gate let in on the day without a sign-up. `here_from` and `leaves_at` are clocks ("10:30") between which the team
    can play, empty where it did not say; they are emptied with the leader's data.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("event_id", "queue_number"),
        Index(
            "uq_registrations_live_team",
            "event_id",
            "team_id",
            unique=True,
            sqlite_where=text("state IN ('asked', 'confirmed', 'waiting', 'offered')"),
            postgresql_where=text("state IN ('asked', 'confirmed', 'waiting', 'offered')"),
        ),
        CheckConstraint("headcount >= 1", name="somebody_comes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey("leaders.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    name: Mapped[str]
    state: Mapped[str]
    queue_number: Mapped[int]
    headcount: Mapped[int]
    row_wish: Mapped[str] = mapped_column(default="")
    arrival: Mapped[str] = mapped_column(default="")
    here_from: Mapped[str] = mapped_column(default="")
    leaves_at: Mapped[str] = mapped_column(default="")
    code_hash: Mapped[str]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    to_call_reason: Mapped[str | None]
    to_call_since: Mapped[datetime | None]
    is_late: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    event: Mapped[Event] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    leader: Mapped[Leader] = relationship(lazy="raise")
    options: Mapped[list["OptionLine"]] = relationship(
        back_populates="registration", cascade="all, delete-orphan", lazy="raise"
    )


class OptionLine(Base):
    """How many of a meal or a bed a team has ordered."""

    __tablename__ = "option_lines"
    __table_args__ = (
        UniqueConstraint("registration_id", "cap_id"),
        CheckConstraint("quantity >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    cap_id: Mapped[int] = mapped_column(ForeignKey("caps.id"), index=True)
    quantity: Mapped[int]
    registration: Mapped[Registration] = relationship(back_populates="options", lazy="raise")
    cap: Mapped[Cap] = relationship(lazy="raise")


class Pass(Base):
    """A team's card: the hash of the token in its QR code. One live pass a team; a reprint revokes the one before."""

    __tablename__ = "passes"
    __table_args__ = (
        Index(
            "uq_passes_live",
            "registration_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    registration: Mapped[Registration] = relationship(lazy="raise")


class Attendance(Base):
    """One attempt at the gate, also a refused one; an undo is a row of its own that the undone row points at.

    `list_key` is what was checked ("event" for the day itself). `outcome`: "in", "walk_up", "out" (an undo), "again"
    (inside already and goes in again) or "refused" with a `reason` from the closed list; `headcount` is how many
    people it counted; inside are the rows "in" and "walk_up" without an undo.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        Index("ix_attendance_list", "event_id", "list_key"),
        # Of two gates that take the same team at the same moment one gets this row.
        Index(
            "uq_attendance_inside",
            "list_key",
            "registration_id",
            unique=True,
            sqlite_where=text("outcome = 'in' AND undone_by_id IS NULL"),
            postgresql_where=text("outcome = 'in' AND undone_by_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    list_key: Mapped[str] = mapped_column(default="event")
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    outcome: Mapped[str]
    reason: Mapped[str | None]
    headcount: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    client_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id"))
    registration: Mapped[Registration | None] = relationship(lazy="raise")
    device: Mapped[Device | None] = relationship(lazy="raise")
