"""What the office's page about a planning run shows: how far it is, the plans to choose from, or what forbids one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from core import clock
from core.db import session
from core.jobs import JobRun, is_behind_others
from core.language import clock_time, language
from core.people import name_of_actor
from core.revision import release
from tournament.models import Competition
from tournament.models_planning import ACTIVE, CONFLICT, DONE, FAILED, STOPPED, WAITING, PlanRun
from tournament.plan_drawing import Chart, TimeLine, draw_chart, draw_time_lines
from tournament.plan_json import explanation_from_json, plan_from_json
from tournament.planning_day import PlanningDay
from tournament.planning_run import PATIENCE, find_latest_run
from tournament.planning_store import standing_day
from tournament.planning_taken import is_standing, undo_problems
from tournament.pool_colours import colour_key
from tournament.store_view import CompetitionView
from tournament.timetable.model import Aim, Phase
from tournament.wording_plan import finding_text


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A part of the search: over, now, or still to come ("", "now", "done")."""

    text: str
    state: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A moment of the search in words, for those who would rather read than look."""

    seconds: int
    best_at: datetime
    bound_at: datetime


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """A run that is waiting or searching."""

    phases: tuple[PhaseLine, ...]
    news: str
    is_waiting: bool
    is_behind: bool
    is_begun_again: bool
    is_silent: bool
    is_ending: bool
    seconds: int
    most_seconds: int
    best_at: datetime | None
    bound_at: datetime | None
    total_wait: int | None
    chart: Chart | None
    chart_ends: tuple[datetime, datetime] | None
    steps: tuple[StepLine, ...]
    time_line: TimeLine | None
    key: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number by which plans are compared, and whether no other plan has a better one."""

    term: str
    text: str
    is_best: bool


@dataclass(frozen=True, slots=True)
class AlternativeCard:
    """A plan to choose."""

    number: int
    title: str
    figures: tuple[Figure, ...]
    is_chosen: bool
    proof: str
    time_line: TimeLine | None


