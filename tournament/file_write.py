"""Writing a competition as a tournament file."""

from collections.abc import Mapping
from typing import Any

from tournament.engine.selectors import Selector, TeamSide
from tournament.engine.values import Competition, Entry, Facts, Match, MatchStatus, Points, Pool, Result, Rules, Stage
from tournament.file_measured import write_measured, write_overall
from tournament.file_words import FILE_FORMAT, FILE_VERSION, NUMBER_FACT_WORDS, ORDER_FACT_WORDS

Document = dict[str, Any]

ENTRY_KEYS = frozenset({"id", "name", "organisation", "municipality", "seed", "pot", "people"})
STAGE_KEYS = frozenset(
    {"id", "format", "name", "division", "discipline", "rules", "pool_count"}
    | {"pools", "entries", "slots", "best", "allocation", "results", "formula", "heats", "wishes"}
)
MATCH_KEYS = frozenset({"id", "stage", "pool", "round", "number", "home", "away", "status", "result"})


def write_tournament(competition: Competition, original: Mapping[str, object] | None = None) -> Document:
    """The document of a competition; of an original everything is kept that the engine does not read.

    That is `day`, `timetable` and other keys, at the top and inside the entries, stages and matches of equal id.
    """
    old: Mapping[str, Any] = original or {}
    written: Document = {
        **old,
        "format": FILE_FORMAT,
        "version": FILE_VERSION,
        "name": competition.name,
        "sport": competition.sport,
        "rules": write_rules(competition.rules),
        "entries": merged(old, "entries", ENTRY_KEYS, [write_entry(entry) for entry in competition.entries]),
        "facts": write_facts(competition.facts),
        "stages": merged(old, "stages", STAGE_KEYS, [write_stage(stage) for stage in competition.stages]),
        "matches": merged(old, "matches", MATCH_KEYS, [write_match(match) for match in competition.matches]),
    }
    return written | write_overall(competition.overall)


def merged(old: Mapping[str, Any], key: str, read: frozenset[str], items: list[Document]) -> list[Document]:
    """The items with whatever else the original says about those of the same id, beside what the engine read."""
    known = {item["id"]: item for item in old.get(key, [])}
    return [
        {name: value for name, value in known.get(item["id"], {}).items() if name not in read} | item for item in items
    ]


def given(document: Document) -> Document:
    """The document without what is empty or unknown."""
    return {key: value for key, value in document.items() if value not in (None, "", [], {})}


def write_rules(rules: Rules) -> Document:
    """The rules, whole, so that a later default changes nothing."""
    return {
        "points": write_points(rules.points),
        "tiebreak": list(rules.tiebreak),
        "h2h_restart": rules.h2h_restart.value,
        "walkover": list(rules.walkover) if rules.walkover else None,
        "bye": list(rules.bye) if rules.bye else None,
    }


def write_points(points: Points) -> Document:
    """Table points per result; shoot-out points where they are set."""
    return given(
        {
            "win": points.win,
            "draw": points.draw,
            "loss": points.loss,
            "shootout_win": points.shootout_win,
            "shootout_loss": points.shootout_loss,
        }
    )


def write_entry(entry: Entry) -> Document:
    """One entry."""
    return given(
        {
            "id": entry.id,
            "name": entry.name,
            "organisation": entry.organisation,
            "municipality": entry.municipality,
            "seed": entry.seed,
            "pot": entry.pot,
            "people": list(entry.people),
        }
    )


def write_facts(facts: Facts) -> Document:
    """The facts that are there."""
    numbers = {key: dict(getattr(facts, key)) for key in NUMBER_FACT_WORDS}
    orders = {key: [list(order) for order in getattr(facts, key)] for key in ORDER_FACT_WORDS}
    withdrawn = {entry: policy.value for entry, policy in facts.withdrawn.items()}
    return given({**numbers, "withdrawn": withdrawn, **orders})


def write_stage(stage: Stage) -> Document:
    """One stage, its options beside its own keys."""
    allocation = stage.allocation
    if isinstance(allocation, Mapping):
        allocation = {pools: dict(meetings) for pools, meetings in allocation.items()}
    return given(
        {
            "id": stage.id,
            "format": stage.format,
            "name": stage.name,
            "division": stage.division,
            "discipline": stage.discipline,
            "rules": write_rules(stage.rules) if stage.rules else None,
            "pool_count": stage.pool_count,
            "pools": [write_pool(pool) for pool in stage.pools],
            "entries": list(stage.entries),
            "slots": [str(slot) for slot in stage.slots],
            "best": {"compare": stage.best.value} if stage.best != "total" else None,
            "allocation": allocation,
            "wishes": [sorted(wish) for wish in stage.wishes],
        }
    ) | {**write_measured(stage), **stage.options}


def write_pool(pool: Pool) -> Document:
    """One pool."""
    return {"id": pool.id, "entries": [str(side) for side in pool.sides]}


def write_match(match: Match) -> Document:
    """One match with the result that was entered."""
    return given(
        {
            "id": match.id,
            "stage": match.stage,
            "pool": match.pool,
            "round": match.round,
            "number": match.number,
            "home": write_side(match.home),
            "away": write_side(match.away),
            "status": match.status.value if match.status is not MatchStatus.PLANNED else None,
            "result": write_result(match.result) if match.result else None,
        }
    )


def write_side(side: Selector) -> str | list[str]:
    """A side: the text of its selector, or the entries of a team."""
    return list(side.entries) if isinstance(side, TeamSide) else str(side)


def write_result(result: Result) -> Document:
    """One result."""
    return given(
        {
            "kind": result.kind.value,
            "home": result.home,
            "away": result.away,
            "shootout": result.shootout,
            "sets": [list(pair) for pair in result.sets],
        }
    )
