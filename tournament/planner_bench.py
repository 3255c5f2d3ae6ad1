"""What the planner is measured by: the published days with their goals, beside what simple filling makes of them.

Every day is planned with several seeds in a process of its own, so that its memory is its own too; the medians count.
Seconds are those of the clock on the machine at hand: a goal is meant for two quiet cores.
"""

import resource
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import count, pairwise
from multiprocessing import get_context
from typing import Any

from core import clock
from tournament.planner_bench_days import load_instance, thousand, two_divisions
from tournament.timetable.certificate import certify
from tournament.timetable.model import Certificate, Day, Outcome, Phase, Step
from tournament.timetable.search import search_day

MOMENTS = (1, 5, 10, 30, 60)
"""Seconds at which the best plan so far is noted."""
SLOWER, SLOWER_SECONDS, MORE_WAITING = 3.0, 1.0, 1.1
"""How much worse than committed is noise: times as long and so many seconds more; times the waiting."""
MEGABYTE = 1024


@dataclass(frozen=True, slots=True)
class Goals:
    """What a day must reach: its end and by when that is proved, the waits, and the memory of it all.

    ``gap_pct`` in place of a proof; ``spans_pct`` is how far first start to last end, summed over the teams, may be
    above the least.
    """

    end: int
    proved_by: float | None = None
    gap_pct: float = 0
    longest_wait: int | None = None
    total_wait: int | None = None
    spans_pct: float | None = None
    megabytes: int = 700


@dataclass(frozen=True, slots=True)
class Trial:
    """A day to measure, for so many seconds."""

    code: str
    make: Callable[[], Day]
    seconds: float
    goals: Goals


@dataclass(frozen=True, slots=True)
class Run:
    """One search: its certificate, when the bound was met, the first plan, and the best by the moments."""

    certificate: Certificate
    proof_seconds: float | None
    rules: tuple[int, int]
    at: dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """A day's line in the table; times in seconds, ends and waits in minutes, medians over the seeds.

    ``team_minutes`` are the minutes of play inside the spans of all teams with several matches.
    """

    code: str
    matches: int
    teams: int
    courts: int
    bound: int
    bound_kind: str
    first_fit: dict[str, int]
    rules: tuple[int, int]
    at: dict[int, tuple[int, int]]
    end: int
    proof: str | None
    proof_seconds: float | None
    longest_wait: int
    total_wait: int
    least_wait: int
    team_minutes: int
    megabytes: int
    faults: int
    missed: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()


def _of(code: str, seconds: float, goals: Goals) -> Trial:
    return Trial(code, partial(load_instance, code), seconds, goals)


TRIALS: Sequence[Trial] = (
    _of("a", 10, Goals(180, 0.1, longest_wait=15, total_wait=480)),
    _of("b", 10, Goals(345, 0.5, longest_wait=15, total_wait=1440)),
    _of("c", 10, Goals(245, 0.2)),
    _of("c8", 10, Goals(470, 0.2)),
    _of("d", 30, Goals(400, 5, longest_wait=60)),
    _of("e", 10, Goals(375, 10, longest_wait=15)),
    _of("f400", 60, Goals(450, 1, spans_pct=10)),
    Trial("f1000", thousand, 10, Goals(570, 5)),
    Trial("mixed", two_divisions, 5, Goals(685, gap_pct=3)),
    _of("small-1x6-4", 5, Goals(75, 1)),
    _of("small-8x4-12", 5, Goals(90, 1)),
    _of("8x4-8", 5, Goals(90, 1)),
    _of("8x4-4", 5, Goals(180, 1)),
    _of("10x4-8", 5, Goals(120, 1)),
    _of("4x8-8", 5, Goals(210, 1)),
    _of("16x4-8", 5, Goals(180, 1)),
    _of("2x8-4", 5, Goals(210, 1)),
    _of("32x4-16", 5, Goals(180, 1)),
)


def measure_trials(
    trials: Sequence[Trial], seeds: int, committed: Mapping[str, Mapping[str, Any]], tell: Callable[[str], None]
) -> list[Row]:
    """The row of every day; ``tell`` hears which one is next."""
    rows = []
    for trial in trials:
        tell(f"{trial.code}: {seeds} × {trial.seconds:g} s")
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            row = alone.submit(measure_trial, trial, seeds).result()
        rows.append(judged(row, trial.goals, committed.get(trial.code, {})))
    return rows


