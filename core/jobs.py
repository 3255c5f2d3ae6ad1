"""Work outside a request: the queue, what ran when, and the sweep that finds what got lost."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import BoundedSemaphore
from typing import Any

from flask import Flask, current_app, g
from huey import Huey, MemoryHuey, SqliteHuey, crontab
from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.attempts import forget_attempts
from core.db import Base, after_commit, change, look_again, session, transaction
from core.logs import without_rows
from core.mail import send_due_mail
from core.settings import Settings

SILENT_TOO_LONG = timedelta(minutes=5)
TRIES = 3
THREADS = 3
"""Pieces of work that a worker runs at a time."""
LONG_AT_ONCE = THREADS - 1
"""Pieces of long work at a time: one thread is always free for what is short, so no mail waits for a plan."""

Work = Callable[..., dict[str, Any]]
GivenUp = Callable[..., None]


class TakenOverError(Exception):
    """This worker was silent for too long and another has the work; what it found must not be stored."""


class JobRun(Base):
    """One piece of work: asked for in a transaction, run by the worker, with its result or what went wrong."""

    __tablename__ = "job_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


@dataclass(slots=True)
class Jobs:
    """The queue of one application and the kinds of work its rooms have registered.

    `room` is how much of the `long` work there may be at a time, None where whoever asks for work does it.
    """

    app: Flask
    queue: Huey
    works: dict[str, Work]
    nightly: list[Callable[[], object]]
    patience: dict[str, timedelta] = field(default_factory=dict)
    given_up: dict[str, GivenUp] = field(default_factory=dict)
    long: set[str] = field(default_factory=set)
    room: BoundedSemaphore | None = None

    def register(
        self,
        kind: str,
        work: Work,
        *,
        patience: timedelta = SILENT_TOO_LONG,
        given_up: GivenUp | None = None,
        is_long: bool = False,
    ) -> None:
        """Name a function as a kind of work; it runs in an application context and returns JSON values.

        Work that is silent for longer than `patience` is taken for lost: work that calls `beat()` often may have a
        short one. `given_up` is told, in a transaction and with the same arguments, when the work failed for good.
        Work that `is_long` (more than a second or two) never takes the last free thread of the worker.
        """
        self.works[kind] = work
        self.patience[kind] = patience
        if is_long:
            self.long.add(kind)
        if given_up is not None:
            self.given_up[kind] = given_up

    def tell_given_up(self, job: "JobRun") -> None:
        """Let the room that asked for the work know that nothing comes of it."""
        if job.kind in self.given_up:
            self.given_up[job.kind](**job.arguments)

    def every_night(self, work: Callable[[], object]) -> None:
        """Run a function once a night."""
        self.nightly.append(work)


def plug_in_jobs(app: Flask, settings: Settings) -> Jobs:
    """Give the application its queue: a file beside the database, or at once where the settings say so."""
    queue: Huey
    if settings.jobs_at_once:
        queue = MemoryHuey("sport", immediate=True)
    else:
        queue = SqliteHuey("sport", filename=str(settings.data_dir / "jobs.db"))
    jobs = Jobs(app, queue, {}, [lambda: forget_attempts(clock.now() - timedelta(days=1))])
    jobs.room = None if settings.jobs_at_once else BoundedSemaphore(LONG_AT_ONCE)

    @queue.task(name="run_job")  # type: ignore[untyped-decorator]  # huey has no types
    def run_job(run_id: int) -> None:
        with app.app_context():
            run_in_turn(run_id)

    @queue.periodic_task(crontab(minute="*"), name="every_minute")  # type: ignore[untyped-decorator]  # huey has no types
    def every_minute() -> None:
        with app.app_context():
            sweep()
            send_due_mail()

    @queue.periodic_task(crontab(hour="3", minute="10"), name="every_night")  # type: ignore[untyped-decorator]  # huey has no types
    def every_night() -> None:
        with app.app_context():
            for work in jobs.nightly:
                work()

    queue_extension = {"jobs": jobs, "run_job": run_job}
    app.extensions["jobs"] = queue_extension
    jobs.register("send_mail", _send_mail)
    return jobs


def _send_mail() -> dict[str, Any]:
    return {"sent": send_due_mail()}


def ask_for(kind: str, **arguments: Any) -> int:
    """Ask for a piece of work inside a transaction; the worker hears of it after the commit. Returns its number."""
    now = clock.now()
    run_row = JobRun(kind=kind, arguments=arguments, created_at=now, heartbeat_at=now)
    session().add(run_row)
    session().flush()
    run_id = run_row.id
    after_commit(partial(_enqueue, run_id))
    return run_id


def _enqueue(run_id: int) -> None:
    current_app.extensions["jobs"]["run_job"](run_id)


def run_in_turn(run_id: int) -> None:
    """Run a piece of work; a long one only where there is room for it, else it waits until another has ended.

    Who waits stands as waiting in its row, and whoever ends calls the next. So nothing is lost that a killed worker
    knew of: the sweep finds rows.
    """
    jobs = _jobs()
    room = jobs.room
    if room is None or session().scalar(select(JobRun.kind).where(JobRun.id == run_id)) not in jobs.long:
        run(run_id)
        return
    if not room.acquire(blocking=False):
        return
    try:
        run(run_id)
    finally:
        room.release()
        # Looked up after there is room again: whoever found none before has its row by now.
        look_again()
        following = find_waiting(jobs.long)
        if following is not None:
            _enqueue(following)


def find_waiting(kinds: Collection[str]) -> int | None:
    """The piece of work of some kinds that has waited longest; None where none waits."""
    query = select(JobRun.id).where(JobRun.state == "waiting", JobRun.kind.in_(kinds))
    return session().scalar(query.order_by(JobRun.id).limit(1))


def is_behind_others(run_id: int) -> bool:
    """Whether a long piece of work waits because as many as there is room for are running."""
    job = session().get(JobRun, run_id)
    if job is None or job.state != "waiting":
        return False
    now, jobs = clock.now(), _jobs()
    running = session().execute(
        select(JobRun.kind, JobRun.heartbeat_at).where(JobRun.state == "running", JobRun.kind.in_(jobs.long))
    )
    return sum(beat_at >= now - jobs.patience[kind] for kind, beat_at in running) >= LONG_AT_ONCE


def run(run_id: int) -> None:
    """Run a piece of work if nobody else does; a failure is kept in its row and raised."""
    jobs = _jobs()
    with transaction() as db:
        job = db.scalar(
            select(JobRun).where(JobRun.id == run_id, JobRun.state == "waiting").with_for_update(skip_locked=True)
        )
        if job is None:
            return
        job.state = "running"
        job.attempts += 1
        job.heartbeat_at = clock.now()
        kind, arguments, attempt = job.kind, dict(job.arguments), job.attempts
    g.running_job = (run_id, attempt)
    try:
        result = jobs.works[kind](**arguments)
    except TakenOverError:
        return
    except Exception as error:
        _finish(run_id, attempt, "failed", {"error": without_rows(f"{type(error).__name__}: {error}")[:400]})
        raise
    _finish(run_id, attempt, "done", result)


def beat() -> None:
    """Say from inside the running work, in a transaction, that it is alive. Raises TakenOverError where it is not its.

    In the transaction that stores what the work found it makes sure that nobody else has begun the work anew.
    """
    run_id, attempt = g.running_job
    alive = update(JobRun).where(JobRun.id == run_id, JobRun.state == "running", JobRun.attempts == attempt)
    if not change(alive.values(heartbeat_at=clock.now())):
        raise TakenOverError


def _finish(run_id: int, attempt: int, state: str, result: dict[str, Any]) -> None:
    with transaction() as db:
        job = db.get_one(JobRun, run_id)
        if (job.state, job.attempts) != ("running", attempt):
            return
        job.state = state
        job.result = result
        job.finished_at = clock.now()
        if state == "failed":
            _jobs().tell_given_up(job)


def _jobs() -> Jobs:
    jobs: Jobs = current_app.extensions["jobs"]["jobs"]
    return jobs


def sweep() -> int:
    """Hand work to the worker again that was asked for or begun and then fell silent; returns how many.

    A worker killed in the middle, or a process that died between its commit and the queue, leaves such rows.
    """
    now = clock.now()
    jobs = _jobs()
    with transaction() as db:
        silent = db.scalars(
            select(JobRun)
            .where(JobRun.state.in_(("waiting", "running")), JobRun.heartbeat_at < now - min(jobs.patience.values()))
            .with_for_update(skip_locked=True)
        )
        lost = [job for job in silent if job.heartbeat_at < now - jobs.patience.get(job.kind, SILENT_TOO_LONG)]
        for job in lost:
            if job.attempts >= TRIES:
                job.state = "failed"
                job.result = {"error": "given up after several tries"}
                jobs.tell_given_up(job)
                continue
            job.state = "waiting"
            job.heartbeat_at = now
            after_commit(partial(_enqueue, job.id))
    return len(lost)
