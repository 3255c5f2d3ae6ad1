"""`check` says which rule is broken and where; 1 for a rule, 2 for a file that cannot be read or breaks the schema."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.documents import DATA, Document, cases, document, entries, group_document, one_pool, played, run
from tests.services.test_tournament_file_faults import FAULTS, two_teams

SCHEMA = json.loads(
    (Path(__file__).parent.parent.parent / "docs" / "tournament-file.schema.json").read_text(encoding="utf-8")
)
PLANS = sorted((DATA / "timetable").glob("*.json"))


def breaks_schema(file: Document) -> bool:
    """Whether the published schema refuses a file."""
    return not Draft202012Validator(SCHEMA).is_valid(file)


def level_pool(**parts: Any) -> Document:
    """A pool where two drew, and a final for its first."""
    stages = [*one_pool("t1", "t2"), {"id": "final", "format": "knockout", "slots": ["pools:A:1", "t3"]}]
    final = {"id": "m9", "stage": "final", "home": "pools:A:1", "away": "t3"}
    return document(
        **{
            "entries": entries("t1", "t2", "t3"),
            "stages": stages,
            "matches": [played("m1", "t1", "t2", (1, 1)), final],
            **parts,
        }
    )


def checked(file: Document) -> tuple[int, list[str]]:
    """The exit code and the lines of `check`."""
    result = run("check", "-", document=file)
    assert result.stdout == ""
    return result.exit_code, result.stderr.splitlines()


def test_a_sound_file_is_passed_in_silence() -> None:
    assert checked(two_teams()) == (0, [])


def test_a_shared_rank_that_somebody_waits_for_needs_a_fact() -> None:
    assert checked(level_pool()) == (
        1,
        ["stages[0].pools[0]: rank 1 is shared by t1, t2: facts.lots (or playoff, shootout) must say who is first"],
    )
    assert checked(level_pool(facts={"lots": [["t2", "t1"]]})) == (0, [])


def test_a_match_cannot_be_played_before_its_teams_are_known() -> None:
    file = level_pool(facts={})
    file["matches"][0]["result"] = None
    file["matches"][1]["result"] = {"kind": "played", "home": 1, "away": 0}
    assert checked(file) == (1, ["matches[1].home: the match has a result, but pools:A:1 is not known"])


def test_a_pair_meets_as_often_as_the_stage_has_legs() -> None:
    again = [played("m1", "t1", "t2", (1, 0)), played("m2", "t2", "t1", (1, 0))]
    assert checked(two_teams(matches=again)) == (1, ["matches[1]: t2 and t1 meet more than 1 time(s) in the pool"])
    assert checked(two_teams(matches=again, stages=one_pool("t1", "t2", legs=2))) == (0, [])


def test_a_place_goes_to_one_side_only() -> None:
    file = level_pool(facts={"lots": [["t1", "t2"]]})
    file["matches"].append({"id": "m10", "stage": "final", "home": "pools:A:1", "away": "t2"})
    assert checked(file) == (1, ["matches[2].home: pools:A:1 stands on matches[1].home too"])


def test_two_lots_cannot_say_different_things() -> None:
    file = level_pool(facts={"lots": [["t1", "t2"], ["t2", "t1"]]})
    assert checked(file) == (1, ["facts.lots[1]: says otherwise than facts.lots[0]"])


@pytest.mark.parametrize("name", FAULTS)
def test_what_breaks_the_schema_exits_2_and_what_breaks_a_rule_exits_1(name: str) -> None:
    parts, said = FAULTS[name]
    file = two_teams(**parts)
    code, lines = checked(file)
    assert code == (2 if breaks_schema(file) else 1)
    assert any(line.startswith(said) for line in lines)


@pytest.mark.parametrize("case", cases("football_groups")[::9], ids=lambda case: case["id"])
def test_published_groups_are_sound_and_fit_the_schema(case: dict[str, Any]) -> None:
    file = group_document(case, Random(3))
    assert not breaks_schema(file)
    assert checked(file) == (0, [])


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem)
def test_the_files_of_the_planner_fit_the_schema(plan: Path) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(plan.read_text(encoding="utf-8")))


def test_a_drawn_file_fits_the_schema() -> None:
    result = run("draw", "-", "--stage", "pools", document=two_teams(matches=[]))
    assert not breaks_schema(json.loads(result.stdout))


def two_pools(scores: tuple[int, int, int], **final: Any) -> Document:
    """Two pools of three where the lower number wins by these goals, and a knock-out for the best two seconds."""
    matches = [
        played(f"{pool}{n}", f"t{start + home}", f"t{start + away}", (goals, 0), pool=pool)
        for pool, start in (("A", 1), ("B", 4))
        for n, ((home, away), goals) in enumerate(zip(((0, 1), (0, 2), (1, 2)), scores, strict=True))
    ]
    pools = [{"id": "A", "entries": ["t1", "t2", "t3"]}, {"id": "B", "entries": ["t4", "t5", "t6"]}]
    return document(
        entries=entries(*(f"t{n}" for n in range(1, 7))),
        stages=[
            {"id": "pools", "format": "round_robin", "pools": pools},
            {"id": "final", "format": "knockout", **final},
        ],
        matches=[*matches, {"id": "f1", "stage": "final", "home": "pools:*:2#1", "away": "pools:*:2#2"}],
    )


def test_who_is_level_among_the_best_needs_a_fact_before_sides_are_given() -> None:
    file = two_pools((1, 1, 1))
    assert checked(file) == (1, ["stages[0]: t2, t5 are level for the best 2 of rank 2: facts.lots must say"])
    assert checked({**file, "facts": {"lots": [["t5", "t2"]]}}) == (0, [])
    assert checked(two_pools((1, 1, 1), allocation="apart")) == (0, [])
    only_one = {**file, "matches": [*file["matches"][:-1], {**file["matches"][-1], "away": "pools:A:1"}]}
    assert checked(only_one) == (1, ["stages[0]: t2, t5 are level for the best 1 of rank 2: facts.lots must say"])


def test_a_rank_that_is_shared_in_its_pool_keeps_a_comparison_waiting_and_is_named() -> None:
    said = "rank 2 is shared by {}: facts.lots (or playoff, shootout) must say who is first"
    assert checked(two_pools((1, 1, 0))) == (
        1,
        [f"stages[0].pools[0]: {said.format('t2, t3')}", f"stages[0].pools[1]: {said.format('t5, t6')}"],
    )


def test_a_rank_waits_for_all_who_share_the_one_above_it() -> None:
    file = level_pool()
    file["matches"][1]["home"] = file["stages"][1]["slots"][0] = "pools:A:2"
    code, lines = checked(file)
    assert (code, lines[0][:47]) == (1, "stages[0].pools[0]: rank 2 is shared by t1, t2:")


def test_a_shared_place_of_a_whole_stage_needs_a_fact() -> None:
    swiss = {"id": "monrad", "format": "swiss", "rounds": 1, "entries": ["t1", "t2"], "rules": {"tiebreak": ["points"]}}
    final = {"id": "final", "format": "knockout", "slots": ["monrad:1", "t3"]}
    level = {"id": "m1", "stage": "monrad", "home": "t1", "away": "t2", "result": {"home": 1, "away": 1}}
    file = document(
        entries=entries("t1", "t2", "t3"),
        stages=[swiss, final],
        matches=[level, {"id": "m2", "stage": "final", "home": "monrad:1", "away": "t3"}],
    )
    code, lines = checked(file)
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("stages[0]: place 1 is shared by t1, t2: facts.lots")


def test_nobody_plays_twice_in_a_round_and_no_bye_meets_a_bye() -> None:
    swiss = {"id": "monrad", "format": "swiss", "rounds": 3, "entries": ["t1", "t2", "t3"]}
    sides = [("t1", "t2"), ("t3", "t1"), ("bye", "bye")]
    matches = [{"id": f"m{n}", "stage": "monrad", "home": one, "away": two} for n, (one, two) in enumerate(sides)]
    file = document(entries=entries("t1", "t2", "t3"), stages=[swiss], matches=matches)
    assert checked(file) == (
        1,
        ["matches[1]: 't1' is in round 1 twice, here and in matches[0]", "matches[2]: a bye meets a bye"],
    )
