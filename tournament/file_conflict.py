"""A day of a tournament document that cannot be planned: its conflicts and the ways out, as JSON."""

from collections.abc import Mapping

from core import clock
from tournament.file_day import DayInput
from tournament.file_options import change_rows
from tournament.timetable.explain import explain_outcome
from tournament.timetable.model import Finding, Outcome
from tournament.wording_plan import PlanNames, finding_in_both

SECONDS = 8.0
"""How long conflicts and ways out are looked for."""


def find_conflict(
    document: Mapping[str, object], given: DayInput, names: PlanNames, outcome: Outcome
) -> dict[str, object] | None:
    """The answer for a day without a plan, `conflict` and `options`; None where no conflict is proved."""
    explanation = explain_outcome(given.day, outcome, seconds=SECONDS, clock=clock.seconds)
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


def conflict_rows(finding: Finding, names: PlanNames) -> list[dict[str, str]]:
    """A finding as rows of a conflict: one for each part of the input that takes part in it."""
    return [{"constraint": source, **finding_in_both(finding, names)} for source in finding.sources or ("day",)]
