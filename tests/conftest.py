"""What every test may ask for: the application on both databases, a frozen clock, a client, a logged-in office."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import sessionmaker
from werkzeug.test import TestResponse

from core import clock
from core.db import Base, Database, make_engine, session
from core.people import open_session
from core.revision import PageCache
from core.serve import upgrade_database
from core.settings import Settings
from tests import cast
from tests.postgres import find_programs, postgres
from tournament import planning_search
from tournament.store_cache import ViewCache
from tournament.timetable.model import Outcome
from wsgi import create_app

NOW = datetime(2026, 10, 1, 10, 0, tzinfo=clock.COPENHAGEN)
KINDS = ("sqlite", "postgres")


class Client(FlaskClient):
    """A client whose requests see nothing of the test's own session, as in real life."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make a request in an application context of its own."""
        if has_app_context():
            session().rollback()
        with self.application.app_context():
            return super().open(*args, **kwargs)


def settings_for_tests(folder: Path, url: str) -> Settings:
    """Settings as a test application gets them."""
    return Settings(
        environment="test",
        data_dir=folder,
        database_url=url,
        secret_key="a key for tests that is long enough to pass",
        port=8000,
        base_url="http://localhost",
        mail_url=None,
        mail_from="sport for LIVET <kontor@example.org>",
        phone="12 34 56 78",
        jobs_at_once=True,
        trusted_proxies=0,
    )


def make_test_app(folder: Path, url: str) -> Flask:
    """An application with its tables, as tests use it."""
    app = create_app(settings_for_tests(folder, url))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = Client
    with app.app_context():
        upgrade_database()
    return app


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on a migrated SQLite file that tests copy."""
    folder = tmp_path_factory.mktemp("sqlite")
    app = make_test_app(folder, f"sqlite:///{folder / 'template.db'}")
    app.extensions["database"].engine.dispose()
    return app


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as the run."""
    programs = find_programs()
    if programs is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is missing: install Debian's package postgresql.")
        pytest.skip("no PostgreSQL on this machine: install Debian's package postgresql")
    with postgres(programs) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_app(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Iterator[Flask]:
    """The application on a migrated PostgreSQL database."""
    app = make_test_app(tmp_path_factory.mktemp("postgres"), postgres_url + "postgres")
    yield app
    app.extensions["database"].engine.dispose()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever touches data runs on both databases."""
    if "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", KINDS, scope="session")


@pytest.fixture
def database_kind() -> str:
    """Which database this test runs on."""
    raise AssertionError("given by pytest_generate_tests")


@pytest.fixture
def app(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> Iterator[Flask]:
    """The application with empty tables, a frozen clock and a context pushed; every change is gone afterwards."""
    made: Flask = request.getfixturevalue(f"{database_kind}_app")
    made.extensions["page_cache"] = PageCache()
    made.extensions["competition_views"] = ViewCache()
    start = _fresh_sqlite if database_kind == "sqlite" else _fresh_postgres
    commits = request.node.get_closest_marker("commits") is not None
    before = made.extensions["database"]
    for fresh in start(made, tmp_path, commits):
        made.extensions["database"] = fresh
        with clock.frozen(NOW), made.app_context():
            yield made
    made.extensions["database"] = before


def _fresh_sqlite(app: Flask, folder: Path, commits: bool) -> Iterator[Database]:
    template = Path(app.extensions["settings"].data_dir) / "template.db"
    shutil.copy(template, folder / "test.db")
    engine = make_engine(f"sqlite:///{folder / 'test.db'}")
    event.listen(engine, "connect", _prepare_for_tests)
    yield Database(engine, sessionmaker(engine, expire_on_commit=False))
    engine.dispose()


def _prepare_for_tests(connection: sqlite3.Connection, _record: object) -> None:
    # A query that names no order gets its rows last first: what leans on an order nobody asked for fails here,
    # not on the day PostgreSQL has moved a row.
    connection.execute("PRAGMA reverse_unordered_selects=ON")
    # No test cuts the power: killed processes lose nothing that the system has been given.
    connection.execute("PRAGMA synchronous=OFF")


def _fresh_postgres(app: Flask, folder: Path, commits: bool) -> Iterator[Database]:
    engine: Engine = app.extensions["database"].engine
    if commits:
        # Threads and processes need real commits; afterwards all rows go.
        yield Database(engine, sessionmaker(engine, expire_on_commit=False))
        with engine.begin() as connection:
            names = ", ".join(table.name for table in Base.metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        return
    with engine.connect() as connection:
        outer = connection.begin()
        inside = sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        yield Database(engine, inside)
        outer.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a login, in Danish."""
    return app.test_client()


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    """A browser logged in as the organiser."""
    return login_office(app.test_client())


def login_office(client: FlaskClient) -> FlaskClient:
    """Log a client in as the organiser of the cast."""
    return login_as(client, cast.organiser().id)


def login_as(client: FlaskClient, user_id: int) -> FlaskClient:
    """Log a client in as any user."""
    token = open_session(user_id, browser="test")
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """Move the frozen clock: `at(moment)`; the fixture `app` freezes it at NOW."""
    held: list[Any] = []

    def move(moment: datetime) -> None:
        frozen = clock.frozen(moment)
        frozen.__enter__()
        held.append(frozen)

    yield move
    while held:
        held.pop().__exit__(None, None, None)


@pytest.fixture
def searching(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., Outcome]], None]:
    """Let the search for a timetable be another: `searching(search)`."""
    return lambda search: monkeypatch.setattr(planning_search, "search_day", search)


@pytest.fixture
def no_worker(app: Flask) -> Iterator[None]:
    """Work that is asked for waits, because no worker is there."""
    before = app.extensions["jobs"]["run_job"]
    app.extensions["jobs"]["run_job"] = lambda run_id: None
    yield
    app.extensions["jobs"]["run_job"] = before
