"""Published knock-outs come out from their places, fed by the real groups where the data has them all right."""

from random import Random
from typing import Any

import pytest

from tests.documents import Document, cases, document, entries, group_facts, ids_of, standings

KNOCKOUTS = cases("knockout")
GROUPS = cases("football_groups")


def groups_of(knockout: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The groups of the same competition by their letter or number, those of its first stage."""
    found: dict[str, dict[str, Any]] = {}
    for case in GROUPS:
        if case["competition"] == knockout["competition"]:
            found.setdefault(case["group"].removeprefix("Group "), case)
    return found


def played_matches(knockout: dict[str, Any]) -> list[dict[str, Any]]:
    """The matches in order; a replay takes the place of the match that was drawn."""
    drawn = {match["no"]: match for match in knockout["matches"] if match["winner"] is None}
    kept = []
    for match in knockout["matches"]:
        if match["no"] in drawn:
            continue
        if match.get("replay"):
            first = drawn[int(match["home_from"][1:])]
            match = match | {"home_from": first["home_from"], "away_from": first["away_from"]}
        kept.append(match)
    return kept


def place_of(knockout: dict[str, Any], origin: str) -> tuple[str, int]:
    """The group and the rank that a place names: "1A" is first of A, in 1930 and 1962 "13" is first of 3."""
    return origin[1:], int(origin[0])


def side(
    match: dict[str, Any], name: str, ids: dict[str, str], groups: dict[str, dict[str, Any]], knockout: dict[str, Any]
) -> str:
    """The selector of a side: a match, a place in a group that the data has, or the team itself."""
    origin = match[f"{name}_from"]
    if origin and origin[0] in "WL":
        return f"{'winner' if origin[0] == 'W' else 'loser'}:k{origin[1:]}"
    if origin:
        group, rank = place_of(knockout, origin)
        if group in groups and any(row["pos"] == rank for row in groups[group]["official"]):
            return f"groups:{group}:{rank}"
    return ids[match[name]]


def result_of(match: dict[str, Any]) -> Document:
    """The result with the winner of a shoot-out."""
    result = {"kind": "played", "home": match["hg"], "away": match["ag"]}
    if match["hg"] == match["ag"]:
        result["shootout"] = "home" if match["winner"] == match["home"] else "away"
    return result


def knockout_document(knockout: dict[str, Any], ids: dict[str, str], rng: Random) -> Document:
    """The groups that the data has and the whole knock-out, everything shuffled."""
    groups = groups_of(knockout)
    matches = [
        {
            "id": f"g{group}-{number}",
            "stage": "groups",
            "pool": group,
            "home": ids[home],
            "away": ids[away],
            "result": {"kind": "played", "home": home_goals, "away": away_goals},
        }
        for group, case in groups.items()
        for number, (home, away, home_goals, away_goals, *_) in enumerate(case["matches"])
    ]
    matches += [
        {
            "id": f"k{match['no']}",
            "stage": "final",
            "home": side(match, "home", ids, groups, knockout),
            "away": side(match, "away", ids, groups, knockout),
            "result": result_of(match),
        }
        for match in played_matches(knockout)
    ]
    rng.shuffle(matches)
    first = next(iter(groups.values()), None)
    pools = [{"id": group, "entries": [ids[team] for team in case["teams"]]} for group, case in groups.items()]
    stages = [{"id": "groups", "format": "round_robin", "pools": pools}] if pools else []
    facts: Document = {}
    for case in groups.values():
        for key, value in group_facts(case, ids).items():
            facts[key] = facts.get(key, {}) | value if isinstance(value, dict) else facts.get(key, []) + value
    file = document(
        entries=entries(*rng.sample(sorted(ids.values()), len(ids))),
        facts=facts,
        stages=[*stages, {"id": "final", "format": "knockout"}],
        matches=matches,
    )
    if first:
        file["rules"] = {key: first[key] for key in ("points", "tiebreak", "h2h_restart")}
    return file


@pytest.mark.parametrize("knockout", KNOCKOUTS, ids=lambda case: case["id"])
def test_a_knock_out_fills_from_its_places_and_ends_as_published(knockout: dict[str, Any]) -> None:
    rng = Random(11)
    teams = {match[name] for match in knockout["matches"] for name in ("home", "away")}
    teams |= {team for case in groups_of(knockout).values() for team in case["teams"]}
    ids = ids_of(sorted(teams), rng)
    answer = standings(knockout_document(knockout, ids, rng))
    resolved = {match["id"]: match for match in answer["matches"]}
    for match in played_matches(knockout):
        got = resolved[f"k{match['no']}"]
        assert {got["home"], got["away"]} == {ids[match["home"]], ids[match["away"]]}
        assert got["winner"] == ids[match["winner"]]
    places = {place["entry"]: (place["from"], place["to"]) for place in answer["ranking"]}
    third_is_played = any(match["round"] == "third-place match" for match in knockout["matches"])
    for row in knockout["final"]:
        shared = row["pos"] > 2 and not third_is_played
        assert places[ids[row["team"]]] == ((3, 4) if shared else (row["pos"], row["pos"]))


def test_the_data_feeds_most_knock_outs_from_real_groups() -> None:
    fed = [knockout["id"] for knockout in KNOCKOUTS if groups_of(knockout)]
    assert (len(KNOCKOUTS), len(fed)) == (13, 12)
