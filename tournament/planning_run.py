"""Lay the timetable: a run is asked for in the office and searched by the worker, and its plan becomes the draft.

A run lives in its row (`models_planning.PlanRun`), so a page that is closed or loaded again finds it, and a worker
that is killed leaves nothing but a row that another worker begins anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core import clock
from core.audit import Actor, record
from core.db import change, session, transaction
from core.errors import MissingError
from core.jobs import ask_for, run
from core.site import current_settings
from tournament.models import Competition
from tournament.models_planning import ACTIVE, DONE, FAILED, IS_ACTIVE, STOPPED, PlanRun
from tournament.plan_json import plan_from_json
from tournament.planning import list_courts
from tournament.planning_day import day_problems
from tournament.planning_store import store_draft
from tournament.store_cache import get_view
from tournament.store_change import changing, refuse
from tournament.store_view import CompetitionView

JOB = "plan_competition"
PATIENCE = timedelta(seconds=20)
"""A search that has not said for so long that it is alive is taken for lost; it says so every second."""
MANY_MATCHES = 100
SECONDS, SECONDS_FOR_MANY = 20.0, 60.0
SECONDS_AT_ONCE = 1.5
"""Where somebody waits for the answer: a command, or a site without a worker."""
SEED = 1
RUNS_KEPT = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """The run that plans a day now; `is_new` is False where somebody else had already asked."""

    run_id: int
    is_new: bool


def ask_for_plan(event_id: int, *, by: Actor, seconds: float | None = None) -> Asked:
    """Ask the worker to plan an event's day; where that is under way, the run that is on is the answer.

    Raises MissingError, RuleError: tournament.no_matches, tournament.no_courts.
    """
    view = get_view(event_id)
    refuse(day_problems(view, list_courts(event_id)))
    with transaction() as db:
        competition = db.get_one(Competition, view.id)
        run_id = _insert_run(competition, by, seconds or seconds_for(view))
        if run_id is None:
            latest = find_latest_run(view.id)
            if latest is None:
                raise ValueError("a run that is on has no row")
            return Asked(latest.id, False)
        db.get_one(PlanRun, run_id).job_id = ask_for(JOB, run_id=run_id)
        _forget_old_runs(view.id, run_id)
        record("ask_for_plan", f"event:{event_id}", by=by, run=run_id)
        return Asked(run_id, True)


def _insert_run(competition: Competition, by: Actor, seconds: float) -> int | None:
    """The number of a new run; None where one is on, which the database decides and nobody else."""
    insert = postgresql.insert if session().get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(PlanRun).values(
        competition_id=competition.id,
        asked_by=str(by),
        asked_at=clock.now(),
        seed=SEED,
        seconds=seconds,
        for_version=competition.version,
    )
    only_one = row.on_conflict_do_nothing(index_elements=["competition_id"], index_where=IS_ACTIVE)
    return session().scalar(only_one.returning(PlanRun.id))


def _forget_old_runs(competition_id: int, latest: int) -> None:
    """Runs grow with their plans; only the latest are worth looking at."""
    older = select(PlanRun.id).where(PlanRun.competition_id == competition_id, PlanRun.id < latest)
    kept = older.order_by(PlanRun.id.desc()).limit(RUNS_KEPT - 1)
    change(delete(PlanRun).where(PlanRun.id.in_(older), PlanRun.id.not_in(kept)))


def seconds_for(view: CompetitionView) -> float:
    """How long the search may take at most; it ends earlier when nothing can be better."""
    if current_settings().jobs_at_once:
        return SECONDS_AT_ONCE
    return SECONDS if len(view.matches) <= MANY_MATCHES else SECONDS_FOR_MANY


def find_latest_run(competition_id: int) -> PlanRun | None:
    """The run of a competition that was asked for last, None where there was none."""
    query = select(PlanRun).where(PlanRun.competition_id == competition_id).order_by(PlanRun.id.desc()).limit(1)
    return session().scalar(query)


def get_run(event_id: int, run_id: int) -> PlanRun:
    """A run of an event; MissingError where it has none with that number."""
    found = session().get(PlanRun, run_id)
    if found is None or session().get_one(Competition, found.competition_id).event_id != event_id:
        raise MissingError
    return found


def use_now(event_id: int, run_id: int, *, by: Actor) -> None:
    """End the search and keep the best plan so far as the draft; harmless when the run has ended."""
    with _active(event_id, run_id, "use_plan_now", by=by) as run_row:
        if run_row is not None:
            run_row.wish = "use_now"
            run_row.changes += 1


def stop_run(event_id: int, run_id: int, *, by: Actor) -> None:
    """End the run and change nothing; harmless when it has ended. The worker notices within a second."""
    with _active(event_id, run_id, "stop_plan", by=by) as run_row:
        if run_row is not None:
            run_row.state, run_row.ended_at = STOPPED, clock.now()
            run_row.changes += 1


def stop_runs(competition_id: int) -> None:
    """End the run of a competition that is on, if there is one; inside the caller's transaction."""
    query = update(PlanRun).where(PlanRun.competition_id == competition_id, PlanRun.state.in_(ACTIVE))
    change(query.values(state=STOPPED, ended_at=clock.now(), changes=PlanRun.changes + 1))


@contextmanager
def _active(event_id: int, run_id: int, action: str, *, by: Actor) -> Iterator[PlanRun | None]:
    with transaction() as db:
        get_run(event_id, run_id)
        query = select(PlanRun).where(PlanRun.id == run_id, PlanRun.state.in_(ACTIVE)).with_for_update()
        yield db.scalar(query.execution_options(populate_existing=True))
        record(action, f"event:{event_id}", by=by, run=run_id)


def choose_plan(event_id: int, run_id: int, number: int, *, by: Actor) -> None:
    """Make one of a run's alternatives the draft. Twice is harmless, another afterwards is a step that can be undone.

    Raises MissingError, RuleError("tournament.changed_meanwhile").
    """
    competition_id = get_run(event_id, run_id).competition_id
    with changing(competition_id, "choose_plan", by=by, run=run_id, number=number) as (db, competition):
        chosen = db.get_one(PlanRun, run_id)
        if chosen.state != DONE or not 0 <= number < len(chosen.alternatives):
            raise MissingError
        kept: dict[str, Any] = chosen.alternatives[number]
        plan = plan_from_json(kept["plan"])
        store_draft(db, competition, plan, kept["certificate"], for_version=chosen.for_version)
        chosen.chosen = number
        chosen.changes += 1


def lay_timetable(event_id: int, *, by: Actor) -> PlanRun:
    """Plan a day here and now, without waiting for a worker, and keep the plan that is recommended as the draft.

    For commands and for what lays examples; the run tells what came of it. Raises as `ask_for_plan`.
    """
    asked = ask_for_plan(event_id, by=by, seconds=SECONDS_AT_ONCE)
    job_id = get_run(event_id, asked.run_id).job_id
    if job_id is not None:
        run(job_id)
    session().expire_all()
    laid = get_run(event_id, asked.run_id)
    if laid.state == DONE and laid.chosen is None:
        choose_plan(event_id, laid.id, 0, by=by)
    return get_run(event_id, laid.id)


def give_up(run_id: int) -> None:
    """Nothing comes of a run: its work failed, again and again or by a fault of ours."""
    query = update(PlanRun).where(PlanRun.id == run_id, PlanRun.state.in_(ACTIVE))
    change(query.values(state=FAILED, ended_at=clock.now(), changes=PlanRun.changes + 1))
