"""The day of a tournament file with the numbers of rows: wishes, pins, walks, matches at one time, referees."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tournament.planning_settings import referee_label

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FileIds:
    """What the ids of a file became: entries and matches as their keys ("e12", "m7"), courts as theirs ("c3")."""

    entries: Mapping[str, str]
    matches: Mapping[str, str]
    courts: Mapping[str, str]


def day_parts(day: Document, ids: FileIds) -> Document:
    """The parts of a file's day that name its own ids, as the stored day keeps them; what is not there is left out."""
    parts: Document = {
        "wishes": [_wish(given, ids) for given in day.get("wishes") or ()],
        "pins": [_pin(given, ids) for given in day.get("pins") or ()],
        "same_time": [[ids.matches[match] for match in group] for group in day.get("same_time") or ()],
        "walk_minutes": dict(day.get("walk_minutes") or {}),
        "referees": _referees(day.get("referees")),
    }
    return {name: value for name, value in parts.items() if value}


def _wish(given: Document, ids: FileIds) -> Document:
    wish = dict(given)
    if wish.get("entry") is not None:
        wish["entry"] = ids.entries[wish["entry"]]
    return _after(wish, ids)


def _pin(given: Document, ids: FileIds) -> Document:
    pin = {**given, "match": ids.matches[given["match"]]}
    if pin.get("court") is not None:
        pin["court"] = ids.courts[pin["court"]]
    return _after(pin, ids)


def _after(given: Document, ids: FileIds) -> Document:
    """What must have ended: a match has a new number, a stage keeps its key."""
    kept = {name: value for name, value in given.items() if value is not None}
    return kept | ({"after": ids.matches.get(kept["after"], kept["after"])} if "after" in kept else {})


def _referees(given: Document | None) -> Document | None:
    """Who referees; people who came with their names are known by a number from here on."""
    if not given:
        return None
    if given["mode"] != "people":
        return {"mode": given["mode"]}
    return {"mode": "people", "people": [referee_label(n) for n in range(1, len(given.get("people", ())) + 1)]}


def referee_of(named: str | None, day: Document, ids: FileIds) -> str | None:
    """A referee of the file's timetable as a plan keeps it: an entry's key, or the number of a person."""
    people = (day.get("referees") or {}).get("people", [])
    if named in people:
        return referee_label(people.index(named) + 1)
    return ids.entries.get(named) if named is not None else None
