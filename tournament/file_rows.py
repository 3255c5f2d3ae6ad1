"""The answer of the command `standings`: a state as plain JSON values."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tournament.engine.outcome import Number, Place, PoolState, Row, StageState, State
from tournament.engine.selectors import members_of


def standings_line(file_name: str, state: State) -> dict[str, Any]:
    """One line of the answer."""
    named = any(division.division for division in state.divisions)
    return {
        "file": file_name,
        "stages": [stage_value(stage, statuses(state, stage.id)) for stage in state.stages]
        + ([overall_value(state.overall)] if state.overall else []),
        "matches": [
            {
                "id": match.id,
                "home": side_value(match.home),
                "away": side_value(match.away),
                "winner": side_value(match.winner),
            }
            for match in state.matches
        ],
        "ranking": [
            place_value(place) | ({"division": division.division} if named else {})
            for division in state.divisions
            for place in division.places
        ],
    }


def side_value(name: str | None) -> str | list[str] | None:
    """A resolved side; a list where it is a team of people."""
    people = members_of(name) if name else ()
    return list(people) if len(people) > 1 else name


def statuses(state: State, stage_id: str) -> dict[str, str]:
    """Who of a measured stage has which status."""
    return {mark.entry: mark.status.value for mark in state.competition.get_stage(stage_id).marks}


def overall_value(overall: PoolState) -> dict[str, Any]:
    """The table over all disciplines, like a stage with one pool."""
    pool = {"id": overall.id, "complete": overall.complete, "rows": [row_value(row) for row in overall.rows]}
    return {"id": overall.id, "complete": overall.complete, "pools": [pool]}


def stage_value(stage: StageState, status: Mapping[str, str]) -> dict[str, Any]:
    """A stage with its tables, the status of marks, and the comparison over its pools where somebody asks for it."""
    value: dict[str, Any] = {
        "id": stage.id,
        "complete": stage.complete,
        "pools": [{"id": pool.id, "complete": pool.complete, "rows": rows_value(pool, status)} for pool in stage.pools],
    }
    if stage.best:
        value["best"] = {
            str(rank): [{"pool": best.pool, **row_value(best.row)} for best in rows]
            for rank, rows in stage.best.items()
        }
    return value


def rows_value(pool: PoolState, status: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of a table, with the status of those who were measured."""
    return [row_value(row) | ({"status": status[row.entry]} if row.entry in status else {}) for row in pool.rows]


def row_value(row: Row) -> dict[str, Any]:
    """A row of a table."""
    return {
        "rank": row.rank,
        "entry": row.entry,
        "played": row.played,
        "won": row.won,
        "drawn": row.drawn,
        "lost": row.lost,
        "for": row.goals_for,
        "against": row.goals_against,
        "points": row.points,
        "metrics": {criterion: plain_number(number) for criterion, number in row.metrics.items()},
        "decided_by": row.decided_by.criterion if row.decided_by else None,
    }


def plain_number(number: Number | None) -> int | float | None:
    """A number that JSON knows."""
    if isinstance(number, Fraction):
        return int(number) if number.denominator == 1 else float(number)
    return number


def place_value(place: Place) -> dict[str, Any]:
    """A place in the ranking."""
    return {"entry": place.entry, "from": place.first, "to": place.last, "reason": place.reason.code}
