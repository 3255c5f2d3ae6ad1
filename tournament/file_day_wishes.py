"""Reading what a day wishes: of teams and stages, pinned matches, matches at one time."""

from collections.abc import Collection
from dataclasses import dataclass

from tournament.file_clock import CLOCK, DayClock, read_minutes, read_span
from tournament.file_faults import Reader, join
from tournament.timetable.model import Match, Meal, Pin, Span, Wish

WISH_KEYS = {"entry", "stage", "not_before", "leaves", "meal", "minutes", "after"}
PIN_KEYS = {"match", "court", "start", "after"}
MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Known:
    """What a wish may speak of: all ids of the document, and the matches that are to be placed."""

    entries: Collection[str]
    stages: Collection[str]
    matches: Collection[str]
    courts: Collection[str]
    planned: tuple[Match, ...]


def read_wishes(reader: Reader, day: dict[str, object], clock: DayClock, known: Known) -> tuple[Wish, ...]:
    """The wishes of a day, each for an entry or a stage."""
    wishes = []
    for path, item in reader.items(day, "wishes", "day"):
        given = reader.mapping(item, path)
        _refuse_others(reader, given, WISH_KEYS, path)
        entry = read_reference(reader, given, "entry", path, known.entries)
        stage = read_reference(reader, given, "stage", path, known.stages)
        if (given.get("entry") is None) == (given.get("stage") is None):
            reader.shape(path, "must name an entry or a stage")
        after = _read_after(reader, given, path, known)
        first = given.get("not_before")
        if isinstance(first, str) and not CLOCK.fullmatch(first):
            after += _matches_of(reader, first, join(path, "not_before"), known)
            given = {key: value for key, value in given.items() if key != "not_before"}
        wish = Wish(
            entry=entry,
            stage=stage,
            not_before=read_minutes(reader, clock, given, "not_before", path),
            leaves=read_minutes(reader, clock, given, "leaves", path),
            meal=_read_meal(reader, given, clock, path),
            after=after,
            source=path,
        )
        wishes.append(wish)
    return tuple(wishes)


def read_pins(reader: Reader, day: dict[str, object], clock: DayClock, known: Known) -> tuple[Pin, ...]:
    """The pins of a day; those of matches that need no place fall away."""
    pins = []
    planned = {match.id for match in known.planned}
    for path, item in reader.items(day, "pins", "day"):
        given = reader.mapping(item, path)
        _refuse_others(reader, given, PIN_KEYS, path)
        if given.get("match") is None:
            reader.shape(join(path, "match"), "is missing")
        if not given.keys() & {"court", "start", "after"}:
            reader.shape(path, "must name a court, a start or what comes before")
        match = read_reference(reader, given, "match", path, known.matches)
        pin = Pin(
            match=match or "",
            court=read_reference(reader, given, "court", path, known.courts),
            start=read_minutes(reader, clock, given, "start", path),
            after=_read_after(reader, given, path, known),
            source=path,
        )
        if match in planned:
            pins.append(pin)
    return tuple(pins)


def read_same_time(reader: Reader, day: dict[str, object], known: Known) -> tuple[tuple[str, ...], ...]:
    """Groups of matches with one start, without the matches that need no place."""
    groups = []
    planned = {match.id for match in known.planned}
    for path, item in reader.items(day, "same_time", "day"):
        group = []
        for where, match in reader.each(item, path):
            if not isinstance(match, str):
                reader.shape(where, "must be the id of a match")
            elif match not in known.matches:
                reader.broken(where, f"unknown match {match!r}")
            elif match in planned and match not in group:
                group.append(match)
        if len(group) > 1:
            groups.append(tuple(group))
    return tuple(groups)


def read_reference(reader: Reader, given: dict[str, object], key: str, path: str, ids: Collection[str]) -> str | None:
    """An id that must be known, None when it is left out or unknown."""
    found = given.get(key)
    if found is None:
        return None
    if not isinstance(found, str):
        reader.shape(join(path, key), f"must be the id of a {key}")
        return None
    if found in ids:
        return found
    reader.broken(join(path, key), f"unknown {key} {found!r}")
    return None


def _read_after(reader: Reader, given: dict[str, object], path: str, known: Known) -> tuple[str, ...]:
    """The matches that must have ended: one by its id, or all of a stage."""
    found = given.get("after")
    if found is None:
        return ()
    if not isinstance(found, str):
        reader.shape(join(path, "after"), "must be the id of a match or a stage")
        return ()
    if found in known.matches:
        return tuple(match.id for match in known.planned if match.id == found)
    return _matches_of(reader, found, join(path, "after"), known, "unknown match or stage")


def _matches_of(
    reader: Reader, stage: str, path: str, known: Known, unknown: str = "no time and no stage"
) -> tuple[str, ...]:
    """The matches of a stage that are to be placed."""
    if stage not in known.stages:
        reader.broken(path, f"{unknown} {stage!r}")
    return tuple(match.id for match in known.planned if match.stage == stage)


def _read_meal(reader: Reader, given: dict[str, object], clock: DayClock, path: str) -> Meal | None:
    if given.get("meal") is None:
        if given.get("minutes") is not None:
            reader.shape(join(path, "minutes"), "belongs to a meal")
        return None
    span: Span | None = read_span(reader, clock, given["meal"], join(path, "meal"))
    minutes = reader.whole(given, "minutes", path, low=1, high=MOST_MINUTES)
    if given.get("minutes") is None:
        reader.shape(join(path, "minutes"), "is missing")
    if given.get("entry") is None:
        reader.shape(join(path, "meal"), "is a wish of an entry")
    return Meal(span[0], span[1], minutes) if span and minutes else None


def _refuse_others(reader: Reader, given: dict[str, object], keys: set[str], path: str) -> None:
    for key in given.keys() - keys:
        reader.shape(join(path, key), f"is no key here; {', '.join(sorted(keys))} are")
