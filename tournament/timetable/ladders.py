"""A ladder: ways to ease a part of a day by steps, of which the first changes least and the last most."""

from collections.abc import Callable
from dataclasses import dataclass

from tournament.timetable.model import Day, Finding
from tournament.timetable.options import Change

STEP = 5
"""Minutes by which rests, meals, waits and long matches are eased."""
LONGEST_MOVE = 120
"""Minutes a pin or a break is moved at most."""


@dataclass(frozen=True, slots=True)
class Eased:
    """A day after a step, the sentence of the step, and its changes."""

    day: Day
    finding: Finding
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps from 1 to ``steps``. When ``is_growing`` a plan for a step is one for every later step.

    ``is_last_resort``: only of interest where no other way to ease the same part helps.
    """

    steps: int
    ease: Callable[[Day, int], Eased]
    is_growing: bool = True
    is_last_resort: bool = False


def steps_up(minutes: int, step: int) -> int:
    """How many steps it takes to get over so many minutes."""
    return -(-minutes // step)


def nearby(grid: int) -> list[int]:
    """Minutes back and forth, the nearest first."""
    return [way * minutes for minutes in range(grid, LONGEST_MOVE + 1, grid) for way in (1, -1)]
