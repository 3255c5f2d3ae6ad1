"""Published tables come out of the file commands, however entries and matches are shuffled."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.documents import Document, cases, document, entries, group_document, ids_of, one_pool, run, standings

GROUPS = cases("football_groups")
LEAGUES = cases("football_leagues")
NUMBERS = {"p": "played", "w": "won", "d": "drawn", "l": "lost", "gf": "for", "ga": "against", "pts": "points"}


def differences(case: dict[str, Any], answer: dict[str, Any], ids: dict[str, str]) -> list[str]:
    """Every published position or number that the answer has otherwise."""
    rows = {row["entry"]: row for row in answer["stages"][0]["pools"][0]["rows"]}
    found = []
    for official in case["official"]:
        row = rows[ids[official["team"]]]
        expected = {"rank": official["pos"]} | {
            key: official[short] for short, key in NUMBERS.items() if short in official
        }
        found += [
            f"{case['id']}: {official['team']} {key} is {row[key]}, published {value}"
            for key, value in expected.items()
            if row[key] != value
        ]
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("published", [GROUPS, LEAGUES], ids=["groups", "leagues"])
def test_every_published_position_and_number_comes_out(
    published: list[dict[str, Any]], seed: int, tmp_path: Path
) -> None:
    rng = Random(seed)
    names, files = [], []
    for case in published:
        ids = ids_of(case["teams"], rng)
        file = tmp_path / f"{case['id']}.json"
        file.write_text(json.dumps(group_document(case, rng, ids)), encoding="utf-8")
        names.append(ids)
        files.append(str(file))
    result = run("standings", *files)
    assert result.exit_code == 0, result.stderr
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["file"] for answer in answers] == files
    wrong = [
        line
        for case, answer, ids in zip(published, answers, names, strict=True)
        for line in differences(case, answer, ids)
    ]
    assert wrong == []


def test_all_135_groups_and_9_leagues_are_there() -> None:
    assert (len(GROUPS), len(LEAGUES)) == (135, 9)


EURO_2024_E = {
    "id": "euro2024-E",
    "points": {"win": 3, "draw": 1, "loss": 0},
    "tiebreak": ["points", "h2h_points", "h2h_goal_diff", "h2h_goals_for", "goal_diff", "goals_for"],
    "h2h_restart": "block",
    "teams": ["Belgium", "Romania", "Slovakia", "Ukraine"],
    "matches": [
        ["Romania", "Ukraine", 3, 0],
        ["Belgium", "Slovakia", 0, 1],
        ["Slovakia", "Ukraine", 1, 2],
        ["Belgium", "Romania", 2, 0],
        ["Slovakia", "Romania", 1, 1],
        ["Ukraine", "Belgium", 0, 0],
    ],
    "official": [
        {"pos": place, "team": team, "pts": 4}
        for place, team in enumerate(("Romania", "Belgium", "Slovakia", "Ukraine"), start=1)
    ],
}


def breaks_with(case: dict[str, Any], **rules: Any) -> bool:
    """Whether other rules put a team of the case on another place than the published one."""
    rng = Random(5)
    ids = ids_of(case["teams"], rng)
    file = group_document(case, rng, ids)
    file["rules"] |= rules
    return any(" rank is " in line for line in differences(case, standings(file), ids))


def head_to_head_first() -> list[dict[str, Any]]:
    """The groups whose chain asks head-to-head right after points."""
    return [case for case in GROUPS if case["tiebreak"][1].startswith("h2h_")]


def test_with_head_to_head_left_out_official_orders_break() -> None:
    broken = [
        case["id"]
        for case in head_to_head_first()
        if breaks_with(case, tiebreak=[word for word in case["tiebreak"] if not word.startswith("h2h_")])
    ]
    assert {"euro1996-C", "euro2012-D"} < set(broken), broken


def test_with_difference_first_official_orders_break() -> None:
    broken = []
    for case in head_to_head_first():
        rest = [word for word in case["tiebreak"] if word not in ("points", "goal_diff")]
        if breaks_with(case, tiebreak=["points", "goal_diff", *rest]):
            broken.append(case["id"])
    assert {"euro1996-C", "euro2012-D"} < set(broken), broken


def test_the_block_is_counted_to_its_end_over_all_who_were_level() -> None:
    assert not breaks_with(EURO_2024_E)


def test_a_block_that_starts_over_after_every_split_puts_belgium_first() -> None:
    # In this group everybody met, so goal difference splits it as the block does; head-to-head then starts over.
    restarted = ["points", "goal_diff", "h2h_points", "goals_for"]
    assert breaks_with(EURO_2024_E, tiebreak=restarted)


@pytest.mark.parametrize("row", cases("shootout_points")[0]["rows"], ids=str)
def test_shoot_outs_give_the_published_points(row: dict[str, int]) -> None:
    results: list[dict[str, Any]] = [
        *[{"home": 3, "away": 1}] * (row["w"] - row["pw"]),
        *[{"home": 2, "away": 2, "shootout": "home"}] * row["pw"],
        *[{"home": 2, "away": 2, "shootout": "away"}] * row["pl"],
    ]
    results += [{"home": 0, "away": 1}] * (row["p"] - len(results))
    opponents = [f"o{number}" for number in range(row["p"])]
    file = document(
        rules={"points": {"win": 3, "draw": 1, "loss": 0, "shootout_win": 2, "shootout_loss": 1}},
        entries=entries("us", *opponents),
        stages=one_pool("us", *opponents),
        matches=[
            {
                "id": f"m{n}",
                "stage": "pools",
                "pool": "A",
                "home": "us",
                "away": f"o{n}",
                "result": {"kind": "played"} | r,
            }
            for n, r in enumerate(results)
        ],
    )
    ours = next(r for r in standings(file)["stages"][0]["pools"][0]["rows"] if r["entry"] == "us")
    assert (ours["played"], ours["won"], ours["drawn"]) == (row["p"], row["w"], 0)
    assert ours["points"] == row["pts"]


def test_a_petanque_round_robin_comes_out_as_published() -> None:
    case = next(case for case in cases("petanque") if case["kind"] == "round_robin")
    teams = sorted({team for match in case["matches"] for team in match[:2]})
    file: Document = document(
        rules={"points": {"win": 1, "draw": 0, "loss": 0}, "tiebreak": case["tiebreak"]},
        entries=entries(*teams),
        stages=one_pool(*teams),
        matches=[
            {
                "id": f"m{n}",
                "stage": "pools",
                "pool": "A",
                "home": home,
                "away": away,
                "result": {"kind": "played", "home": home_score, "away": away_score},
            }
            for n, (home, away, home_score, away_score) in enumerate(case["matches"])
        ],
    )
    rows = standings(file)["stages"][0]["pools"][0]["rows"]
    assert [(row["rank"], row["entry"], row["won"], row["lost"]) for row in rows] == [
        (official["pos"], official["team"], official["wins"], official["losses"]) for official in case["official"]
    ]
