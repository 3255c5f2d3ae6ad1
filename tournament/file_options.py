"""The options of a conflict as changes of a tournament document: each path with its new value, ready to be set."""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy

from tournament.file_clock import DayClock
from tournament.timetable.model import At, Court
from tournament.timetable.options import Change

STEP = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")
LIST_ITEM = re.compile(r"(.*)\[[0-9]+\]")
NUMBER_AT_END = re.compile(r"[0-9]+$")


def change_rows(document: Mapping[str, object], changes: Iterable[Change], clock: DayClock) -> list[dict[str, object]]:
    """The changes as ``path`` and ``value``, to be set in their order.

    A list that loses or gains something is one change with the whole list, so that no place in it moves meanwhile.
    """
    changed = apply_changes(document, changes, clock)
    lists = {path for change in changes if (path := _list_that_moves(document, change))}
    rows: dict[str, object] = {path: find_value(changed, path) for path in sorted(lists)}
    for change in changes:
        if not any(change.path.startswith(path) for path in lists):
            rows[change.path] = as_json(change.value, clock)
    return [{"path": path, "value": value} for path, value in rows.items()]


def apply_changes(document: Mapping[str, object], changes: Iterable[Change], clock: DayClock) -> dict[str, object]:
    """The document after the changes; the one that was given stays as it is."""
    changed: dict[str, object] = deepcopy(dict(document))
    gone = [change for change in changes if _takes_out(change)]
    for change in changes:
        if not _takes_out(change):
            set_value(changed, change.path, _value(document, change, clock))
    # From the end, so that what stands behind keeps its number until it is its turn.
    for change in sorted(gone, key=lambda change: _steps(change.path), reverse=True):
        *before, number = _steps(change.path)
        items = _follow(changed, before)
        if isinstance(items, list) and isinstance(number, int):
            del items[number]
    return changed


def set_value(document: dict[str, object], path: str, value: object) -> None:
    """Set the value at a path; the place behind the last of a list adds to it."""
    *before, last = _steps(path)
    inside = _follow(document, before)
    if isinstance(inside, list) and isinstance(last, int):
        inside[last : last + 1] = [value]
    elif isinstance(inside, dict):
        inside[last] = value
    else:
        raise KeyError(path)


def find_value(document: Mapping[str, object], path: str) -> object:
    """The value at a path; KeyError or IndexError where there is none."""
    return _follow(document, _steps(path))


def as_json(value: object, clock: DayClock) -> object:
    """A value of a change as the file writes it: moments are clocks, courts objects."""
    if isinstance(value, At):
        return clock.text(value.minutes)
    if isinstance(value, tuple):
        return [as_json(part, clock) for part in value]
    if isinstance(value, Court):
        hall = {"hall": value.hall} if value.hall else {}
        windows = [[as_json(At(minute), clock) for minute in window] for window in value.windows]
        return {"id": value.id, **hall, "windows": windows}
    return value


def _value(document: Mapping[str, object], change: Change, clock: DayClock) -> object:
    """The value of a change; a new court is named like the last one, with the next number."""
    value = as_json(change.value, clock)
    if isinstance(change.value, Court) and isinstance(value, dict):
        courts = find_value(document, "day.courts")
        name = str(courts[-1].get("name") or "") if isinstance(courts, list) else ""
        if NUMBER_AT_END.search(name):
            number = _steps(change.path)[-1]
            return value | {"name": NUMBER_AT_END.sub(str(int(number) + 1), name)}
    return value


def _takes_out(change: Change) -> bool:
    return change.value is None and LIST_ITEM.fullmatch(change.path) is not None


def _list_that_moves(document: Mapping[str, object], change: Change) -> str | None:
    """The path of the list that loses or gains a place by this change."""
    found = LIST_ITEM.fullmatch(change.path)
    if found is None:
        return None
    items, number = find_value(document, found[1]), _steps(change.path)[-1]
    is_new = isinstance(items, list) and isinstance(number, int) and number >= len(items)
    return found[1] if change.value is None or is_new else None


def _steps(path: str) -> list[str | int]:
    return [int(number) if number else key for key, number in STEP.findall(path)]


def _follow(value: object, steps: Iterable[str | int]) -> object:
    for step in steps:
        if (isinstance(value, list) and isinstance(step, int)) or isinstance(value, Mapping):
            value = value[step]
        else:
            raise KeyError(step)
    return value
