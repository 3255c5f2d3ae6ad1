"""A day run from a queue: which match goes to the next free court.

Courts that take the same stages share a queue. It has the matches in the order of the plan; the next is the first
whose sides are known, have rested and play nowhere else. Times are minutes from the start of the day.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tournament.timetable.ledger import actors_of
from tournament.timetable.model import Day, Match, Ref


class Wait(StrEnum):
    """Why a match cannot be called yet."""

    UNKNOWN = "unknown"
    PLAYING = "playing"
    RESTING = "resting"


@dataclass(frozen=True, slots=True)
class Played:
    """A match that has a court or had one; ``end`` is None until it is over."""

    match: str
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What a match waits for: whom, and until when where that is known."""

    wait: Wait
    who: Ref | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A match in a queue; without an obstacle it can be called."""

    match: str
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """Courts that take the same stages, and the matches that wait for them."""

    courts: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def ready(self) -> tuple[str, ...]:
        """The matches that can be called, in order."""
        return tuple(line.match for line in self.lines if line.obstacle is None)


def list_queues(
    day: Day,
    turns: Mapping[str, int],
    played: Sequence[Played],
    *,
    now: int,
    known: Collection[str],
    hopped: Collection[str] = (),
) -> tuple[Queue, ...]:
    """The queues of a day. ``turns`` are the planned starts: who has none comes last.

    ``known`` are the matches whose sides are both known; ``hopped`` wait outside until somebody puts them back.
    """
    gone = {match.match for match in played}
    waiting = [match for match in day.matches if match.id not in gone and match.id not in hopped]
    order = {match.id: number for number, match in enumerate(day.matches)}
    waiting.sort(key=lambda match: (turns.get(match.id) is None, turns.get(match.id, 0), order[match.id]))
    lines = {match.id: Line(match.id, _obstacle(day, match, played, now, match.id in known)) for match in waiting}
    courts: dict[frozenset[str] | None, list[str]] = {}
    for court in day.courts:
        courts.setdefault(court.stages, []).append(court.id)
    return tuple(
        Queue(tuple(ids), tuple(lines[match.id] for match in waiting if stages is None or match.stage in stages))
        for stages, ids in courts.items()
    )


def next_for_courts(queues: Sequence[Queue], free: Collection[str]) -> dict[str, str]:
    """For each free court the match to call there; no match for two."""
    chosen: dict[str, str] = {}
    for queue in sorted(queues, key=lambda queue: len(queue.lines)):
        for court in queue.courts:
            found = next((match for match in queue.ready if match not in chosen.values()), None)
            if court in free and found is not None:
                chosen[court] = found
    return chosen


def _obstacle(day: Day, match: Match, played: Sequence[Played], now: int, is_known: bool) -> Obstacle | None:
    if not is_known:
        return Obstacle(Wait.UNKNOWN)
    matches = {other.id: other for other in day.matches}
    mine = actors_of(day, match)
    last: Obstacle | None = None
    for row in played:
        other = matches.get(row.match)
        shared = next((actor for actor in actors_of(day, other) if actor in mine), None) if other else None
        if other is None or shared is None:
            continue
        if row.end is None:
            return Obstacle(Wait.PLAYING, shared)
        rest = day.rests.same if other.discipline == match.discipline else day.rests.other
        if row.end + rest > now and (last is None or row.end + rest > (last.until or 0)):
            last = Obstacle(Wait.RESTING, shared, row.end + rest)
    return last
