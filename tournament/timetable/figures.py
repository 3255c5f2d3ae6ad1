"""Figures by which people compare plans, besides those of the certificate."""

from collections import defaultdict
from itertools import pairwise

from tournament.timetable.model import Day, Plan


def count_court_changes(day: Day, plan: Plan) -> int:
    """How often an entry's next match is on another court than the one before, over all entries."""
    matches = {match.id: match for match in day.matches}
    courts: dict[str, list[str]] = defaultdict(list)
    for place in sorted(plan.placements, key=lambda place: place.start):
        for entry in matches[place.match].entries:
            courts[entry].append(place.court)
    return sum(one != other for line in courts.values() for one, other in pairwise(line))
