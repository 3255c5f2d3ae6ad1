"""What goes wrong on the day, and the question it leaves: a day in which only so much may change.

``ask`` turns a published plan and what has happened since into a ``Question``: a day for the planner in which what
has begun stands, nothing comes earlier than it was announced, closed courts are cut and longer matches are longer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import gcd

from tournament.timetable.model import (
    Break,
    Closing,
    Court,
    Day,
    Longer,
    Match,
    Pin,
    Placement,
    Plan,
    Slack,
    Span,
    Wish,
    cut_out,
)


@dataclass(frozen=True, slots=True)
class CourtClosed:
    """Nobody plays on a court from ``start`` to ``end``."""

    court: str
    start: int
    end: int
    source: str = "disturbances"


@dataclass(frozen=True, slots=True)
class TeamLate:
    """An entry is not there before ``until``."""

    entry: str
    until: int
    source: str = "disturbances"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An entry is gone from ``start`` on: its matches leave the timetable."""

    entry: str
    start: int
    source: str = "disturbances"


@dataclass(frozen=True, slots=True)
class Overrun:
    """A match under way ends so many minutes later than planned."""

    match: str
    minutes: int
    source: str = "disturbances"


@dataclass(frozen=True, slots=True)
class DelayAll:
    """Nothing begins from ``start`` on for so many minutes."""

    start: int
    minutes: int
    source: str = "disturbances"


@dataclass(frozen=True, slots=True)
class ExtraCourt:
    """One more court."""

    court: Court
    source: str = "disturbances"


Disturbance = CourtClosed | TeamLate | Withdrawn | Overrun | DelayAll | ExtraCourt


@dataclass(frozen=True, slots=True)
class Question:
    """What a repair has to answer.

    ``day`` has the matches that are to have a place; ``published`` says where each of them stood. ``gone`` are the
    matches that leave the timetable. Nothing but what has begun stands before ``now``.
    """

    day: Day
    published: Mapping[str, Placement]
    gone: tuple[str, ...]
    now: int


def ask(day: Day, published: Plan, now: int, disturbances: Sequence[Disturbance]) -> Question:
    """The question that a published plan and its disturbances leave.

    ``day.frozen`` are matches that have begun whatever the clock says; those that stand before ``now`` have begun
    too. Announced matches before ``day.frozen_until`` are held like pins, so that it is told when they cannot be.
    """
    matches = {match.id: match for match in day.matches}
    placed = {p.match: p for p in published.placements if p.match in matches}
    begun = {p.match for p in day.frozen} | {p.match for p in placed.values() if p.start < now}
    gone = _gone(matches, placed, begun, now, disturbances)
    standing = {match: placement for match, placement in placed.items() if match not in gone}
    free = [placement for match, placement in standing.items() if match not in begun]
    held = [placement for placement in free if day.frozen_until is not None and placement.start < day.frozen_until]
    pins = tuple(Pin(p.match, p.court, p.start, (), "day.frozen_until") for p in held)
    late = (d for d in disturbances if isinstance(d, TeamLate))
    waits = (d for d in disturbances if isinstance(d, DelayAll))
    now_on = (Break(-1, now, ""),) if now > 0 else ()
    repaired = replace(
        day,
        courts=_courts(day, disturbances),
        matches=_matches(matches, standing, disturbances),
        grid=gcd(day.grid, *(placement.start for placement in free)),
        wishes=(
            *(replace(wish, after=_among(wish.after, standing)) for wish in day.wishes),
            *(Wish(entry=d.entry, not_before=d.until, source=d.source) for d in late),
        ),
        pins=(
            *(replace(pin, after=_among(pin.after, standing)) for pin in day.pins if pin.match in standing),
            *pins,
        ),
        same_time=day.together(standing),
        frozen=tuple(standing[match] for match in standing if match in begun),
        slacks=tuple(_slack(placement, day.max_shift) for placement in free),
        no_starts=(*now_on, *(Break(d.start, d.start + d.minutes, d.source) for d in waits)),
        closings=tuple(_closings(day, disturbances)),
        longer=tuple(Longer(d.match, d.minutes, d.source) for d in disturbances if isinstance(d, Overrun)),
    )
    return Question(repaired, standing, tuple(sorted(gone)), now)


