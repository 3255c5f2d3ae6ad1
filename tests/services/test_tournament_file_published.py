"""Published best thirds, allocations, brackets, Berger tables and a next round come out of the file commands."""

import json
from random import Random
from typing import Any

import pytest

from tests.documents import Document, cases, document, entries, ids_of, run, standings
from tests.services.test_tournament_file_swiss import CHESS, chess_document

THIRDS = cases("best_thirds")
ALLOCATION = cases("third_place_allocation")[0]
BRACKETS = cases("brackets")
BERGER = [case for case in cases("round_robin") if case["kind"] == "berger"]


def drawn(file: Document, stage: str) -> Document:
    """The file with a stage, or its next round, drawn."""
    result = run("draw", "-", "--stage", stage, "--seed", "3", document=file)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def scores_of(third: dict[str, Any]) -> list[tuple[int, int]]:
    """Scores that add up to a row of a published table."""
    scores = [[1, 0]] * third["w"] + [[0, 0]] * third["d"] + [[0, 1]] * third["l"]
    spare = third["gf"] - third["w"], third["ga"] - third["l"]
    scores = [list(score) for score in scores]
    # What is left over goes where it changes no winner: a win takes goals for, a defeat goals against, a draw both.
    won, lost = scores[0] if third["w"] else None, scores[-1] if third["l"] else None
    level = scores[third["w"]] if third["d"] else None
    both = min(spare) if level and not (won and lost) else 0
    if level:
        level[0], level[1] = level[0] + both, level[1] + both
    if won:
        won[0] += spare[0] - both
    if lost:
        lost[1] += spare[1] - both
    return [(score[0], score[1]) for score in scores]


def thirds_document(thirds: list[dict[str, Any]], wanted: int, rng: Random, **final: Any) -> Document:
    """Pools where each third plays the others of its pool, who are put above and below it by deductions."""
    teams = [f"{third['group']}{place}" for third in thirds for place in (1, 2, 3, 4)]
    ids = ids_of(teams, rng)
    matches: list[Document] = [
        {
            **{"id": f"g{third['group']}{n}", "stage": "pools", "pool": third["group"]},
            **{"home": ids[f"{third['group']}3"], "away": ids[f"{third['group']}{other}"]},
            "result": {"kind": "played", "home": score[0], "away": score[1]},
        }
        for third in thirds
        for n, (other, score) in enumerate(zip((1, 2, 4), scores_of(third), strict=True))
    ]
    matches += [
        {"id": f"k{n}", "stage": "final", "home": f"pools:{'ABCD'[n]}:1", "away": f"pools:*:3#{n + 1}"}
        for n in range(wanted)
        if any(third["group"] == "ABCD"[n] for third in thirds)
    ]
    adjust = {ids[team]: {"1": 300, "2": 200, "3": 0, "4": -300}[team[-1]] for team in teams}
    pools = [{"id": t["group"], "entries": [ids[f"{t['group']}{place}"] for place in (1, 2, 3, 4)]} for t in thirds]
    return document(
        rules={"tiebreak": ["points", "goal_diff", "goals_for"]},
        entries=entries(*rng.sample(sorted(ids.values()), len(ids))),
        facts={"adjust": adjust},
        stages=[
            {"id": "pools", "format": "round_robin", "pools": rng.sample(pools, len(pools))},
            {"id": "final", "format": "knockout", **final},
        ],
        matches=rng.sample(matches, len(matches)),
    )


def groups_through(file: Document) -> dict[str, str]:
    """The group of each third that goes through, by the group of the winner that it meets."""
    home = {entry: pool["id"] for pool in file["stages"][0]["pools"] for entry in pool["entries"]}
    final = (match for match in standings(file)["matches"] if match["id"].startswith("k"))
    return {home[match["home"]]: home[match["away"]] for match in final}


