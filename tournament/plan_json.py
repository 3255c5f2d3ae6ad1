"""Plans, findings and ways out as JSON, so that a run can keep them and a page can word them in either language."""

from collections.abc import Mapping
from typing import Any

from tournament.file_clock import DayClock
from tournament.file_options import change_rows
from tournament.timetable.codes import Code
from tournament.timetable.model import At, Fact, Finding, NotPlaced, Placement, Plan, Ref
from tournament.timetable.options import Change, Explanation, Option


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """A plan: `[match, court, start, referee]` for each place, and what stopped the matches without one."""
    return {
        "places": [[place.match, place.court, place.start, place.referee] for place in plan.placements],
        "not_placed": [[missing.match, finding_to_json(missing.reason)] for missing in plan.not_placed],
    }


def plan_from_json(stored: Mapping[str, Any]) -> Plan:
    """The plan that `plan_to_json` wrote."""
    return Plan(
        tuple(Placement(*place) for place in stored["places"]),
        tuple(NotPlaced(match, finding_from_json(reason)) for match, reason in stored["not_placed"]),
    )


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """A finding: its code, its facts, and where they come from."""
    facts = {key: _fact_to_json(fact) for key, fact in finding.facts.items()}
    return {"code": str(finding.code), "facts": facts, "sources": list(finding.sources)}


def finding_from_json(stored: Mapping[str, Any]) -> Finding:
    """The finding that `finding_to_json` wrote."""
    facts = {key: _fact_from_json(fact) for key, fact in stored["facts"].items()}
    return Finding(Code(stored["code"]), facts, tuple(stored["sources"]))


def explanation_to_json(explanation: Explanation, document: Mapping[str, Any], clock: DayClock) -> dict[str, Any]:
    """Conflicts and the options against them, their changes as they are to be made in the document."""
    return {
        "findings": [finding_to_json(finding) for finding in explanation.findings],
        "options": [
            {
                "finding": finding_to_json(option.finding),
                "changes": change_rows(document, option.changes, clock),
            }
            for option in explanation.options
        ],
    }


def explanation_from_json(stored: Mapping[str, Any]) -> Explanation:
    """The explanation that `explanation_to_json` wrote."""
    return Explanation(
        tuple(finding_from_json(finding) for finding in stored["findings"]),
        tuple(
            Option(
                finding_from_json(option["finding"]),
                tuple(Change(change["path"], change["value"]) for change in option["changes"]),
            )
            for option in stored["options"]
        ),
    )


def _fact_to_json(fact: Fact) -> Any:
    if isinstance(fact, At):
        return {"at": fact.minutes}
    if isinstance(fact, Ref):
        return {"kind": fact.kind, "id": fact.id}
    if isinstance(fact, tuple):
        return [finding_to_json(part) if isinstance(part, Finding) else _fact_to_json(part) for part in fact]
    return fact


def _fact_from_json(stored: Any) -> Fact:
    if isinstance(stored, list):
        if stored and "code" in stored[0]:
            return tuple(finding_from_json(part) for part in stored)
        return tuple(Ref(ref["kind"], ref["id"]) for ref in stored)
    if isinstance(stored, dict):
        return At(stored["at"]) if "at" in stored else Ref(stored["kind"], stored["id"])
    kept: int | str = stored
    return kept
