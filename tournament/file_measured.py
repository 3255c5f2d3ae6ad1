"""Reading and writing what a tournament file says about measured stages and several disciplines."""

from collections.abc import Collection
from typing import Any

from tournament.engine.values import Formula, Mark, MarkStatus, Overall, Stage
from tournament.file_faults import Reader, join
from tournament.file_rules import known_entry
from tournament.file_words import FORMULA_WORDS, MARK_WORDS, OVERALL_WORDS

MOST_POWER = 10
"""No sport raises a mark to a higher power; a larger one could give a number that nobody can write."""


def read_marks(reader: Reader, given: dict[str, object], path: str, entries: Collection[str]) -> tuple[Mark, ...]:
    """The marks of a measured stage, one for each entry."""
    marks: dict[str, Mark] = {}
    for where, value in reader.items(given, "results", path):
        result = reader.mapping(value, where)
        name = known_entry(reader, result.get("entry"), join(where, "entry"), entries)
        status = reader.choice(result, "status", where, MARK_WORDS)
        attempts = tuple(
            None if attempt is None else reader.number(attempt, attempt_path)
            for attempt_path, attempt in reader.items(result, "attempts", where)
        )
        if name in marks:
            reader.broken(where, f"{name!r} has a result already")
        elif name is not None:
            marks[name] = Mark(name, attempts, MarkStatus(status) if status else MarkStatus.OK)
    return tuple(marks.values())


def read_formula(reader: Reader, given: dict[str, object], path: str) -> Formula | None:
    """The formula of a measured stage, None where it has none."""
    if given.get("formula") is None:
        return None
    where = join(path, "formula")
    value = reader.mapping(given["formula"], where)
    numbers = [reader.number(value.get(key), join(where, key)) for key in ("a", "b", "c")]
    kind = reader.choice(value, "kind", where, FORMULA_WORDS)
    if kind is None and value.get("kind") is None:
        reader.shape(join(where, "kind"), "is missing")
    a, b, c = (number or 0 for number in numbers)
    if not 0 <= c <= MOST_POWER:
        reader.shape(join(where, "c"), f"must be a number from 0 to {MOST_POWER}")
    return Formula(a, b, c, "track" if kind == "track" else "field")


def read_heats(
    reader: Reader, given: dict[str, object], path: str, entries: Collection[str]
) -> tuple[tuple[str | None, ...], ...]:
    """The heats of a measured stage: an entry or null for each lane."""
    return tuple(
        tuple(
            None if name is None else known_entry(reader, name, lane_path, entries)
            for lane_path, name in reader.each(heat, where)
        )
        for where, heat in reader.items(given, "heats", path)
    )


def read_overall(reader: Reader, document: dict[str, object]) -> Overall | None:
    """How the disciplines are put together, None where the file does not say."""
    if document.get("overall") is None:
        return None
    given = reader.mapping(document["overall"], "overall")
    flags = {}
    for key in ("medals", "formula"):
        value = given.get(key, False)
        if not isinstance(value, bool):
            reader.shape(f"overall.{key}", "must be true or false")
        flags[key] = value is True
    points = [reader.number(value, where) for where, value in reader.items(given, "points", "overall")]
    started = reader.number(given.get("started", 0), "overall.started")
    by = reader.choice(given, "by", "overall", OVERALL_WORDS)
    return Overall(
        medals=flags["medals"],
        points=tuple(number or 0 for number in points),
        started=started or 0,
        formula=flags["formula"],
        by="organisation" if by == "organisation" else "entry",
    )


def write_measured(stage: Stage) -> dict[str, Any]:
    """What a measured stage has beside the keys of every stage; empty for the others."""
    written: dict[str, Any] = {}
    if stage.marks:
        written["results"] = [
            {"entry": mark.entry, "attempts": list(mark.attempts), "status": mark.status.value} for mark in stage.marks
        ]
    if stage.formula:
        formula = stage.formula
        written["formula"] = {"a": formula.a, "b": formula.b, "c": formula.c, "kind": formula.kind}
    if stage.heats:
        written["heats"] = [list(heat) for heat in stage.heats]
    return written


def write_overall(overall: Overall | None) -> dict[str, Any]:
    """The document's `overall`; empty where there is none."""
    if overall is None:
        return {}
    return {
        "overall": {
            "medals": overall.medals,
            "points": list(overall.points),
            "started": overall.started,
            "formula": overall.formula,
            "by": overall.by,
        }
    }
