"""Changes to the `day` of a tournament file by their paths, and their values as the file writes them."""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from tournament.timetable.model import At, Court

STEP = re.compile(r"([A-Za-z0-9_-]+)|\[(\d+)\]")

PathChange = tuple[str, Any]
"""A path ("day.wishes[1].leaves") and its new value; None takes away what stands there."""


def file_value(value: object, start: datetime) -> Any:
    """A value of the planner as a tournament file writes it; `start` is the day's first minute on the wall."""
    if isinstance(value, At):
        return f"{start + timedelta(minutes=value.minutes):%H:%M}"
    if isinstance(value, Court):
        windows = [[file_value(At(minute), start) for minute in window] for window in value.windows]
        stages = {"stages": sorted(value.stages)} if value.stages is not None else {}
        return {"id": value.id, "windows": windows, **({"hall": value.hall} if value.hall else {}), **stages}
    if isinstance(value, tuple | list):
        return [file_value(item, start) for item in value]
    return value


def steps_of(path: str) -> list[str | int]:
    """A path in its steps: keys, and places in lists as numbers."""
    return [int(place) if place else key for key, place in STEP.findall(path)]


def with_changes(document: Mapping[str, Any], changes: Iterable[PathChange]) -> dict[str, Any]:
    """A copy of a document with the changes made, all places counted as they were before.

    A place in a list behind its last adds one. LookupError where a path leads nowhere.
    """
    changed = deepcopy(dict(document))
    holes: list[tuple[Any, str | int]] = []
    for path, value in changes:
        *way, last = steps_of(path)
        place: Any = changed
        for step in way:
            place = place[step]
        if value is None:
            holes.append((place, last))
        elif isinstance(place, list) and last == len(place):
            place.append(value)
        else:
            place[last] = value
    # From the end, so that what is taken out moves nothing that is still to be taken out.
    for place, last in sorted(holes, key=lambda hole: str(hole[1]).zfill(6), reverse=True):
        if isinstance(place, list) or last in place:
            del place[last]
    return changed
