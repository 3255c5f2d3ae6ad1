"""The days the planner is measured on: the published instances, and the largest ones made by the same pattern."""

import json
from pathlib import Path
from typing import Any

from tournament.file import read_tournament
from tournament.file_day import read_day
from tournament.file_faults import FaultyFileError, Reader
from tournament.timetable.model import Court, Day, Match, Rests

INSTANCES = Path(__file__).parent.parent / "tests/data/timetable"
LONG = (0, 13 * 60)
ROUND_ROBIN = (((0, 3), (1, 2)), ((0, 2), (3, 1)), ((0, 1), (2, 3)))
"""Who meets whom in the three rounds of a pool of four."""


def load_instance(name: str) -> Day:
    """A published instance by its name. OSError where the project's test data is not at hand."""
    document: dict[str, Any] = json.loads((INSTANCES / f"{name}.json").read_text(encoding="utf-8"))
    reader = Reader()
    given = read_day(document, read_tournament(document), reader)
    if given is None:
        raise FaultyFileError(reader.faults)
    return given.day


def thousand() -> Day:
    """f1000: 124 pools of four and a knock-out of 256 with bronze, on 40 courts, all of 15 minutes."""
    matches = pools_and_knockout("", pools=124, size=256, play=15)
    courts = tuple(Court(f"c{number}", (LONG,)) for number in range(40))
    return Day(courts, matches, 15, Rests(15, 15))


def two_divisions() -> Day:
    """mixed: f1000 in two divisions, of 15 and of 20 minutes, each with its own 20 courts."""
    divisions = (("a", 15), ("b", 20))
    matches = [m for name, play in divisions for m in pools_and_knockout(name, pools=62, size=128, play=play)]
    courts = [
        Court(f"{name}{number}", (LONG,), None, frozenset({f"{name}pools", f"{name}final"}))
        for name, _ in divisions
        for number in range(20)
    ]
    return Day(tuple(courts), tuple(matches), 5, Rests(15, 15))


def pools_and_knockout(name: str, *, pools: int, size: int, play: int) -> tuple[Match, ...]:
    """Pools of four, then a knock-out of ``size`` (a power of two) with bronze that waits for all of them."""
    stage, final = f"{name}pools", f"{name}final"
    matches = []
    for pool in range(pools):
        for round_, pairs in enumerate(ROUND_ROBIN, start=1):
            for pair in pairs:
                sides = tuple(f"{name}t{4 * pool + place}" for place in pair)
                key = f"{name}m{len(matches)}"
                matches.append(Match(key, stage, stage, play, 0, sides, (), f"P{pool}", round_))
    every = tuple(match.id for match in matches)
    before: list[Match] = []
    round_ = 1
    while size > 1:
        size //= 2
        now = []
        for place in range(size):
            feeders = tuple(match.id for match in before[2 * place : 2 * place + 2]) or every
            now.append(Match(f"{name}k{round_}.{place}", final, final, play, 0, (), feeders, None, round_))
        if size == 1:
            losers = tuple(match.id for match in before)
            now.append(Match(f"{name}bronze", final, final, play, 0, (), losers, None, round_))
        matches += now
        before = now
        round_ += 1
    return tuple(matches)
