"""The overall ranking of a division: tiers of places, from the final down to those who did not qualify.

A stage is read as levels, best first: the ranks of its pools, or the tiers of its bracket. Where a level
feeds another stage, that stage's levels stand in its place; those that go no further follow them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tournament.engine.bracket import PlaceRange, Spot
from tournament.engine.outcome import DivisionState, Note, Place, ResolvedMatch, StageState
from tournament.engine.places import UNDECIDED, table_places
from tournament.engine.selectors import NOBODY, BestOfRank, EntrySide, PoolRank, StageRank, members_of
from tournament.engine.values import Competition, Stage


@dataclass(slots=True)
class Unit:
    """A stage with pools, or the stages that share a bracket, with the levels its entries can end on."""

    stages: tuple[Stage, ...]
    level_sizes: list[tuple[PlaceRange, int]] = field(default_factory=list)
    standing: list[Place] = field(default_factory=list)
    entries: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    number: int = 0
    is_elimination: bool = False
    takes: dict[tuple[str, int], int] = field(default_factory=dict)
    waiting: set[tuple[str, int]] = field(default_factory=set)
    level_places: list[tuple[PlaceRange, PlaceRange]] = field(default_factory=list)
    whole: PlaceRange = (1, 1)
    sources: set[int] = field(default_factory=set)


def rank_divisions(
    competition: Competition,
    states: Mapping[str, StageState],
    resolved: Mapping[str, ResolvedMatch],
    spots: Mapping[str, Spot],
    linked: Mapping[str, tuple[str, ...]],
) -> tuple[DivisionState, ...]:
    """The ranking of every division, in the order in which the stages name them."""
    made: list[DivisionState] = []
    everybody = {entry.id for entry in competition.entries}
    divisions = list(dict.fromkeys(stage.division for stage in competition.stages)) or [None]
    for division in divisions:
        stages = [stage for stage in competition.stages if stage.division == division]
        units = make_units(competition, stages, states, resolved, spots, linked)
        left_over = everybody if len(divisions) == 1 else set()
        made.append(DivisionState(division, rank_units(units, left_over)))
    return tuple(made)


def make_units(
    competition: Competition,
    stages: Sequence[Stage],
    states: Mapping[str, StageState],
    resolved: Mapping[str, ResolvedMatch],
    spots: Mapping[str, Spot],
    linked: Mapping[str, tuple[str, ...]],
) -> list[Unit]:
    """The units of a division, in the order of its stages."""
    by_id = {stage.id: stage for stage in stages}
    units: dict[tuple[str, ...], Unit] = {}
    for stage in stages:
        members = tuple(name for name in linked.get(stage.id, (stage.id,)) if name in by_id)
        if members in units:
            continue
        unit = units[members] = Unit(
            tuple(by_id[name] for name in members), number=len(units), is_elimination=stage.id in linked
        )
        matches = [resolved[match.id] for match in competition.matches if match.stage in members]
        if stage.id in linked:
            read_tiers(unit, states[stage.id], [spots[match.id] for match in matches])
        else:
            read_tables(unit, stage, states[stage.id])
        read_entries(unit, matches)
    made = list(units.values())
    find_sources(made)
    return made


def find_sources(units: Sequence[Unit]) -> None:
    """Note for every unit the numbers of those whose ranks decide, directly or through others, who plays in it."""
    home_of = {stage.id: unit.number for unit in units for stage in unit.stages}
    direct = [{home_of[name] for name, _ in unit.takes if name in home_of} - {unit.number} for unit in units]
    for unit in units:
        waiting = list(direct[unit.number])
        while waiting:
            source = waiting.pop()
            if source not in unit.sources:
                unit.sources.add(source)
                waiting += direct[source]


def read_entries(unit: Unit, matches: Sequence[ResolvedMatch]) -> None:
    """Who is known to play in a unit, and which ranks of which stages it takes its teams from."""
    seen = {match.match.home: match.home for match in matches} | {match.match.away: match.away for match in matches}
    planned = {side for stage in unit.stages for pool in stage.pools for side in pool.sides}
    planned |= {slot for stage in unit.stages for slot in stage.slots}
    for side in planned | set(seen):
        if isinstance(side, PoolRank | BestOfRank | StageRank):
            key = (side.stage, side.rank)
            unit.takes[key] = unit.takes.get(key, 0) + 1
            if seen.get(side) is None:
                unit.waiting.add(key)
        elif isinstance(side, EntrySide):
            unit.named.add(side.entry)
    unit.entries |= {entry for name in seen.values() if name and name != NOBODY for entry in members_of(name)}
    unit.entries |= {place.entry for place in unit.standing}
    unit.named |= {entry for stage in unit.stages for entry in stage.entries}
    unit.entries |= unit.named


def read_tables(unit: Unit, stage: Stage, state: StageState) -> None:
    """Levels from tables: all firsts, all seconds and so on."""
    sizes = [len(pool.sides) for pool in stage.pools] or [len(stage.entries)]
    for rank in range(1, max(sizes, default=0) + 1):
        unit.level_sizes.append(((rank, rank), sum(size >= rank for size in sizes)))
    for pool, size in zip(state.pools, sizes, strict=False):
        unit.standing += table_places(pool, size, stage.id if len(stage.pools) > 1 else None)


def read_tiers(unit: Unit, state: StageState, spots: Sequence[Spot]) -> None:
    """Levels from a bracket: the winner, the losers of the final, of the semi-finals and so on."""
    ranges = {spot.bracket.winner_places for spot in spots if spot.winner_to is None}
    ranges |= {spot.loser_places for spot in spots if spot.loser_to is None}
    unit.level_sizes = [((first, last), last - first + 1) for first, last in sorted(ranges)]
    unit.standing = list(state.places)


def rank_units(units: Sequence[Unit], everybody: set[str]) -> tuple[Place, ...]:
    """The places of all entries of a division, best first."""
    fed = {id(unit) for unit in units for other in units if takes_from(unit, other)}
    free = 1
    done: set[int] = set()
    # An elimination that nothing feeds is still the later part: it stands before pools it has no tie to.
    for unit in sorted(units, key=lambda unit: (not unit.is_elimination, unit.number)):
        if id(unit) not in fed:
            free = give_places(unit, units, free, done)
    placed: dict[str, Place] = {}
    for unit in units:
        for standing in unit.standing:
            goes_on = any(standing.entry in other.entries for other in units if takes_from(other, unit))
            if not goes_on:
                placed[standing.entry] = overall(unit, standing)
    known = {entry for unit in units for entry in unit.entries} | everybody
    last = max(free - 1, len(known))
    for entry in sorted(known - set(placed)):
        placed[entry] = unplaced(entry, units, free, last)
    return tuple(sorted(placed.values(), key=lambda place: (place.first, place.last, place.entry)))


def unplaced(entry: str, units: Sequence[Unit], free: int, last: int) -> Place:
    """The place of an entry that has not shown up on any side: somewhere in its stage, or after everybody."""
    for unit in units:
        if entry in unit.entries:
            return Place(entry, *unit.whole, UNDECIDED)
    return Place(entry, min(free, last), last, Note("not_placed"))


def takes_from(unit: Unit, other: Unit) -> bool:
    """Whether a unit takes teams from another, by their ranks there or by name."""
    if unit is other:
        return False
    return any(stage.id == name for stage in other.stages for name, _ in unit.takes) or names_from(unit, other)


def names_from(unit: Unit, other: Unit) -> bool:
    """Whether a unit names teams that played in an earlier one of the same discipline, and does not feed that one."""
    disciplines = {stage.discipline for stage in (*unit.stages, *other.stages)}
    is_later = unit.number > other.number and unit.number not in other.sources
    return is_later and len(disciplines) == 1 and bool(unit.named & other.entries)


def give_places(unit: Unit, units: Sequence[Unit], free: int, done: set[int]) -> int:
    """Give the levels of a unit, and of those it feeds, their places from `free` on; returns the next free."""
    if id(unit) in done:
        return free
    done.add(id(unit))
    start = free
    names = [stage.id for stage in unit.stages]
    by_name = [other for other in units if names_from(other, unit)]
    for other in by_name:
        free = give_places(other, units, free, done)
    named = {entry for other in by_name for entry in other.named}
    called = [place for place in unit.standing if place.entry in named]
    for (first, last), size in unit.level_sizes:
        keys = {(name, rank) for name in names for rank in range(first, last + 1)}
        takers = [other for other in units if other is not unit and keys & set(other.takes)]
        for other in takers:
            free = give_places(other, units, free, done)
        gone = sum(first <= place.first <= place.last <= last for place in called)
        stay = max(0, size - gone - sum(other.takes.get(key, 0) for other in takers for key in keys))
        places = (free, free + stay - 1)
        free += stay
        waiting = [other for other in takers if keys & other.waiting]
        if waiting or not stay:
            ends = [other.whole for other in waiting or takers or by_name] + ([places] if stay else [])
            places = (min(end[0] for end in ends), max(end[1] for end in ends)) if ends else (free, free)
        unit.level_places.append(((first, last), places))
    unit.whole = (start, max(start, free - 1))
    return free


def overall(unit: Unit, standing: Place) -> Place:
    """A place inside a unit as a place in the division."""
    ranges = [
        places for (first, last), places in unit.level_places if first <= standing.last and standing.first <= last
    ]
    if not ranges:
        return Place(standing.entry, *unit.whole, standing.reason)
    return Place(standing.entry, min(r[0] for r in ranges), max(r[1] for r in ranges), standing.reason)
