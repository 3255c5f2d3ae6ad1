"""A whole day on the services: set up, drawn, planned, played with two tablets, a team lost, delayed, a champion."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import Actor
from core.db import session
from tests import make, make_tournament
from tests.conftest import NOW
from tests.make_planning import show_plan
from tournament import draw, draw_changes, results, setup, setup_stages, situations
from tournament.engine.values import Policy, Result
from tournament.models import Division
from tournament.store_cache import get_view
from tournament.store_view import MatchView, by_time

OFFICE, ONE, OTHER = Actor("user", 1), Actor("device", 1), Actor("device", 2)


def score(match: MatchView, chance: Random) -> Result:
    """A score, decided on penalties where somebody must win."""
    home, away = chance.randrange(4), chance.randrange(4)
    level_knockout = match.pool is None and home == away
    return Result(home=home, away=away, shootout="home" if level_knockout else None)


def planned_event() -> int:
    """Ten teams, pools and knock-out, with a published timetable; returns the event."""
    event = make.event(rows=[])
    make_tournament.confirmed(event, 10, places=5)
    setup.create_competition(event.id, by=OFFICE)
    row = session().scalars(select(Division.id)).one()
    setup_stages.choose_stages(row, setup_stages.StageChoice(2, per_pool=4), by=OFFICE)
    draw.draw_division(row, by=OFFICE, seed="DAGEN")
    draw.publish_draw(row, by=OFFICE)
    show_plan(event.id)
    return event.id


def test_a_whole_day_ends_with_a_champion(app: Flask) -> None:
    event_id = planned_event()
    chance = Random(3)
    order = [match.id for match in sorted(get_view(event_id).matches, key=by_time)]
    for number, match_id in enumerate(order):
        match = get_view(event_id).get_match(match_id)
        if match.result is not None or match.is_empty:
            continue
        assert match.home.is_known
        assert match.away.is_known
        results.start_match(match_id, by=ONE)
        results.set_running_score(match_id, 1, 0, by=ONE)
        entered = score(match, chance)
        first = results.record_result(match_id, entered, by=ONE)
        assert results.record_result(match_id, entered, by=OTHER).outcome == "duplicate"
        if number == 2:
            different = Result(home=(entered.home or 0) + 1, away=entered.away)
            second = results.record_result(match_id, different, by=OTHER)
            assert second.outcome == "conflict"
            results.settle_dispute(match_id, second.result_id, by=OFFICE)
        if number == 4:
            results.correct_result(match_id, Result(home=5, away=0), seen=first.result_id, by=OFFICE)
        if number == 6:
            view = get_view(event_id)
            lost = view.divisions[0].entries[-1]
            draw_changes.withdraw_entry(view.id, int(lost[1:]), Policy.FORFEIT, by=OFFICE)
            later = match.starts_at or NOW
            late = {"kind": "delay_all", "from": later.isoformat(), "minutes": 15}
            asked = situations.ask_situation(event_id, [late], later, by=OFFICE)
            situations.publish_situation(event_id, asked, 0, by=OFFICE)
    view = get_view(event_id)
    assert all(match.state in ("done", "off") for match in view.matches)
    places = next(state for state in view.state.divisions if state.division == "A").places
    final = next(match for match in view.matches if match.number == len(view.matches))
    assert places[0].first == places[0].last == 1
    assert places[0].entry == final.resolved.winner
    assert len(places) == 10


SERVER_KILLED = """
import os, sys
from core.settings import load_settings
from wsgi import create_app
from core.audit import Actor
from core.db import session
from sqlalchemy import select
from tournament.engine.values import Result
from tournament.models import Match
from tournament.results import record_result
app = create_app()
with app.app_context():
    for number, match_id in enumerate(session().scalars(select(Match.id).order_by(Match.number)).all()[:6]):
        record_result(match_id, Result(home=number, away=0), by=Actor("device", 1))
        print(match_id, flush=True)
        sys.stdin.readline()
"""


@pytest.mark.commits
def test_a_killed_process_loses_no_result_it_acknowledged(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "PORT": "8999", "PYTHONPATH": str(Path.cwd())}
    environment.pop("DATABASE_URL", None)
    lay = "from wsgi import create_app\nfrom core.serve import upgrade_database\nfrom tests import make_tournament\n"
    lay += "app = create_app()\nwith app.app_context():\n    upgrade_database()\n    make_tournament.competition()\n"
    subprocess.run([sys.executable, "-c", lay], env=environment, check=True)
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER_KILLED], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdin is not None
    acknowledged = []
    for _ in range(3):
        acknowledged.append(int(process.stdout.readline()))
        process.stdin.write("\n")
        process.stdin.flush()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdin.close()
    process.stdout.close()
    read = "from wsgi import create_app\nfrom core.db import session\nfrom sqlalchemy import select\n"
    read += "from tournament.models import ResultRow\napp = create_app()\nwith app.app_context():\n"
    read += "    print(*session().scalars(select(ResultRow.match_id).order_by(ResultRow.id)))\n"
    answer = subprocess.run([sys.executable, "-c", read], env=environment, check=True, capture_output=True, text=True)
    stored = [int(word) for word in answer.stdout.split()]
    assert stored[: len(acknowledged)] == acknowledged
    assert len(stored) == len(set(stored))
