"""The grid on which starts lie, and sets of starts as bits: bit ``i`` is the start at minute ``i * grid``."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from math import gcd

from tournament.timetable.model import Match, Pin, Rests

LEAST_GRID = 5
"""No finer than people read a clock."""


def grid_of(matches: Collection[Match], rests: Rests, pins: Iterable[Pin] = ()) -> int:
    """The grid of a day that names none; a match that is held fast off it makes it finer.

    It is the coarsest that all plays, changeovers and rests lie on, where that is no finer than five minutes. Where it
    would be finer, no court loses a minute at least: the coarsest grid that the turns of the courts lie on, and of
    those the one on which a team that plays on waits least beyond its rest. Five where the turns allow none.
    """
    lengths = {(match.play, match.changeover) for match in matches}
    both = {rests.same, rests.other}
    grid = gcd(*chain.from_iterable(lengths), *both)
    if grid < LEAST_GRID:
        turns = gcd(*(play + changeover for play, changeover in lengths))
        steps = [play + rest for play, _ in lengths for rest in both]
        found = [minutes for minutes in range(turns, LEAST_GRID - 1, -1) if turns % minutes == 0]
        grid = min(found, key=lambda minutes: sum(-step % minutes for step in steps), default=LEAST_GRID)
    return gcd(grid, *(pin.start for pin in pins if pin.start is not None))


def bits(first: int, last: int) -> int:
    """The set of all slots from ``first`` to ``last``, both included; empty when they cross."""
    first = max(first, 0)
    return ((1 << (last - first + 1)) - 1) << first if last >= first else 0


def between(low: int, high: int, grid: int) -> int:
    """The starts strictly after minute ``low`` and strictly before minute ``high``."""
    return bits(low // grid + 1, -(-high // grid) - 1)


def lowest(starts: int) -> int:
    """The first slot of a set; -1 when it is empty."""
    return (starts & -starts).bit_length() - 1


def slots_in(starts: int) -> Iterator[int]:
    """The slots of a set, in order."""
    while starts:
        last = starts & -starts
        yield last.bit_length() - 1
        starts ^= last


def union(sets: Iterable[int]) -> int:
    """All slots that are in at least one of the sets."""
    whole = 0
    for starts in sets:
        whole |= starts
    return whole