@pytest.mark.parametrize("case", THIRDS, ids=lambda case: case["id"])
def test_the_published_best_thirds_go_through_with_their_numbers(case: dict[str, Any]) -> None:
    file = thirds_document(case["thirds"], case["qualify"], Random(4), allocation="apart")
    won = next(third for third in case["thirds"] if third["w"])
    file["rules"]["points"] = {"win": (won["pts"] - won["d"]) // won["w"], "draw": 1, "loss": 0}
    through = groups_through(file)
    assert sorted(through.values()) == case["advanced_groups"]
    assert all(winner != third for winner, third in through.items())
    best = standings(file)["stages"][0]["best"]["3"]
    published = {third["group"]: (third["pts"], third["gf"], third["ga"], third["p"]) for third in case["thirds"]}
    assert {row["pool"]: (row["points"], row["for"], row["against"], row["played"]) for row in best} == published


@pytest.mark.parametrize("through", ALLOCATION["combinations"])
def test_every_combination_of_thirds_meets_whom_the_published_table_says(through: str) -> None:
    thirds = [
        {"group": group, "w": int(group in through), "d": 2 - int(group in through), "l": 1, "gf": 3, "ga": 2 + n}
        for n, group in enumerate("ABCDEF")
    ]
    file = thirds_document(thirds, 4, Random(through), allocation=ALLOCATION["combinations"])
    assert groups_through(file) == {
        winner[1]: third[1] for winner, third in ALLOCATION["combinations"][through].items()
    }


@pytest.mark.parametrize("case", BRACKETS, ids=lambda case: case["id"])
def test_a_published_bracket_is_drawn_and_played_out_when_the_better_seed_always_wins(case: dict[str, Any]) -> None:
    rng = Random(case["id"])
    names = [f"S{number}" for number in range(1, case["participants"] + 1)]
    ids = ids_of(names, rng)
    back = {entry: name for name, entry in ids.items()}
    is_double = case["type"] == "double_elimination"
    options = {"grand_final": "reset"} if is_double else {"bronze": True}
    stage = {"id": "cup", "format": "double_elimination" if is_double else "knockout", **options}
    everybody = entries(*rng.sample(sorted(ids.values()), len(ids)))
    file = drawn(document(entries=everybody, stages=[{**stage, "entries": [ids[name] for name in names]}]), "cup")
    rng.shuffle(file["matches"])
    while True:
        answer = standings(file)
        sides = {match["id"]: (match["home"], match["away"]) for match in answer["matches"]}
        ready = [match for match in file["matches"] if "result" not in match and set(sides[match["id"]]) <= set(back)]
        if not ready:
            break
        for match in ready:
            home, away = (int(back[side][1:]) for side in sides[match["id"]])
            match["result"] = {"kind": "played", "home": int(home < away), "away": int(away < home)}
    played = {frozenset(back[side] for side in sides[match["id"]]) for match in file["matches"] if "result" in match}
    assert played == {frozenset((match["p1"], match["p2"])) for match in case["favourites_win_play"]}
    tiers = {back[place["entry"]]: place["from"] for place in answer["ranking"]}
    published = {row["name"]: row["rank"] for row in case["final_standings"]}
    assert [sorted(n for n in tiers if tiers[n] == tier) for tier in sorted(set(tiers.values()))] == [
        sorted(n for n in published if published[n] == tier) for tier in sorted(set(published.values()))
    ]


@pytest.mark.parametrize("missing", [0, 1])
@pytest.mark.parametrize("case", BERGER, ids=lambda case: case["id"])
def test_a_pool_is_drawn_in_the_published_order_of_rounds(case: dict[str, Any], missing: int) -> None:
    teams = case["teams"] - missing
    names = [f"t{number}" for number in range(1, teams + 1)]
    stage = {"id": "pools", "format": "round_robin", "pools": [{"id": "A", "entries": names}]}
    file = drawn(document(entries=entries(*reversed(names)), stages=[stage]), "pools")
    rounds: dict[int, list[tuple[str, str]]] = {}
    for match in file["matches"]:
        rounds.setdefault(match["round"], []).append((match["home"], match["away"]))
    assert [set(rounds[number]) for number in sorted(rounds)] == [
        {(f"t{home}", f"t{away}") for home, away in pairs if max(home, away) <= teams} for pairs in case["rounds"]
    ]


def test_the_next_round_of_the_chess_case_is_the_published_one() -> None:
    away = [f"p{player}" for player, rounds in CHESS["games"].items() if any(code == "Z" for _, _, code in rounds)]
    file = {**chess_document(), "facts": {"withdrawn": dict.fromkeys(away, "forfeit")}}
    made = [{match["home"], match["away"]} for match in drawn(file, "monrad")["matches"] if match["round"] == 3]
    expected = [{f"p{one}", f"p{other}" if other else "bye"} for one, other in CHESS["expected_next_round"]]
    assert sorted(map(sorted, made)) == sorted(map(sorted, expected))
