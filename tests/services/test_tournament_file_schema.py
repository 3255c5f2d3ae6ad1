"""The published schema and the reader refuse the same files, whatever is changed in them."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.documents import Document, document, entries, one_pool, played, run
from tests.services.test_tournament_file_any_input import every_format, holder, places_in, put, whole_file
from tournament.plug import FILE_COMMANDS

DOCS = Path(__file__).parent.parent.parent / "docs"
SCHEMA = json.loads((DOCS / "tournament-file.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def with_facts() -> Document:
    """A file with all facts, rules of a stage's own, a comparison over pools and sets."""
    names = ["t1", "t2", "t3", "t4"]
    stage = {
        **one_pool("t1", "t2")[0],
        "best": {"compare": "per_match"},
        "rules": {"points": {"win": 2, "draw": 1, "loss": 0}, "walkover": [3, 0], "bye": None},
        "division": "A",
        "discipline": "bold",
    }
    final = {"id": "final", "format": "knockout", "slots": ["pools:A:1", "t3"], "allocation": {"AB": {"1A": "3B"}}}
    match = played("m1", "t1", "t2", (2, 1), round=1, number=7, status="finished")
    match["result"]["sets"] = [[11, 7], [9, 11], [11, 3]]
    return document(
        entries=[{**entry, "seed": 1, "pot": 2, "organisation": "X", "people": ["p"]} for entry in entries(*names)],
        stages=[stage, final],
        matches=[match, {"id": "m2", "stage": "final", "home": "pools:A:1", "away": "t3"}],
        facts={
            **{"adjust": {"t1": -3}, "no_shows": {"t2": 1}, "fair_play": {"t1": -1}, "coefficient": {"t1": 0.5}},
            **{"withdrawn": {"t3": "annul"}, "lots": [["t1", "t2"]], "playoff": [], "ranking": [["t2", "t1"]]},
        },
    )


def with_a_day() -> Document:
    """A file whose day has every key, and a timetable."""
    return document(
        entries=entries("t1", "t2", "t3"),
        stages=one_pool("t1", "t2", "t3"),
        matches=[
            {"id": f"m{n}", "stage": "pools", "pool": "A", "home": home, "away": away}
            for n, (home, away) in enumerate((("t1", "t2"), ("t2", "t3"), ("t3", "t1")), 1)
        ],
        day={
            **{"start": "2026-10-03T10:00", "grid_minutes": 5, "max_wait_minutes": 60, "max_wait_is_hard": False},
            "courts": [
                {"id": "c1", "name": "Bane 1", "hall": "A", "windows": [["10:00", "16:00"]], "stages": ["pools"]},
                {"id": "c2", "hall": "B", "windows": [["10:00", "16:00"]]},
            ],
            **{"durations": {"pools": {"play": 10, "changeover": 2}}, "breaks": [["12:00", "12:30"]]},
            "rest_minutes": {"same_stage": 10, "other_stage": 20},
            "wishes": [
                {"entry": "t3", "not_before": "10:30"},
                {"entry": "t1", "meal": ["11:30", "13:00"], "minutes": 20},
                {"stage": "pools", "not_before": "10:00"},
                {"entry": "t2", "leaves": "15:10", "after": "m1"},
            ],
            "pins": [{"match": "m3", "court": "c1", "start": "15:30"}, {"match": "m1", "after": "m2"}],
            **{"walk_minutes": {"A|B": 5}, "same_time": [["m1"]], "max_shift_minutes": 30, "frozen_until": "10:05"},
            "referees": {"mode": "people", "people": ["r1"]},
        },
        timetable=[{"match": "m1", "court": "c1", "start": "2026-10-03T10:00", "referee": "r1"}],
        plan={"not_placed": [{"match": "m2"}, {"match": "m3"}]},
    )


PAGE = (DOCS / "tournament-file.md").read_text(encoding="utf-8")


def keys_in(part: Any) -> set[str]:
    """Every key that some part of the schema names."""
    found = set(part.get("properties", {})) if isinstance(part, dict) else set()
    inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return found.union(*map(keys_in, inside)) if inside else found


def test_the_page_names_every_key_of_the_schema() -> None:
    keys = keys_in(SCHEMA)
    assert {"tiebreak", "grid_minutes", "grand_final", "shootout", "bye"} <= keys
    assert sorted(key for key in keys if not re.search(rf"[`\"]{key}[`\"]", PAGE)) == []


def test_the_page_names_every_command_with_its_options() -> None:
    commands = {name: command for module in FILE_COMMANDS for name, command in module.tournament_group.commands.items()}
    assert {"standings", "draw", "check", "plan", "bench"} <= commands.keys()
    for name, command in commands.items():
        shown = re.search(rf"`flask tournament {name}([^`]*)`", PAGE)
        assert shown, name
        named = [option for part in command.params for option in part.opts if option.startswith("--")]
        assert [option for option in named if option not in shown[1]] == [], name


