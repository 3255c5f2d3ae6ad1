"""Drawing a bracket: seeds on their places, the others by chance, teams of one place as far apart as can be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from tournament.engine.draw import seed_of
from tournament.engine.formats.knockout import bracket_size, seed_order
from tournament.engine.outcome import Note
from tournament.engine.qualifying import meeting_cost
from tournament.engine.values import Entry


@dataclass(frozen=True, slots=True)
class LineDraw:
    """The entries, best seed first, and the first matches in which two of one place meet.

    `least_clashes` is the least that any draw of these entries can have.
    """

    order: tuple[str, ...]
    clashes: int
    least_clashes: int
    notes: tuple[Note, ...] = ()


def draw_line(entries: Sequence[Entry], rng: Random) -> LineDraw:
    """Put entries in the order in which they stand in a bracket as seeds 1, 2 and on.

    Those with a seed keep their order; the others are drawn, and two of them change places while that lets teams of one
    organisation meet later. The same entries (in any order) and `Random(seed)` give the same draw, bit for bit.
    """
    by_id = sorted(entries, key=lambda entry: entry.id)
    chance = {entry.id: rng.random() for entry in by_id}
    line = sorted(by_id, key=lambda entry: (seed_of(entry), chance[entry.id]))
    fixed = sum(entry.seed is not None for entry in line)
    order = spread_out([entry.id for entry in line], fixed, {entry.id: entry.organisation for entry in by_id})
    homes = {entry.id: entry.organisation for entry in by_id}
    clashes, least = first_clashes(order, homes), least_first_clashes(by_id)
    notes = (Note("line_clashes", {"clashes": clashes}),) if clashes else ()
    return LineDraw(tuple(order), clashes, least, notes)


def spread_out(order: list[str], fixed: int, homes: Mapping[str, str | None]) -> list[str]:
    """The order after exchanges behind the `fixed` first ones, each of which lets mates meet later than before."""
    places = {seed: place for place, seed in enumerate(seed_order(bracket_size(len(order))))}
    standing = [places[seed] for seed in range(1, len(order) + 1)]
    with_mates = {name for name, count in Counter(home for home in homes.values() if home).items() if count > 1}
    order = list(order)

    def cost(name: str, place: int, leaving_out: tuple[str, str]) -> int:
        home = homes[name]
        if home not in with_mates:
            return 0
        mates = [standing[i] for i, other in enumerate(order) if homes[other] == home and other not in leaving_out]
        return meeting_cost(place, mates)

    improved = True
    while improved:
        improved = False
        for i in range(fixed, len(order)):
            for j in range(i + 1, len(order)):
                one, other = order[i], order[j]
                if homes[one] == homes[other] or not {homes[one], homes[other]} & with_mates:
                    continue
                pair = (one, other)
                now = cost(one, standing[i], pair) + cost(other, standing[j], pair)
                then = cost(one, standing[j], pair) + cost(other, standing[i], pair)
                if then < now:
                    order[i], order[j] = other, one
                    improved = True
    return order


def first_pairs(order: Sequence[str]) -> list[tuple[str, str]]:
    """Who meets in the first round of the bracket, down the page; those with a bye are in no pair."""
    sides = [seed if seed <= len(order) else None for seed in seed_order(bracket_size(len(order)))]
    pairs = zip(sides[::2], sides[1::2], strict=True)
    return [(order[one - 1], order[other - 1]) for one, other in pairs if one is not None and other is not None]


def first_clashes(order: Sequence[str], homes: Mapping[str, str | None]) -> int:
    """The first matches between two of one organisation."""
    return sum(homes[one] is not None and homes[one] == homes[other] for one, other in first_pairs(order))


def least_first_clashes(entries: Sequence[Entry]) -> int:
    """The fewest first matches between two of one organisation: what a place has beyond one for each match and bye.

    A bound for any draw of the bracket, whoever is seeded.
    """
    byes = bracket_size(len(entries)) - len(entries)
    groups = byes + (len(entries) - byes) // 2
    sizes = Counter(entry.organisation for entry in entries if entry.organisation)
    return sum(max(0, size - groups) for size in sizes.values())
