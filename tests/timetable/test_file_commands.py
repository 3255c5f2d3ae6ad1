"""`flask tournament plan` and the timetable's half of `flask tournament check`."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.timetable.days import load_document
from tests.timetable.test_file_day import small
from tournament.commands_plan import tournament_group


def run(command: str, document: object, *options: str) -> Result:
    return CliRunner().invoke(tournament_group, [command, "-", *options], input=json.dumps(document))


def planned(document: dict[str, Any], *options: str) -> dict[str, Any]:
    result = run("plan", document, *options)
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_plan_fills_the_timetable_and_keeps_the_rest() -> None:
    document = load_document("b")
    answer = planned(document)
    assert {key: answer[key] for key in document} == document
    assert len(answer["timetable"]) == 120
    assert answer["timetable"][0] == {
        "match": answer["timetable"][0]["match"],
        "court": "c1",
        "start": "2026-10-03T10:00",
    }
    assert answer["plan"]["makespan"] == answer["plan"]["lower_bound"] == 345
    assert (answer["plan"]["proof"], answer["plan"]["violations"], answer["plan"]["not_placed"]) == ("analytic", 0, [])


def test_plan_says_in_one_sentence_why_it_cannot_end_earlier() -> None:
    plan = planned(load_document("b"))["plan"]
    sentence = "Kan ikke slutte før 15.45: 72 puljekampe på 6 baner varer til 13.00, derefter pause og 4 runder."
    assert plan["text_da"] == sentence
    assert plan["text_en"]


def test_the_same_seed_gives_the_same_timetable() -> None:
    document = load_document("a")
    assert planned(document, "--seed", "4")["timetable"] == planned(document, "--seed", "4")["timetable"]


def test_a_search_ends_when_its_seconds_are_over() -> None:
    assert planned(load_document("d"), "--seconds", "0")["plan"]["violations"] == 0


def test_plan_reads_a_file(tmp_path: Path) -> None:
    path = tmp_path / "day.json"
    path.write_text(json.dumps(small()), encoding="utf-8")
    result = CliRunner().invoke(tournament_group, ["plan", str(path)])
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["timetable"]) == 7


def test_a_conflict_exits_with_3_and_names_the_input() -> None:
    result = run("plan", small(wishes=[{"entry": "t1", "leaves": "10:30"}]))
    assert result.exit_code == 3
    answer = json.loads(result.stdout)
    assert answer["options"][0] == {
        "text_da": "Lad Hold 1 blive til kl. 11.00.",
        "text_en": "Let Hold 1 stay until 11:00.",
        "changes": [{"path": "day.wishes[0].leaves", "value": "11:00"}],
    }
    assert [row["constraint"] for row in answer["conflict"]] == ["day.wishes[0]"]
    assert answer["conflict"][0]["text_da"] == (
        "Hold 1 skal nå 3 kampe mellem kl. 10.00 og 10.30. Med pauser kræver det tid til kl. 11.00."
    )


def test_bad_input_exits_with_2_and_writes_nothing() -> None:
    result = run("plan", small(breaks=["noon"], grid_minutes=0))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 2


def test_a_plan_in_the_hour_that_is_skipped_is_refused() -> None:
    night = small(start="2026-03-28T23:30", courts=[{"id": "c1", "windows": [["23:30", "06:00"]]}], rest_minutes=60)
    result = run("plan", night)
    assert result.exit_code == 2
    assert "the time is skipped or comes twice" in result.stderr
    early = run("plan", small(start="2026-03-28T21:00", courts=[{"id": "c1", "windows": [["21:00", "06:00"]]}]))
    assert early.exit_code == 0


def test_check_finds_nothing_in_what_plan_made() -> None:
    result = run("check", planned(load_document("a")))
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(("key", "row"), [("court", 1), ("start", 4)])
def test_check_names_the_row_that_breaks_a_rule(key: str, row: int) -> None:
    answer = planned(load_document("a"))
    answer["timetable"][row] |= {key: answer["timetable"][0][key]}
    result = run("check", answer)
    assert result.exit_code == 1
    assert f"timetable[{row}]: " in result.stderr


def test_check_misses_a_match_that_is_nowhere() -> None:
    answer = planned(load_document("a"))
    gone = answer["timetable"].pop()["match"]
    result = run("check", answer)
    assert result.exit_code == 1
    assert f"timetable: Match {gone} " in result.stderr or f"timetable: Kamp {gone} " in result.stderr
