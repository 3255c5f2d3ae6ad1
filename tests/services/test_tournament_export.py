"""A competition out of the database as a tournament file, and back in."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import Actor
from core.db import session
from core.errors import RuleError
from tests import make, make_tournament
from tournament import draw, facts, planning_run, results, setup, setup_stages
from tournament.engine.recompute import recompute
from tournament.engine.values import Result
from tournament.file import read_tournament
from tournament.file_faults import FaultyFileError
from tournament.file_timetable import timetable_faults
from tournament.models import Division, Timetable
from tournament.planning_draft import find_draft
from tournament.planning_publish import publish_timetable
from tournament.store_cache import get_view
from tournament.store_file import export_competition, import_competition

OFFICE = Actor("user", 1)
DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture
def event_id(app: Flask) -> int:
    """A planned competition of eight teams with some results, one corrected and one lot."""
    event = make.event(rows=[])
    make_tournament.confirmed(event, 8)
    setup.create_competition(event.id, by=OFFICE)
    row = session().scalars(select(Division.id)).one()
    setup_stages.choose_stages(row, setup_stages.StageChoice(2, per_pool=2), by=OFFICE)
    draw.draw_division(row, by=OFFICE, seed="T")
    draw.publish_draw(row, by=OFFICE)
    planning_run.lay_timetable(event.id, by=OFFICE)
    draft = find_draft(get_view(event.id).id)
    assert draft is not None
    publish_timetable(event.id, number=draft.number, by=OFFICE)
    for match in get_view(event.id).of_stage("A-pools"):
        recorded = results.record_result(match.id, Result(home=1, away=1), by=OFFICE)
        if match.pool == "A":
            results.correct_result(match.id, Result(home=match.number, away=0), seen=recorded.result_id, by=OFFICE)
    tied = [row.entry for row in get_view(event.id).pool_states("A-pools")[1].rows]
    facts.draw_lots(row, tied, by=OFFICE)
    return event.id


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


def test_a_format_that_the_pages_cannot_run_is_refused_with_its_path(app: Flask) -> None:
    make.sport()
    make.season()
    entries = [{"id": f"t{number}", "name": f"Hold {number}"} for number in range(1, 9)]
    stage = {"id": "monrad", "format": "swiss", "rounds": 3, "entries": [entry["id"] for entry in entries]}
    document = {
        **{"format": "sportforlivet.tournament", "version": 1, "name": "Monrad", "sport": "indendoers-fodbold"},
        **{"rules": {}, "entries": entries, "stages": [stage], "matches": []},
    }
    with pytest.raises(FaultyFileError, match=r"stages\[0\].format"):
        import_competition(document, by=OFFICE)
