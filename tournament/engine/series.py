"""A series of rounds: points from each, the best of them count, and who goes up and down between two rows.

A round is a mapping from a competitor to its points there; who is not in it was not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tournament.engine.outcome import Decision, Number, Place, Row

BEST_ROUND = "best_round"
NEXT_BEST_ROUND = "next_best_round"


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One competitor: the points that count, those of every round (None: not there), and the rounds that count.

    `decided_by` is why the row stands below the one above it; None in the first row and where the rank is shared.
    """

    rank: int
    competitor: str
    points: Number
    rounds: tuple[Number | None, ...]
    counted: tuple[int, ...]
    decided_by: Decision | None = None


@dataclass(frozen=True, slots=True)
class Promotion:
    """Who goes up from the lower row and who goes down from the upper one.

    `up_open` and `down_open` are level where the line is drawn, so people choose among them.
    """

    up: tuple[str, ...]
    down: tuple[str, ...]
    up_open: tuple[str, ...] = ()
    down_open: tuple[str, ...] = ()


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
    best_first = {name: _best_first(scores[name]) for name in names}
    counted = {name: tuple(sorted(number for _, number in best_first[name][:best])) for name in names}
    totals = {name: sum((Fraction(points) for points, _ in best_first[name][:best]), Fraction(0)) for name in names}
    # Who was not there has nothing in that round: one round more never puts anybody lower.
    singles = {name: _padded([points for points, _ in best_first[name]], len(rounds)) for name in names}
    keys = {name: (totals[name], singles[name]) for name in names}
    rows: list[SeriesRow] = []
    for name in sorted(names, key=lambda name: keys[name], reverse=True):
        above = rows[-1] if rows else None
        decision = None if above is None else _decision(keys[above.competitor], keys[name])
        rank = above.rank if above is not None and decision is None else len(rows) + 1
        rows.append(SeriesRow(rank, name, _plain(totals[name]), scores[name], counted[name], decision))
    return tuple(rows)


def _best_first(scores: Sequence[Number | None]) -> list[tuple[Number, int]]:
    """The rounds somebody was there, best first, of equal ones the earlier first: points and number of the round."""
    there = [(points, number) for number, points in enumerate(scores) if points is not None]
    return sorted(there, key=lambda score: (-score[0], score[1]))


def _padded(points: Sequence[Number], length: int) -> tuple[Number, ...]:
    return tuple(sorted([*points, *[0] * (length - len(points))], reverse=True))


def _plain(number: Fraction) -> Number:
    return int(number) if number.denominator == 1 else number


def _decision(above: tuple[Number, Sequence[Number]], here: tuple[Number, Sequence[Number]]) -> Decision | None:
    """What separates two neighbours: the total, else their best single rounds one by one."""
    if above[0] != here[0]:
        return Decision("points", above[0], here[0])
    for number, (first, second) in enumerate(zip(above[1], here[1], strict=True)):
        if first != second:
            return Decision(NEXT_BEST_ROUND if number else BEST_ROUND, first, second)
    return None


def promotion(upper: Sequence[Sequence[str]], lower: Sequence[Sequence[str]], places: int) -> Promotion:
    """Who changes rows after a round, from the two rankings: best first, those who are level together.

    ValueError when a row has fewer than so many, so that nobody goes up and down at once.
    """
    sizes = [sum(len(level) for level in ranking) for ranking in (upper, lower)]
    if not 0 <= places <= min(sizes):
        raise ValueError(f"{places} cannot change between rows of {sizes[0]} and {sizes[1]}")
    up, up_open = _first(lower, places)
    down, down_open = _first([tuple(reversed(level)) for level in reversed(upper)], places)
    return Promotion(up, tuple(reversed(down)), up_open, tuple(reversed(down_open)))


def _first(ranking: Sequence[Sequence[str]], places: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first so many of a ranking, and those who are level for the places that are left."""
    taken: tuple[str, ...] = ()
    for level in ranking:
        if len(taken) + len(level) > places:
            return taken, tuple(level) if len(taken) < places else ()
        taken += tuple(level)
    return taken, ()
