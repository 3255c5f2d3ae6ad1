"""Measured stages and several disciplines through the file commands: marks, heats, medals, points."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents import Document, cases, document, entries, run, standings

TIE = cases("measured")[0]
MEDALS = cases("medals")[0]
GAMES = {"medals": True, "points": [10, 8, 6, 5, 4, 3, 2, 1], "started": 1}


def measured(stage_id: str, marks: dict[str, Any], **stage: Any) -> Document:
    """A measured stage: a mark, several attempts, or a status for each entry."""
    results = []
    for entry, mark in marks.items():
        if isinstance(mark, str):
            results.append({"entry": entry, "attempts": [], "status": mark})
        else:
            results.append({"entry": entry, "attempts": mark if isinstance(mark, list) else [mark], "status": "ok"})
    return {"id": stage_id, "format": "measured", "better": "low", "results": results, **stage}


def games(*stages: Document, **parts: Any) -> dict[str, Any]:
    """The answer to a file with these stages."""
    names = dict.fromkeys(result["entry"] for stage in stages for result in stage["results"])
    return standings(document(**{"entries": entries(*names), "stages": list(stages), **parts}))


def ranks(stage: dict[str, Any]) -> dict[str, int]:
    """The rank of each entry in a stage with one table."""
    return {row["entry"]: row["rank"] for row in stage["pools"][0]["rows"]}


def test_a_dead_heat_as_published() -> None:
    marks = [(name, mark) for name, mark in TIE["results"]]
    Random(1).shuffle(marks)
    answer = games(measured("dh", dict(marks), better=TIE["better"]))
    rows = {row["entry"]: row for row in answer["stages"][0]["pools"][0]["rows"]}
    assert [(rows[name]["rank"], rows[name]["metrics"]["mark"]) for name, _ in TIE["results"]] == [
        (rank, mark) for rank, (_, mark) in zip(TIE["ranks"], TIE["results"], strict=True)
    ]


def test_the_best_attempt_counts_and_failed_ones_are_nothing() -> None:
    marks = {"a": [12.5, None, 12.3], "b": [12.4], "c": [None, None], "d": "dnf", "e": "dns", "f": "dsq"}
    stage = games(measured("run", marks))["stages"][0]
    assert ranks(stage) == {"b": 2, "a": 1, "c": 3, "d": 3, "e": 3, "f": 3}
    assert {row["status"] for row in stage["pools"][0]["rows"]} == {"ok", "dns", "dnf", "dsq"}
    assert stage["complete"]


def test_where_high_is_better_the_highest_attempt_counts() -> None:
    assert ranks(games(measured("throw", {"a": [3, 9], "b": [5, 6]}, better="high"))["stages"][0]) == {"a": 1, "b": 2}


def test_a_sum_needs_every_attempt_and_is_exact() -> None:
    marks = {"a": [0.1, 0.2], "b": [0.3, 0], "c": [5, None]}
    stage = games(measured("pins", marks, better="high", counts="sum"))["stages"][0]
    assert ranks(stage) == {"a": 1, "b": 1, "c": 3}


def test_the_last_series_breaks_a_tie_where_the_rules_say_so() -> None:
    marks = {"a": [100, 150, 120], "b": [150, 90, 130], "c": [150, 100, 120]}
    stage = games(measured("pins", marks, better="high", counts="sum", ties="last"))["stages"][0]
    assert ranks(stage) == {"b": 1, "a": 2, "c": 3}


def test_who_has_no_mark_yet_keeps_the_stage_open() -> None:
    stage = measured("run", {"a": 10.0}, entries=["a", "b"])
    answer = standings(document(entries=entries("a", "b"), stages=[stage]))
    assert not answer["stages"][0]["complete"]
    assert ranks(answer["stages"][0]) == {"a": 1, "b": 2}


@settings(max_examples=40)
@given(marks=st.lists(st.integers(1, 9), min_size=1, max_size=9), better=st.sampled_from(["low", "high"]))
def test_a_rank_is_one_more_than_those_who_are_better(marks: list[int], better: str) -> None:
    named = {f"t{n}": mark for n, mark in enumerate(marks)}
    found = ranks(games(measured("run", named, better=better))["stages"][0])
    for name, mark in named.items():
        assert found[name] == 1 + sum(other < mark if better == "low" else other > mark for other in marks)


def test_with_a_number_of_attempts_the_stage_waits_for_every_one_of_them() -> None:
    made = {"a": [4.1, 4.3, None], "b": [4.2, 4.0], "c": "dnf"}
    open_stage = measured("jump", made, better="high", attempts=3, unit="metres")
    assert not games(open_stage)["stages"][0]["complete"]
    done = measured("jump", made | {"b": [4.2, 4.0, 4.4]}, better="high", attempts=3, unit="metres")
    answer = games(done)["stages"][0]
    assert answer["complete"]
    assert ranks(answer) == {"b": 1, "a": 2, "c": 3}


def test_of_places_the_first_is_the_best_and_several_may_share_one() -> None:
    stage = measured("dance", {"a": 2, "b": 1, "c": 2, "d": 4}, better="high", unit="place")
    assert ranks(games(stage)["stages"][0]) == {"b": 1, "a": 2, "c": 2, "d": 4}


def test_medals_and_points_of_several_disciplines() -> None:
    answer = games(
        measured("run", {"a": 10.0, "b": 10.0, "c": 11.0}),
        measured("throw", {"c": 50, "a": 40, "b": "dnf"}, better="high"),
        overall=GAMES,
    )
    rows = {row["entry"]: row["metrics"] for row in answer["stages"][-1]["pools"][0]["rows"]}
    assert answer["stages"][-1]["id"] == "overall"
    assert rows == {
        "a": {"gold": 1, "silver": 1, "bronze": 0, "points": 9 + 1 + 8 + 1},
        "b": {"gold": 1, "silver": 0, "bronze": 0, "points": 9 + 1 + 1},
        "c": {"gold": 1, "silver": 0, "bronze": 1, "points": 6 + 1 + 10 + 1},
    }
    assert [(place["entry"], place["from"]) for place in answer["ranking"]] == [("a", 1), ("c", 2), ("b", 3)]


def test_a_knock_out_is_a_discipline_too() -> None:
    final = {"id": "football", "format": "knockout", "entries": ["a", "b"]}
    match = {"id": "m1", "stage": "football", "home": "a", "away": "b", "result": {"home": 0, "away": 1}}
    stages = [measured("run", {"a": 10.0, "b": 11.0}), final]
    answer = standings(document(entries=entries("a", "b"), stages=stages, matches=[match], overall=GAMES))
    assert {row["entry"]: row["metrics"]["gold"] for row in answer["stages"][-1]["pools"][0]["rows"]} == {
        "a": 1,
        "b": 1,
    }


def test_of_an_organisation_only_the_best_counts_for_points_but_every_medal_is_its_own() -> None:
    people = [{"id": name, "organisation": place} for name, place in (("a", "X"), ("b", "X"), ("c", "Y"))]
    stages = [measured("run", {"a": 1, "b": 2, "c": 3})]
    answer = standings(document(entries=people, stages=stages, overall={**GAMES, "by": "organisation"}))
    rows = {row["entry"]: row["metrics"] for row in answer["stages"][-1]["pools"][0]["rows"]}
    assert rows["X"] == {"gold": 1, "silver": 1, "bronze": 0, "points": 11}
    assert rows["Y"] == {"gold": 0, "silver": 0, "bronze": 1, "points": 7}


def test_the_medal_table_as_published() -> None:
    golds, silvers, bronzes = ([row[0] for row in MEDALS["rows"] for _ in range(row[column])] for column in (1, 2, 3))
    people: list[Document] = []
    stages: list[Document] = []

    def of(nation: str) -> str:
        people.append({"id": f"p{len(people)}", "organisation": nation})
        return people[-1]["id"]

    shared_silver = len(silvers) - len(golds)
    shared_bronze = len(bronzes) - len(golds) + shared_silver
    for number in range(len(golds)):
        marks = {of(golds.pop()): 1, of(silvers.pop()): 2}
        if number < shared_silver:
            marks[of(silvers.pop())] = 2
        else:
            for _ in range(2 if number < shared_silver + shared_bronze else 1):
                marks[of(bronzes.pop())] = 3
        stages.append(measured(f"d{number}", marks))
    assert not golds + silvers + bronzes
    Random(3).shuffle(people)
    answer = standings(document(entries=people, stages=stages, overall={"medals": True, "by": "organisation"}))
    rows = answer["stages"][-1]["pools"][0]["rows"]
    assert [tuple(row["metrics"][medal] for medal in ("gold", "silver", "bronze")) for row in rows] == [
        tuple(row[1:]) for row in MEDALS["rows"]
    ]
    assert {row["entry"]: sum(row["metrics"][m] for m in ("gold", "silver", "bronze")) for row in rows} == MEDALS[
        "total"
    ]


@pytest.mark.parametrize(
    ("formula", "better", "mark", "points"),
    [
        ({"a": 25.4347, "b": 18.0, "c": 1.81, "kind": "track"}, "low", 10.55, 963),
        ({"a": 0.14354, "b": 220, "c": 1.4, "kind": "field"}, "high", 780, 1010),
        ({"a": 51.39, "b": 1.5, "c": 1.05, "kind": "field"}, "high", 16.0, 851),
        ({"a": 25.4347, "b": 18.0, "c": 1.81, "kind": "track"}, "low", 18.5, 0),
    ],
)
def test_points_by_the_published_formulas(formula: Document, better: str, mark: float, points: int) -> None:
    answer = games(measured("x", {"a": mark}, formula=formula, better=better), overall={"formula": True})
    assert [stage["pools"][0]["rows"][0]["points"] for stage in answer["stages"]] == [points, points]


def test_heats_are_even_and_the_best_swim_last_and_in_the_middle() -> None:
    people = [{"id": f"t{n}", "seed": n} for n in range(1, 14)]
    stage = {"id": "swim", "format": "measured", "lanes": 6, "entries": [entry["id"] for entry in people]}
    file = document(entries=people, stages=[stage])
    result = run("draw", "-", "--stage", "swim", "--seed", "4", document=file)
    drawn = json.loads(result.stdout)
    heats = drawn["stages"][0]["heats"]
    assert [sum(name is not None for name in heat) for heat in heats] == [4, 4, 5]
    assert heats[-1][2] == "t1"
    assert sorted(name for heat in heats for name in heat if name) == sorted(stage["entries"])
    assert run("draw", "-", "--stage", "swim", "--seed", "4", document=file).stdout == result.stdout
    assert drawn["draw"]["notes"][0]["code"] == "heats_drawn"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"results": [{"entry": "z"}]}, "stages[0].results[0].entry: unknown entry 'z'"),
        ({"results": [{"entry": "a", "attempts": ["x"]}]}, "stages[0].results[0].attempts[0]: must be a number"),
        ({"results": [{"entry": "a"}, {"entry": "a"}]}, "stages[0].results[1]: 'a' has a result already"),
        ({"results": [{"entry": "a", "status": "ill"}]}, "stages[0].results[0].status: must be one of"),
        ({"formula": {"a": 1, "b": 2, "c": 3}}, "stages[0].formula.kind: is missing"),
        ({"better": "tall"}, "stages[0].better: 'tall' is not allowed: low, high"),
        ({"unit": "ells"}, "stages[0].unit: 'ells' is not allowed: seconds, metres, kilometres, points, strokes, pins"),
        ({"attempts": 21}, "stages[0].attempts: 21 is not allowed: 0 to 20"),
    ],
)
def test_faults_name_their_path(change: Document, said: str) -> None:
    file = document(entries=entries("a"), stages=[{"id": "x", "format": "measured", **change}])
    result = run("standings", "-", document=file)
    assert result.exit_code == 2
    assert result.stderr.startswith(said), result.stderr


def test_three_shared_thirds_are_worth_as_much_as_one_whole() -> None:
    shared = [measured(f"d{n}", {"a": 1, "b": 1, "c": 1, "d": 2}) for n in range(3)]
    alone = measured("d3", {"d": 1, "a": 2, "b": 3, "c": 4})
    answer = games(*shared, alone, overall={"points": [10, 8, 1, 0], "started": 0})
    rows = {row["entry"]: (row["rank"], row["points"]) for row in answer["stages"][-1]["pools"][0]["rows"]}
    assert rows == {"a": (1, 27), "b": (2, 20), "c": (3, 19), "d": (4, 10)}
    even = games(*shared, measured("d3", {"d": 1}), overall={"points": [10, 8, 1, 0], "started": 0})
    assert [row["points"] for row in even["stages"][-1]["pools"][0]["rows"]] == [19, 19, 19, 10]


def test_judged_points_and_a_placing_alone_are_marks_too() -> None:
    judged = measured("judged", {"a": [8.5, 9.0], "b": [9.5, 8.5]}, better="high", counts="sum")
    placed = measured("placed", {"a": 2, "b": 1}, unit="place", better="high")
    answer = games(judged, placed, overall={"medals": True})
    assert [ranks(stage) for stage in answer["stages"][:2]] == [{"b": 1, "a": 2}, {"b": 1, "a": 2}]
