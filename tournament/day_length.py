"""How long a way of playing takes on so many courts: the earliest end that arithmetic allows, rests included."""

from dataclasses import dataclass

from tournament.consequence import MEASURED, Consequence
from tournament.engine.formats.measured import LANES
from tournament.file_day_matches import Duration, planned_matches
from tournament.timetable.bounds import Bounds
from tournament.timetable.grid import grid_of
from tournament.timetable.model import Court, Day, Rests
from tournament.timetable.normalise import normalise

MOST_SUMMED = 300
"""Of more matches only the turns on the courts are counted: the rest would take too long for a page."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes of a match, of changing teams on a court, and of rest between a team's matches."""

    play: int
    changeover: int = 0
    rest: int = 0

    @property
    def turn(self) -> int:
        """Minutes of a match on its court."""
        return self.play + self.changeover


def court_minutes(consequence: Consequence, pace: Pace, courts: int) -> int:
    """How long so many courts are busy when none of them ever waits."""
    total = sum(part.count.total for part in consequence.parts)
    in_turn = consequence.choice.format == MEASURED and consequence.choice.options.get(LANES.code)
    return (total if in_turn else -(-total // max(1, courts))) * pace.turn


def least_minutes(consequence: Consequence, pace: Pace, courts: int) -> int:
    """The least minutes that a way of playing takes; breaks of the day come on top."""
    competition, busy = consequence.competition, court_minutes(consequence, pace, courts)
    length = Duration(pace.play, pace.changeover)
    matches = planned_matches(competition, {stage.id: length for stage in competition.stages}, frozenset())
    if not 0 < len(matches) <= MOST_SUMMED:
        return busy
    rests = Rests(pace.rest, pace.rest)
    grid = grid_of(matches, rests)
    step = -(-(pace.play + max(pace.rest, pace.changeover)) // grid) * grid
    # Long enough for one match after the other, each rested from the one before.
    hours = ((0, len(matches) * step + grid),)
    day = Day(tuple(Court(f"c{number}", hours) for number in range(max(1, courts))), matches, grid, rests)
    return Bounds(normalise(day)).first_end("team", "courts", near=busy) or busy
