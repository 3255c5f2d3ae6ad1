"""Drawing pools: by chance, by pots, and with teams of the same place as far apart as can be.

Teams are dealt to one pool after the other. Every set that must be spread - all teams, each pot, each
municipality, each organisation - gives each pool its even share, rounded down or up. The sets on either side of
the deal (pots; places) lie inside each other or apart, so a flow with these bounds always exists, and even shares
give the fewest clashes there can be: the draw does not search for the minimum, it is built with it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from tournament.engine.outcome import Note
from tournament.engine.selectors import EntrySide
from tournament.engine.spreading import Item, even_share
from tournament.engine.values import Entry, Pool
from tournament.engine.version import ENGINE_VERSION
from tournament.engine.wishes import Wish, grant_wishes, open_wishes

POOL_IDS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class PoolDraw:
    """Drawn pools, and what is stored with them so that the draw can be shown again.

    `clashes` are the pairs from the same organisation in one pool; `least_clashes` is the proven minimum.
    """

    pools: tuple[Pool, ...]
    clashes: int
    least_clashes: int
    engine: str
    input_hash: str
    notes: tuple[Note, ...] = ()


def draw_pools(entries: Sequence[Entry], pool_count: int, rng: Random, wishes: Sequence[Wish] = ()) -> PoolDraw:
    """Deal the entries to pools whose sizes differ by at most one.

    Pots are those of the entries, or else made from the seeds, `pool_count` at a time; those without either are
    one pot. `wishes` are sets of teams that would like to share a pool; one is granted by exchanging teams of the same
    pot, when that costs no clash. The same entries (in any order), number, wishes and `Random(seed)` give the same
    draw, bit for bit. ValueError when there are more pools than entries, or none.
    """
    if not 1 <= pool_count <= len(entries):
        raise ValueError(f"{len(entries)} entries cannot fill {pool_count} pools")
    ordered = sorted(entries, key=lambda entry: entry.id)
    chance = {entry.id: rng.random() for entry in ordered}
    pots = pots_of(ordered, pool_count)
    by_chance = sorted(ordered, key=lambda entry: (chance[entry.id], entry.id))
    sets = sets_of(ordered, pots)
    items = [Item(entry.id, *sets[entry.id]) for entry in by_chance]
    by_id = {entry.id: entry for entry in ordered}

    def clashes_in(groups: Sequence[Sequence[str]]) -> tuple[int, int]:
        together = [[by_id[name] for name in group] for group in groups]
        return count_clashes(together), count_neighbours(together)

    dealt = grant_wishes(even_share(items, pool_count), wishes, pots, clashes_in)
    teams = [
        sorted((by_id[name] for name in names), key=lambda entry: (pots[entry.id], seed_of(entry), chance[entry.id]))
        for names in dealt
    ]
    teams.sort(key=lambda pool: (seed_of(pool[0]), -len(pool), chance[pool[0].id]))
    pools = tuple(
        Pool(pool_id(number), tuple(EntrySide(entry.id) for entry in pool)) for number, pool in enumerate(teams)
    )
    clashes, least = count_clashes(teams), least_clashes(ordered, pool_count)
    notes = [Note("draw_sizes", {"pools": pool_count, "least": min(map(len, teams)), "most": max(map(len, teams))})]
    if clashes:
        notes.append(Note("draw_clashes", {"clashes": clashes, "least": least}))
    if left := open_wishes(dealt, wishes):
        notes.append(Note("wishes_open", {"wishes": len(left)}))
    return PoolDraw(pools, clashes, least, ENGINE_VERSION, input_hash(ordered, pool_count, wishes), tuple(notes))


def pool_id(number: int) -> str:
    """The id of the pool with this number from 0: A to Z, then AA, AB and on."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, len(POOL_IDS))
        letters = POOL_IDS[rest] + letters
    return letters


def seed_of(entry: Entry) -> float:
    """The seed, 1 is best; infinite for those without."""
    return float("inf") if entry.seed is None else entry.seed


