"""The database: one session per application context and the only place that commits."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from flask import Flask, current_app, g
from sqlalchemy import DateTime, Delete, Dialect, Engine, MetaData, Update, create_engine, event, func, select
from sqlalchemy.engine import Connection, CursorResult
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import JSON, TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time: stored as UTC, read as UTC, and a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time; SQLite keeps no zone, so it gets the UTC clock."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The parent of every model."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON}


@dataclass(slots=True)
class Database:
    """The engine and the session maker of one application."""

    engine: Engine
    make_session: sessionmaker[Session]


def plug_in_database(app: Flask, url: str) -> Database:
    """Give the application its database; sessions open on first use and close with the context."""
    database = Database(engine := make_engine(url), sessionmaker(engine, expire_on_commit=False))
    app.extensions["database"] = database
    app.teardown_appcontext(_close_session)
    return database


def make_engine(url: str) -> Engine:
    """An engine for a URL; on SQLite with WAL, foreign keys and transactions that begin when we say so.

    Its errors do not say what was to be stored: they are logged, and that may be a name and a phone.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True, pool_size=8, max_overflow=8, pool_pre_ping=True)
    # As many connections as a process has threads to serve; a waiting writer waits for the lock, not for a connection.
    busy = {"timeout": 20}
    engine = create_engine(url, hide_parameters=True, connect_args=busy, pool_size=32, max_overflow=0, pool_timeout=60)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own guesses at when to begin are off: _begin_sqlite decides.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A command takes the write lock before it reads, so what it read is still true when it writes.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def database() -> Database:
    """The database of the current application."""
    found: Database = current_app.extensions["database"]
    return found


def session() -> Session:
    """The session of the current application context, for reading; writes go through transaction()."""
    if "session" not in g:
        g.session = database().make_session()
    opened: Session = g.session
    return opened


def _close_session(_error: BaseException | None) -> None:
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()


def change(statement: Update | Delete) -> int:
    """Run an UPDATE or DELETE and say how many rows it touched."""
    return cast(CursorResult[Any], session().execute(statement)).rowcount


@contextmanager
def transaction() -> Iterator[Session]:
    """Do all of a command or nothing: the change, its audit row and its outgoing mail.

    A transaction inside another joins it. Rows loaded before it are let go (what they said may be old), so a
    command takes ids and loads what it needs itself.
    """
    current = session()
    if current.info.get("in_command"):
        yield current
        return
    current.expunge_all()
    current.rollback()
    current.info["in_command"] = True
    afterwards: list[Callable[[], None]] = []
    current.info["afterwards"] = afterwards
    try:
        current.connection(execution_options={"writes": True})
        yield current
        current.commit()
    except BaseException:
        current.rollback()
        raise
    finally:
        current.info["in_command"] = False
    for call in afterwards:
        call()


def look_again() -> None:
    """Let the next read see what others have stored since; inside a transaction what was read stands."""
    if not session().info.get("in_command"):
        session().rollback()


def take_turns(at: str) -> None:
    """Let commands of a kind come one after the other until the running transaction ends.

    For those that look whether a thing is there and make it where it is not: a row that is not there cannot be held.
    """
    if session().get_bind().dialect.name == "postgresql":
        session().execute(select(func.pg_advisory_xact_lock(func.hashtext(at))))


def after_commit(call: Callable[[], None]) -> None:
    """Do something once the running transaction is safely stored (hand a job to the worker)."""
    info = session().info
    if not info.get("in_command"):
        raise ValueError("after_commit belongs inside transaction()")
    info["afterwards"].append(call)
