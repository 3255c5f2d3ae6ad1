"""The worker's part of a planning run: search, store how far it is, and store what came of it, all or nothing."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from core import clock
from core.audit import Actor, read_actor
from core.db import change, look_again, session, transaction
from core.errors import RuleError
from core.jobs import beat
from tournament.models import Competition
from tournament.models_planning import ACTIVE, CONFLICT, DONE, FAILED, RUNNING, PlanRun
from tournament.plan_json import explanation_to_json, plan_from_json, plan_to_json
from tournament.planning_day import PlanningDay
from tournament.planning_search import SearchThread
from tournament.planning_store import judge, standing_day, store_draft
from tournament.store_change import changing
from tournament.timetable.bounds import find_bound
from tournament.timetable.courts import count_changes
from tournament.timetable.model import Aim, Alternative, Outcome, Plan, Step
from tournament.timetable.normalise import normalise
from tournament.timetable.options import Explanation

PACE_SECONDS = 0.25
BEAT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Task:
    """A run as its worker began it; `attempt` tells it from a worker that began the same run before or after."""

    run_id: int
    attempt: int
    event_id: int
    competition_id: int
    version: int
    seed: int
    seconds: float
    by: Actor
    kept: Plan | None


class RunEndedError(Exception):
    """The office stopped the run, or the run went with its competition."""


def plan_in_job(run_id: int) -> dict[str, Any]:
    """Plan the day of a run; the answer says what came of it."""
    task = _begin(run_id)
    if task is None:
        return {"state": "ended before it began"}
    day = standing_day(task.event_id)
    try:
        if task.kept is not None:
            # The worker before was lost after the office had seen this plan and asked for it.
            return _end_with_plans(task, day, Outcome(task.kept, find_bound(normalise(day.day))), 0.0)
        began = clock.seconds()
        search = SearchThread(day.day, seed=task.seed, seconds=task.seconds)
        search.start()
        _follow(task, search)
        outcome, explanation = search.result()
        if explanation is not None:
            return _end_with_conflict(task, day, explanation)
        return _end_with_plans(task, day, outcome, clock.seconds() - began)
    except RunEndedError:
        return {"state": "stopped"}
    except RuleError as refusal:
        with suppress(RunEndedError), transaction():
            _close(task, state=FAILED, reason=refusal.code)
        return {"refused": refusal.code}


def _begin(run_id: int) -> Task | None:
    with transaction() as db:
        beat()
        run = db.scalar(select(PlanRun).where(PlanRun.id == run_id, PlanRun.state.in_(ACTIVE)).with_for_update())
        if run is None:
            return None
        competition = db.get_one(Competition, run.competition_id)
        kept = plan_from_json(run.best) if run.best is not None and run.wish == "use_now" else None
        run.state, run.began_at, run.for_version = RUNNING, clock.now(), competition.version
        run.attempts += 1
        run.changes += 1
        run.steps, run.best = [], run.best if kept is not None else None
        return Task(
            run_id=run.id,
            attempt=run.attempts,
            event_id=competition.event_id,
            competition_id=competition.id,
            version=competition.version,
            seed=run.seed,
            seconds=run.seconds,
            by=read_actor(run.asked_by),
            kept=kept,
        )


def _follow(task: Task, search: SearchThread) -> None:
    """Store what the search tells until it ends, and stop it when the office wishes."""
    steps: list[dict[str, Any]] = []
    quiet_since = clock.seconds()
    try:
        while not search.ended.wait(PACE_SECONDS):
            if _wish_of(task) == "use_now":
                search.stop()
            told = search.take_steps()
            if told or clock.seconds() - quiet_since >= BEAT_SECONDS:
                _store_steps(task, steps, told)
                quiet_since = clock.seconds()
        if told := search.take_steps():
            _store_steps(task, steps, told)
    finally:
        # Where the run has ended for another reason nobody waits for the search any more.
        search.stop()


def _wish_of(task: Task) -> str:
    """What the office wishes by now. RunEndedError where it stopped the run."""
    look_again()
    mine = select(PlanRun.wish).where(PlanRun.id == task.run_id, PlanRun.state == RUNNING)
    wish = session().scalar(mine.where(PlanRun.attempts == task.attempt))
    if wish is None:
        raise RunEndedError
    return wish


def _store_steps(task: Task, steps: list[dict[str, Any]], told: Sequence[Step]) -> None:
    with transaction():
        beat()
        if told:
            steps += [step_to_json(step) for step in told]
            plans = [step.plan for step in told if step.plan is not None]
            _change(task, steps=steps, **({"best": plan_to_json(plans[-1])} if plans else {}))


def step_to_json(step: Step) -> dict[str, Any]:
    """A step as the row of a run keeps it."""
    return {
        "t": round(step.seconds, 2),
        "phase": str(step.phase),
        "best": step.best,
        "bound": step.bound,
        "gap": round(step.gap_pct, 2) if step.gap_pct is not None else None,
        "total_wait": step.total_wait,
    }


def _end_with_conflict(task: Task, day: PlanningDay, explanation: Explanation) -> dict[str, Any]:
    with transaction():
        _close(task, state=CONFLICT, conflicts=explanation_to_json(explanation, day.document, day.clock))
    return {"conflicts": [str(finding.code) for finding in explanation.findings]}


def _end_with_plans(task: Task, day: PlanningDay, outcome: Outcome, seconds: float) -> dict[str, Any]:
    """Keep the plans to choose from. One alone, or one that the office will have now, becomes the draft at once."""
    kept = [_judged(task, day, outcome, one, seconds) for one in _differing(outcome)]
    with transaction():
        _close(task, state=DONE, alternatives=kept)
        if len(kept) == 1 or _wished(task) == "use_now":
            with changing(task.competition_id, "lay_timetable", by=task.by, run=task.run_id) as (db, competition):
                plan = plan_from_json(kept[0]["plan"])
                store_draft(db, competition, plan, kept[0]["certificate"], for_version=task.version)
                change(update(PlanRun).where(PlanRun.id == task.run_id).values(chosen=0))
    return {"plans": len(kept)}


def _wished(task: Task) -> str | None:
    return session().scalar(select(PlanRun.wish).where(PlanRun.id == task.run_id))


def _differing(outcome: Outcome) -> list[Alternative]:
    """The alternatives, each plan once, the one that is recommended first."""
    offered = list(outcome.alternatives)
    if outcome.plan is not None and not offered:
        offered = [Alternative(outcome.plan, (Aim.FINISH,))]
    seen: set[frozenset[tuple[str, str, int]]] = set()
    found = []
    for one in offered:
        places = frozenset((place.match, place.court, place.start) for place in one.plan.placements)
        if places not in seen:
            seen.add(places)
            found.append(one)
    return found


def _judged(task: Task, day: PlanningDay, outcome: Outcome, one: Alternative, seconds: float) -> dict[str, Any]:
    return {
        "plan": plan_to_json(one.plan),
        "aims": [str(aim) for aim in one.aims],
        "certificate": judge(day, one.plan, outcome, seconds=seconds, seed=task.seed),
        "court_changes": _court_changes(day, one.plan),
    }


def _court_changes(day: PlanningDay, plan: Plan) -> int:
    problem = normalise(day.day)
    numbers = {match.id: number for number, match in enumerate(problem.matches)}
    courts = {court.id: number for number, court in enumerate(problem.courts)}
    starts = {numbers[place.match]: place.start for place in plan.placements}
    return count_changes(problem, starts, {numbers[place.match]: courts[place.court] for place in plan.placements})


def _close(task: Task, **values: Any) -> None:
    """End the run in the running transaction, if it is still this worker's."""
    beat()
    _change(task, ended_at=clock.now(), **values)


def _change(task: Task, **values: Any) -> None:
    mine = update(PlanRun).where(PlanRun.id == task.run_id, PlanRun.state == RUNNING, PlanRun.attempts == task.attempt)
    if not change(mine.values(changes=PlanRun.changes + 1, **values)):
        raise RunEndedError
