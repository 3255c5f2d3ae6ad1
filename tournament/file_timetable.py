"""The timetable of a tournament document: planned, written and checked."""

from collections.abc import Mapping
from dataclasses import asdict

from core import clock
from tournament.engine.values import Competition
from tournament.file import read_tournament
from tournament.file_clock import check_clock
from tournament.file_conflict import find_conflict
from tournament.file_day import DayInput, read_day, timetable_rows
from tournament.file_faults import Fault, FaultyFileError, Reader
from tournament.timetable.certificate import certify
from tournament.timetable.checker import check_plan
from tournament.timetable.model import Bound, Certificate, Plan, Ref
from tournament.timetable.search import search_day
from tournament.wording import say_english
from tournament.wording_plan import PlanNames, finding_in_both, finding_text


class ConflictError(ValueError):
    """A day that cannot be planned; `answer` is the JSON that says why."""

    def __init__(self, answer: dict[str, object]) -> None:
        super().__init__("the day cannot be planned")
        self.answer = answer


def plan_document(document: Mapping[str, object], seed: int, seconds: float | None = None) -> dict[str, object]:
    """The document with `timetable` and `plan`; FaultyFileError or ConflictError when there is none.

    Without `seconds` the search has a fixed length, so that the same seed gives the same plan on any machine; with
    them it goes on so long, or until nothing can be better.
    """
    reader, competition = Reader(), read_tournament(dict(document))
    given = read_day(document, competition, reader)
    if given is None:
        raise FaultyFileError(reader.faults)
    names = names_of(document, given)
    began = clock.seconds()
    outcome = search_day(given.day, seed=seed, seconds=seconds, clock=clock.seconds)
    conflict = find_conflict(document, given, names, outcome)
    if conflict is not None:
        raise ConflictError(conflict)
    if outcome.plan is None or outcome.bound is None:
        raise ValueError("the planner gave neither a plan nor a conflict")
    check_clock(reader, given.clock, given.day, outcome.plan)
    if reader.faults:
        raise FaultyFileError(reader.faults)
    certificate = certify(
        given.day,
        outcome.plan,
        outcome.bound,
        seconds=clock.seconds() - began,
        seed=seed,
        least_wait=outcome.least_wait,
    )
    return {
        **document,
        "timetable": timetable_rows(outcome.plan, given.clock),
        "plan": plan_row(certificate, outcome.bound, outcome.plan, names),
    }


def timetable_faults(document: Mapping[str, object], competition: Competition) -> list[Fault]:
    """What is wrong with the day and the timetable of a document, each with the path of its row.

    Nothing for a document without a day; the rules of the timetable are looked at only where there is one.
    """
    if "day" not in document:
        return []
    reader = Reader()
    given = read_day(document, competition, reader)
    if given is None or "timetable" not in document:
        return reader.faults
    check_clock(reader, given.clock, given.day, given.plan)
    rows = {placement.match: f"timetable[{number}]" for number, placement in enumerate(given.plan.placements)}
    names = names_of(document, given)
    for finding in check_plan(given.day, given.plan):
        match = finding.facts.get("match")
        path = rows.get(match.id, "timetable") if isinstance(match, Ref) else "timetable"
        reader.broken(path, finding_text(finding, names, say_english))
    return reader.faults


def plan_row(certificate: Certificate, bound: Bound, plan: Plan, names: PlanNames) -> dict[str, object]:
    """The `plan` of a document: the certificate, its sentence, and the matches without a place."""
    return {
        **asdict(certificate),
        **finding_in_both(bound.reason, names),
        "not_placed": [
            {"match": missing.match, **finding_in_both(missing.reason, names)} for missing in plan.not_placed
        ],
    }


def names_of(document: Mapping[str, object], given: DayInput) -> PlanNames:
    """What the document calls its entries, courts and stages; matches go by their number where they have one."""
    names: dict[Ref, str] = {}
    day = document.get("day")
    courts = day.get("courts") if isinstance(day, dict) else None
    named = (("entry", document.get("entries")), ("court", courts), ("stage", document.get("stages")))
    for kind, rows in named:
        for row in rows if isinstance(rows, list) else ():
            if row.get("name"):
                names[Ref(kind, row["id"])] = str(row["name"])
    matches = document.get("matches")
    for row in matches if isinstance(matches, list) else ():
        if row.get("number") is not None:
            names[Ref("match", row["id"])] = str(row["number"])
    return PlanNames(given.clock.start, names)
