"""A series of rounds: points from each, the best of them count, and who goes up and down between two rows.

A round is a mapping from a competitor to its points there; who is not in it was not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tournament.engine.outcome import Number, Place, Row


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One competitor: the points that count, those of every round (None: not there), and the rounds taken part in."""

    rank: int
    competitor: str
    points: Number
    rounds: tuple[Number | None, ...]
    counted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Promotion:
    """Who goes up from the lower row and who goes down from the upper one."""

    up: tuple[str, ...]
    down: tuple[str, ...]


def match_points(rows: Sequence[Row]) -> dict[str, Number]:
    """The table points of a round, for a series that adds them up."""
    return {row.entry: row.points for row in rows}


def place_points(places: Sequence[Place], points: Sequence[float], started: float = 0) -> dict[str, Number]:
    """Points for places in a round, and for taking part; those who share a place share the points of all they fill.

    They are exact: three times a third is one.
    """
    whole = [Fraction(str(number)) for number in points]
    return {
        place.entry: sum(whole[place.first - 1 : place.last], Fraction(0)) / (place.last - place.first + 1)
        + Fraction(str(started))
        for place in places
    }


def rank_series(rounds: Sequence[Mapping[str, Number]], best: int | None = None) -> tuple[SeriesRow, ...]:
    """The table of a series, of which the `best` rounds of each count (None: all).

    Those who are level are separated by their best single rounds, one by one, and share the rank when they have the
    same. ValueError when `best` is less than 1.
    """
    if best is not None and best < 1:
        raise ValueError("at least one round must count")
    names = sorted({name for points in rounds for name in points})
    scores = {name: tuple(points.get(name) for points in rounds) for name in names}
    in_order = {
        name: sorted(
            ((points, -number) for number, points in enumerate(scores[name]) if points is not None), reverse=True
        )
        for name in names
    }
    counted = {name: tuple(sorted(-number for _, number in in_order[name][:best])) for name in names}
    totals = {name: sum(points for points, _ in in_order[name][:best]) for name in names}
    keys = {name: (-totals[name], [-points for points, _ in in_order[name]]) for name in names}
    rows: list[SeriesRow] = []
    for name in sorted(names, key=lambda name: (keys[name], name)):
        level = bool(rows) and keys[rows[-1].competitor] == keys[name]
        rank = rows[-1].rank if level else len(rows) + 1
        rows.append(SeriesRow(rank, name, totals[name], scores[name], counted[name]))
    return tuple(rows)


def promotion(upper: Sequence[str], lower: Sequence[str], places: int) -> Promotion:
    """Who changes rows after a round, from the two rankings, best first.

    ValueError when a row has fewer than so many, so that nobody goes up and down at once.
    """
    if not 0 <= places <= min(len(upper), len(lower)):
        raise ValueError(f"{places} cannot change between rows of {len(upper)} and {len(lower)}")
    return Promotion(up=tuple(lower[:places]), down=tuple(upper[len(upper) - places :]))
