"""A worker whose search finds plans at once and then goes on until it may end: `python -m tests.slow_worker [job]`.

With a number it runs that job and no other. The search ends when the office has had enough, or when the file `enough`
stands in DATA_DIR; then it offers three plans that differ.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from random import Random
from threading import Event

from flask import current_app

from core.jobs import run
from core.settings import load_settings
from tournament import planning_search
from tournament.timetable.checker import check_plan
from tournament.timetable.model import Aim, Alternative, Day, Outcome, Phase, Plan, Step
from tournament.timetable.planner import plan_day
from wsgi import create_app

SLOWER_BY = (40, 20, 0)


def later(day: Day, plan: Plan, minutes: int) -> Plan:
    """The same plan so many minutes later, where that breaks no rule."""
    moved = replace(plan, placements=tuple(replace(place, start=place.start + minutes) for place in plan.placements))
    return plan if check_plan(day, moved) else moved


def slow_search(
    day: Day,
    *,
    seed: int,
    seconds: float,
    clock: Callable[[], float],
    tell: Callable[[Step], None],
    stop: Callable[[], bool],
    workers: int = 2,
) -> Outcome:
    """Three plans, each better than the one before, then nothing more until it may end."""
    outcome = plan_day(day, Random(seed))
    assert outcome.plan is not None
    assert outcome.bound is not None
    plans = [later(day, outcome.plan, minutes) for minutes in SLOWER_BY]
    play = {match.id: match.play for match in day.matches}
    for number, plan in enumerate(plans):
        end = max(place.start + play[place.match] for place in plan.placements)
        phase = Phase.RULES if number == 0 else Phase.WAITS
        tell(Step(number / 2, phase, end, outcome.bound.minutes, 100 - number, plan))
    enough = load_settings().data_dir / "enough"
    pause = Event()
    while not stop() and not enough.exists():
        pause.wait(0.05)
    aims = ((Aim.FINISH,), (Aim.WAITS,), (Aim.COURTS,))
    offered = tuple(Alternative(plan, aim) for plan, aim in zip(reversed(plans), aims, strict=True))
    return Outcome(outcome.plan, outcome.bound, (), offered, stop())


def main() -> None:
    """Run one job, or be the site's worker."""
    planning_search.search_day = slow_search  # type: ignore[assignment]  # the search of this process alone
    with create_app().app_context():
        if len(sys.argv) > 1:
            run(int(sys.argv[1]))
        else:
            queue = current_app.extensions["jobs"]["jobs"].queue
            queue.create_consumer(workers=2, worker_type="thread").run()


if __name__ == "__main__":
    main()