def measure_trial(trial: Trial, seeds: int) -> Row:
    """A day planned once for each seed, in this process."""
    day = trial.make()
    runs = [measure_run(day, trial.seconds, seed) for seed in range(1, seeds + 1)]
    certificates = [run.certificate for run in runs]
    proofs = [run.proof_seconds for run in runs]
    end = median(c.makespan for c in certificates)
    return Row(
        code=trial.code,
        matches=len(day.matches),
        teams=len({entry for match in day.matches for entry in match.entries}),
        courts=len(day.courts),
        bound=max(c.lower_bound for c in certificates),
        bound_kind=certificates[0].bound_kind.split(":")[0],
        first_fit=first_fit(day),
        rules=(median(run.rules[0] for run in runs), median(run.rules[1] for run in runs)),
        at={s: (median(run.at[s][0] for run in runs), median(run.at[s][1] for run in runs)) for s in runs[0].at},
        end=end,
        proof=certificates[0].proof if all(c.proof for c in certificates) else None,
        proof_seconds=round(statistics.median(p for p in proofs if p is not None), 2) if None not in proofs else None,
        longest_wait=median(c.max_wait for c in certificates),
        total_wait=median(c.total_wait for c in certificates),
        least_wait=max(c.wait_bound for c in certificates),
        team_minutes=_team_minutes(day),
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE,
        faults=sum(c.violations for c in certificates),
    )


def measure_run(day: Day, seconds: float, seed: int) -> Run:
    """One search of a day."""
    steps: list[Step] = []
    began = clock.seconds()
    outcome: Outcome = search_day(day, seed=seed, seconds=seconds, clock=clock.seconds, tell=steps.append)
    took = clock.seconds() - began
    if outcome.plan is None or outcome.bound is None:
        raise ValueError(f"no plan: {[finding.code for finding in outcome.conflicts]}")
    certificate = certify(day, outcome.plan, outcome.bound, seconds=took, seed=seed, least_wait=outcome.least_wait)
    met = [step.seconds for step in steps if step.best is not None and step.best <= certificate.lower_bound]
    rules = [step for step in steps if step.phase is Phase.RULES and step.best is not None]
    at = {}
    for moment in MOMENTS:
        by_then = [step for step in steps if step.seconds <= moment and step.best is not None]
        if by_then and moment <= seconds:
            at[moment] = (by_then[-1].best or 0, by_then[-1].total_wait or 0)
    last = rules[-1] if rules else steps[-1]
    return Run(certificate, met[0] if met else None, (last.best or 0, last.total_wait or 0), at)


