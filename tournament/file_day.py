"""Between the `day` and `timetable` of a tournament document and the values of the planner.

`read_day` takes plain JSON and the engine's competition, so it serves files and stored competitions alike. Times in
the document are the clock on the wall in Copenhagen; in the planner they are minutes from `start`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from tournament.engine.values import Competition, MatchStatus
from tournament.file_clock import DayClock, read_minutes, read_span, read_wall
from tournament.file_day_matches import Duration, planned_matches
from tournament.file_day_wishes import MOST_MINUTES, Known, read_pins, read_reference, read_same_time, read_wishes
from tournament.file_faults import Reader, join
from tournament.timetable.codes import Code
from tournament.timetable.grid import grid_of
from tournament.timetable.model import (
    Break,
    Court,
    Day,
    Finding,
    NotPlaced,
    Placement,
    Plan,
    Ref,
    Referees,
    Rests,
    Walk,
)

DAY_KEYS = {
    "start",
    "mode",
    "grid_minutes",
    "courts",
    "durations",
    "rest_minutes",
    "breaks",
    "wishes",
    "pins",
    "walk_minutes",
    "same_time",
    "max_wait_minutes",
    "max_wait_is_hard",
    "referees",
    "frozen_until",
    "max_shift_minutes",
}
MODES = ("timed", "next_free")
"""How a day is run: by the clock, or from a queue to whichever court is free. A plan is the same for both."""


@dataclass(frozen=True, slots=True)
class DayInput:
    """A day for the planner, its clock, and the timetable that stands in the document."""

    day: Day
    clock: DayClock
    plan: Plan


def read_day(document: Mapping[str, object], competition: Competition, reader: Reader) -> DayInput | None:
    """The planner's input from a document's `day` and `timetable`; every fault goes to the reader with its path.

    None when something is wrong. `competition` is the engine's reading of the same document.
    """
    faults = len(reader.faults)
    given = reader.mapping(document.get("day", {}), "day")
    for key in given.keys() - DAY_KEYS:
        reader.shape(join("day", key), "is no key of a day")
    if given.get("start") is None:
        reader.shape("day.start", "is missing")
        return None
    reader.choice(given, "mode", "day", MODES)
    start = read_wall(reader, given["start"], "day.start")
    if start is None:
        return None
    clock = DayClock(start)
    stages = [stage.id for stage in competition.stages]
    courts = _read_courts(reader, given, clock, stages)
    lengths = _read_lengths(reader, given, stages)
    rows = _read_rows(reader, document, clock, {match.id for match in competition.matches}, courts)
    frozen_until = read_minutes(reader, clock, given, "frozen_until", "day")
    held = _held(competition, lengths, rows, frozen_until)
    matches = planned_matches(competition, lengths, frozenset(held))
    known = Known(
        entries={entry.id for entry in competition.entries},
        stages=set(stages),
        matches={match.id for match in competition.matches},
        courts={court.id for court in courts},
        planned=matches,
    )
    day = _read_rest_of_day(reader, given, clock, known, courts)
    day = replace(
        day,
        people={entry.id: entry.people for entry in competition.entries if entry.people},
        frozen=tuple(held.values()),
        frozen_until=frozen_until,
    )
    planned = {match.id for match in matches}
    plan = Plan(tuple(row for row in rows if row.match in planned), _read_not_placed(document, planned))
    return DayInput(day, clock, plan) if len(reader.faults) == faults else None


def timetable_rows(plan: Plan, clock: DayClock) -> list[dict[str, str]]:
    """The `timetable` of a document: a row per match, by start and court."""
    rows = []
    for placement in plan.placements:
        start = clock.wall(placement.start).isoformat(timespec="minutes")
        row = {"match": placement.match, "court": placement.court, "start": start}
        rows.append(row | ({"referee": placement.referee} if placement.referee is not None else {}))
    return rows


def _read_rest_of_day(
    reader: Reader, given: dict[str, object], clock: DayClock, known: Known, courts: tuple[Court, ...]
) -> Day:
    rests = _read_rests(reader, given)
    breaks = [
        Break(*span, source=path)
        for path, item in reader.items(given, "breaks", "day")
        if (span := read_span(reader, clock, item, path))
    ]
    pins = read_pins(reader, given, clock, known)
    return Day(
        courts=courts,
        matches=known.planned,
        grid=reader.whole(given, "grid_minutes", "day", low=1, high=MOST_MINUTES)
        or grid_of(known.planned, rests, pins),
        rests=rests,
        breaks=tuple(breaks),
        wishes=read_wishes(reader, given, clock, known),
        pins=pins,
        same_time=read_same_time(reader, given, known),
        walks=_read_walks(reader, given, {court.hall for court in courts}),
        max_wait=reader.whole(given, "max_wait_minutes", "day", low=0, high=MOST_MINUTES),
        max_wait_is_hard=_read_flag(reader, given, "max_wait_is_hard"),
        referees=_read_referees(reader, given),
        max_shift=reader.whole(given, "max_shift_minutes", "day", low=0, high=MOST_MINUTES),
    )


def _read_courts(reader: Reader, day: dict[str, object], clock: DayClock, stages: list[str]) -> tuple[Court, ...]:
    taken: set[str] = set()
    return tuple(
        read_court(reader, item, path, clock, stages, taken)
        for path, item in reader.items(day, "courts", "day", required=True)
    )


def read_court(
    reader: Reader, item: object, path: str, clock: DayClock, stages: Collection[str], taken: set[str]
) -> Court:
    """A court with its hours; `taken` are the ids of the others."""
    given = reader.mapping(item, path)
    court_id = reader.identifier(given, path, taken, kind="court")
    windows = [
        span
        for where, window in reader.items(given, "windows", path, required=True)
        if (span := read_span(reader, clock, window, where))
    ]
    own = None
    if given.get("stages") is not None:
        own = []
        for where, stage in reader.items(given, "stages", path):
            if not isinstance(stage, str):
                reader.shape(where, "must be the id of a stage")
            elif stage in stages:
                own.append(stage)
            else:
                reader.broken(where, f"unknown stage {stage!r}")
    hall = reader.text(given, "hall", path)
    reader.text(given, "name", path)
    takes = frozenset(own) if own is not None else None
    return Court(court_id or "", tuple(sorted(windows)), hall or None, takes, path)


def _read_lengths(reader: Reader, day: dict[str, object], stages: list[str]) -> dict[str, Duration]:
    lengths = {}
    for stage, item in reader.part(day, "durations", "day").items():
        path = f"day.durations.{stage}"
        given = reader.mapping(item, path)
        play = reader.whole(given, "play", path, low=1, high=MOST_MINUTES)
        changeover = reader.whole(given, "changeover", path, low=0, high=MOST_MINUTES) or 0
        if given.get("play") is None:
            reader.shape(join(path, "play"), "is missing")
        if stage not in stages:
            reader.broken(path, f"unknown stage {stage!r}")
        elif play is not None:
            lengths[stage] = Duration(play, changeover)
    return lengths


def _read_rests(reader: Reader, day: dict[str, object]) -> Rests:
    given = day.get("rest_minutes")
    if not isinstance(given, dict):
        rest = reader.whole(day, "rest_minutes", "day", low=0, high=MOST_MINUTES) or 0
        return Rests(rest, rest)
    path = "day.rest_minutes"
    for key in given.keys() - {"same_stage", "other_stage"}:
        reader.shape(join(path, key), "is no key here; same_stage, other_stage are")
    same = reader.whole(given, "same_stage", path, low=0, high=MOST_MINUTES) or 0
    other = reader.whole(given, "other_stage", path, low=0, high=MOST_MINUTES)
    return Rests(same, same if other is None else other)


def _read_walks(reader: Reader, day: dict[str, object], halls: set[str | None]) -> tuple[Walk, ...]:
    walks = []
    given = reader.part(day, "walk_minutes", "day")
    for pair in given:
        path = f"day.walk_minutes.{pair}"
        names = pair.split("|")
        minutes = reader.whole(given, pair, "day.walk_minutes", low=0, high=MOST_MINUTES)
        if len(names) != 2:
            reader.shape(path, "must name two halls as in 'Hal A|Hal B'")
        elif names[0] == names[1]:
            reader.broken(path, "must name two different halls")
        if given[pair] is None:
            reader.shape(path, "must be a whole number of at least 0")
        for name in names:
            if name not in halls:
                reader.broken(path, f"no court stands in {name!r}")
        walks.append(Walk(frozenset(names), minutes or 0))
    return tuple(walks)


def _read_flag(reader: Reader, day: dict[str, object], key: str) -> bool:
    found = day.get(key, False)
    if not isinstance(found, bool):
        reader.shape(join("day", key), "must be true or false")
    return found is True


def _read_referees(reader: Reader, day: dict[str, object]) -> Referees | None:
    if day.get("referees") is None:
        return None
    given = reader.part(day, "referees", "day")
    mode = reader.choice(given, "mode", "day.referees", ("teams", "people"))
    if mode is None:
        reader.shape("day.referees.mode", "must be teams or people")
    people = []
    for path, person in reader.items(given, "people", "day.referees"):
        if isinstance(person, str):
            people.append(person)
        else:
            reader.shape(path, "must be a text")
    return Referees(mode or "teams", tuple(people))


def _read_rows(
    reader: Reader, document: Mapping[str, object], clock: DayClock, matches: set[str], courts: tuple[Court, ...]
) -> list[Placement]:
    rows = []
    taken: set[str] = set()
    for path, item in reader.items(dict(document), "timetable", ""):
        given = reader.mapping(item, path)
        for key in ("match", "court"):
            if given.get(key) is None:
                reader.shape(join(path, key), "is missing")
        match = read_reference(reader, given, "match", path, matches)
        court = read_reference(reader, given, "court", path, {court.id for court in courts})
        start = read_wall(reader, given.get("start"), join(path, "start"))
        if match in taken:
            reader.broken(join(path, "match"), f"match {match!r} is there twice")
        if match is not None and court is not None and start is not None:
            taken.add(match)
            rows.append(Placement(match, court, clock.minutes_to(start), reader.text(given, "referee", path)))
    return rows


def _held(
    competition: Competition, lengths: Mapping[str, Duration], rows: list[Placement], frozen_until: int | None
) -> dict[str, Placement]:
    """The matches that stay where the timetable has them: played, running, or begun before `frozen_until`."""
    matches = {match.id: match for match in competition.matches}
    return {
        row.match: row
        for row in rows
        if matches[row.match].stage in lengths
        and (
            matches[row.match].result is not None
            or matches[row.match].status in (MatchStatus.RUNNING, MatchStatus.FINISHED)
            or (frozen_until is not None and row.start < frozen_until)
        )
    }


def _read_not_placed(document: Mapping[str, object], planned: set[str]) -> tuple[NotPlaced, ...]:
    """What the document's `plan` says has no place; its reasons are not read back."""
    plan = document.get("plan")
    rows = plan.get("not_placed") if isinstance(plan, dict) else None
    ids = [row.get("match") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return tuple(
        NotPlaced(match, Finding(Code.NO_TIME_LEFT, {"match": Ref("match", match)}))
        for match in ids
        if isinstance(match, str) and match in planned
    )
