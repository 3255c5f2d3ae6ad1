"""A competition out of the database as a tournament file, and back in."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import Actor
from core.db import session
from core.errors import RuleError
from tests import make
from tests.engine.test_season import EVENTS, play_through, set_up
from tests.make_planning import ready_day, show_plan
from tournament import facts, results
from tournament.engine.recompute import recompute
from tournament.engine.values import Result
from tournament.file import read_tournament
from tournament.file_faults import FaultyFileError
from tournament.file_rows import standings_line
from tournament.file_timetable import timetable_faults
from tournament.file_write import write_tournament
from tournament.models import Division, Timetable
from tournament.planning_publish import publish_timetable
from tournament.store_cache import get_view
from tournament.store_file import export_competition, import_competition

OFFICE = Actor("user", 1)
DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture
def event_id(app: Flask) -> int:
    """A planned competition of eight teams with some results, one corrected and one lot."""
    event_id = ready_day()
    show_plan(event_id)
    row = session().scalars(select(Division.id)).one()
    for match in get_view(event_id).of_stage("A-pools"):
        recorded = results.record_result(match.id, Result(home=1, away=1), by=OFFICE)
        if match.pool == "A":
            results.correct_result(match.id, Result(home=match.number, away=0), seen=recorded.result_id, by=OFFICE)
    tied = [row.entry for row in get_view(event_id).pool_states("A-pools")[1].rows]
    facts.draw_lots(row, tied, by=OFFICE)
    return event_id


def shape(document: dict[str, Any]) -> dict[str, Any]:
    """What a document says, with teams by name: ids are those of rows, so they differ."""
    names = {entry["id"]: entry["name"] for entry in document["entries"]}
    text = json.dumps(recomputed(document))
    for key in sorted(names, key=len, reverse=True):
        text = text.replace(f'"{key}"', f'"{names[key]}"')
    return dict(json.loads(text))


def recomputed(document: dict[str, Any]) -> dict[str, Any]:
    """Tables, sides and results of a document."""
    state = recompute(read_tournament(document))
    return {
        "pools": [[(row.entry, row.points) for row in pool.rows] for stage in state.stages for pool in stage.pools],
        "matches": sorted((m.match.number, m.home, m.away, m.winner) for m in state.matches),
        "slots": sorted((slot["match"], slot["start"]) for slot in document.get("timetable", [])),
    }


def test_an_export_is_a_sound_file(event_id: int) -> None:
    document = json.loads(json.dumps(export_competition(event_id)))
    values = read_tournament(document)
    assert timetable_faults(document, values) == []
    assert len(document["timetable"]) == len(document["matches"]) == 16


def test_what_goes_out_comes_in_again(event_id: int) -> None:
    document = json.loads(json.dumps(export_competition(event_id)))
    document["sport"] = "indendoers-fodbold"
    other = import_competition(document, by=OFFICE)
    view = get_view(other)
    publish_timetable(
        other,
        number=session().scalars(select(Timetable.number).order_by(Timetable.id.desc())).first() or 0,
        despite=True,
        by=OFFICE,
    )
    again = json.loads(json.dumps(export_competition(other)))
    assert view.event_id == other
    assert shape(again) == shape(document)


def test_an_event_takes_one_competition(event_id: int) -> None:
    document = json.loads(json.dumps(export_competition(event_id)))
    with pytest.raises(RuleError, match="has_competition"):
        import_competition(document, by=OFFICE, event_id=event_id)


def test_a_faulty_file_changes_nothing(event_id: int) -> None:
    document = json.loads(json.dumps(export_competition(event_id)))
    document["matches"][0]["home"] = "findes-ikke"
    with pytest.raises(FaultyFileError):
        import_competition(document, by=OFFICE)
    document = json.loads(json.dumps(export_competition(event_id)))
    document["sport"] = "skakboksning"
    with pytest.raises(RuleError, match="sport_unknown"):
        import_competition(document, by=OFFICE)


def test_the_planning_examples_come_in(app: Flask) -> None:
    make.sport()
    make.season()
    document = json.loads((DATA / "timetable" / "a.json").read_text())
    document["sport"] = "indendoers-fodbold"
    view = get_view(import_competition(document, by=OFFICE))
    assert (len(view.labels), len(view.matches), len(view.courts)) == (16, 32, 4)


ONE_OF_EACH = {event["format"]: event for event in EVENTS}


def whole_shape(document: dict[str, Any]) -> dict[str, Any]:
    """Everything the engine makes of a document, by the names of the teams."""
    names = {entry["id"]: entry["name"] for entry in document["entries"]}
    text = json.dumps(standings_line("", recompute(read_tournament(document))), sort_keys=True)
    for key in sorted(names, key=len, reverse=True):
        text = text.replace(f'"{key}"', f'"{names[key]}"')
    line = json.loads(text)
    for match in line["matches"]:
        match["sides"] = sorted(map(str, (match.pop("home"), match.pop("away"))))
    rows = [sorted((row["rank"], row["entry"]) for row in pool["rows"]) for s in line["stages"] for pool in s["pools"]]
    matches = sorted((match["id"], match["sides"], str(match["winner"])) for match in line["matches"])
    # A row without a name has one in the database.
    ranking = sorted(sorted(map(str, ({**place, "division": ""}).items())) for place in line["ranking"])
    return {"rows": rows, "matches": matches, "ranking": ranking}


@pytest.mark.parametrize("code", ONE_OF_EACH)
def test_every_format_comes_in_and_goes_out_as_it_was(app: Flask, code: str) -> None:
    make.sport()
    make.season()
    event = ONE_OF_EACH[code]
    teams = int(event["teams"] or 0) or 16
    played = play_through(set_up(code, teams, Random(1)), Random(3)).competition
    document = json.loads(json.dumps(write_tournament(played))) | {"sport": "indendoers-fodbold", "name": "Alle"}
    again = json.loads(json.dumps(export_competition(import_competition(document, by=OFFICE))))
    assert whole_shape(again) == whole_shape(document)
    assert [stage["format"] for stage in again["stages"]] == [stage["format"] for stage in document["stages"]]
