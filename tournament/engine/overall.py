"""Several disciplines put together: the medal table, points for places, or points by formula.

A discipline counts when its last stage is complete. Shared places share the points of the places they fill; two
firsts are two gold medals and no silver. Of an organisation every medal counts, but for points only its best entry in
each discipline.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tournament.engine.formats.measured import exact
from tournament.engine.formats.tables import shared_ranks
from tournament.engine.outcome import Decision, Number, PoolState, Row, StageState
from tournament.engine.places import table_places
from tournament.engine.values import Competition, MarkStatus, Overall, Stage

OVERALL = "overall"
MEDALS = ("gold", "silver", "bronze")


@dataclass(frozen=True, slots=True)
class Finish:
    """How an entry finished in a discipline: its place and how many share it (None: took part, no place)."""

    entry: str
    place: int | None
    sharing: int = 1
    formula_points: Number = 0


@dataclass(slots=True)
class Collected:
    """What a competitor has won so far."""

    medals: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEDALS, 0))
    points: Fraction = Fraction(0)
    disciplines: int = 0


def rank_overall(competition: Competition, states: Mapping[str, StageState]) -> PoolState:
    """The table over all disciplines; every competitor stands in it, whatever it won."""
    overall = competition.overall or Overall()
    home = {
        entry.id: entry.id if overall.by == "entry" else entry.organisation or entry.id for entry in competition.entries
    }
    collected = {name: Collected() for name in home.values()}
    last_stages = {stage.discipline or stage.id: stage for stage in competition.stages}
    for stage in last_stages.values():
        if states[stage.id].complete:
            collect(list(finishes(stage, states[stage.id])), overall, home, collected)
    complete = bool(last_stages) and all(states[stage.id].complete for stage in last_stages.values())
    return make_table(collected, overall, complete)


def finishes(stage: Stage, state: StageState) -> Iterable[Finish]:
    """How everybody finished in a discipline; nobody has a place where its last stage has several pools."""
    places = state.places or (table_places(state.pools[0], len(state.pools[0].rows)) if len(state.pools) == 1 else ())
    status = {mark.entry: mark.status for mark in stage.marks}
    rows = {row.entry: row for row in state.pools[0].rows} if stage.marks and state.pools else {}
    for place in places:
        row = rows.get(place.entry)
        if row is None or row.played:
            yield Finish(place.entry, place.first, place.last - place.first + 1, row.points if row else 0)
        elif status.get(place.entry) is not MarkStatus.DNS:
            yield Finish(place.entry, None)


def collect(
    finished: Iterable[Finish], overall: Overall, home: Mapping[str, str], collected: Mapping[str, Collected]
) -> None:
    """Add one discipline to what the competitors have; for points the best finish of each counts."""
    best: dict[str, Fraction] = {}
    for finish in finished:
        name = home[finish.entry]
        if finish.place is not None and finish.place <= len(MEDALS):
            collected[name].medals[MEDALS[finish.place - 1]] += 1
        points = finish.formula_points if overall.formula else place_points(finish, overall)
        best[name] = max(best.get(name, Fraction(0)), Fraction(points) + exact(overall.started))
    for name, points in best.items():
        collected[name].points += points
        collected[name].disciplines += 1


def place_points(finish: Finish, overall: Overall) -> Fraction:
    """The points of a place; those who share it share the points of all the places they fill."""
    if finish.place is None:
        return Fraction(0)
    start = finish.place - 1
    shared = sum(map(exact, overall.points[start : start + finish.sharing]), Fraction(0))
    return shared / finish.sharing


def make_table(collected: Mapping[str, Collected], overall: Overall, complete: bool) -> PoolState:
    """The rows in order, by medals or by points; those who are level share the rank."""
    criteria = MEDALS if overall.medals else ("points",)

    def key(name: str) -> tuple[Number, ...]:
        won = collected[name]
        return tuple(won.medals[medal] for medal in MEDALS) if overall.medals else (won.points,)

    rows: list[Row] = []
    above: tuple[Number, ...] | None = None
    for name in sorted(collected, key=lambda name: (tuple(-number for number in key(name)), name)):
        here, decision = key(name), None
        if above is not None and here != above:
            at = next(i for i in range(len(here)) if here[i] != above[i])
            decision = Decision(criteria[at], above[at], here[at])
        rank = rows[-1].rank if rows and here == above else len(rows) + 1
        won = collected[name]
        metrics: dict[str, Number | None] = {**won.medals, "points": won.points}
        points = int(won.points) if won.points.denominator == 1 else float(won.points)
        rows.append(Row(rank, name, won.disciplines, 0, 0, 0, 0, 0, points, metrics, decision))
        above = here
    return PoolState(OVERALL, complete, tuple(rows), shared_ranks(rows))
