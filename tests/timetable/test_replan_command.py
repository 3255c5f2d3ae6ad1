"""`flask tournament replan`: a published timetable and a disturbance in, the timetable changed least out."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.timetable.days import load_document
from tests.timetable.test_file_day import small
from tournament.commands_file import tournament_group
from tournament.commands_plan import plan_command
from tournament.commands_replan import replan_command
from tournament.file_options import set_value

NOON = "2026-10-03T12:00"


def planned(document: dict[str, Any]) -> dict[str, Any]:
    result = CliRunner().invoke(plan_command, ["-", "--seconds", "3"], input=json.dumps(document))
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def replan(tmp_path: Path, document: object, now: str, *happened: dict[str, Any], seconds: str = "20") -> Result:
    path = tmp_path / "d.json"
    path.write_text(json.dumps({"now": now, "disturbances": list(happened)}), encoding="utf-8")
    options = ["-", "--disturbance", str(path), "--seconds", seconds]
    return CliRunner().invoke(replan_command, options, input=json.dumps(document))


def answer_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    check = CliRunner().invoke(tournament_group, ["check", "-"], input=result.stdout)
    assert (check.exit_code, check.stderr) == (0, "")
    return answer


@pytest.fixture(scope="module")
def documents() -> dict[str, dict[str, Any]]:
    return {name: planned(load_document(name)) for name in ("b", "d")}


KINDS: dict[str, dict[str, Any]] = {
    "court_closed": {"court": "c2", "from": "12:00", "to": "12:45"},
    "team_late": {"until": "12:40"},
    "withdrawn": {"from": "12:00"},
    "overrun": {"minutes": 15},
    "delay_all": {"from": "12:00", "minutes": 15},
    "extra_court": {"court": {"id": "x7", "name": "Bane X", "windows": [["12:30", "18:00"]]}},
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["b", "d"])
def test_every_kind_is_repaired_with_the_fewest_moves_proved(
    documents: dict[str, dict[str, Any]], tmp_path: Path, name: str, kind: str
) -> None:
    document = documents[name]
    happened = {"kind": kind, **KINDS[kind]}
    begun = [row for row in document["timetable"] if row["start"] < NOON]
    if kind == "overrun":
        happened["match"] = begun[-1]["match"]
    if kind in ("team_late", "withdrawn"):
        coming = next(row["match"] for row in document["timetable"] if row["start"] >= NOON)
        happened["entry"] = next(match["home"] for match in document["matches"] if match["id"] == coming)
    answer = answer_of(replan(tmp_path, document, NOON, happened))
    plan, was = answer["plan"], {row["match"]: row for row in document["timetable"]}
    assert plan["proof"] in ("analytic", "cp-sat")
    assert plan["new_starts"] == plan["fewest_new_starts"]
    assert plan["violations"] == 0
    assert all(row in answer["timetable"] for row in begun)
    assert all(row["start"] >= was[row["match"]]["start"] for row in answer["timetable"])
    changed = {row["match"] for row in answer["timetable"] if row != was[row["match"]]}
    assert {row["match"] for row in answer["moved"]} == changed
    gone = {row["id"] for row in answer["matches"] if row.get("status") == "cancelled"}
    assert was.keys() - {row["match"] for row in answer["timetable"]} == gone
    assert bool(gone) == (kind == "withdrawn")


def test_the_next_repair_knows_of_the_first(documents: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    closed = {"kind": "court_closed", "court": "c2", "from": "12:00", "to": "13:00"}
    extra = KINDS["extra_court"] | {"kind": "extra_court"}
    first = answer_of(replan(tmp_path, documents["b"], NOON, closed, extra, seconds="3"))
    assert first["day"]["courts"][1]["windows"] == [["10:00", "12:00"], ["13:00", "23:00"]]
    assert first["day"]["courts"][-1]["id"] == "x7"
    assert first["day"]["frozen_until"] == "12:00"
    late = {"kind": "delay_all", "from": "12:30", "minutes": 15}
    second = answer_of(replan(tmp_path, first, "2026-10-03T12:30", late, seconds="3"))
    closed_now = [row for row in second["timetable"] if row["court"] == "c2" and row["start"] >= NOON]
    assert all(row["start"] >= "2026-10-03T13:00" for row in closed_now)


def test_the_other_ways_out_stand_in_alternatives(documents: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    late = {"kind": "delay_all", "from": "12:00", "minutes": 15}
    answer = answer_of(replan(tmp_path, documents["b"], NOON, late))
    assert answer["alternatives"]
    for other in answer["alternatives"]:
        assert set(other["best_at"]) <= {"push", "finish"}
        assert other["new_starts"] > answer["plan"]["new_starts"]
        assert len(other["timetable"]) == len(answer["timetable"])


def test_faults_name_their_path_and_nothing_is_written(documents: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    wrong = replan(
        *(tmp_path, documents["b"], NOON),
        {"kind": "court_closed", "court": "c1", "from": "12:00", "to": "13:00"},
        {"kind": "court_closed", "court": "c9", "from": "12:00", "to": "25:00"},
        {"kind": "overrun", "match": "m120", "minutes": 5},
        {"kind": "flood"},
    )
    assert wrong.exit_code == 2
    assert wrong.stdout == ""
    assert wrong.stderr.splitlines()[:3] == [
        "disturbances[1].court: unknown court 'c9'",
        "disturbances[1].to: must be a time as in '10:30'",
        "disturbances[2].match: match 'm120' has not begun",
    ]


def test_a_file_without_a_timetable_has_nothing_to_repair(tmp_path: Path) -> None:
    result = replan(tmp_path, small(), NOON)
    assert (result.exit_code, result.stderr) == (2, "timetable: is missing: there is nothing to repair\n")


def test_a_day_that_cannot_be_repaired_exits_with_3(documents: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    shut = [{"kind": "court_closed", "court": f"c{number}", "from": "12:00", "to": "23:00"} for number in range(1, 7)]
    result = replan(tmp_path, documents["b"], NOON, *shut)
    assert result.exit_code == 3
    assert json.loads(result.stdout)["conflict"]


CLOSED = [{"kind": "court_closed", "court": f"c{number}", "from": "12:00", "to": "14:00"} for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "happened",
    [CLOSED, [{"kind": "delay_all", "from": "12:00", "minutes": 60}]],
    ids=["courts closed", "all delayed"],
)
def test_a_conflict_names_what_happened_and_every_option_can_be_replanned(
    documents: dict[str, dict[str, Any]], tmp_path: Path, happened: list[dict[str, Any]]
) -> None:
    document = deepcopy(documents["b"])
    for court in document["day"]["courts"]:
        court["windows"] = [["10:00", "16:00"]]
    refused = replan(tmp_path, document, NOON, *happened)
    assert refused.exit_code == 3
    answer = json.loads(refused.stdout)
    assert any(row["constraint"].startswith("disturbances") for row in answer["conflict"])
    assert all(row["text_da"] and row["text_en"] for row in answer["conflict"])
    assert answer["not_placed"]
    assert all(row["match"] and row["text_en"] for row in answer["not_placed"])
    assert answer["options"]
    for option in answer["options"]:
        both: dict[str, Any] = {**deepcopy(document), "disturbances": deepcopy(happened)}
        for change in option["changes"]:
            set_value(both, change["path"], change["value"])
        eased = both.pop("disturbances")
        answer_of(replan(tmp_path, both, NOON, *eased))


def test_a_match_is_left_out_and_the_file_says_so(tmp_path: Path) -> None:
    document = planned(small())
    last = max(row["start"] for row in document["timetable"])
    court = {"id": "c1", "name": "Bane 1", "hall": "Hal A", "windows": [["10:00", last[-5:]]]}
    document["day"]["courts"] = [court | {"windows": [["10:00", f"{last[-5:-2]}{int(last[-2:]) + 12}"]]}]
    late = {"kind": "delay_all", "from": last[-5:], "minutes": 30}
    answer = json.loads(replan(tmp_path, document, "2026-10-03T10:00", late).stdout)
    option = next(option for option in answer["options"] if "timetable" in {c["path"] for c in option["changes"]})
    for change in option["changes"]:
        set_value(document, change["path"], change["value"])
    after = answer_of(replan(tmp_path, document, "2026-10-03T10:00", late))
    assert [row["match"] for row in after["plan"]["not_placed"]] == ["m7"]
    assert "m7" not in {row["match"] for row in after["timetable"]}
