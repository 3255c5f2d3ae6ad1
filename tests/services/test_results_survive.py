"""What was acknowledged is there after the process that stored it was killed in the middle of its work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import database, session
from tests import make_day, make_marks
from tournament.models import MarkRow, ResultRow

ACKNOWLEDGED = 12


def killed_at_work(what: str, event_id: int, folder: Path) -> set[int]:
    """The rows that a process acknowledged before it was killed in the middle of its work."""
    session().rollback()
    url = database().engine.url.render_as_string(hide_password=False)
    environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(folder / "writer"), "APP_ENV": "test"}
    command = [sys.executable, "-m", "tests.result_writer", what, str(event_id)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as writer:
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _line in range(ACKNOWLEDGED)]
        writer.kill()
        # What it still said before the signal reached it was acknowledged too.
        said += [int(line) for line in writer.stdout if line.endswith("\n")]
    return set(said)


@pytest.mark.commits
def test_no_acknowledged_result_is_lost_by_kill_9(app: Flask, tmp_path: Path) -> None:
    day = make_day.day()
    said = killed_at_work("results", day.event_id, tmp_path)
    stored = list(session().scalars(select(ResultRow.id).where(ResultRow.match_id == day.match_id(1))))
    assert said <= set(stored)
    current = day.view.get_match(day.match_id(1))
    assert current.result_id == max(stored)
    assert current.state == "done"


@pytest.mark.commits
def test_no_acknowledged_mark_is_lost_by_kill_9(app: Flask, tmp_path: Path) -> None:
    games = make_marks.games()
    said = killed_at_work("marks", games.event_id, tmp_path)
    stored = list(session().scalars(select(MarkRow.id).where(MarkRow.entry_id == games.entry_ids[0])))
    assert said <= set(stored)
    current = games.seen(make_marks.RUN, 0)
    assert current is not None
    assert (current.id, current.is_disputed) == (max(stored), False)
