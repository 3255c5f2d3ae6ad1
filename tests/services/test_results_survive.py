"""What was acknowledged is there after the process that stored it was killed in the middle of its work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import database, session
from tests import make_day
from tournament.models import ResultRow

ACKNOWLEDGED = 12


@pytest.mark.commits
def test_no_acknowledged_result_is_lost_by_kill_9(app: Flask, tmp_path: Path) -> None:
    day = make_day.day()
    session().rollback()
    url = database().engine.url.render_as_string(hide_password=False)
    environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(tmp_path / "writer"), "APP_ENV": "test"}
    command = [sys.executable, "-m", "tests.result_writer", str(day.event_id)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as writer:
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _line in range(ACKNOWLEDGED)]
        writer.kill()
        # What it still said before the signal reached it was acknowledged too.
        said += [int(line) for line in writer.stdout if line.endswith("\n")]
    stored = list(session().scalars(select(ResultRow.id).where(ResultRow.match_id == day.match_id(1))))
    assert set(said) <= set(stored)
    current = day.view.get_match(day.match_id(1))
    assert current.result_id == max(stored)
    assert current.state == "done"
