"""A day of a tournament document that cannot be planned: its conflicts and the ways out, as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core import clock
from tournament.file_clock import DayClock
from tournament.file_day import DayInput
from tournament.file_options import change_rows
from tournament.timetable.codes import Code
from tournament.timetable.explain import EXPLAIN_SECONDS, explain_outcome
from tournament.timetable.explain_repair import explain_repair, list_unplaced
from tournament.timetable.ladders_of_repair import LEFT_OUT
from tournament.timetable.model import Finding, Outcome, Ref
from tournament.timetable.repair import RepairOutcome
from tournament.wording_plan import PlanNames, finding_in_both


def find_conflict(
    document: Mapping[str, object], given: DayInput, names: PlanNames, outcome: Outcome
) -> dict[str, object] | None:
    """The answer for a day without a plan, `conflict` and `options`; None where no conflict is proved."""
    explanation = explain_outcome(given.day, outcome, seconds=EXPLAIN_SECONDS, clock=clock.seconds)
    if explanation is None:
        return None
    options = [
        finding_in_both(option.finding, names) | {"changes": change_rows(document, option.changes, given.clock)}
        for option in explanation.options
    ]
    return {
        "conflict": [row for finding in explanation.findings for row in conflict_rows(finding, names)],
        "options": options,
    }


def find_repair_conflict(
    document: Mapping[str, Any], happened: Mapping[str, Any], clock_: DayClock, names: PlanNames, outcome: RepairOutcome
) -> dict[str, object]:
    """The answer for a repair that cannot keep every rule; a path is one of the document or of what happened."""
    day = outcome.question.day
    explanation = explain_repair(outcome, seconds=EXPLAIN_SECONDS, clock=clock.seconds)
    unplaced = list_unplaced(day)
    both = {**document, "disturbances": happened["disturbances"]}
    places = {row["match"]: f"timetable[{number}]" for number, row in enumerate(document["timetable"])}
    options = []
    for option in explanation.options:
        left = [change.path.removeprefix(LEFT_OUT) for change in option.changes if change.path.startswith(LEFT_OUT)]
        paths = {f"{LEFT_OUT}{match}": places[match] for match in left}
        changes = [replace(change, path=paths.get(change.path, change.path)) for change in option.changes]
        rows = change_rows(both, changes, clock_)
        if left:
            rows.append(_listed_as_left_out(document, left, names))
        options.append(finding_in_both(option.finding, names) | {"changes": rows})
    return {
        "conflict": [row for finding in explanation.findings for row in conflict_rows(finding, names)],
        "options": options,
        "not_placed": [{"match": one.match, **finding_in_both(one.reason, names)} for one in unplaced],
    }


def _listed_as_left_out(document: Mapping[str, Any], left: Sequence[str], names: PlanNames) -> dict[str, object]:
    """The change by which the document says itself that these matches have no place."""
    plan = document.get("plan", {})
    findings = [Finding(Code.NO_TIME_LEFT, {"match": Ref("match", match)}) for match in left]
    rows = [{"match": match, **finding_in_both(f, names)} for match, f in zip(left, findings, strict=True)]
    return {"path": "plan", "value": {**plan, "not_placed": [*plan.get("not_placed", ()), *rows]}}


def conflict_rows(finding: Finding, names: PlanNames) -> list[dict[str, str]]:
    """A finding as rows of a conflict: one for each part of the input that takes part in it."""
    return [{"constraint": source, **finding_in_both(finding, names)} for source in finding.sources or ("day",)]
