"""The places that the matches of an elimination give to those who play in it."""

from collections.abc import Iterable, Mapping

from tournament.engine.bracket import Spot
from tournament.engine.outcome import Note, Place, PoolState, ResolvedMatch
from tournament.engine.selectors import NOBODY

UNDECIDED = Note("undecided")


def elimination_places(matches: Iterable[ResolvedMatch], spots: Mapping[str, Spot]) -> tuple[Place, ...]:
    """The place of every entry that is known on some side, best first; a range while it is still in play."""
    given = {match.id: match for match in matches}
    found: dict[str, Place] = {}
    for match in sorted(given.values(), key=lambda match: (spots[match.id].depth, match.id), reverse=True):
        for place in places_from(match, spots, given):
            known = found.get(place.entry)
            if known is None or (place.last - place.first) <= (known.last - known.first):
                found[place.entry] = place
    return tuple(sorted(found.values(), key=lambda place: (place.first, place.last, place.entry)))


def places_from(match: ResolvedMatch, spots: Mapping[str, Spot], given: Mapping[str, ResolvedMatch]) -> list[Place]:
    """What one match says about the places of its two sides."""
    spot = spots[match.id]
    here = [side for side in (match.home, match.away) if side is not None and side != NOBODY]
    made: list[Place] = []
    for entry in here:
        if match.winner is None:
            made.append(Place(entry, *spot.places, UNDECIDED))
        elif entry == match.winner:
            decided = spot.winner_to is None
            places = spot.bracket.winner_places if decided else spot.winner_places
            made.append(Place(entry, *places, spot.won if decided else UNDECIDED))
        elif is_spared(entry, spot, given):
            last = spots[str(spot.loser_to)]
            made.append(Place(entry, *last.loser_places, last.lost))
        elif spot.loser_to is not None and match.winner != NOBODY:
            made.append(Place(entry, *spot.loser_places, UNDECIDED))
        else:
            made.append(Place(entry, *spot.loser_places, spot.lost))
    return made


def is_spared(entry: str, spot: Spot, given: Mapping[str, ResolvedMatch]) -> bool:
    """Whether the loser's next match is over without it: a second final that was not needed."""
    target = given.get(spot.loser_to) if spot.loser_to else None
    return (
        target is not None
        and target.is_over
        and None not in (target.home, target.away)
        and (entry not in (target.home, target.away))
    )


def table_places(pool: PoolState, size: int, in_pool_of: str | None = None) -> tuple[Place, ...]:
    """The places that a table gives, where `size` teams play, some of them perhaps not known yet.

    `in_pool_of` names the stage where that has several pools.
    """
    made: list[Place] = []
    for row in pool.rows:
        if not pool.complete:
            made.append(Place(row.entry, 1, size, UNDECIDED))
            continue
        sharing = sum(other.rank == row.rank for other in pool.rows)
        reason = Note("table_rank", {"rank": row.rank})
        if in_pool_of is not None:
            reason = Note("pool_rank", {"rank": row.rank, "stage": in_pool_of, "pool": pool.id})
        made.append(Place(row.entry, row.rank, row.rank + sharing - 1, reason))
    return tuple(made)


def entry_at_place(places: Iterable[Place], rank: int) -> str | None:
    """The entry that has exactly this place, or None."""
    return next((place.entry for place in places if place.first == place.last == rank), None)
