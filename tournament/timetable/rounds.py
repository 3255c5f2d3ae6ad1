"""A day in which the matches of a pool's round start together: fewer choices, and nearly as good a plan."""

from collections import defaultdict
from dataclasses import replace

from tournament.timetable.model import Day


def in_rounds(day: Day) -> Day:
    """The day with one start for the matches of each pool's round that wait for nothing and share no team.

    Matches that are held, pinned or bound to others already are left as they are.
    """
    bound = {placement.match for placement in day.frozen} | {pin.match for pin in day.pins}
    bound |= {match for group in day.same_time for match in group}
    together: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    busy: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for match in day.matches:
        if match.pool is None or match.feeders or match.id in bound:
            continue
        people = {person for entry in match.entries for person in (entry, *day.people.get(entry, ()))}
        round_ = (match.stage, match.pool, match.round)
        if not busy[round_] & people:
            together[round_].append(match.id)
            busy[round_] |= people
    rounds = tuple(tuple(matches) for matches in together.values() if len(matches) > 1)
    return replace(day, same_time=(*day.same_time, *rounds))
