"""Swiss stages through the file commands: published tables, and rounds drawn one after the other."""

import json
from random import Random
from typing import Any

from tests.documents import Document, cases, document, entries, ids_of, run, standings

PETANQUE = next(case for case in cases("petanque") if case["kind"] == "swiss")
CHESS = cases("swiss")[0]


def swiss_document(names: list[str], **parts: Any) -> Document:
    """A file with one Swiss stage."""
    rounds = parts.pop("rounds", 5)
    stage = {"id": "monrad", "format": "swiss", "rounds": rounds, "entries": names}
    return document(entries=entries(*names), stages=[stage], **parts)


def drawn(file: Document, seed: int = 1) -> Document:
    """The file with the next round."""
    result = run("draw", "-", "--stage", "monrad", "--seed", str(seed), document=file)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_petanque_table_comes_out_as_published_whatever_the_order() -> None:
    rng = Random(2)
    ids = ids_of([row["team"] for row in PETANQUE["official"]], rng)
    matches = [
        {"id": f"m{n}-{k}", "stage": "monrad", "round": n, "home": ids[one], "away": ids[other]}
        | {"result": {"kind": "played", "home": a, "away": b}}
        for n, pairs in enumerate(PETANQUE["rounds"], 1)
        for k, (one, other, a, b) in enumerate(pairs)
    ]
    rng.shuffle(matches)
    names = rng.sample(sorted(ids.values()), len(ids))
    rules = {"points": {"win": 1, "draw": 0, "loss": 0}, "tiebreak": PETANQUE["tiebreak"]}
    answer = standings(swiss_document(names, rounds=3, rules=rules, matches=matches))
    stage = answer["stages"][0]
    assert stage["complete"]
    keys = ("wins", "buchholz", "fine_buchholz", "point_diff")
    assert [
        (row["rank"], row["entry"], *(row["metrics"][key] for key in keys)) for row in stage["pools"][0]["rows"]
    ] == [(row["pos"], ids[row["team"]], *(row[key] for key in keys)) for row in PETANQUE["official"]]
    assert [place["entry"] for place in answer["ranking"]] == [ids[row["team"]] for row in PETANQUE["official"]]


def chess_document() -> Document:
    """The chess case: a win 1, a draw a half, 0 for who was away."""
    games = {
        (number, *sorted((int(player), other))): (int(player), other, code)
        for player, rounds in CHESS["games"].items()
        for number, (other, _, code) in enumerate(rounds, 1)
        if other
    }
    matches = [
        {"id": f"g{n}", "stage": "monrad", "round": key[0], "home": f"p{one}", "away": f"p{other}"}
        | {"result": {"kind": "played", "home": int(code == "1"), "away": int(code == "0")}}
        for n, (key, (one, other, code)) in enumerate(games.items())
    ]
    rules = {"points": {"win": 1, "draw": 0.5, "loss": 0}, "tiebreak": ["points", "buchholz", "buchholz_cut1"]}
    return swiss_document([f"p{number}" for number in CHESS["players"]], rules=rules, matches=matches)


def test_the_points_of_the_chess_case() -> None:
    rows = standings(chess_document())["stages"][0]["pools"][0]["rows"]
    assert {row["entry"]: row["points"] for row in rows} == {f"p{n}": points for n, points in CHESS["points"].items()}


def test_the_next_round_of_the_chess_case_repeats_nothing() -> None:
    file = chess_document()
    before = {frozenset((match["home"], match["away"])) for match in file["matches"]}
    made = [match for match in drawn(file)["matches"] if match["round"] == 3]
    assert len(made) == 3
    assert not before & {frozenset((match["home"], match["away"])) for match in made}


def test_rounds_follow_from_the_results_until_all_are_drawn() -> None:
    file = swiss_document([f"t{n}" for n in range(7)], rounds=3)
    rng = Random(5)
    for number in (1, 2, 3):
        file = drawn(file, number)
        assert len(file["matches"]) == 4 * number
        for match in file["matches"]:
            if match["away"] != "bye":
                match.setdefault("result", {"kind": "played", "home": 13, "away": rng.randrange(13)})
    assert standings(file)["stages"][0]["complete"]
    assert run("check", "-", document=file).stderr == ""
    result = run("draw", "-", "--stage", "monrad", document=file)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_round_that_is_not_over_is_named() -> None:
    file = drawn(swiss_document([f"t{n}" for n in range(8)]))
    file["matches"][0]["result"] = {"kind": "played", "home": 13, "away": 5}
    result = run("draw", "-", "--stage", "monrad", document=file)
    assert result.exit_code == 2
    assert result.stderr.startswith("stages[0]: ")


FAMILY = {"buchholz", "buchholz_cut1", "median_buchholz", "fine_buchholz", "sonneborn_berger", "opponents_points"}


def test_the_rows_carry_whom_each_met_whatever_the_chain_asks_for() -> None:
    file = swiss_document(["t1", "t2", "t3", "t4"], rounds=1, rules={"tiebreak": ["points"]})
    file["matches"] = [
        {"id": "m1", "stage": "monrad", "home": "t1", "away": "t2", "result": {"home": 2, "away": 1}},
        {"id": "m2", "stage": "monrad", "home": "t3", "away": "t4", "result": {"home": 1, "away": 1}},
    ]
    rows = {row["entry"]: row["metrics"] for row in standings(file)["stages"][0]["pools"][0]["rows"]}
    assert all(set(metrics) > FAMILY for metrics in rows.values())
    assert [rows[name]["buchholz"] for name in ("t1", "t2", "t3", "t4")] == [0, 3, 1, 1]
    assert [rows[name]["sonneborn_berger"] for name in ("t1", "t2", "t3", "t4")] == [0, 0, 0.5, 0.5]


def test_a_stage_may_say_what_a_bye_scores() -> None:
    file = swiss_document(["t1", "t2", "t3"], rounds=1, rules={"points": {"win": 1}, "bye": [3, 0]})
    file["stages"][0]["bye"] = [13, 7]
    file = drawn(file)
    assert file["stages"][0]["bye"] == [13, 7]
    rows = {row["entry"]: row for row in standings(file)["stages"][0]["pools"][0]["rows"]}
    assert [(rows[name]["won"], rows[name]["for"], rows[name]["against"]) for name in ("t3", "t1")] == [
        (1, 13, 7),
        (0, 0, 0),
    ]


def test_the_first_round_goes_by_the_order_of_the_stage_where_nobody_is_seeded() -> None:
    names = ["t5", "t2", "t9", "t1", "t7"]
    for seed in (1, 2):
        made = {(match["home"], match["away"]) for match in drawn(swiss_document(names), seed)["matches"]}
        assert made == {("t5", "t9"), ("t2", "t1"), ("t7", "bye")}
