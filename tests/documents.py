"""Tournament files for tests: built from published cases, and sent through the commands."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from click.testing import CliRunner, Result

from tournament.commands_file import tournament_group

DATA = Path(__file__).parent / "data"

Document = dict[str, Any]


def cases(name: str) -> list[dict[str, Any]]:
    """The published cases of a data file."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def run(*arguments: str, document: Mapping[str, Any] | None = None) -> Result:
    """A command on files, or on a document sent to standard input as "-"."""
    sent = json.dumps(document) if document is not None else None
    return CliRunner().invoke(tournament_group, list(arguments), input=sent)


def standings(document: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of `standings` to a document that has no faults."""
    result = run("standings", "-", document=document)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def document(**parts: Any) -> Document:
    """A tournament file of version 1 with these parts."""
    return {
        "format": "sportforlivet.tournament",
        "version": 1,
        "name": "Prøve",
        "sport": "football",
        "entries": [],
        "stages": [],
        **parts,
    }


def entries(*names: str) -> list[Document]:
    """Entries with these ids."""
    return [{"id": name, "name": name.upper()} for name in names]


def played(match_id: str, home: str, away: str, score: Sequence[int], **more: Any) -> Document:
    """A match in pool A of the stage "pools" with its result."""
    result = {"kind": "played", "home": score[0], "away": score[1]}
    return {"id": match_id, "stage": "pools", "pool": "A", "home": home, "away": away, "result": result, **more}


def one_pool(*names: str, **stage: Any) -> list[Document]:
    """The stages of a competition with one pool."""
    return [{"id": "pools", "format": "round_robin", "pools": [{"id": "A", "entries": list(names)}], **stage}]


def ids_of(names: Sequence[str], rng: Random) -> dict[str, str]:
    """An id for each name, given by chance so that no order of ids can help."""
    numbers = rng.sample(range(1000), len(names))
    return {name: f"t{number}" for name, number in zip(names, numbers, strict=True)}


def group_facts(case: Mapping[str, Any], ids: Mapping[str, str]) -> Document:
    """The facts of a published group, under ids."""
    extra = case.get("extra") or {}
    facts: Document = {"adjust": {ids[team]: points for team, points in (case.get("adjust") or {}).items()}}
    for key in ("fair_play", "coefficient"):
        if isinstance(extra.get(key), dict):
            facts[key] = {ids[team]: number for team, number in extra[key].items()}
    for key in ("lots", "playoff", "shootout", "ranking"):
        if key in extra:
            facts[key] = [[ids[team] for team in extra[key]]]
    return facts


def group_document(case: Mapping[str, Any], rng: Random, ids: Mapping[str, str] | None = None) -> Document:
    """A published group as a tournament file, its entries and matches shuffled."""
    names = dict(ids or ids_of(case["teams"], rng))
    teams = [names[team] for team in case["teams"]]
    matches = []
    for number, (home, away, home_goals, away_goals, *more) in enumerate(case["matches"]):
        match = played(f"m{number}", names[home], names[away], (home_goals, away_goals))
        if more and more[0].get("shootout"):
            match["result"]["shootout"] = more[0]["shootout"]
        matches.append(match)
    rng.shuffle(teams)
    rng.shuffle(matches)
    return document(
        rules={key: case[key] for key in ("points", "tiebreak", "h2h_restart")},
        entries=entries(*teams),
        facts=group_facts(case, names),
        stages=one_pool(*teams, legs=2),
        matches=matches,
    )