WHOLE = [whole_file(1, 0), whole_file(1, 5), every_format(1), with_facts(), with_a_day()]
# The day is read when the competition has no faults, so in a file with a day nothing else is changed.
PLACES = [[path for path in places_in(file) if "day" not in file or path[0] in ("day", "timetable")] for file in WHOLE]
KEYS = sorted(
    set(SCHEMA["properties"])
    | {key for name in SCHEMA["$defs"] for key in SCHEMA["$defs"][name].get("properties", {})}
    | {key for place in PLACES for path in place for key in path if isinstance(key, str)}
)
VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 2, 3.0, 1.5, 1e13, 10**10, 1441, [], {}),
    *("", "bye", "t1", "t99", "m1", "winner:m1", "pools:A:1", "pools:*:2#1", "final:1", "swiss:round:2#1", "t1+t2"),
    *("a b", "æ", "10:30", "25:00", "2026-10-03T10:00", "2026-10-03T10:00+01:00", "A|B", "pools"),
    *("knockout", "round_robin", "played", "measured", "annulled", "low", "home", "single", "all", "shared", "apart"),
    *(["t1", "t2"], ["t1"], [1, 2], [[1, 2]], [[11, 7], [9, 11]], [3, 0], [3.0, 0], [["t1", None]], ["10:00", "11:00"]),
    *({"t1": 1}, {"t1": None}, {"t1": "annul"}, {"compare": "total"}, {"AB": {"1A": "3B"}}, {"AB": None}),
    *({"kind": "measured"}, {"kind": None, "home": 1, "away": 0}, {"kind": "walkover_home", "home": "x"}),
    *([{"entry": "t1", "attempts": [1.5, None]}], [{"entry": "t1", "status": "ill"}]),
    *(
        {"a": 1, "b": 2, "c": 3, "kind": "track"},
        {"a": 1, "b": 2, "c": 11, "kind": "track"},
        {"same_stage": 10, "x": 1},
    ),
    *([{"entry": "t1"}], [{"entry": "t1", "minutes": 5}], [{"match": "m1"}], [{"match": "m1", "court": "c1"}]),
]


def verdicts(file: Document) -> tuple[bool, bool]:
    """Whether the schema and whether the reader takes a file; a file that breaks a rule has the right shape."""
    result = run("check", "-", document=file)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return VALIDATOR.is_valid(file), result.exit_code != 2


def changed(data: st.DataObject) -> Document:
    """One of the whole files with some values put in, added or taken out."""
    number = data.draw(st.integers(0, len(WHOLE) - 1))
    file = copy.deepcopy(WHOLE[number])
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(PLACES[number]))
        what = data.draw(st.sampled_from(["put", "add", "take"]))
        if what == "take":
            target = holder(file, path)
            if isinstance(target, dict):
                target.pop(path[-1], None)
        else:
            more = (data.draw(st.sampled_from(KEYS)),) if what == "add" else ()
            put(file, path + more, copy.deepcopy(data.draw(st.sampled_from(VALUES))))
    return file


@pytest.mark.parametrize("number", range(len(WHOLE)))
def test_the_whole_files_are_taken_by_both(number: int) -> None:
    assert verdicts(WHOLE[number]) == (True, True)


@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_the_schema_and_the_reader_are_of_one_mind(data: st.DataObject) -> None:
    by_schema, by_reader = verdicts(changed(data))
    assert by_schema == by_reader


BAD_SHAPES = [
    {"version": 1.5},
    {"entries": [{"id": "t1", "seed": 0}]},
    {"stages": [{"id": "s", "format": "swiss", "bye": [13]}]},
    {"stages": [{"id": "s", "format": "knockout", "rounds": 31}]},
    {"stages": [{"id": "s", "format": "round_robin", "pools": [{"id": "A", "entries": [["t1", "t2"]]}]}]},
    {"stages": [{"id": "s", "format": "measured", "results": [{"entry": "t1", "attempts": [1e13]}]}]},
    {"stages": [{"id": f"s{n}", "format": "knockout"} for n in range(501)]},
    {"rules": {"points": {"win": 1e13}}},
    {"facts": {"no_shows": {"t1": 1.5}}},
    {"overall": {"medals": None}},
    {"matches": [{"id": "m1", "stage": "s", "home": "t1", "away": "t1+t2"}]},
    {"matches": [{"id": "m1", "stage": "s", "home": "t1", "away": "t2", "result": {"kind": "annulled", "home": -1}}]},
]


@pytest.mark.parametrize("parts", BAD_SHAPES, ids=lambda parts: str(parts)[:60])
def test_a_shape_that_one_refuses_the_other_refuses_too(parts: Document) -> None:
    base = {"entries": entries("t1", "t2"), "stages": [{"id": "s", "format": "knockout"}], "matches": []}
    assert verdicts(document(**{**base, **parts})) == (False, False)
