"""Personal data and when it ends: rooms name their fields with a purpose and a time, a nightly job deletes.

A dry run says what it would delete; both go through the same rules.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app
from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, String, cast, func, literal, select, update

from core import clock
from core.audit import SYSTEM, record
from core.db import Base, change, session, transaction
from core.outbox import OutboxMail
from core.people import LoginSession, User

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A kind of personal data: which fields (table.column), what for, until when, and how its end is brought about.

    `count` says how many rows are due at a time; `delete` empties or deletes them inside a transaction and says
    how many.
    `label`, `purpose` and `kept_for` are texts for the privacy page (lazy, both languages).
    """

    name: str
    label: str
    fields: tuple[str, ...]
    purpose: str
    kept_for: str
    count: Callable[[datetime], int]
    delete: Callable[[datetime], int]


def plug_in_retention(app: Flask) -> None:
    """Start the application's list of personal data with what core itself keeps."""
    app.extensions["personal_data"] = []
    app.cli.command("delete-personal-data")(_command)
    for data in _OWN:
        register_personal_data(app, data)


def register_personal_data(app: Flask, data: PersonalData) -> None:
    """Add a room's personal data to the list; the nightly deletion and the privacy page read it."""
    app.extensions["personal_data"].append(data)


def list_personal_data() -> list[PersonalData]:
    """All kinds of personal data the application keeps."""
    found: list[PersonalData] = current_app.extensions["personal_data"]
    return found


def due_for_deletion() -> dict[str, int]:
    """The dry run: how many rows of each kind would be deleted now."""
    now = clock.now()
    return {data.name: data.count(now) for data in list_personal_data()}


def delete_due() -> dict[str, int]:
    """Delete what is due, one transaction a kind with its audit row; returns how many rows of each kind."""
    now = clock.now()
    done: dict[str, int] = {}
    for data in list_personal_data():
        with transaction():
            done[data.name] = data.delete(now)
            if done[data.name]:
                record("delete_personal_data", f"personal_data:{data.name}", by=SYSTEM, rows=done[data.name])
    return done


def _old_sessions(now: datetime) -> ColumnElement[bool]:
    return (LoginSession.expires_at < now - KEPT) & (LoginSession.browser != "")


def _closed_users(now: datetime) -> ColumnElement[bool]:
    return (User.closed_at < now - KEPT) & (User.name != "")


def _stuck_mail(now: datetime) -> ColumnElement[bool]:
    return (OutboxMail.created_at < now - KEPT) & (OutboxMail.recipient != "")


def _empty_users(now: datetime) -> int:
    # The mail column is unique, so a deleted one keeps its own number as a stand-in.
    gone = literal("closed-") + cast(User.id, String)
    return change(update(User).where(_closed_users(now)).values(email=gone, name="", password_hash=""))


def _empty_mail(now: datetime) -> int:
    emptied = {"recipient": "", "body": "", "attachment": None, "state": "failed"}
    return change(update(OutboxMail).where(_stuck_mail(now)).values(**emptied))


def count_rows(model: type[Base], condition: ColumnElement[bool]) -> int:
    """How many rows of a model meet a condition."""
    return session().scalar(select(func.count()).select_from(model).where(condition)) or 0


_OWN = (
    PersonalData(
        name="login_sessions",
        label=lazy_gettext("Hvor kontoret er logget ind"),
        fields=("login_sessions.browser",),
        purpose=lazy_gettext("At se og stoppe sine egne login."),
        kept_for=lazy_gettext("30 dage efter at login er slut."),
        count=lambda now: count_rows(LoginSession, _old_sessions(now)),
        delete=lambda now: change(update(LoginSession).where(_old_sessions(now)).values(browser="")),
    ),
    PersonalData(
        name="users",
        label=lazy_gettext("Navn og e-mail på dem, der arbejder på kontoret"),
        fields=("users.name", "users.email"),
        purpose=lazy_gettext("At logge ind, og at se, hvem der gjorde hvad."),
        kept_for=lazy_gettext("30 dage efter at kontoen er lukket."),
        count=lambda now: count_rows(User, _closed_users(now)),
        delete=_empty_users,
    ),
    PersonalData(
        name="outbox",
        label=lazy_gettext("Mails, der er på vej"),
        fields=("outbox.recipient", "outbox.body"),
        purpose=lazy_gettext("At sende den ene mail."),
        kept_for=lazy_gettext("Til mailen er sendt. Højst 30 dage."),
        count=lambda now: count_rows(OutboxMail, _stuck_mail(now)),
        delete=_empty_mail,
    ),
)


def _command() -> None:
    """Delete personal data whose time is up (runs every night by itself)."""
    for name, rows in delete_due().items():
        print(f"{name}: {rows}")
