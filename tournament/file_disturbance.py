"""A disturbance, the second file of `flask tournament replan`: what has gone wrong on the day, and when.

Faults have their path inside that file: `disturbances[1].court: unknown court 'c9'`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tournament.engine.values import Competition
from tournament.file_clock import CLOCK, read_minutes, read_wall
from tournament.file_day import DayInput, read_court
from tournament.file_day_wishes import MOST_MINUTES, read_reference
from tournament.file_faults import Reader, join
from tournament.timetable.disturbance import (
    CourtClosed,
    DelayAll,
    Disturbance,
    ExtraCourt,
    Overrun,
    TeamLate,
    Withdrawn,
)

KEYS: Mapping[str, frozenset[str]] = {
    "court_closed": frozenset({"court", "from", "to"}),
    "team_late": frozenset({"entry", "until"}),
    "withdrawn": frozenset({"entry", "from"}),
    "overrun": frozenset({"match", "minutes"}),
    "delay_all": frozenset({"from", "minutes"}),
    "extra_court": frozenset({"court"}),
}


@dataclass(frozen=True, slots=True)
class News:
    """What has happened, by minute `now` of the day."""

    now: int
    disturbances: tuple[Disturbance, ...]


def read_news(document: Mapping[str, object], given: DayInput, competition: Competition, reader: Reader) -> News:
    """The disturbances of a document, against the day they disturb; every fault goes to the reader with its path."""
    for key in document.keys() - {"now", "disturbances"}:
        reader.shape(key, "is no key here; disturbances, now are")
    if document.get("now") is None:
        reader.shape("now", "is missing")
    wall = read_wall(reader, document["now"], "now") if document.get("now") is not None else None
    now = given.clock.minutes_to(wall) if wall is not None else 0
    items = _Items(reader, given, competition, now)
    found = [
        disturbance
        for path, item in reader.items(dict(document), "disturbances", "", required=True)
        if (disturbance := items.read(reader.mapping(item, path), path))
    ]
    return News(now, tuple(found))


class _Items:
    """Reads the disturbances one by one; a court that one of them adds may be named by a later one."""

    def __init__(self, reader: Reader, given: DayInput, competition: Competition, now: int) -> None:
        self._reader, self._clock, self._now = reader, given.clock, now
        self._entries = {entry.id for entry in competition.entries}
        self._stages = [stage.id for stage in competition.stages]
        self._matches = {match.id for match in competition.matches}
        self._courts = {court.id for court in given.day.courts}
        self._starts = {placement.match: placement.start for placement in given.plan.placements}
        self._begun = {placement.match for placement in given.day.frozen}

    def read(self, given: dict[str, object], path: str) -> Disturbance | None:
        """One disturbance, None when something is wrong with it."""
        reader, faults = self._reader, len(self._reader.faults)
        kind = reader.choice(given, "kind", path, tuple(KEYS))
        if kind is None:
            if given.get("kind") is None:
                reader.shape(join(path, "kind"), f"must be one of {', '.join(KEYS)}")
            return None
        for key in given.keys() - KEYS[kind] - {"kind"}:
            reader.shape(join(path, key), f"is no key here; {', '.join(sorted(KEYS[kind]))} are")
        for key in sorted(KEYS[kind]):
            if given.get(key) is None:
                reader.shape(join(path, key), "is missing")
        read: Mapping[str, Callable[[dict[str, object], str], Disturbance]] = {
            "court_closed": self._court_closed,
            "team_late": self._team_late,
            "withdrawn": self._withdrawn,
            "overrun": self._overrun,
            "delay_all": self._delay_all,
            "extra_court": self._extra_court,
        }
        found = read[kind](given, path)
        return found if len(reader.faults) == faults else None

    def _court_closed(self, given: dict[str, object], path: str) -> CourtClosed:
        court = read_reference(self._reader, given, "court", path, self._courts)
        first, last = self._clock_at(given, "from", path), self._clock_at(given, "to", path)
        span = self._clock.span(first, last) if first and last else (0, 0)
        return CourtClosed(court or "", *span, source=path)

    def _team_late(self, given: dict[str, object], path: str) -> TeamLate:
        entry = read_reference(self._reader, given, "entry", path, self._entries)
        return TeamLate(entry or "", self._minutes_at(given, "until", path), path)

    def _withdrawn(self, given: dict[str, object], path: str) -> Withdrawn:
        entry = read_reference(self._reader, given, "entry", path, self._entries)
        return Withdrawn(entry or "", self._minutes_at(given, "from", path), path)

    def _overrun(self, given: dict[str, object], path: str) -> Overrun:
        match = read_reference(self._reader, given, "match", path, self._matches)
        minutes = self._reader.whole(given, "minutes", path, low=1, high=MOST_MINUTES)
        where = join(path, "match")
        if match is not None and match not in self._starts:
            self._reader.broken(where, f"match {match!r} has no place in the timetable")
        elif match is not None and match not in self._begun and self._starts[match] >= self._now:
            self._reader.broken(where, f"match {match!r} has not begun")
        return Overrun(match or "", minutes or 0, path)

    def _delay_all(self, given: dict[str, object], path: str) -> DelayAll:
        minutes = self._reader.whole(given, "minutes", path, low=1, high=MOST_MINUTES)
        return DelayAll(self._minutes_at(given, "from", path), minutes or 0, path)

    def _extra_court(self, given: dict[str, object], path: str) -> ExtraCourt:
        court = given.get("court", {})
        where = join(path, "court")
        return ExtraCourt(read_court(self._reader, court, where, self._clock, self._stages, self._courts), path)

    def _minutes_at(self, given: dict[str, object], key: str, path: str) -> int:
        return read_minutes(self._reader, self._clock, given, key, path) or 0

    def _clock_at(self, given: dict[str, object], key: str, path: str) -> str | None:
        """A clock as it is written; None when it is none."""
        text = given.get(key)
        if isinstance(text, str) and CLOCK.fullmatch(text):
            self._minutes_at(given, key, path)
            return text
        if text is not None:
            self._reader.shape(join(path, key), "must be a time as in '10:30'")
        return None