def first_fit(day: Day) -> dict[str, int]:
    """What simple filling makes of a day: the matches in their order, each at the first time a court has room for it.

    Teams are not on twice and feeders have ended, but nobody counts rests: how many are too short stands beside.
    """
    on_court: dict[str, list[tuple[int, int]]] = defaultdict(list)
    line: dict[str, list[tuple[int, int]]] = defaultdict(list)
    ends: dict[str, int] = {}
    for match in day.matches:
        allowed = [court for court in day.courts if court.stages is None or match.stage in court.stages]
        busy = [span for entry in match.entries for span in line[entry]]
        ready = max((ends[feeder] for feeder in match.feeders), default=0)
        for start in count(-(-ready // day.grid) * day.grid, day.grid):
            free = [court.id for court in allowed if _is_free(on_court[court.id], start, match.play + match.changeover)]
            if free and _is_free(busy, start, match.play):
                break
        ends[match.id] = start + match.play
        on_court[free[0]].append((start, ends[match.id] + match.changeover))
        for entry in match.entries:
            line[entry].append((start, ends[match.id]))
    waits = [second[0] - first[1] for spans in line.values() for first, second in pairwise(sorted(spans))]
    least = min(day.rests.same, day.rests.other)
    return {
        "end": max(ends.values(), default=0),
        "short_rests": sum(1 for wait in waits if wait < least),
        "longest_wait": max(waits, default=0),
        "total_wait": sum(waits),
    }


def _is_free(busy: Sequence[tuple[int, int]], start: int, minutes: int) -> bool:
    return not any(since < start + minutes and start < until for since, until in busy)


def figures_of(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """What is committed of the rows."""
    kept = ("end", "total_wait", "longest_wait", "proof_seconds")
    return {row.code: {key: value for key, value in asdict(row).items() if key in kept} for row in rows}


def table_of(rows: Sequence[Row]) -> list[str]:
    """The rows as text, after a head line."""
    head = (
        f"{'day':<13}{'matches':>8}{'teams':>6}{'courts':>7} | {'bound':>5} {'kind':<7}"
        f"| {'first fit: end, short rests, waits':<34} | {'rules':<11} | {'at 1/5/10/30/60 s':<42}"
        f" | {'end':>4} {'proof':<9}{'s':>6} | {'longest':>7} {'total':>6} {'least':>6} | {'MB':>4} | checker"
    )
    return [head, *(_line(row) for row in rows)]


def _line(row: Row) -> str:
    fit = row.first_fit
    fitted = f"{fit['end']}, {fit['short_rests']}, {fit['longest_wait']}/{fit['total_wait']}"
    moments = " ".join(f"{end}/{wait}" for end, wait in row.at.values())
    proof = "" if row.proof_seconds is None else f"{row.proof_seconds:.2f}"
    return (
        f"{row.code:<13}{row.matches:>8}{row.teams:>6}{row.courts:>7} | {row.bound:>5} {row.bound_kind:<7}"
        f"| {fitted:<34} | {f'{row.rules[0]}/{row.rules[1]}':<11} | {moments:<42}"
        f" | {row.end:>4} {row.proof or '–':<9}{proof:>6} | {row.longest_wait:>7} {row.total_wait:>6}"
        f" {row.least_wait:>6} | {row.megabytes:>4} | {row.faults} faults  {remarks(row.missed, row.worse)}"
    ).rstrip()


def judged(row: Row, goals: Goals, committed: Mapping[str, Any]) -> Row:
    """The row with the goals it misses and the figures that are worse than the committed ones."""
    spans, least = row.total_wait + row.team_minutes, row.least_wait + row.team_minutes
    checks = {
        "end": row.end > goals.end * (1 + goals.gap_pct / 100),
        "proof": goals.proved_by is not None and row.proof is None,
        "proof in time": goals.proved_by is not None and (row.proof_seconds or 0) > goals.proved_by,
        "longest wait": goals.longest_wait is not None and row.longest_wait > goals.longest_wait,
        "total wait": goals.total_wait is not None and row.total_wait > goals.total_wait,
        "spans": goals.spans_pct is not None and spans > least * (1 + goals.spans_pct / 100),
        "memory": row.megabytes > goals.megabytes,
        "checker": row.faults > 0,
    }
    known = committed.get("proof_seconds")
    worse = {
        "end": row.end > committed.get("end", row.end),
        "total wait": row.total_wait > MORE_WAITING * committed.get("total_wait", row.total_wait),
        "proof": known is not None and (row.proof_seconds is None or is_slower(row.proof_seconds, known)),
    }
    missed, behind = ([name for name, is_so in found.items() if is_so] for found in (checks, worse))
    return replace(row, missed=tuple(missed), worse=tuple(behind))


def _team_minutes(day: Day) -> int:
    matches_of: dict[str, list[int]] = defaultdict(list)
    for match in day.matches:
        for entry in match.entries:
            matches_of[entry].append(match.play)
    return sum(sum(plays) for plays in matches_of.values() if len(plays) > 1)


def is_slower(seconds: float, committed: float) -> bool:
    """Whether a time is worse than the committed one by more than noise."""
    return seconds > max(SLOWER * committed, committed + SLOWER_SECONDS)


def remarks(missed: Sequence[str], worse: Sequence[str]) -> str:
    """The goals that a line misses and what is worse than committed, behind it."""
    said = [f"missed: {', '.join(missed)}"] if missed else []
    return "; ".join(said + ([f"worse: {', '.join(worse)}"] if worse else []))


def median(values: Iterable[int]) -> int:
    """The median of whole numbers, as one."""
    return round(statistics.median(list(values)))
