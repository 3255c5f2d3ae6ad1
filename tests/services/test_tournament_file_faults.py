"""A faulty tournament file: every fault at once, each with its path, nothing written, exit 2."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.documents import Document, document, entries, one_pool, played, run


def two_teams(**parts: Any) -> Document:
    """A small file without faults."""
    return document(
        **{
            "entries": entries("t1", "t2"),
            "stages": one_pool("t1", "t2"),
            "matches": [played("m1", "t1", "t2", (2, 1))],
            **parts,
        }
    )


def knockout(*matches: Document) -> Document:
    """A file with a knock-out of these matches."""
    return two_teams(stages=[{"id": "final", "format": "knockout"}], matches=list(matches))


FAULTS = {
    "other format": ({"format": "other"}, "format: must be 'sportforlivet.tournament'"),
    "other version": ({"version": 2}, "version: must be 1"),
    "entries missing": ({"entries": None}, "entries: must be a list"),
    "entry twice": ({"entries": entries("t1", "t2", "t1")}, "entries[2].id: entry 't1' is there twice"),
    "an id with a space": ({"entries": [*entries("t1", "t2"), {"id": "a b"}]}, "entries[2].id: 'a b' is no id"),
    "an entry called bye": ({"entries": [*entries("t1", "t2"), {"id": "bye"}]}, "entries[2].id: 'bye' is no id"),
    "unknown in pool": ({"stages": one_pool("t1", "t2", "t9")}, "stages[0].pools[0].entries[2]: unknown entry 't9'"),
    "twice in a stage": ({"stages": one_pool("t1", "t2", "t1")}, "stages[0]: has entry 't1' twice"),
    "unknown format": ({"stages": [{"id": "pools", "format": "bingo"}]}, "stages[0].format: must be one of"),
    "option out of limits": ({"stages": one_pool("t1", "t2", legs=5)}, "stages[0].legs: 5 is not allowed: 1 to 4"),
    "unknown criterion": ({"rules": {"tiebreak": ["luck"]}}, "rules.tiebreak[0]: unknown criterion 'luck'"),
    "walkover of one": ({"rules": {"walkover": [3]}}, "rules.walkover: must be two whole numbers"),
    "points in words": ({"rules": {"points": {"win": "3"}}}, "rules.points.win: must be a number"),
    "fact of nobody": ({"facts": {"adjust": {"t9": -1}}}, "facts.adjust.t9: unknown entry 't9'"),
    "lot of nobody": ({"facts": {"lots": [["t1", "t9"]]}}, "facts.lots[0][1]: unknown entry 't9'"),
    "lot named twice": ({"facts": {"lots": [["t1", "t1"]]}}, "facts.lots[0]: names an entry twice"),
    "match twice": (
        {"matches": [played("m1", "t1", "t2", (1, 0)), played("m1", "t2", "t1", (1, 0))]},
        "matches[1].id: match 'm1' is there twice",
    ),
    "unknown stage": ({"matches": [played("m1", "t1", "t2", (1, 0), stage="x")]}, "matches[0].stage: unknown stage"),
    "unknown pool": ({"matches": [played("m1", "t1", "t2", (1, 0), pool="B")]}, "matches[0].pool: unknown pool 'B'"),
    "no pool": ({"matches": [played("m1", "t1", "t2", (1, 0), pool=None)]}, "matches[0].pool: is missing"),
    "against itself": ({"matches": [played("m1", "t1", "t1", (1, 0))]}, "matches[0]: 't1' meets itself"),
    "no side": ({"matches": [played("m1", None, "t2", (1, 0))]}, "matches[0].home: is missing"),
    "no selector": ({"matches": [played("m1", "t1", "pools:A:0", (1, 0))]}, "matches[0].away: 'pools:A:0' is not"),
    "negative goals": ({"matches": [played("m1", "t1", "t2", (-1, 0))]}, "matches[0].result.home: must be a whole"),
    "goals that are true": ({"matches": [played("m1", "t1", "t2", (True, 0))]}, "matches[0].result.home: must be"),
    "shoot-out after a win": (
        {"matches": [{**played("m1", "t1", "t2", (0, 0)), "result": {"home": 1, "away": 0, "shootout": "home"}}]},
        "matches[0].result.shootout: a shoot-out needs a draw before it",
    ),
    "a place against itself": (
        {"stages": [*one_pool("t1", "t2"), {"id": "f", "format": "knockout"}]}
        | {"matches": [{"id": "m1", "stage": "f", "home": "pools:A:1", "away": "pools:A:1"}]},
        "matches[0]: 'pools:A:1' meets itself",
    ),
    "a stranger in a line": (
        {"entries": entries("t1", "t2", "t3"), "stages": [{"id": "s", "format": "swiss", "entries": ["t1", "t2"]}]}
        | {"matches": [{"id": "m1", "stage": "s", "home": "t1", "away": "t3"}]},
        "matches[0].away: 't3' is not in stage 's'",
    ),
    "a number too large": ({"facts": {"adjust": {"t1": 1e13}}}, "facts.adjust.t1: is too large a number"),
    "too many goals": (
        {"matches": [played("m1", "t1", "t2", (10**10, 0))]},
        "matches[0].result.home: must be a whole number from 0 to 1000000000",
    ),
    "a power too high": (
        {"stages": [{"id": "x", "format": "measured", "formula": {"a": 1, "b": 1, "c": 11, "kind": "field"}}]}
        | {"matches": []},
        "stages[0].formula.c: must be a number from 0 to 10",
    ),
    "a team in a pool": ({"stages": one_pool("t1", ["t1", "t2"])}, "stages[0].pools[0].entries[1]: must be a selector"),
    "sets that do not add up": (
        {
            "matches": [
                {**played("m1", "t1", "t2", (0, 0)), "result": {"home": 2, "away": 0, "sets": [[11, 7], [9, 11]]}}
            ]
        },
        "matches[0].result.sets: the sets were won 1–1, not 2–0",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_said_with_its_path(name: str) -> None:
    parts, said = FAULTS[name]
    result = run("standings", "-", document=two_teams(**parts))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert any(line.startswith(said) for line in result.stderr.splitlines()), result.stderr


def test_the_small_file_itself_has_no_faults() -> None:
    assert run("standings", "-", document=two_teams()).exit_code == 0


def test_all_faults_are_said_at_once_one_to_a_line() -> None:
    file = two_teams(
        rules={"tiebreak": ["points", "luck"], "h2h_restart": "often"},
        facts={"fair_play": {"t7": 1}},
        stages=one_pool("t1", "t2", "t9"),
        matches=[played("m1", "t1", "winner:m7", (1, 0))],
    )
    assert run("standings", "-", document=file).stderr.splitlines() == [
        "rules.h2h_restart: must be one of none, block",
        "rules.tiebreak[1]: unknown criterion 'luck'",
        "stages[0].pools[0].entries[2]: unknown entry 't9'",
        "facts.fair_play.t7: unknown entry 't7'",
        "matches[0].away: unknown match 'm7'",
    ]


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        ("winner:m7", "unknown match 'm7'"),
        ("loser:m7", "unknown match 'm7'"),
        ("groups:A:1", "unknown stage 'groups'"),
        ("pools:B:1", "unknown pool 'B' in stage 'pools'"),
        ("pools:A:3", "pool 'A' has no rank 3"),
        ("pools:*:2#2", "stage 'pools' has 1 teams on rank 2"),
        ("groups:1", "unknown stage 'groups'"),
        ("pools:1", "stage 'pools' is played in pools: name one, as in 'pools:A:1'"),
        ("final:3", "stage 'final' has no place 3"),
    ],
)
def test_a_selector_must_refer_to_something(selector: str, said: str) -> None:
    file = two_teams()
    file["stages"].append({"id": "final", "format": "knockout", "slots": ["pools:A:1", selector]})
    result = run("standings", "-", document=file)
    assert (result.exit_code, result.stderr.strip()) == (2, f"stages[1].slots[1]: {said}")


def test_matches_that_wait_for_each_other_are_refused() -> None:
    file = knockout(
        {"id": "m1", "stage": "final", "home": "t1", "away": "winner:m2"},
        {"id": "m2", "stage": "final", "home": "t2", "away": "winner:m1"},
    )
    result = run("standings", "-", document=file)
    assert result.exit_code == 2
    assert result.stderr.startswith("matches: matches wait for each other in a circle")


def test_a_drawn_knock_out_needs_a_shoot_out() -> None:
    match = {
        "id": "m1",
        "stage": "final",
        "home": "t1",
        "away": "t2",
        "result": {"kind": "played", "home": 1, "away": 1},
    }
    result = run("standings", "-", document=knockout(match))
    assert (result.exit_code, result.stderr) == (
        2,
        "matches[0].result: a draw in a knock-out needs a shoot-out winner\n",
    )


def test_of_many_files_the_good_are_printed_and_the_bad_named(tmp_path: Path) -> None:
    good, bad, gone = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "gone.json"
    good.write_text(json.dumps(two_teams()), encoding="utf-8")
    bad.write_text(json.dumps(two_teams(version=7)), encoding="utf-8")
    result = run("standings", str(bad), str(good), str(gone))
    assert result.exit_code == 2
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == [str(good)]
    assert result.stderr.splitlines() == [
        f"{bad}: version: must be 1",
        f"{gone}: cannot be read: No such file or directory",
    ]


@pytest.mark.parametrize("text", ["", "{", "[1]", "7", '{"a": NaN}', "[" * 100_000, b"\xff\xfe\x00".decode("latin-1")])
def test_what_is_no_json_object_is_refused_in_one_sentence(text: str, tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    file.write_text(text, encoding="utf-8")
    result = run("standings", str(file))
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)


@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 400])
def test_a_number_beyond_all_bounds_is_refused_in_one_sentence(number: str, tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    stage = {"id": "x", "format": "measured", "results": [{"entry": "t1", "attempts": [12345]}]}
    file.write_text(json.dumps(two_teams(stages=[stage], matches=[])).replace("12345", number), encoding="utf-8")
    result = run("standings", str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "stages[0].results[0].attempts[0]: is too large a number\n"


def test_half_a_sign_is_refused_and_a_whole_one_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    file.write_text(json.dumps(two_teams(name="half", matches=[])).replace("half", "\\ud83d"), encoding="utf-8")
    refused = run("draw", str(file), "--stage", "pools")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "is no JSON document: half a sign cannot be written\n"
    drawn = run("draw", "-", "--stage", "pools", document=two_teams(name="\U0001f3c6", matches=[]))
    assert json.loads(drawn.stdout)["name"] == "\U0001f3c6"


def test_a_fault_is_one_line_whatever_the_file_calls_things() -> None:
    result = run("standings", "-", document=two_teams(facts={"adjust": {"t9\nt8": 1}}))
    assert result.stderr.splitlines() == ["facts.adjust.t9\\nt8: unknown entry 't9\\nt8'"]


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    file.write_text(json.dumps(two_teams()), encoding="utf-8-sig")
    assert run("check", str(file)).exit_code == 0
