"""Changes to a tournament file by path, and what runs keep as JSON, are read back as they were."""

from datetime import datetime
from typing import Any

import pytest

from core.clock import COPENHAGEN
from tournament.file_changes import file_value, with_changes
from tournament.plan_json import (
    explanation_from_json,
    explanation_to_json,
    finding_from_json,
    finding_to_json,
    plan_from_json,
    plan_to_json,
)
from tournament.timetable.codes import Code
from tournament.timetable.model import At, Court, Finding, NotPlaced, Placement, Plan, Ref
from tournament.timetable.options import Change, Explanation, Option

TEN = datetime(2026, 10, 3, 10, tzinfo=COPENHAGEN)
DAY: dict[str, Any] = {
    "day": {
        "rest_minutes": 10,
        "breaks": [["12:00", "12:30"], ["14:00", "14:15"]],
        "wishes": [{"entry": "t1", "leaves": "13:00"}, {"entry": "t2", "leaves": "14:00"}, {"stage": "final"}],
        "durations": {"A-pools": {"play": 10, "changeover": 2}},
    }
}


def changed(*changes: tuple[str, Any]) -> Any:
    return with_changes(DAY, changes)["day"]


def test_a_value_is_set_wherever_it_stands() -> None:
    assert changed(("day.rest_minutes", 5))["rest_minutes"] == 5
    assert changed(("day.wishes[1].leaves", "15:00"))["wishes"][1] == {"entry": "t2", "leaves": "15:00"}
    assert changed(("day.durations.A-pools.play", 8))["durations"]["A-pools"] == {"play": 8, "changeover": 2}
    assert changed(("day.max_wait_is_hard", False))["max_wait_is_hard"] is False


def test_what_is_taken_out_moves_nothing_else_that_is_named() -> None:
    after = changed(("day.wishes[0]", None), ("day.wishes[1]", None), ("day.breaks[1]", ["15:00", "15:15"]))
    assert after["wishes"] == [{"stage": "final"}]
    assert after["breaks"] == [["12:00", "12:30"], ["15:00", "15:15"]]
    assert "leaves" not in changed(("day.wishes[0].leaves", None))["wishes"][0]


def test_a_place_behind_the_last_adds_one() -> None:
    assert changed(("day.breaks[2]", ["16:00", "16:30"]))["breaks"][2] == ["16:00", "16:30"]


def test_the_document_stays_as_it_was() -> None:
    changed(("day.wishes[0]", None), ("day.durations.A-pools.play", 1))
    assert len(DAY["day"]["wishes"]) == 3
    assert DAY["day"]["durations"]["A-pools"]["play"] == 10


@pytest.mark.parametrize("path", ["day.wishes[7].leaves", "day.durations.B.play"])
def test_a_path_that_leads_nowhere_is_no_change(path: str) -> None:
    with pytest.raises(LookupError):
        changed((path, 1))


def test_values_are_written_as_the_file_has_them() -> None:
    assert file_value((At(0), At(75)), TEN) == ["10:00", "11:15"]
    assert file_value(((At(0), At(60)),), TEN) == [["10:00", "11:00"]]
    assert file_value(Court("c3", ((0, 120),), hall="Hal 2"), TEN) == {
        "id": "c3",
        "windows": [["10:00", "12:00"]],
        "hall": "Hal 2",
    }
    assert file_value(12, TEN) == 12
    assert file_value(None, TEN) is None


FACTS = {"match": Ref("match", "m1"), "matches": (Ref("match", "m1"), Ref("match", "m2")), "by": At(90), "count": 3}
FINDING = Finding(Code.CHAIN_TOO_LONG, FACTS, ("day.breaks[0]",))


def test_plans_and_findings_are_read_back_as_they_were() -> None:
    plan = Plan((Placement("m1", "c1", 15), Placement("m2", "c2", 0, "e3")), (NotPlaced("m3", FINDING),))
    assert plan_from_json(plan_to_json(plan)) == plan
    assert finding_from_json(finding_to_json(FINDING)) == FINDING


def test_options_are_kept_as_the_file_writes_them() -> None:
    option = Option(FINDING, (Change("day.wishes[0].leaves", At(200)), Change("day.breaks[1]", None)))
    kept = explanation_from_json(explanation_to_json(Explanation((FINDING,), (option,)), TEN))
    assert kept.findings == (FINDING,)
    assert kept.options[0].finding == FINDING
    assert kept.options[0].changes == (Change("day.wishes[0].leaves", "13:20"), Change("day.breaks[1]", None))