def with_closings(day: Day, closings: Sequence[Closing]) -> Day:
    """The day with these times cut out of its courts, in the place of those that are."""
    courts = []
    for court in day.courts:
        if any(closing.court == court.id for closing in (*day.closings, *closings)):
            taken = [piece for closing in day.closings if closing.court == court.id for piece in closing.opens]
            shut = [(closing.start, closing.end) for closing in closings if closing.court == court.id]
            court = replace(court, windows=cut_out(_joined((*court.windows, *taken)), shut))
        courts.append(court)
    return replace(day, courts=tuple(courts), closings=tuple(closings))


def _joined(windows: Iterable[Span]) -> list[Span]:
    """The windows in order, those that meet made one."""
    found: list[Span] = []
    for opens, closes in sorted(windows):
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], closes))
        else:
            found.append((opens, closes))
    return found


def _closings(day: Day, disturbances: Sequence[Disturbance]) -> Iterable[Closing]:
    windows = {court.id: court.windows for court in day.courts}
    windows |= {d.court.id: d.court.windows for d in disturbances if isinstance(d, ExtraCourt)}
    for d in disturbances:
        if isinstance(d, CourtClosed):
            cut = ((max(opens, d.start), min(closes, d.end)) for opens, closes in windows.get(d.court, ()))
            yield Closing(d.court, d.start, d.end, tuple(piece for piece in cut if piece[0] < piece[1]), d.source)


def _gone(
    matches: Mapping[str, Match],
    placed: Mapping[str, Placement],
    begun: set[str],
    now: int,
    disturbances: Sequence[Disturbance],
) -> set[str]:
    left = [(d.entry, max(d.start, now)) for d in disturbances if isinstance(d, Withdrawn)]
    return {
        match
        for match, placement in placed.items()
        for entry, start in left
        if match not in begun and placement.start >= start and entry in matches[match].entries
    }


def _courts(day: Day, disturbances: Sequence[Disturbance]) -> tuple[Court, ...]:
    extra = [d.court for d in disturbances if isinstance(d, ExtraCourt)]
    closed = [d for d in disturbances if isinstance(d, CourtClosed)]
    courts = []
    for court in (*day.courts, *extra):
        shut = [(d.start, d.end) for d in closed if d.court == court.id]
        courts.append(replace(court, windows=cut_out(court.windows, shut)) if shut else court)
    return tuple(courts)


def _matches(
    matches: Mapping[str, Match], standing: Mapping[str, Placement], disturbances: Sequence[Disturbance]
) -> tuple[Match, ...]:
    """The matches that have a place, longer where they overrun, each waiting for what still is to be played."""
    longer = dict.fromkeys(matches, 0)
    for disturbance in disturbances:
        if isinstance(disturbance, Overrun):
            longer[disturbance.match] += disturbance.minutes
    return tuple(
        replace(match, play=match.play + longer[match.id], feeders=_feeders(match, matches, standing))
        for match in matches.values()
        if match.id in standing
    )


def _feeders(match: Match, matches: Mapping[str, Match], standing: Mapping[str, Placement]) -> tuple[str, ...]:
    """What a match waits for; in the place of a match that is not played stands what that one waited for."""
    found: dict[str, None] = {}
    queue, seen = list(match.feeders), {match.id}
    while queue:
        feeder = queue.pop(0)
        if feeder in seen:
            continue
        seen.add(feeder)
        if feeder in standing:
            found[feeder] = None
        elif feeder in matches:
            queue.extend(matches[feeder].feeders)
    return tuple(found)


def _among(ids: Iterable[str], standing: Mapping[str, Placement]) -> tuple[str, ...]:
    """Those matches that are still to be played."""
    return tuple(match for match in ids if match in standing)


def _slack(placement: Placement, most: int | None) -> Slack:
    return Slack(placement.match, placement.start, None if most is None else placement.start + most)
