"""Days for the tests: the published instances, and small random ones with all kinds of input mixed."""

import json
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tournament.file import read_tournament
from tournament.file_day import DayInput, read_day
from tournament.file_faults import Reader
from tournament.timetable.model import (
    Break,
    Court,
    Day,
    Match,
    Meal,
    Pin,
    Placement,
    Plan,
    Rests,
    Walk,
    Wish,
)

INSTANCES = Path(__file__).parent.parent / "data/timetable"
GRID = 5


def load_document(name: str) -> dict[str, Any]:
    """A published instance as its JSON document."""
    document: dict[str, Any] = json.loads((INSTANCES / f"{name}.json").read_text(encoding="utf-8"))
    return document


def load_input(document: dict[str, Any]) -> DayInput:
    """A document's day for the planner; the test fails where it has faults."""
    reader = Reader()
    given = read_day(document, read_tournament(document), reader)
    assert given is not None, [str(fault) for fault in reader.faults]
    return given


def load_day(name: str) -> Day:
    """A published instance as the planner's value."""
    return load_input(load_document(name)).day


def pool_of(entries: list[str], stage: str = "pools", pool: str = "A", play: int = 10) -> list[Match]:
    """Everybody against everybody, named by the sides."""
    return [
        Match(f"{one}{other}", stage, stage, play, 0, (one, other), (), pool, number)
        for number, (one, other) in enumerate(combinations(entries, 2), start=1)
    ]


minutes = st.integers(0, 40).map(lambda slots: slots * GRID)


@st.composite
def spans(draw: st.DrawFn, longest: int = 300) -> tuple[int, int]:
    start = draw(st.integers(0, 20)) * GRID
    return start, start + draw(st.integers(4, longest // GRID)) * GRID


@st.composite
def matches(draw: st.DrawFn, most: int = 14) -> list[Match]:
    found: list[Match] = []
    stages = [("a", 10, 0), ("b", 15, 5), ("c", 12, 3)]
    for number in range(draw(st.integers(1, most))):
        stage, play, changeover = draw(st.sampled_from(stages))
        entries = draw(st.lists(st.sampled_from("stuvwxyz"), max_size=2, unique=True))
        before = [match.id for match in found]
        feeders = draw(st.lists(st.sampled_from(before), max_size=3, unique=True)) if before else []
        stands = draw(st.sampled_from([(), tuple(feeders)]))
        found.append(Match(f"m{number}", stage, stage, play, changeover, tuple(entries), stands))
    return found


@st.composite
def courts(draw: st.DrawFn) -> list[Court]:
    found = []
    for number in range(draw(st.integers(1, 3))):
        windows = draw(st.lists(spans(), min_size=1, max_size=2))
        stages = draw(st.none() | st.frozensets(st.sampled_from("abc"), min_size=1))
        hall = draw(st.sampled_from([None, "North", "South"]))
        found.append(Court(f"c{number}", tuple(windows), hall, stages, f"day.courts[{number}]"))
    return found


@st.composite
def wishes(draw: st.DrawFn, number: int, ids: list[str]) -> Wish:
    kind = draw(st.sampled_from(["not_before", "leaves", "meal", "after", "stage"]))
    entry = draw(st.sampled_from("stuvwxyz"))
    source = f"day.wishes[{number}]"
    at = draw(minutes)
    if kind == "not_before":
        return Wish(entry=entry, not_before=at, source=source)
    if kind == "leaves":
        return Wish(entry=entry, leaves=100 + at, source=source)
    if kind == "meal":
        start = draw(minutes)
        return Wish(entry=entry, meal=Meal(start, start + 40, 20), source=source)
    if kind == "after":
        return Wish(entry=entry, after=(draw(st.sampled_from(ids)),), source=source)
    return Wish(stage=draw(st.sampled_from("abc")), not_before=at, source=source)


@st.composite
def days(draw: st.DrawFn, most: int = 14) -> Day:
    """A day of up to ``most`` matches with everything a day can ask for, possible or not."""
    played = draw(matches(most))
    grounds = draw(courts())
    ids = [match.id for match in played]
    pins = []
    for number, match in enumerate(draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))):
        court = draw(st.none() | st.sampled_from([court.id for court in grounds]))
        start = draw(minutes) if court is None else draw(st.none() | minutes)
        pins.append(Pin(match, court, start, (), f"day.pins[{number}]"))
    together = draw(st.lists(st.sampled_from(ids), min_size=2, max_size=3, unique=True)) if len(ids) > 1 else []
    frozen = draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))
    return Day(
        courts=tuple(grounds),
        matches=tuple(played),
        grid=GRID,
        rests=Rests(draw(st.sampled_from([0, 10])), draw(st.sampled_from([0, 10, 20]))),
        breaks=tuple(Break(*span) for span in draw(st.lists(spans(60), max_size=1))),
        wishes=tuple(draw(wishes(number, ids)) for number in range(draw(st.integers(0, 4)))),
        pins=tuple(pins),
        same_time=(tuple(together),) if together and draw(st.booleans()) else (),
        people=draw(st.dictionaries(st.sampled_from("stuvwxyz"), st.just(("p",)), max_size=3)),
        walks=(Walk(frozenset({"North", "South"}), 15),) if draw(st.booleans()) else (),
        max_wait=draw(st.none() | st.just(60)),
        max_wait_is_hard=draw(st.booleans()),
        frozen=tuple(Placement(match, grounds[0].id, draw(minutes)) for match in frozen if draw(st.booleans())),
    )


@st.composite
def plans(draw: st.DrawFn, day: Day) -> Plan:
    """Any placement of any of the day's matches, most of them wrong."""
    placements = []
    for match in day.matches:
        if draw(st.integers(0, 9)):
            court = draw(st.sampled_from(day.courts)).id
            start = draw(st.integers(0, 60)) * GRID + draw(st.sampled_from([0, 0, 0, 0, 3]))
            placements.append(Placement(match.id, court, start))
    return Plan(tuple(placements))
