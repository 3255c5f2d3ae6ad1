"""`draw` writes the matches of a stage into the file, and the record that replays it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.documents import Document, document, entries, played, run, standings


def to_draw(**parts: Any) -> Document:
    """Twelve teams of four places to draw in three pools, and a final for the winners and the best second."""
    teams = [
        {**entry, "organisation": f"Sted {number % 4}", "seed": number + 1 if number < 3 else None}
        for number, entry in enumerate(entries(*(f"t{n}" for n in range(12))))
    ]
    return document(
        entries=teams,
        stages=[
            {"id": "pools", "format": "round_robin", "entries": [team["id"] for team in teams], "pool_count": 3},
            {
                "id": "final",
                "format": "knockout",
                "bronze": True,
                "slots": ["pools:A:1", "pools:*:2#1", "pools:B:1", "pools:C:1"],
            },
        ],
        **parts,
    )


def drawn(file: Document, stage: str, *options: str) -> Document:
    """The file after a stage has been drawn."""
    result = run("draw", "-", "--stage", stage, *options, document=file)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_entries_are_dealt_to_pools_and_every_pair_meets() -> None:
    file = drawn(to_draw(), "pools", "--seed", "7")
    pools = file["stages"][0]["pools"]
    assert [len(pool["entries"]) for pool in pools] == [4, 4, 4]
    assert [pool["entries"][0] for pool in pools] == ["t0", "t1", "t2"]
    assert len(file["matches"]) == 18
    assert file["draw"]["seed"] == 7
    assert file["stages"][0]["draw"] == file["draw"]
    assert [(note["code"], note["text_da"]) for note in file["draw"]["notes"]] == [
        ("draw_sizes", "3 puljer med 4 hold i hver.")
    ]


def test_the_stored_seed_replays_the_draw() -> None:
    first = drawn(to_draw(), "pools")
    again = drawn(to_draw(), "pools", "--seed", str(first["draw"]["seed"]))
    assert again == first


def test_pools_that_are_given_are_kept() -> None:
    file = drawn(to_draw(), "pools", "--seed", "7")
    file["matches"] = []
    again = drawn(file, "pools", "--seed", "8")
    assert again["stages"][0]["pools"] == file["stages"][0]["pools"]
    assert len(again["matches"]) == 18


def test_a_stage_drawn_again_gets_its_matches_anew() -> None:
    file = drawn(to_draw(), "pools", "--seed", "7")
    assert drawn(file, "pools", "--seed", "7")["matches"] == file["matches"]


def test_a_knock_out_follows_with_numbers_of_its_own_and_can_be_played() -> None:
    file = drawn(drawn(to_draw(), "pools", "--seed", "7"), "final")
    final = [match for match in file["matches"] if match["stage"] == "final"]
    assert [(match["id"], match["home"], match["away"]) for match in final] == [
        ("m19", "pools:A:1", "pools:*:2#1"),
        ("m20", "pools:B:1", "pools:C:1"),
        ("m21", "loser:m19", "loser:m20"),
        ("m22", "winner:m19", "winner:m20"),
    ]
    rng = Random(1)
    for match in file["matches"]:
        home = rng.randint(0, 9)
        away = home + rng.choice([-1, 1, 2, 3]) if home else 1
        match["result"] = {"kind": "played", "home": home, "away": away}
    places = standings(file)["ranking"]
    assert sorted(place["from"] for place in places)[:4] == [1, 2, 3, 4]
    assert len(places) == 12


def test_what_the_engine_does_not_read_is_kept() -> None:
    file = to_draw(day={"start": "2026-10-03T10:00"}, timetable=[], remark="Husk bolde")
    file["stages"][0]["remark"] = "To haller"
    after = drawn(file, "pools")
    assert (after["day"], after["timetable"], after["remark"]) == (file["day"], [], "Husk bolde")
    assert after["stages"][0]["remark"] == "To haller"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stages": [{"id": "pools", "format": "round_robin"}]}, "stages[0]: needs pools, or entries and pool_count"),
        (
            {"stages": [{"id": "pools", "format": "round_robin", "entries": ["t1", "t2", "t3"], "pool_count": 2}]},
            "stages[0]: 3 entries cannot fill 2 pools",
        ),
        (
            {"stages": [{"id": "pools", "format": "round_robin", "pools": [{"id": "A", "entries": ["t1"]}]}]},
            "stages[0].pools[0]: needs 2 entries",
        ),
        (
            {"stages": [{"id": "pools", "format": "knockout", "entries": ["t1"]}]},
            "stages[0]: needs 2 teams in entries or slots and has 1",
        ),
        ({"stages": [{"id": "x", "format": "knockout"}]}, "stages: there is no stage 'pools'"),
        ({"stages": [{"id": "pools", "format": "swiss"}]}, "stages[0]: needs 2 teams in entries or slots and has 0"),
    ],
)
def test_a_stage_that_cannot_be_drawn_is_refused_in_one_sentence(change: Document, said: str) -> None:
    result = run("draw", "-", "--stage", "pools", document={**to_draw(), **change})
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(said), result.stderr


def test_a_stage_with_results_is_refused() -> None:
    file = drawn(to_draw(), "pools")
    match = file["matches"][0]
    file["matches"][0] = played(match["id"], match["home"], match["away"], (1, 0), pool=match["pool"])
    result = run("draw", "-", "--stage", "pools", document=file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "stages[0]: has results and cannot be drawn again\n"


def test_poules_are_drawn_by_their_own_rule_and_played_to_the_barrage() -> None:
    names = [f"t{n}" for n in range(11)]
    stage = {"id": "poules", "format": "poule", "entries": names}
    file = drawn(document(entries=entries(*names), stages=[stage]), "poules")
    assert [len(pool["entries"]) for pool in file["stages"][0]["pools"]] == [4, 4, 3]
    assert len(file["matches"]) == 5 + 5 + 3
    for match in file["matches"]:
        match["result"] = {"kind": "played", "home": 13, "away": 5}
    for pool in standings(file)["stages"][0]["pools"][:2]:
        assert pool["complete"]
        assert [(row["won"], row["lost"]) for row in pool["rows"]] == [(2, 0), (2, 1), (1, 2), (0, 2)]


def test_a_drawn_match_in_a_poule_needs_a_winner() -> None:
    names = ["t1", "t2", "t3", "t4"]
    file = drawn(document(entries=entries(*names), stages=[{"id": "p", "format": "poule", "entries": names}]), "p")
    file["matches"][0]["result"] = {"kind": "played", "home": 12, "away": 12}
    assert run("check", "-", document=file).stderr == "matches[0].result: a draw in a poule needs a shoot-out winner\n"


def test_a_day_of_changing_partners_goes_through_the_file() -> None:
    names = [f"p{n}" for n in range(31)]
    stage = {"id": "day", "format": "supermelee", "rounds": 2, "entries": names}
    file = drawn(document(entries=entries(*names), stages=[stage]), "day", "--seed", "5")
    sides = [match[side] for match in file["matches"] if match["round"] == 1 for side in ("home", "away")]
    assert sorted(len(side) for side in sides) == [2] * 5 + [3] * 7
    for match in file["matches"]:
        match["result"] = {"kind": "played", "home": 13, "away": 5}
    answer = standings(file)
    assert answer["stages"][0]["complete"]
    assert {row["entry"] for row in answer["stages"][0]["pools"][0]["rows"]} == set(names)
    assert answer["matches"][0]["winner"] == file["matches"][0]["home"]
    seven = document(entries=entries(*names[:7]), stages=[{**stage, "entries": names[:7]}])
    assert run("draw", "-", "--stage", "day", document=seven).exit_code == 2


def drawn_elsewhere(file: Document, stage: str, hash_seed: str) -> str:
    """What another process prints, where sets of texts stand in another order."""
    words = "from tournament.commands_file import tournament_group; tournament_group()"
    result = subprocess.run(
        [sys.executable, "-c", words, "draw", "-", "--stage", stage, "--seed", "7"],
        input=json.dumps(file),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent.parent,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    return result.stdout


def test_a_draw_is_the_same_bit_for_bit_in_another_process() -> None:
    file = to_draw()
    names = [entry["id"] for entry in file["entries"]]
    file["stages"] = [{"id": "day", "format": "supermelee", "rounds": 3, "entries": names}, *file["stages"]]
    file["stages"][1]["wishes"] = [["t4", "t5"], ["t6", "t7", "t9"]]
    file = json.loads(drawn_elsewhere(file, "day", "1"))
    assert drawn_elsewhere(file, "pools", "1") == drawn_elsewhere(file, "pools", "2")
    assert json.loads(drawn_elsewhere(file, "day", "3")) == file


@pytest.mark.parametrize(
    ("teams", "pairs"),
    [
        (3, {(2, 3)}),
        (5, {(4, 5)}),
        (6, {(3, 6), (4, 5)}),
        (12, {(5, 12), (6, 11), (7, 10), (8, 9)}),
    ],
)
def test_partial_rounds_of_a_knock_out_are_as_published(teams: int, pairs: set[tuple[int, int]]) -> None:
    names = [f"t{number}" for number in range(1, teams + 1)]
    stage = {"id": "final", "format": "knockout", "entries": names}
    file = drawn(document(entries=entries(*reversed(names)), stages=[stage]), "final")
    first = {(m["home"], m["away"]) for m in file["matches"] if m["round"] == 1}
    assert first == {(f"t{one}", f"t{other}") for one, other in pairs}


@pytest.mark.parametrize(("teams", "matches", "byes"), [(45, 13, 19), (99, 35, 29), (9, 1, 7), (22, 6, 10)])
def test_the_first_round_of_any_number_brings_it_to_a_power_of_two(teams: int, matches: int, byes: int) -> None:
    names = [f"t{number}" for number in range(1, teams + 1)]
    stage = {"id": "final", "format": "knockout", "entries": names}
    first = [m for m in drawn(document(entries=entries(*names), stages=[stage]), "final")["matches"] if m["round"] == 1]
    assert (len(first), teams - 2 * len(first)) == (matches, byes)


def test_five_teams_for_poules_play_round_robin_and_it_is_said() -> None:
    names = [f"t{n}" for n in range(5)]
    file = drawn(document(entries=entries(*names), stages=[{"id": "p", "format": "poule", "entries": names}]), "p")
    assert len(file["matches"]) == 10
    assert [note["code"] for note in file["draw"]["notes"]] == ["draw_sizes", "poule_of_five"]


def test_twelve_who_qualify_from_twenty_two_play_four_matches_first() -> None:
    names = [f"t{n}" for n in range(22)]
    file = drawn(document(entries=entries(*names), stages=[{"id": "p", "format": "poule", "entries": names}]), "p")
    pools = file["stages"][0]["pools"]
    assert [len(pool["entries"]) for pool in pools] == [4, 4, 4, 4, 3, 3]
    slots = [f"p:{pool['id']}:{rank}" for rank in (1, 2) for pool in pools]
    file["stages"].append({"id": "A", "format": "knockout", "slots": slots})
    made = [match for match in drawn(file, "A")["matches"] if match["stage"] == "A"]
    assert [sum(match["round"] == number for match in made) for number in (1, 2, 3, 4)] == [4, 4, 2, 1]


def test_seven_people_are_told_that_they_cannot_be_split() -> None:
    names = [f"p{n}" for n in range(7)]
    stage = {"id": "day", "format": "supermelee", "rounds": 2, "entries": names}
    result = run("draw", "-", "--stage", "day", document=document(entries=entries(*names), stages=[stage]))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("stages[0]: 7 people cannot be split")
