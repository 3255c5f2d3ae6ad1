"""The published schema of a disturbance and its reader refuse the same documents, whatever is changed in them."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.services.test_tournament_file_any_input import holder, places_in, put
from tests.timetable.days import load_document
from tournament.file import read_tournament
from tournament.file_day import read_day
from tournament.file_disturbance import KEYS, read_news
from tournament.file_faults import Reader
from tournament.file_timetable import names_of

DOCS = Path(__file__).parent.parent.parent / "docs"
SCHEMA = json.loads((DOCS / "disturbance.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
PAGE = (DOCS / "tournament-file.md").read_text(encoding="utf-8")
FILE = {
    **load_document("a"),
    "timetable": [{"match": "m1", "court": "c1", "start": "2026-10-03T10:00"}],
}
COMPETITION = read_tournament(dict(FILE))
WHOLE: dict[str, Any] = {
    "now": "2026-10-03T10:05",
    "disturbances": [
        {"kind": "court_closed", "court": "c2", "from": "12:00", "to": "12:45"},
        {"kind": "team_late", "entry": "t7", "until": "12:40"},
        {"kind": "withdrawn", "entry": "t9", "from": "12:00"},
        {"kind": "overrun", "match": "m1", "minutes": 15},
        {"kind": "delay_all", "from": "12:00", "minutes": 15},
        {
            "kind": "extra_court",
            "court": {"id": "c7", "name": "Bane 7", "hall": "A", "windows": [["12:30", "18:00"]], "stages": ["pools"]},
        },
    ],
}
VALUES: list[Any] = [
    *(None, True, 0, 1, 1.5, 3.0, 1441, "", "bye", "t1", "c1", "m1", "10:30", "25:00", "2026-10-03T10:00", [], {}),
    *(["10:00", "11:00"], [["10:00", "11:00"]], ["pools"], *KEYS),
]
NAMES = sorted({"kind", "now", "disturbances", "id", "windows", "x"}.union(*KEYS.values()))


def verdicts(news: dict[str, Any]) -> tuple[bool, bool]:
    reader = Reader()
    day = read_day(FILE, COMPETITION, reader)
    assert day is not None
    assert names_of(FILE, day)
    read_news(news, day, COMPETITION, reader)
    return VALIDATOR.is_valid(news), not any(fault.is_shape for fault in reader.faults)


def test_the_whole_document_is_taken_by_both() -> None:
    assert verdicts(WHOLE) == (True, True)


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_the_schema_and_the_reader_are_of_one_mind(data: st.DataObject) -> None:
    news = copy.deepcopy(WHOLE)
    path = data.draw(st.sampled_from(list(places_in(WHOLE))))
    what = data.draw(st.sampled_from(["put", "add", "take"]))
    if what == "take":
        target = holder(news, path)
        if isinstance(target, dict):
            target.pop(path[-1], None)
    else:
        more = (data.draw(st.sampled_from(NAMES)),) if what == "add" else ()
        put(news, path + more, copy.deepcopy(data.draw(st.sampled_from(VALUES))))
    by_schema, by_reader = verdicts(news)
    assert by_schema == by_reader


@pytest.mark.parametrize("kind", KEYS)
def test_the_page_shows_each_kind_with_its_keys(kind: str) -> None:
    assert f'"kind": "{kind}"' in PAGE
    assert all(f'"{key}"' in PAGE for key in KEYS[kind])
