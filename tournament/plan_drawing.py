"""What pictures of a search and of a plan are drawn from: lines and bars in a field of 100 by 100, without units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tournament.planning_day import PlanningDay
from tournament.pool_colours import colour_of, pool_colours
from tournament.store_view import CompetitionView
from tournament.timetable.model import Plan

WIDE = 100.0
MARGIN = 8.0


@dataclass(frozen=True, slots=True)
class Chart:
    """Best against bound over the time of a search: two lines of steps as "x,y x,y …"; the space between is the gap.

    `lowest` and `highest` are the minutes at the lower and the upper edge.
    """

    best: str
    bound: str
    gap: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A match or a pause on a court: where it begins and how long it is, of a hundred."""

    x: float
    width: float
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """A court with its matches."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A plan, court by court."""

    lanes: tuple[Lane, ...]
    pauses: tuple[Bar, ...]
    hours: tuple[float, ...]
    begins_at: datetime
    ends_at: datetime
    match_count: int


def draw_chart(steps: Sequence[Mapping[str, Any]], seconds: float) -> Chart | None:
    """The chart of a search that has run for so many seconds; None before there is a plan, or where no gap ever was."""
    found = [step for step in steps if step["best"] is not None]
    if not found:
        return None
    lowest, highest = min(step["bound"] for step in found), max(step["best"] for step in found)
    if lowest == highest:
        return None
    until = max(seconds, found[-1]["t"], 0.1)

    def place(t: float, minutes: int) -> tuple[float, float]:
        rise = (highest - minutes) / (highest - lowest)
        return round(t / until * WIDE, 2), round(MARGIN + rise * (WIDE - 2 * MARGIN), 2)

    best = _stairs([(step["t"], step["best"]) for step in found], until)
    bound = _stairs([(step["t"], step["bound"]) for step in found], until)
    lines = [[place(*point) for point in line] for line in (best, bound)]
    return Chart(_points(lines[0]), _points(lines[1]), _points([*lines[0], *reversed(lines[1])]), lowest, highest)


def _stairs(points: Sequence[tuple[float, int]], until: float) -> list[tuple[float, int]]:
    """A line that stays as it is until the next point and is there at once; it begins at the left edge."""
    stairs = [(0.0, points[0][1])]
    for t, minutes in points:
        stairs += [(t, stairs[-1][1]), (t, minutes)]
    return [*stairs, (until, points[-1][1])]


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)


def draw_time_lines(view: CompetitionView, day: PlanningDay, plans: Sequence[Plan]) -> list[TimeLine | None]:
    """Plans as bars, all on one scale so that they can be compared; None for one of no match that is still there."""
    takes = {match.id: match.play + match.changeover for match in day.day.matches}
    places = [place for plan in plans for place in plan.placements if place.match in takes]
    if not places:
        return [None] * len(plans)
    first = min(place.start for place in places)
    last = max(place.start + takes[place.match] for place in places)
    return [_draw_time_line(view, day, plan, first, last) for plan in plans]


def _draw_time_line(view: CompetitionView, day: PlanningDay, plan: Plan, first: int, last: int) -> TimeLine | None:
    plays = {match.id: match.play for match in day.day.matches}
    places = [place for place in plan.placements if place.match in plays and place.court in day.courts]
    if not places:
        return None
    colours = pool_colours(view)

    def bar(start: int, length: int, colour: str = "") -> Bar:
        return Bar(round((start - first) / (last - first) * WIDE, 3), round(length / (last - first) * WIDE, 3), colour)

    lanes = [
        Lane(
            court.name,
            tuple(
                bar(place.start, plays[place.match], colour_of(colours, day.matches[place.match]))
                for place in places
                if place.court == key
            ),
        )
        for key, court in day.courts.items()
    ]
    pauses = [(max(pause.start, first), min(pause.end, last)) for pause in day.day.breaks]
    return TimeLine(
        lanes=tuple(lanes),
        pauses=tuple(bar(start, end - start) for start, end in pauses if start < end),
        hours=tuple(bar(minute, 0).x for minute in _hours(day, first, last)),
        begins_at=day.moment(first),
        ends_at=day.moment(max(place.start + plays[place.match] for place in places)),
        match_count=len(places),
    )


def _hours(day: PlanningDay, first: int, last: int) -> list[int]:
    """The minutes between the first and the last at which the clock strikes."""
    return [minute for minute in range(first + 1, last) if (day.start.minute + minute) % 60 == 0]