@dataclass(frozen=True, slots=True)
class OptionLine:
    """A way out of a conflict."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class TakenLine:
    """An option that was pressed and can be taken back: the run of its conflict, and what it says."""

    run_id: int
    text: str


@dataclass(frozen=True, slots=True)
class RunNotice:
    """What the timetable's page says about the latest run.

    kind is "active", "choose" (plans wait to be chosen from), "others" (one is chosen), "conflict" or "failed".
    """

    kind: str
    href: str
    text: str


def etag_of(run: PlanRun) -> str:
    """The tag of what a run shows: another when the row changes, its worker falls silent, or its turn comes."""
    return f"{run.id}-{run.changes}-{int(is_silent(run))}{int(is_behind(run))}-{language()}-{release()}"


def is_behind(run: PlanRun) -> bool:
    """Whether a run waits for others to end."""
    return run.state == WAITING and run.job_id is not None and is_behind_others(run.job_id)


def is_silent(run: PlanRun) -> bool:
    """Whether the worker of an active run has said nothing for so long that it must be lost."""
    job = session().get(JobRun, run.job_id) if run.job_id is not None and run.state in ACTIVE else None
    return job is not None and run.state != WAITING and clock.now() - job.heartbeat_at > PATIENCE


def who_began(run: PlanRun) -> str:
    """Who began a run, and when, in words."""
    name = name_of_actor(run.asked_by) or _("Kontoret")
    return _("%(name)s begyndte kl. %(time)s.", name=name, time=clock_time(run.asked_at))


def progress_page(view: CompetitionView, run: PlanRun) -> ProgressPage:
    """How far an active run is."""
    day = standing_day(view.event_id)
    last = run.steps[-1] if run.steps else None
    best = last["best"] if last is not None else None
    seconds = (clock.now() - (run.began_at or run.asked_at)).total_seconds()
    phase = Phase(last["phase"]) if last is not None else None
    chart = draw_chart(run.steps, seconds)
    return ProgressPage(
        phases=_phases(phase),
        news=_news(phase, day, best),
        is_waiting=run.state == WAITING,
        is_behind=is_behind(run),
        is_begun_again=run.attempts > 1,
        is_silent=is_silent(run),
        is_ending=run.wish == "use_now",
        seconds=max(0, int(seconds)),
        most_seconds=int(run.seconds),
        best_at=day.moment(best) if best is not None else None,
        bound_at=day.moment(last["bound"]) if last is not None else None,
        total_wait=last["total_wait"] if last is not None else None,
        chart=chart,
        chart_ends=(day.moment(chart.highest), day.moment(chart.lowest)) if chart is not None else None,
        steps=tuple(_step_lines(run, day)),
        time_line=draw_time_lines(view, day, [plan_from_json(run.best)])[0] if run.best is not None else None,
        key=tuple(colour_key(view)),
    )


def _step_lines(run: PlanRun, day: PlanningDay) -> list[StepLine]:
    """The steps at which an end or a bound was another than before."""
    lines: list[StepLine] = []
    before: tuple[int, int] | None = None
    for step in run.steps:
        if step["best"] is not None and (step["best"], step["bound"]) != before:
            before = (step["best"], step["bound"])
            lines.append(StepLine(round(step["t"]), day.moment(step["best"]), day.moment(step["bound"])))
    return lines


def _phases(now: Phase | None) -> tuple[PhaseLine, ...]:
    words = {
        Phase.RULES: _("Et første program"),
        Phase.FINISH: _("Tidligere slut"),
        Phase.WAITS: _("Mindre ventetid"),
        Phase.COURTS: _("Færre baneskift"),
    }
    order = list(words)
    at = order.index(now) if now is not None else 0
    states = ["done" if place < at else "now" if place == at else "" for place in range(len(order))]
    return tuple(PhaseLine(words[phase], state) for phase, state in zip(order, states, strict=True))


def _news(phase: Phase | None, day: PlanningDay, best: int | None) -> str:
    """What is read aloud, phase by phase; not every step."""
    if phase is None or best is None:
        return ""
    words = {
        Phase.RULES: _("Et første program er lagt."),
        Phase.FINISH: _("Vi prøver at slutte dagen tidligere."),
        Phase.WAITS: _("Vi gør nu ventetiden mindre."),
        Phase.COURTS: _("Vi sparer nu holdene for at skifte bane."),
    }
    return words[phase]


def list_alternatives(view: CompetitionView, run: PlanRun) -> tuple[AlternativeCard, ...]:
    """The plans of a run that is done, side by side."""
    day = standing_day(view.event_id)
    figures = [_numbers(kept) for kept in run.alternatives]
    least = [min(column) for column in zip(*figures, strict=True)]
    # What is the same in all plans helps nobody to choose.
    marks = [len({row[place] for row in figures}) > 1 for place in range(len(least))]
    earliest = min(kept["certificate"]["makespan"] for kept in run.alternatives)
    time_lines = draw_time_lines(view, day, [plan_from_json(kept["plan"]) for kept in run.alternatives])
    return tuple(
        AlternativeCard(
            number=number,
            title=_title(kept["aims"], number),
            figures=_figures(day, figures[number], least, marks),
            is_chosen=run.chosen == number,
            proof=_proof(day, kept["certificate"], earliest),
            time_line=time_line,
        )
        for number, (kept, time_line) in enumerate(zip(run.alternatives, time_lines, strict=True))
    )


def _numbers(kept: Mapping[str, Any]) -> tuple[int, ...]:
    known = kept["certificate"]
    return (
        len(known["not_placed"]),
        known["makespan"],
        known["max_wait"],
        known["total_wait"],
        kept["court_changes"],
    )


def _figures(day: PlanningDay, own: tuple[int, ...], least: list[int], marks: list[bool]) -> tuple[Figure, ...]:
    unplaced, makespan, max_wait, total_wait, changes = own
    texts = (
        (_("Kampe uden plads"), str(unplaced)),
        (_("Dagen slutter"), _("kl. %(time)s", time=clock_time(day.moment(makespan)))),
        (_("Længste ventetid"), _minutes(max_wait)),
        (_("Ventetid i alt"), _minutes(total_wait)),
        (_("Baneskift"), str(changes)),
    )
    found = [
        Figure(term, text, own[place] == least[place] and marks[place]) for place, (term, text) in enumerate(texts)
    ]
    return tuple(found if unplaced or marks[0] else found[1:])


def _minutes(count: int) -> str:
    return ngettext("%(num)s minut", "%(num)s minutter", count)


def _title(aims: list[str], number: int) -> str:
    words = {
        Aim.FINISH: _("Tidligst færdig"),
        Aim.WAITS: _("Mindst ventetid"),
        Aim.COURTS: _("Færrest baneskift"),
    }
    titles = [words[Aim(aim)] for aim in aims]
    if not titles:
        return _("Program %(number)s", number=number + 1)
    return ", ".join([titles[0], *(title[:1].lower() + title[1:] for title in titles[1:])])


def _proof(day: PlanningDay, known: Mapping[str, Any], earliest: int) -> str:
    """Whether the day can end earlier, in one or two sentences."""
    if known["not_placed"]:
        return _("Der var ikke tid til at finde plads til alle.")
    why: str = known["bound_text"].get(f"text_{language()}", "")
    if known["proof"] is not None:
        return why
    if earliest < known["makespan"]:
        return _("Dagen kan slutte før. Det gør et af de andre programmer.")
    time = clock_time(day.moment(known["lower_bound"]))
    return _("Måske kan dagen slutte før, men ikke før kl. %(time)s.", time=time)


def list_conflicts(view: CompetitionView, run: PlanRun) -> tuple[tuple[str, ...], tuple[OptionLine, ...]]:
    """What forbids a plan, and the ways out, in words."""
    if run.conflicts is None:
        return (), ()
    names = standing_day(view.event_id).names
    explanation = explanation_from_json(run.conflicts)
    options = [OptionLine(at, finding_text(option.finding, names)) for at, option in enumerate(explanation.options)]
    return tuple(finding_text(finding, names) for finding in explanation.findings), tuple(options)


def find_notice(view: CompetitionView, slug: str, *, version: int) -> RunNotice | None:
    """What the latest run of a competition has to say on the timetable's page; None when it is over and done with."""
    run = find_latest_run(view.id)
    if run is None or run.state == STOPPED:
        return None
    href = url_for("tournament_office.plan_run", slug=slug, run_id=run.id)
    if run.state in ACTIVE:
        return RunNotice("active", href, who_began(run))
    if run.for_version != version:
        return None
    if run.state == DONE and run.chosen is None:
        count = len(run.alternatives)
        return RunNotice("choose", href, _("Der er %(count)s programmer at vælge imellem.", count=count))
    if run.state == DONE and len(run.alternatives) > 1:
        return RunNotice("others", f"{href}?vis=alle", _("Sammenlign med de andre programmer"))
    kinds = {CONFLICT: ("conflict", _("Dagen kan ikke lægges, som den er sat op.")), FAILED: ("failed", "")}
    return RunNotice(kinds[run.state][0], href, kinds[run.state][1]) if run.state in kinds else None


def find_taken(competition_id: int) -> TakenLine | None:
    """The option that was pressed last and that can be taken back; None where there is none."""
    query = (
        select(PlanRun.id, PlanRun.taken).where(PlanRun.competition_id == competition_id).order_by(PlanRun.id.desc())
    )
    found = next(((run_id, taken) for run_id, taken in session().execute(query) if is_standing(taken)), None)
    if found is None or undo_problems(session().get_one(Competition, competition_id), found[1]):
        return None
    return TakenLine(found[0], found[1][f"text_{language()}"])
