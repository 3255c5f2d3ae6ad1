"""Starting it for real: bring the database up to date, run the worker, serve with gunicorn."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from alembic import command
from alembic.config import Config
from flask import Flask, current_app
from flask.cli import with_appcontext

from core.db import database
from core.jobs import THREADS
from core.site import current_settings

SERVER_PROCESSES = 2
SERVER_THREADS = 4


def plug_in_commands(app: Flask) -> None:
    """Give `flask` the commands upgrade, new-migration, worker and serve."""
    for made in (upgrade_command, new_migration_command, worker_command, serve_command):
        app.cli.add_command(made)


def upgrade_database(revision: str = "head") -> None:
    """Bring the tables of the current application's database up to date, or to a revision on the way there."""
    with _migrations() as config:
        command.upgrade(config, revision)


@contextmanager
def _migrations() -> Iterator[Config]:
    config = Config()
    config.set_main_option("script_location", str(Path(current_app.root_path) / "migrations"))
    with database().engine.begin() as connection:
        config.attributes["connection"] = connection
        yield config


@click.command("upgrade")
@with_appcontext
def upgrade_command() -> None:
    """Bring the database up to date, and what every site needs to know (sports, regions) with it."""
    upgrade_database()
    for lay in current_app.extensions.get("after_upgrade", []):
        lay()


@click.command("new-migration")
@click.argument("text")
@with_appcontext
def new_migration_command(text: str) -> None:
    """Write a migration from what differs between the models and an upgraded database; read it before committing."""
    with _migrations() as config:
        command.revision(config, text, autogenerate=True)


@click.command("worker")
@with_appcontext
def worker_command() -> None:
    """Run the jobs: mail, sweeps, the nightly deletion."""
    current_app.extensions["jobs"]["jobs"].queue.create_consumer(workers=THREADS, worker_type="thread").run()


@click.command("serve")
@with_appcontext
def serve_command() -> None:
    """Serve the site with gunicorn and a worker beside it, until stopped."""
    bind = f"127.0.0.1:{current_settings().port}"
    gunicorn = [
        *(sys.executable, "-m", "gunicorn", "wsgi:create_app()", "--bind", bind, "--no-control-socket"),
        *("--workers", str(SERVER_PROCESSES), "--worker-class", "gthread", "--threads", str(SERVER_THREADS)),
        *("--log-level", "warning", "--graceful-timeout", "10"),
        # No header may say which page is meant: gunicorn would take SCRIPT_NAME and PATH_INFO from a local proxy.
        *("--forwarder-headers", ""),
    ]
    processes = [
        subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "worker"]),
        subprocess.Popen(gunicorn),
    ]

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    # Whichever ends first takes the other with it: half a system would look like a whole one.
    os.waitpid(-1, 0)
    for process in processes:
        process.terminate()
        process.wait()
