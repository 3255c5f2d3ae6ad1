"""Lay the timetable: the planner's best plan with its bound, kept as a draft once the checker has passed it."""

from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from core import clock
from core.audit import Actor
from core.db import session, transaction
from core.errors import MissingError, RuleError
from core.jobs import JobRun, ask_for
from tournament.models import Competition, Slot
from tournament.planning_day import PlanningDay, day_problems, read_day
from tournament.planning_draft import find_draft, list_slots, new_draft, no_slot, remember, save_slots
from tournament.store_cache import find_published, get_view
from tournament.store_change import changing, refuse
from tournament.timetable.certificate import certify
from tournament.timetable.checker import check_plan
from tournament.timetable.model import Finding, Outcome, Plan
from tournament.timetable.planner import plan_day
from tournament.wording_plan import finding_in_both

JOB = "plan_competition"
MOST_AT_ONCE = 250
"""Matches up to which the page waits for the plan; a larger day is a job of the worker."""
SECONDS_AT_ONCE = 1.5
SECONDS_IN_JOB = 20.0


@dataclass(frozen=True, slots=True)
class Planned:
    """What became of "Læg program": a draft, a conflict that forbids one, or a job that is still at it."""

    day: PlanningDay | None = None
    plan: Plan | None = None
    conflicts: tuple[Finding, ...] = ()
    job_id: int | None = None

    @property
    def is_laid(self) -> bool:
        """Whether a draft was stored."""
        return self.plan is not None


def lay_timetable(event_id: int, *, by: Actor) -> Planned:
    """Plan an event's day and store the plan as the draft; a large day becomes a job.

    Raises MissingError, RuleError: tournament.no_matches, tournament.no_courts, tournament.changed_meanwhile.
    """
    view = get_view(event_id)
    if len(view.matches) > MOST_AT_ONCE:
        with transaction():
            return Planned(job_id=ask_for(JOB, event_id=event_id, actor_id=by.id))
    return plan_now(event_id, SECONDS_AT_ONCE, by=by)


def plan_in_job(event_id: int, actor_id: int | None) -> dict[str, Any]:
    """The worker's part of a large day; its answer says how it went."""
    try:
        planned = plan_now(event_id, SECONDS_IN_JOB, by=Actor("user", actor_id))
    except RuleError as refusal:
        return {"refused": refusal.code}
    return {"laid": planned.is_laid, "conflicts": [str(finding.code) for finding in planned.conflicts]}


def find_job(job_id: int) -> JobRun:
    """A planning job; MissingError where there is none."""
    job = session().get(JobRun, job_id)
    if job is None or job.kind != JOB:
        raise MissingError
    return job


def plan_now(event_id: int, seconds: float, *, by: Actor, seed: int = 1) -> Planned:
    """Search for at most so many seconds, outside any transaction, then store what was found."""
    view = get_view(event_id)
    competition = session().get_one(Competition, view.id)
    version = competition.version
    standing = find_draft(view.id) or find_published(view.id)
    day = read_day(view, list_slots(standing.id) if standing is not None else ())
    refuse(day_problems(view, day.courts.values()))
    began = clock.seconds()
    outcome = plan_day(day.day, Random(seed), stop=lambda: clock.seconds() - began > seconds)
    if outcome.plan is None:
        return Planned(day=day, conflicts=outcome.conflicts)
    _store(view.id, version, day, outcome, clock.seconds() - began, seed, by=by)
    return Planned(day=day, plan=outcome.plan)


def _store(
    competition_id: int, version: int, day: PlanningDay, outcome: Outcome, seconds: float, seed: int, *, by: Actor
) -> None:
    """Keep a plan as the draft, in the place of the one before."""
    if outcome.plan is None or outcome.bound is None:
        raise ValueError("only a plan can be stored")
    wrong = check_plan(day.day, outcome.plan)
    if wrong:
        # The checker shares no code with the planner: a plan it refuses is our fault, and nobody is shown it.
        raise ValueError(f"the planner made a plan that breaks {wrong[0].code}: {wrong[0].facts}")
    certificate = asdict(certify(day.day, outcome.plan, outcome.bound, seconds=seconds, seed=seed))
    certificate["not_placed"] = [missing.match for missing in outcome.plan.not_placed]
    certificate["bound_text"] = finding_in_both(outcome.bound.reason, day.names)
    with changing(competition_id, "lay_timetable", by=by, certificate=certificate) as (db, competition):
        if competition.version != version:
            raise RuleError("tournament.changed_meanwhile")
        old = find_draft(competition_id)
        before = list_slots(old.id) if old is not None else []
        saved = save_slots(before)
        pinned = {slot.match_id for slot in before if slot.is_pinned}
        if old is None:
            published = find_published(competition_id)
            pinned = {s.match_id for s in list_slots(published.id) if s.is_pinned} if published else set()
            old = new_draft(db, competition, {})
        for slot in before:
            db.delete(slot)
        db.flush()
        old.certificate = certificate
        placed = {day.matches[placement.match].id for placement in outcome.plan.placements}
        remember(old, [*saved, *(no_slot(m) for m in placed if m not in {s[0] for s in saved})])
        for placement in outcome.plan.placements:
            match = day.matches[placement.match]
            db.add(
                Slot(
                    timetable_id=old.id,
                    match_id=match.id,
                    court_id=day.courts[placement.court].id,
                    starts_at=day.moment(placement.start),
                    is_pinned=match.id in pinned,
                    referee=placement.referee,
                )
            )
        db.flush()
