"""The table over the rounds of a series in numbers: who is who, what counts, and who changes rows. Never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from events.models import Series
from tournament.engine.outcome import Number
from tournament.engine.series import Promotion, SeriesRow, promotion, rank_series
from tournament.series_rounds import RoundRead, RowScore, read_rounds
from tournament.series_who import Appearance, RowSeen, plain, same_rows, who_is_who


@dataclass(frozen=True, slots=True)
class RowStanding:
    """A row of the series: its table, and how each in it is called. `is_shown` where every round shows its table."""

    name: str
    is_shown: bool
    ranking: tuple[SeriesRow, ...]
    names: Mapping[str, str]
    organisations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes between two neighbouring rows, by their numbers, and how many places there are."""

    upper: int
    lower: int
    places: int
    promotion: Promotion


@dataclass(frozen=True, slots=True)
class SeriesStanding:
    """A series as it stands: all rounds, the numbers of those that count, the rows, and who changes after the last.

    `own` is the competitor that was asked for.
    """

    rounds: tuple[RoundRead, ...]
    counting: tuple[int, ...]
    rows: tuple[RowStanding, ...]
    changes: tuple[Change, ...]
    own: str | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A row of a round that counts, by competitor; `row` is its number in the series."""

    row: int
    score: RowScore
    points: Mapping[str, Number]
    places: Mapping[str, tuple[int, int]]


def read_standing(series: Series, own: Appearance | None = None) -> SeriesStanding:
    """The table of every row of a series over the rounds that count."""
    rounds = read_rounds(series)
    who = who_is_who([*(found.there for found in rounds), [own] if own else []])
    counting = [(found, known) for found, known in zip(rounds, who, strict=False) if found.scores]
    rows = _rows_of([found for found, _ in counting])
    scored = [
        tuple(_scored(rows[score.division.id], score, known) for score in found.scores) for found, known in counting
    ]
    labels = _labels(rounds, who)
    count = max((one.row + 1 for there in scored for one in there), default=0)
    last = scored[-1] if scored else ()
    return SeriesStanding(
        rounds=rounds,
        counting=tuple(found.number for found, _ in counting),
        rows=tuple(_row_standing(number, scored, labels, series.best) for number in range(count)),
        changes=changes(last, series.promoted),
        own=who[-1]["own"] if own else None,
    )


def _rows_of(rounds: Sequence[RoundRead]) -> dict[int, int]:
    """The number in the series of each division that gave points in a round that counts."""
    divisions = [found.view.divisions if found.view is not None else () for found in rounds]
    numbers = same_rows([[RowSeen(division.key, division.name) for division in there] for there in divisions])
    gave = {score.division.id for found in rounds for score in found.scores}
    by_division = {
        division.id: number
        for there, given in zip(divisions, numbers, strict=True)
        for division, number in zip(there, given, strict=True)
        if division.id in gave
    }
    in_use = sorted(set(by_division.values()))
    return {division_id: in_use.index(number) for division_id, number in by_division.items()}


def _scored(row: int, score: RowScore, known: Mapping[str, str]) -> Scored:
    points = {known[entry]: number for entry, number in score.points.items()}
    return Scored(row, score, points, {known[entry]: span for entry, span in score.places.items()})


def _labels(rounds: Sequence[RoundRead], who: Sequence[Mapping[str, str]]) -> dict[str, Appearance]:
    """Each competitor as it was last seen."""
    return {known[one.entry]: one for found, known in zip(rounds, who, strict=False) for one in found.there}


def _row_standing(
    number: int, scored: Sequence[Sequence[Scored]], labels: Mapping[str, Appearance], best: int | None
) -> RowStanding:
    here = [next((one for one in there if one.row == number), None) for there in scored]
    divisions = [one.score.division for one in here if one is not None]
    ranking = rank_series([one.points if one is not None else {} for one in here], best)
    found = {row.competitor: labels[row.competitor] for row in ranking}
    return RowStanding(
        name=next((d.name for d in reversed(divisions) if d.name), divisions[-1].key),
        is_shown=all(division.shows == "all" for division in divisions),
        ranking=ranking,
        names=distinct_names(found),
        organisations={competitor: one.organisation for competitor, one in found.items()},
    )


def distinct_names(found: Mapping[str, Appearance]) -> dict[str, str]:
    """What each is called; with its place where another is called the same."""
    called = [plain(one.label) for one in found.values()]
    return {
        competitor: f"{one.label}, {one.organisation}"
        if called.count(plain(one.label)) > 1 and one.organisation
        else one.label
        for competitor, one in found.items()
    }


def changes(there: Sequence[Scored], promoted: int) -> tuple[Change, ...]:
    """Who changes between neighbouring rows after a round, by what each got in that round.

    At most half of a row moves each way, so that nobody is asked to go up and down at once.
    """
    found = []
    for upper, lower in pairwise(sorted(there, key=lambda one: one.row)):
        places = min(promoted, len(upper.points) // 2, len(lower.points) // 2)
        if places:
            found.append(Change(upper.row, lower.row, places, promotion(_levels(upper), _levels(lower), places)))
    return tuple(found)


def _levels(one: Scored) -> list[tuple[str, ...]]:
    """The ranking of a row in a round: by points, then by the place it gave; who has both the same is level."""

    def key(competitor: str) -> tuple[Number, tuple[int, int]]:
        return -one.points[competitor], one.places.get(competitor, (len(one.points), len(one.points)))

    in_order = sorted(sorted(one.points), key=key)
    return [tuple(level) for _, level in groupby(in_order, key=key)]
