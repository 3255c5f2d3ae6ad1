"""A day ready to be planned, and searches that find what a test wants them to find."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from sqlalchemy import select

from core.audit import Actor
from core.db import session
from tests import make, make_tournament
from tests.timetable.by_rules import plan_day
from tournament import draw, planning_publish, planning_run, setup, setup_stages
from tournament.models import Division
from tournament.planning_draft import find_draft
from tournament.store_cache import get_view
from tournament.timetable.checker import check_plan
from tournament.timetable.model import Aim, Alternative, Day, Outcome, Phase, Plan, Step

OFFICE = Actor("user", 1)
LATER_BY = (4, 2, 0)
AIMS = ((Aim.FINISH,), (Aim.WAITS,), (Aim.COURTS,))

Tell = Callable[[Step], None]
Stop = Callable[[], bool]


def ready_day() -> int:
    """Eight teams in two pools, semi-finals, bronze and final: 16 matches, drawn and published, on two courts."""
    event = make.event(rows=[])
    make_tournament.confirmed(event, 8)
    setup.create_competition(event.id, by=OFFICE)
    row = session().scalars(select(Division.id)).one()
    setup_stages.choose_stages(row, setup_stages.StageChoice(2, per_pool=2), by=OFFICE)
    draw.draw_division(row, by=OFFICE, seed="T")
    draw.publish_draw(row, by=OFFICE)
    return event.id


def show_plan(event_id: int) -> None:
    """Lay a day and show its plan to everybody."""
    planning_run.lay_timetable(event_id, by=OFFICE)
    draft = find_draft(get_view(event_id).id)
    assert draft is not None
    planning_publish.publish_timetable(event_id, number=draft.number, by=OFFICE)


def later(day: Day, plan: Plan, steps: int) -> Plan:
    """The same plan so many steps of the day's grid later; it must break no rule."""
    shift = steps * day.grid
    moved = replace(plan, placements=tuple(replace(place, start=place.start + shift) for place in plan.placements))
    assert check_plan(day, moved) == ()
    return moved


def three_plans(day: Day, tell: Tell, stop: Stop, go_on: Callable[[], None] = lambda: None) -> Outcome:
    """Three plans, each better than the one before; then `go_on` is waited for, and all three are offered.

    A day without a plan has its conflicts at once.
    """
    outcome = plan_day(day, Random(1))
    if outcome.plan is None or outcome.bound is None:
        return outcome
    plans = [later(day, outcome.plan, steps) for steps in LATER_BY]
    play = {match.id: match.play for match in day.matches}
    for number, plan in enumerate(plans):
        end = max(place.start + play[place.match] for place in plan.placements)
        phase = Phase.RULES if number == 0 else Phase.WAITS
        tell(Step(number / 2, phase, end, outcome.bound.minutes, 100 - number, plan))
    go_on()
    offered = tuple(Alternative(plan, aim) for plan, aim in zip(reversed(plans), AIMS, strict=True))
    return Outcome(outcome.plan, outcome.bound, (), offered, stop())


def by_rules(day: Day, **_known: Any) -> Outcome:
    """One plan at once, by rules alone."""
    return plan_day(day, Random(1))
