"""Where a match may go in a plan: every start of the day, weighed as the page weighs it."""

from tournament.timetable.model import Day, Plan
from tournament.timetable.moves import Room, weigh_places


def free_places(day: Day, plan: Plan, match: str) -> dict[str, tuple[int, ...]]:
    """For each court the starts at which the match breaks no rule."""
    held = [placement.start for placement in day.frozen if placement.match == match]
    starts = sorted({*range(0, day.closes, day.grid), *held})
    weighed = list(weigh_places(day, plan, match, starts, no_room=()))
    return {
        court.id: tuple(at for c, at, room in weighed if c == court.id and room is Room.FREE) for court in day.courts
    }