def pots_of(entries: Sequence[Entry], pool_count: int) -> dict[str, tuple[int, int]]:
    """The pot of each entry: the one it was given, or by seeds `pool_count` at a time, the rest together."""
    seeded = sorted((entry for entry in entries if entry.pot is None and entry.seed is not None), key=seed_of)
    made = {entry.id: (1, place // pool_count) for place, entry in enumerate(seeded)}
    for entry in entries:
        if entry.pot is not None:
            made[entry.id] = (0, entry.pot)
        elif entry.id not in made:
            made[entry.id] = (2, 0)
    return made


def sets_of(
    entries: Sequence[Entry], pots: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The sets each entry is in on the two sides of the deal: its pot, and its places.

    Where organisations have teams in several municipalities the two cross. With one pot only they get a side each.
    """
    crosses = any(len(municipalities) > 1 for municipalities in homes_of(entries).values())
    if crosses and len(set(pots.values())) == 1:
        return {entry.id: (organisation_set(entry), municipality_set(entry)) for entry in entries}
    places = places_of(entries)
    return {entry.id: ((f"pot {pots[entry.id]}",), places[entry.id]) for entry in entries}


def homes_of(entries: Sequence[Entry]) -> dict[str, set[str | None]]:
    """The municipalities that the teams of each organisation name."""
    homes: dict[str, set[str | None]] = {}
    for entry in entries:
        if entry.organisation:
            homes.setdefault(entry.organisation, set()).add(entry.municipality)
    return homes


def municipality_set(entry: Entry) -> tuple[str, ...]:
    """The set of all from the entry's municipality; none without one."""
    return (f"municipality {entry.municipality}",) if entry.municipality else ()


def organisation_set(entry: Entry) -> tuple[str, ...]:
    """The set of all from the entry's organisation; none without one."""
    return (f"organisation {entry.organisation}",) if entry.organisation else ()


def places_of(entries: Sequence[Entry]) -> dict[str, tuple[str, ...]]:
    """The places each entry is kept apart by, the widest first: its municipality, its organisation.

    An organisation whose teams name different municipalities is no part of any, and its teams go by it alone.
    """
    homes = homes_of(entries)
    made: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        one_home = not entry.organisation or len(homes[entry.organisation]) == 1
        made[entry.id] = (municipality_set(entry) if one_home else ()) + organisation_set(entry)
    return made


def same_place(pool: Sequence[Entry]) -> Counter[str]:
    """How many of each organisation stand in a pool."""
    return Counter(entry.organisation for entry in pool if entry.organisation)


def count_clashes(pools: Sequence[Sequence[Entry]]) -> int:
    """The pairs of teams from the same organisation that stand in the same pool."""
    return sum(count * (count - 1) // 2 for pool in pools for count in same_place(pool).values())


def count_neighbours(pools: Sequence[Sequence[Entry]]) -> int:
    """The pairs of teams from the same municipality that stand in the same pool."""
    counts = (Counter(entry.municipality for entry in pool if entry.municipality) for pool in pools)
    return sum(count * (count - 1) // 2 for of_pool in counts for count in of_pool.values())


def least_clashes(entries: Sequence[Entry], pool_count: int) -> int:
    """The fewest clashes any draw can have: each organisation spread evenly over all pools."""
    least = 0
    for count in same_place(entries).values():
        share, more = divmod(count, pool_count)
        least += (pool_count - more) * (share * (share - 1) // 2) + more * ((share + 1) * share // 2)
    return least


def input_hash(entries: Sequence[Entry], pool_count: int, wishes: Sequence[Wish] = ()) -> str:
    """A fingerprint of everything but chance that decides a draw."""
    facts = [(entry.id, entry.organisation, entry.municipality, entry.seed, entry.pot) for entry in entries]
    wished = tuple(tuple(sorted(wish)) for wish in wishes)
    return sha256(repr((pool_count, facts, *wished)).encode()).hexdigest()
