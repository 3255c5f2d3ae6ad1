"""The checker says what the rules say, on any day and any plan."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.timetable.days import days, plans
from tests.timetable.naive import Broken, broken_rules
from tournament.timetable.checker import check_plan
from tournament.timetable.model import Finding, Ref

calm = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def told(findings: tuple[Finding, ...]) -> Broken:
    """Findings as the brute force tells them: the code and who is involved."""
    rows: Broken = set()
    for finding in findings:
        keys = ("who",) if finding.code == "no_meal" else ("match", "other")
        refs = [finding.facts[key] for key in keys if key in finding.facts]
        rows.add((str(finding.code), frozenset(ref.id for ref in refs if isinstance(ref, Ref))))
    return rows


@calm
@given(st.data())
def test_the_checker_agrees_with_brute_force(data: st.DataObject) -> None:
    day = data.draw(days())
    plan = data.draw(plans(day))
    assert told(check_plan(day, plan)) == broken_rules(day, plan)
