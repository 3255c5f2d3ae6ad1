"""Days that cannot be planned, made from one that can: what the bench explains."""

from collections.abc import Iterator
from dataclasses import replace

from tournament.timetable.bounds import Bounds, find_bound
from tournament.timetable.model import Break, Day, Pin, Wish
from tournament.timetable.normalise import normalise

LUNCH = (120, 165)
EARLY = 90


def conflict_cases(day: Day) -> Iterator[tuple[str, Day]]:
    """(name, day without a plan): the three that need thought first, then those that arithmetic tells at once.

    ``day`` has a plan, asks for rest, and begins with pools whose teams have several matches each; the courts need
    longer for all of them than the teams that leave early stay.
    """
    entry = next(entry for match in day.matches for entry in match.entries)
    own = [match for match in day.matches if entry in match.entries]
    bounds = Bounds(normalise(day))
    least = bounds.capacity.span([day.matches.index(match) for match in own])
    early = Wish(entry=entry, leaves=least - day.grid, source="day.wishes[0]")
    yield "a team leaves too early", replace(day, wishes=(early,))
    first, second = own[:2]
    begins = 2 * day.grid
    ends = -(-(begins + first.play) // day.grid) * day.grid
    one, other = (
        Pin(match.id, start=start, source=f"day.pins[{number}]")
        for number, (match, start) in enumerate(((first, begins), (second, ends)))
    )
    yield "pins back to back", replace(day, pins=(one, other))
    end = find_bound(bounds.problem, bounds).minutes + day.grid
    shut = tuple(replace(court, windows=((0, end),)) for court in day.courts)
    yield "lunch against deadline", replace(day, courts=shut, breaks=(Break(*LUNCH, "day.breaks[0]"),))
    entries = dict.fromkeys(entry for match in day.matches for entry in match.entries)
    many = (Wish(entry=entry, leaves=EARLY, source=f"day.wishes[{n}]") for n, entry in enumerate(entries))
    yield "too many leave early", replace(day, wishes=tuple(many))
    yield "a pin in a break", replace(day, pins=(one,), breaks=(Break(begins, begins + 30, "day.breaks[0]"),))
    stranger = next(match for match in day.matches if not set(match.entries) & {*first.entries, *second.entries})
    court = day.courts[0].id
    held = replace(one, court=court), replace(other, match=stranger.id, court=court, start=begins)
    yield "two pins on one court", replace(day, pins=held)
