"""A planning run: asked for once, followed, stopped, used early, chosen from, lost with its worker and begun again."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core import jobs
from core.db import database, session, transaction
from core.errors import MissingError, RuleError
from tests.at_once import at_once
from tests.make_planning import OFFICE, Stop, Tell, by_rules, ready_day, three_plans
from tests.waiting import wait_until
from tournament import planning, planning_moves, planning_publish, planning_run
from tournament.models import Timetable
from tournament.models_planning import ACTIVE, CONFLICT, DONE, FAILED, RUNNING, STOPPED, WAITING, PlanRun
from tournament.planning_draft import find_draft, list_slots
from tournament.store_cache import get_view
from tournament.timetable.model import Day, Outcome, Plan

Search = Callable[..., Outcome]


@pytest.fixture
def event_id(app: Flask) -> int:
    """A day ready to be planned."""
    return ready_day()


def three(day: Day, *, tell: Tell, stop: Stop, **_known: Any) -> Outcome:
    return three_plans(day, tell, stop)


def ask(event_id: int) -> PlanRun:
    return row(event_id, planning_run.ask_for_plan(event_id, by=OFFICE).run_id)


def row(event_id: int, run_id: int) -> PlanRun:
    session().rollback()
    session().expire_all()
    return planning_run.get_run(event_id, run_id)


def places(event_id: int) -> set[tuple[int, int, datetime]]:
    """What stands in the draft."""
    draft = find_draft(get_view(event_id).id)
    return {(slot.match_id, slot.court_id, slot.starts_at) for slot in list_slots(draft.id)} if draft else set()


def test_a_plan_alone_becomes_the_draft_at_once(event_id: int, searching: Callable[[Search], None]) -> None:
    searching(by_rules)
    run = ask(event_id)
    assert (run.state, run.chosen, run.attempts) == (DONE, 0, 1)
    assert len(places(event_id)) == len(get_view(event_id).matches)
    assert run.asked_by == "user:1"


def test_the_run_keeps_every_better_plan_on_its_way(event_id: int, searching: Callable[[Search], None]) -> None:
    searching(three)
    run = ask(event_id)
    ends = [step["best"] for step in run.steps]
    assert ends == sorted(ends, reverse=True)
    assert len(set(ends)) == 3
    assert all(step["bound"] <= step["best"] for step in run.steps)
    assert run.steps[0]["gap"] > run.steps[-1]["gap"]
    assert run.best is not None
    assert len(run.best["places"]) == len(get_view(event_id).matches)


def test_of_several_plans_none_is_stored_before_one_is_chosen(
    event_id: int, searching: Callable[[Search], None]
) -> None:
    searching(three)
    run = ask(event_id)
    assert (run.state, run.chosen, len(run.alternatives)) == (DONE, None, 3)
    assert all(kept["certificate"]["violations"] == 0 for kept in run.alternatives)
    assert places(event_id) == set()
    planning_run.choose_plan(event_id, run.id, 1, by=OFFICE)
    second = places(event_id)
    planning_run.choose_plan(event_id, run.id, 1, by=OFFICE)
    planning_run.choose_plan(event_id, run.id, 0, by=OFFICE)
    assert places(event_id) != second
    assert planning_moves.undo_change(event_id, by=OFFICE) == 1
    assert places(event_id) == second
    assert planning_moves.undo_change(event_id, by=OFFICE) == 0
    assert find_draft(get_view(event_id).id) is None


def test_what_is_not_there_cannot_be_chosen(event_id: int, searching: Callable[[Search], None]) -> None:
    searching(three)
    run = ask(event_id)
    with pytest.raises(MissingError):
        planning_run.choose_plan(event_id, run.id, 3, by=OFFICE)
    with pytest.raises(MissingError):
        planning_run.choose_plan(event_id + 1, run.id, 0, by=OFFICE)


def test_a_plan_of_another_day_is_not_stored(event_id: int, searching: Callable[[Search], None]) -> None:
    searching(three)
    run = ask(event_id)
    view = get_view(event_id)
    for court in planning.list_courts(event_id):
        planning.save_court(view.id, court.id, name=court.name, hall="", windows=[["10:00", "11:00"]], by=OFFICE)
    with pytest.raises(RuleError, match="changed_meanwhile"):
        planning_run.choose_plan(event_id, run.id, 0, by=OFFICE)
    assert places(event_id) == set()


@pytest.mark.commits
def test_a_day_that_is_changed_during_the_search_is_not_planned(
    app: Flask, event_id: int, searching: Callable[[Search], None]
) -> None:
    competition_id = get_view(event_id).id

    def search(day: Day, **_known: Any) -> Outcome:
        with app.app_context():
            court = planning.list_courts(event_id)[0]
            planning.save_court(competition_id, court.id, name="B", hall="", windows=[["10:00", "10:30"]], by=OFFICE)
        return by_rules(day)

    searching(search)
    run = ask(event_id)
    assert (run.state, run.reason) == (FAILED, "tournament.changed_meanwhile")
    assert places(event_id) == set()


@pytest.mark.commits
def test_two_offices_that_press_at_once_get_one_run(app: Flask, event_id: int, no_worker: None) -> None:
    said = at_once(app, [lambda: planning_run.ask_for_plan(event_id, by=OFFICE)] * 2)
    one, other = said
    assert isinstance(one, planning_run.Asked)
    assert isinstance(other, planning_run.Asked)
    assert one.run_id == other.run_id
    assert {one.is_new, other.is_new} == {True, False}
    assert [run.state for run in session().scalars(select(PlanRun))] == [WAITING]


def pressing(app: Flask, press: Callable[[int], None]) -> Search:
    """A search during which the office presses something; it ends when it is asked to."""

    def search(day: Day, *, tell: Tell, stop: Stop, **_known: Any) -> Outcome:
        def go_on() -> None:
            with app.app_context():
                run_id = session().scalars(select(PlanRun.id)).one()
                wait_until(lambda: _best_is_stored(run_id), "the best plan is stored")
                press(run_id)
            wait_until(stop, "the search is asked to stop")

        return three_plans(day, tell, stop, go_on)

    return search


def _best_is_stored(run_id: int) -> bool:
    session().rollback()
    return session().scalar(select(PlanRun.changes).where(PlanRun.id == run_id)) == 2


@pytest.mark.commits
def test_a_search_that_is_stopped_changes_nothing(
    app: Flask, event_id: int, searching: Callable[[Search], None]
) -> None:
    searching(pressing(app, lambda run_id: planning_run.stop_run(event_id, run_id, by=OFFICE)))
    run = ask(event_id)
    assert (run.state, run.chosen, run.alternatives) == (STOPPED, None, [])
    assert session().scalars(select(Timetable)).all() == []
    searching(by_rules)
    assert ask(event_id).state == DONE


@pytest.mark.commits
def test_the_best_so_far_can_be_used_now(app: Flask, event_id: int, searching: Callable[[Search], None]) -> None:
    searching(pressing(app, lambda run_id: planning_run.use_now(event_id, run_id, by=OFFICE)))
    run = ask(event_id)
    assert (run.state, run.chosen, len(run.alternatives)) == (DONE, 0, 3)
    assert len(places(event_id)) == len(get_view(event_id).matches)


def test_a_run_that_waits_can_be_stopped(event_id: int, no_worker: None) -> None:
    run = ask(event_id)
    planning_run.stop_run(event_id, run.id, by=OFFICE)
    planning_run.stop_run(event_id, run.id, by=OFFICE)
    planning_run.use_now(event_id, run.id, by=OFFICE)
    assert (row(event_id, run.id).state, row(event_id, run.id).wish) == (STOPPED, "")
    assert run.job_id is not None
    jobs.run(run.job_id)
    assert row(event_id, run.id).state == STOPPED
    assert places(event_id) == set()


def test_a_plan_that_breaks_a_rule_is_our_fault_and_shown_to_nobody(
    event_id: int, searching: Callable[[Search], None]
) -> None:
    def search(day: Day, **_known: Any) -> Outcome:
        outcome = by_rules(day)
        assert outcome.plan is not None
        return Outcome(Plan(outcome.plan.placements[:1] * 2), outcome.bound)

    searching(search)
    run = ask(event_id)
    assert (run.state, run.reason, run.alternatives) == (FAILED, "", [])
    assert session().get_one(jobs.JobRun, run.job_id).state == "failed"
    assert places(event_id) == set()


def test_a_conflict_is_kept_with_what_it_comes_from(event_id: int) -> None:
    view = get_view(event_id)
    for court in planning.list_courts(event_id):
        planning.save_court(view.id, court.id, name=court.name, hall="", windows=[["10:00", "11:00"]], by=OFFICE)
    run = ask(event_id)
    assert run.state == CONFLICT
    assert run.conflicts is not None
    assert {finding["code"] for finding in run.conflicts["findings"]} <= {"team_stay", "courts_full"}
    assert run.conflicts["findings"][0]["sources"]


def slow_worker(job_id: int, folder: Path) -> subprocess.Popen[bytes]:
    """A worker in a process of its own that runs one job on this database."""
    session().rollback()
    url = database().engine.url.render_as_string(hide_password=False)
    environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(folder / "worker"), "APP_ENV": "test"}
    return subprocess.Popen([sys.executable, "-m", "tests.slow_worker", str(job_id)], env=environment)


@pytest.mark.commits
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_run_begins_again(
    app: Flask, event_id: int, no_worker: None, tmp_path: Path, at: Callable[[datetime], None]
) -> None:
    run = ask(event_id)
    assert run.job_id is not None
    with slow_worker(run.job_id, tmp_path) as worker:
        wait_until(lambda: row(event_id, run.id).best is not None, "the worker has found a plan")
        worker.send_signal(signal.SIGKILL)
    lost = row(event_id, run.id)
    assert (lost.state, lost.attempts, lost.chosen) == (RUNNING, 1, None)
    assert session().scalars(select(Timetable)).all() == []
    beaten_at = session().get_one(jobs.JobRun, run.job_id).heartbeat_at
    at(beaten_at + planning_run.PATIENCE)
    assert jobs.sweep() == 0
    at(beaten_at + planning_run.PATIENCE + timedelta(seconds=1))
    assert jobs.sweep() == 1
    with slow_worker(run.job_id, tmp_path) as second:
        wait_until(lambda: row(event_id, run.id).attempts == 2, "the run has begun again")
        wait_until(lambda: row(event_id, run.id).best is not None, "and has a plan")
        planning_run.use_now(event_id, run.id, by=OFFICE)
        assert second.wait(30) == 0
    again = row(event_id, run.id)
    assert (again.state, again.chosen) == (DONE, 0)
    assert len(places(event_id)) == len(get_view(event_id).matches)
    assert session().scalars(select(Timetable.state)).all() == ["draft"]


def test_what_the_office_wished_to_use_outlives_its_worker(event_id: int, no_worker: None, searching: Any) -> None:
    run = ask(event_id)
    searching(three)

    def search(day: Day, *, tell: Tell, stop: Stop, **_known: Any) -> Outcome:
        raise AssertionError("nothing is searched for when the plan is there already")

    assert run.job_id is not None
    jobs.run(run.job_id)
    done = row(event_id, run.id)
    assert done.best is not None
    best = done.best
    searching(search)
    with transaction() as db:
        lost = db.get_one(PlanRun, run.id)
        lost.state, lost.wish = RUNNING, "use_now"
        db.get_one(jobs.JobRun, run.job_id).state = "waiting"
    jobs.run(run.job_id)
    kept = row(event_id, run.id)
    assert (kept.state, kept.chosen) == (DONE, 0)
    assert kept.alternatives[0]["plan"] == best


def test_a_run_whose_worker_dies_again_and_again_is_given_up(
    event_id: int, no_worker: None, at: Callable[[datetime], None]
) -> None:
    run = ask(event_id)
    with transaction() as db:
        job = db.get_one(jobs.JobRun, run.job_id)
        job.state, job.attempts = "running", jobs.TRIES
        beaten_at = job.heartbeat_at
    at(beaten_at + timedelta(minutes=1))
    jobs.sweep()
    assert row(event_id, run.id).state == FAILED
    assert ask(event_id).state in ACTIVE


def test_a_published_day_is_planned_around_what_is_pinned_and_told_by_what_moves(
    event_id: int, searching: Callable[[Search], None]
) -> None:
    searching(by_rules)
    ask(event_id)
    draft = find_draft(get_view(event_id).id)
    assert draft is not None
    planning_publish.publish_timetable(event_id, number=draft.number, by=OFFICE)
    searching(three)
    run = ask(event_id)
    planning_run.choose_plan(event_id, run.id, 2, by=OFFICE)
    again = find_draft(get_view(event_id).id)
    assert again is not None
    changes = planning_publish.list_changes(get_view(event_id), list_slots(again.id))
    assert len(changes) == len(get_view(event_id).matches)
    assert {change.after_at - change.before_at for change in changes if change.after_at and change.before_at} == {
        timedelta(minutes=48)
    }


def test_old_runs_go_when_new_ones_come(event_id: int, searching: Callable[[Search], None]) -> None:
    searching(by_rules)
    numbers = [ask(event_id).id for _ in range(planning_run.RUNS_KEPT + 2)]
    session().rollback()
    assert list(session().scalars(select(PlanRun.id).order_by(PlanRun.id))) == numbers[2:]
