"""Whatever stands in a file, a command answers or says what is wrong; it never fails of itself."""

import copy
import json
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents import Document, document, entries, run
from tests.engine.competitions import play_on, pools_and_knockout
from tests.services.test_tournament_file_check import breaks_schema
from tournament.file_write import write_tournament

ODD_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 30),
    st.just(1.5),
    st.sampled_from(["", "bye", "t1", "t99", "m1", "winner:m1", "loser:m30", "winner:m30", "pools:A:1", "pools:*:2#1"]),
    st.sampled_from(["final:1", "final:round:2#1", "swiss", "knockout", "round_robin", "played", "annulled", "home"]),
    st.just([]),
    st.just({}),
    st.just(["t1", "t2"]),
    st.just({"t1": "annul", "t2": 3}),
    st.sampled_from(["measured", "supermelee", "poule", "double_elimination", "placement", "swiss:1", "t1+t2", "dnf"]),
    st.just([["t1", None]]),
    st.just([{"entry": "t1", "attempts": [1e308, -1]}]),
)


def whole_file(seed: int, rounds: int) -> Document:
    """A sound file of pools and a knock-out, some of it played."""
    competition, rng = pools_and_knockout(2, 4, 2), Random(seed)
    for _ in range(rounds):
        competition = play_on(competition, rng)
    return write_tournament(competition)


def every_format(seed: int) -> Document:
    """A file with a stage of each other format, drawn and half played, and games."""
    names = [f"t{n}" for n in range(1, 10)]
    stages: list[Document] = [
        {"id": "swiss", "format": "swiss", "rounds": 2, "entries": names},
        {"id": "cup", "format": "double_elimination", "grand_final": "reset", "entries": names[:6]},
        {"id": "all", "format": "placement", "places": "all", "entries": names[:5]},
        {"id": "poules", "format": "poule", "entries": names, "wishes": [["t1", "t2"]]},
        {"id": "day", "format": "supermelee", "rounds": 2, "team_size": 3, "entries": names},
        {"id": "run", "format": "measured", "better": "low", "lanes": 4, "entries": names},
    ]
    file = document(entries=entries(*names), stages=stages, overall={"medals": True, "points": [10, 8], "started": 1})
    for stage in stages:
        result = run("draw", "-", "--stage", stage["id"], "--seed", str(seed), document=file)
        assert result.exit_code == 0, result.stderr
        file = json.loads(result.stdout)
    for match in file["matches"][::2]:
        if "bye" not in (match["home"], match["away"]) and isinstance(match["home"], list):
            match["result"] = {"kind": "played", "home": 13, "away": seed % 13}
    marks = [12.5, None, 11, "dnf"]
    file["stages"][-1]["results"] = [
        {"entry": name, "attempts": [], "status": mark}
        if isinstance(mark, str)
        else {"entry": name, "attempts": [mark]}
        for name, mark in zip(names, marks, strict=False)
    ]
    return file


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything inside a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [path] if path else []
    for key, item in inside:
        found += places_in(item, (*path, key))
    return found


def holder(document: Document, path: tuple[Any, ...]) -> Any:
    """The object or list that the last step of a path stands in; None where the path is gone."""
    target: Any = document
    for key in path[:-1]:
        try:
            target = target[key]
        except (KeyError, IndexError, TypeError):
            return None
    return target


def put(document: Document, path: tuple[Any, ...], value: Any) -> None:
    """Put a value at a path of the document, where that path still is."""
    target = holder(document, path)
    is_there = isinstance(target, list) and isinstance(path[-1], int) and path[-1] < len(target)
    if isinstance(target, dict) or is_there:
        target[path[-1]] = value


def answered_or_refused(file: Document, stage: str) -> None:
    """Every command gives an answer, or says what is wrong and ends with 1 or 2."""
    for arguments in (("standings", "-"), ("check", "-"), ("draw", "-", "--stage", stage, "--seed", "1")):
        result = run(*arguments, document=file)
        assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, json.dumps(file))
        assert result.exit_code in (0, 1, 2)
        assert (result.exit_code == 0) == (not result.stderr)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), rounds=st.integers(0, 5))
def test_a_file_with_anything_changed_is_answered_or_refused(data: st.DataObject, rounds: int) -> None:
    file = whole_file(1, rounds)
    paths = places_in(file)
    for _ in range(data.draw(st.integers(1, 4))):
        put(file, data.draw(st.sampled_from(paths)), copy.deepcopy(data.draw(ODD_VALUES)))
    answered_or_refused(file, "final")


WHOLE = every_format(1)
PATHS = places_in(WHOLE)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_so_is_a_file_with_every_format(data: st.DataObject) -> None:
    file = copy.deepcopy(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        put(file, data.draw(st.sampled_from(PATHS)), copy.deepcopy(data.draw(ODD_VALUES)))
    answered_or_refused(file, data.draw(st.sampled_from(["swiss", "cup", "all", "poules", "day", "run"])))


def test_a_file_with_every_format_keeps_to_the_schema_and_the_rules() -> None:
    assert run("check", "-", document=WHOLE).stderr == ""
    assert not breaks_schema(WHOLE)
