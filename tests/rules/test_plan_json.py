"""What a planning run keeps as JSON is read back as it was."""

import json
from datetime import datetime
from typing import Any

from tournament.file_clock import DayClock
from tournament.plan_json import (
    explanation_from_json,
    explanation_to_json,
    finding_from_json,
    finding_to_json,
    plan_from_json,
    plan_to_json,
)
from tournament.timetable.codes import Code
from tournament.timetable.model import At, Finding, NotPlaced, Placement, Plan, Ref
from tournament.timetable.options import Change, Explanation, Option

FACTS = {"match": Ref("match", "m1"), "matches": (Ref("match", "m1"), Ref("match", "m2")), "by": At(90), "count": 3}
FINDING = Finding(Code.CHAIN_TOO_LONG, FACTS, ("day.breaks[0]",))
DOCUMENT: dict[str, Any] = {
    "day": {"wishes": [{"entry": "t1", "leaves": "13:00"}], "breaks": [["12:00", "12:30"], ["14:00", "14:15"]]}
}
TEN = DayClock(datetime.fromisoformat("2026-10-03T10:00"))


def test_plans_and_findings_are_read_back_as_they_were() -> None:
    plan = Plan((Placement("m1", "c1", 15), Placement("m2", "c2", 0, "e3")), (NotPlaced("m3", FINDING),))
    assert plan_from_json(plan_to_json(plan)) == plan
    assert finding_from_json(finding_to_json(FINDING)) == FINDING
    together = Finding(Code.NOT_TOGETHER, {"asked": (FINDING, Finding(Code.ASKS_WALK, {}))}, ("day.breaks[0]",))
    assert finding_from_json(json.loads(json.dumps(finding_to_json(together)))) == together


def test_options_are_kept_as_they_are_to_be_made_in_the_document() -> None:
    option = Option(FINDING, (Change("day.wishes[0].leaves", At(200)), Change("day.breaks[1]", None)))
    kept = explanation_from_json(explanation_to_json(Explanation((FINDING,), (option,)), DOCUMENT, TEN))
    assert kept.findings == (FINDING,)
    assert kept.options[0].finding == FINDING
    assert {change.path: change.value for change in kept.options[0].changes} == {
        "day.wishes[0].leaves": "13:20",
        "day.breaks": [["12:00", "12:30"]],
    }
