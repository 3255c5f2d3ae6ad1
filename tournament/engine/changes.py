"""What differs between two states of the same competition: sides, ranks in tables, places."""

from collections.abc import Iterable
from dataclasses import dataclass

from tournament.engine.outcome import Place, ResolvedMatch, Row, State
from tournament.engine.selectors import NOBODY, members_of
from tournament.engine.values import MatchStatus


@dataclass(frozen=True, slots=True)
class MatchChange:
    """A match whose sides or counting result are others than before."""

    before: ResolvedMatch
    after: ResolvedMatch

    @property
    def id(self) -> str:
        """The id of the match."""
        return self.after.id

    @property
    def has_other_sides(self) -> bool:
        """Whether somebody else plays here now."""
        return (self.before.home, self.before.away) != (self.after.home, self.after.away)

    @property
    def had_started(self) -> bool:
        """Whether it was under way or over before the change."""
        started = (MatchStatus.RUNNING, MatchStatus.FINISHED)
        return self.before.match.result is not None or self.before.match.status in started


@dataclass(frozen=True, slots=True)
class RowChange:
    """An entry's row in a pool's table, before and after; None where it is not in the table."""

    stage: str
    pool: str
    entry: str
    before: Row | None
    after: Row | None

    @property
    def has_other_rank(self) -> bool:
        """Whether the entry stands on another rank."""
        return (self.before and self.before.rank) != (self.after and self.after.rank)


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """An entry's place in its division, before and after."""

    division: str | None
    entry: str
    before: Place | None
    after: Place | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs; empty tuples when nothing does."""

    matches: tuple[MatchChange, ...]
    rows: tuple[RowChange, ...]
    places: tuple[PlaceChange, ...]

    @property
    def entries_to_tell(self) -> tuple[str, ...]:
        """Those who now play, or no longer play, a match, or stand on another rank; by id."""
        told = {
            name
            for change in self.matches
            if change.has_other_sides
            for side in (change.before.home, change.before.away, change.after.home, change.after.away)
            if side
            for name in members_of(side)
        }
        told |= {change.entry for change in self.rows if change.has_other_rank}
        return tuple(sorted(entry for entry in told if entry and entry != NOBODY))


def changes_between(before: State, after: State) -> Changes:
    """What differs between two states; matches in the order of `after`, rows by table, places by division."""
    earlier = {match.id: match for match in before.matches}
    matches = tuple(
        MatchChange(earlier[match.id], match)
        for match in after.matches
        if match.id in earlier and seen(earlier[match.id]) != seen(match)
    )
    return Changes(matches, tuple(row_changes(before, after)), tuple(place_changes(before, after)))


def seen(match: ResolvedMatch) -> tuple[object, ...]:
    """What people see of a match."""
    return match.home, match.away, match.result, match.winner


def row_changes(before: State, after: State) -> Iterable[RowChange]:
    """The rows that differ, table by table."""
    old = {(s.id, p.id): {row.entry: row for row in p.rows} for s in before.stages for p in s.pools}
    for stage in after.stages:
        for pool in stage.pools:
            earlier = old.get((stage.id, pool.id), {})
            later = {row.entry: row for row in pool.rows}
            for entry in dict.fromkeys((*later, *earlier)):
                if earlier.get(entry) != later.get(entry):
                    yield RowChange(stage.id, pool.id, entry, earlier.get(entry), later.get(entry))


def place_changes(before: State, after: State) -> Iterable[PlaceChange]:
    """The places that differ, division by division."""
    old = {division.division: {place.entry: place for place in division.places} for division in before.divisions}
    for division in after.divisions:
        earlier = old.get(division.division, {})
        later = {place.entry: place for place in division.places}
        for entry in dict.fromkeys((*later, *earlier)):
            if earlier.get(entry) != later.get(entry):
                yield PlaceChange(division.division, entry, earlier.get(entry), later.get(entry))
