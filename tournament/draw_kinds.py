"""The kinds of draw, each from what went in and a seed: made once, stored, and made again by whoever doubts it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any

from tournament.engine.draw import draw_pools
from tournament.engine.generate import draw_matches
from tournament.engine.heats import draw_heats
from tournament.engine.line_draw import draw_line
from tournament.engine.mixed_draw import draw_teams
from tournament.engine.outcome import Note
from tournament.engine.values import Entry as EntryValue
from tournament.engine.values import Match
from tournament.file import read_tournament

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came out of a draw, a fingerprint of what went in, and what there is to say about it."""

    result: Document
    input_hash: str
    notes: tuple[Note, ...] = ()


def make_draw(kind: str, given: Mapping[str, Any], seed: str) -> Drawn:
    """Draw one of `KINDS`. CannotDrawError when a round cannot be made."""
    return KINDS[kind](given, Random(seed))


def _pools(given: Mapping[str, Any], rng: Random) -> Drawn:
    drawn = draw_pools(_entries(given), int(given["pool_count"]), rng, _wishes(given))
    result = {
        "pools": {pool.id: [str(side) for side in pool.sides] for pool in drawn.pools},
        "clashes": drawn.clashes,
        "least_clashes": drawn.least_clashes,
    }
    return Drawn(result, drawn.input_hash, drawn.notes)


def _order(given: Mapping[str, Any], rng: Random) -> Drawn:
    drawn = draw_line(_entries(given), rng)
    result = {"order": list(drawn.order), "clashes": drawn.clashes, "least_clashes": drawn.least_clashes}
    return Drawn(result, fingerprint(given), drawn.notes)


def _heats(given: Mapping[str, Any], rng: Random) -> Drawn:
    entries = _entries(given)
    seeds = {entry.id: entry.seed for entry in entries if entry.seed is not None}
    heats = draw_heats([entry.id for entry in entries], int(given["lanes"]), seeds, rng)
    note = Note("heats_drawn", {"heats": len(heats), "lanes": int(given["lanes"])})
    return Drawn({"heats": [list(heat) for heat in heats]}, fingerprint(given), (note,))


def _teams(given: Mapping[str, Any], rng: Random) -> Drawn:
    drawn = draw_teams(_entries(given), int(given["team_count"]), rng, _wishes(given))
    return Drawn({"teams": [list(team) for team in drawn.teams]}, fingerprint(given), drawn.notes)


def _round(given: Mapping[str, Any], rng: Random) -> Drawn:
    competition = read_tournament(dict(given["document"]))
    before = {match.id: match for match in competition.matches}
    grown, notes = draw_matches(competition, str(given["stage"]), rng)
    changed = [match for match in grown.matches if before.get(match.id) != match]
    return Drawn({"matches": [_match(match) for match in changed]}, fingerprint(given), notes)


def _match(match: Match) -> Document:
    return {"id": match.id, "round": match.round, "home": str(match.home), "away": str(match.away)}


def _entries(given: Mapping[str, Any]) -> list[EntryValue]:
    return [EntryValue(**entry) for entry in given["entries"]]


def _wishes(given: Mapping[str, Any]) -> list[frozenset[str]]:
    """The wishes of which all members are drawn."""
    names = {entry["id"] for entry in given["entries"]}
    wishes = [frozenset(wish) & names for wish in given.get("wishes", ())]
    return [wish for wish in wishes if len(wish) > 1]


def fingerprint(given: Mapping[str, Any]) -> str:
    """A fingerprint of everything but chance that decides a draw."""
    return sha256(json.dumps(given, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


KINDS: Mapping[str, Callable[[Mapping[str, Any], Random], Drawn]] = {
    "pools": _pools,
    "order": _order,
    "heats": _heats,
    "teams": _teams,
    "round": _round,
}
