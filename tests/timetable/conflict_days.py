"""Days that cannot be planned, as documents: the three on instance b, and those that arithmetic alone explains."""

from collections.abc import Iterator
from typing import Any

from tests.timetable.days import load_document


def of_instance_b(**day: object) -> dict[str, Any]:
    """Instance b with more asked of its day."""
    document = load_document("b")
    return document | {"day": document["day"] | day}


def first_matches(document: dict[str, Any], entry: str) -> list[str]:
    """The matches that name an entry, in their order."""
    return [match["id"] for match in document["matches"] if entry in (match["home"], match["away"])]


def list_conflict_days() -> Iterator[tuple[str, dict[str, Any]]]:
    """(name, document) of each day without a plan."""
    yield "a team leaves too early", of_instance_b(wishes=[{"entry": "t5", "leaves": "11:00"}])
    first, second, *_ = first_matches(load_document("b"), "t1")
    pins = [{"match": first, "start": "10:30"}, {"match": second, "start": "10:45"}]
    yield "pins back to back", of_instance_b(pins=pins)
    courts = [court | {"windows": [["10:00", "16:00"]]} for court in load_document("b")["day"]["courts"]]
    yield "lunch against deadline", of_instance_b(courts=courts, breaks=[["12:00", "12:45"]])
    early = [{"entry": f"t{number}", "leaves": "11:30"} for number in range(1, 29)]
    yield "too many leave early", of_instance_b(wishes=early)
    yield "a pin in a break", of_instance_b(pins=[{"match": first, "start": "12:00"}], breaks=[["12:00", "12:30"]])
    same = [{"match": first, "court": "c1", "start": "10:30"}, {"match": "m9", "court": "c1", "start": "10:30"}]
    yield "two pins on one court", of_instance_b(pins=same)
