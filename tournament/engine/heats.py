"""Drawing heats: equal in size, the best in the last heat, and in each heat the best on the middle lanes."""

from collections.abc import Mapping, Sequence
from random import Random


def middle_out(lanes: int) -> list[int]:
    """The lanes from 0, the middle ones first: 3 4 2 5 1 6 0 7 for eight."""
    middle = (lanes - 1) / 2
    return sorted(range(lanes), key=lambda lane: (abs(lane - middle), lane))


def draw_heats(
    entries: Sequence[str], lanes: int, seeds: Mapping[str, int], rng: Random
) -> tuple[tuple[str | None, ...], ...]:
    """Who swims or runs in which heat on which lane, None where a lane stays empty.

    Sizes differ by one at most. `seeds` (1 is best) decide who goes last and in the middle; the others are drawn.
    ValueError without a lane.
    """
    if lanes < 1:
        raise ValueError("a heat needs a lane")
    chance = {entry: rng.random() for entry in sorted(entries)}
    best_first = sorted(entries, key=lambda entry: (seeds.get(entry, float("inf")), chance[entry]))
    heats = -(-len(best_first) // lanes)
    share, more = divmod(len(best_first), heats) if heats else (0, 0)
    drawn: list[tuple[str | None, ...]] = []
    start = 0
    for number in range(heats):
        size = share + (number < more)
        heat: list[str | None] = [None] * lanes
        for lane, entry in zip(middle_out(lanes), best_first[start : start + size], strict=False):
            heat[lane] = entry
        drawn.append(tuple(heat))
        start += size
    return tuple(reversed(drawn))
