"""What is answered on the day itself: repairs, conflicts, referees; each with how good, how soon, and the proof."""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from core import clock
from tournament.planner_bench import is_slower, median, remarks
from tournament.planner_bench_days import load_instance
from tournament.planner_bench_repairs import RepairCase, repair_cases
from tournament.timetable.checker import check_plan
from tournament.timetable.conflict_cases import conflict_cases
from tournament.timetable.conflicts import find_conflicts
from tournament.timetable.cpsat import Effort, Verdict
from tournament.timetable.disturbance import ask
from tournament.timetable.explain import explain_day
from tournament.timetable.feasible import find_any
from tournament.timetable.model import Day, Finding, Plan, Referees
from tournament.timetable.referees import assign_referees
from tournament.timetable.reliefs import list_items, without
from tournament.timetable.repair import RepairOutcome, repair_day
from tournament.timetable.repair_check import check_repair
from tournament.timetable.search import search_day

PLAN_SECONDS, REPAIR_SECONDS, CONFLICT_SECONDS, VERIFY_SECONDS = 5.0, 10.0, 10.0, 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A line of the table: what was asked, how good the answer is, when the first and the last word came.

    ``count`` are new starts, parts of the conflict, or matches of who referees most. Seconds are medians over the
    seeds; a limit of None is no goal.
    """

    code: str
    count: int
    most: int | None
    first: float
    first_by: float | None
    last: float
    last_by: float | None
    proof: str | None
    faults: int
    worse: tuple[str, ...] = ()

    @property
    def missed(self) -> tuple[str, ...]:
        """The goals that are not reached."""
        checks = {
            "count": self.most is not None and self.count > self.most,
            "first": self.first_by is not None and self.first > self.first_by,
            "last": self.last_by is not None and self.last > self.last_by,
            "proof": self.proof is None,
            "checker": self.faults > 0,
        }
        return tuple(name for name, is_so in checks.items() if is_so)


def measure_answers(
    seeds: int, committed: Mapping[str, Mapping[str, Any]], tell: Callable[[str], None]
) -> list[Answer]:
    """All lines; ``tell`` hears what is next."""
    found = []
    for answer in _all(seeds, tell):
        known = committed.get(answer.code, {})
        behind = {
            "count": answer.count > known.get("count", answer.count),
            "last": is_slower(answer.last, known.get("last", answer.last)),
        }
        found.append(replace(answer, worse=tuple(name for name, is_so in behind.items() if is_so)))
    return found


def _all(seeds: int, tell: Callable[[str], None]) -> Iterator[Answer]:
    for name in ("b", "d"):
        day = load_instance(name)
        # Without a limit of time: what must move follows from the plan, so it has to be the same on every machine.
        tell(f"a plan of {name}")
        base = search_day(day, seed=1, seconds=None, clock=clock.seconds).plan
        if base is None:
            raise ValueError(f"{name} has no plan")
        for case in repair_cases(day, base):
            tell(f"repair of {name}: {case.name}")
            yield measure_repair(f"repair {name}: {case.name}", case, seeds)
    for title, day in conflict_cases(load_instance("b")):
        tell(f"conflict: {title}")
        yield measure_conflict(f"conflict b: {title}", day, seeds)
    tell("referees")
    yield measure_referees(seeds)


def measure_repair(code: str, case: RepairCase, seeds: int) -> Answer:
    """A repair once for each seed: the first answer, and when the fewest new starts are proved."""
    firsts, lasts, outcomes = [], [], []
    for seed in range(1, seeds + 1):
        heard: list[tuple[float, RepairOutcome]] = []
        began = clock.seconds()
        question = ask(case.day, case.plan, case.now, case.disturbances)
        last = repair_day(question, seed=seed, seconds=REPAIR_SECONDS, clock=clock.seconds, tell=_noted(heard, began))
        heard.append((clock.seconds() - began, last))
        firsts.append(heard[0][0])
        lasts.append(next((at for at, outcome in heard if outcome.proof), heard[-1][0]))
        outcomes.append(last)
    answers = [outcome.answer for outcome in outcomes if outcome.answer is not None]
    faults = sum(
        len(check_repair(case.day, case.plan, case.now, case.disturbances, answer.plan, answer.moved))
        for answer in answers
    )
    return Answer(
        code=code,
        count=median(answer.new_starts for answer in answers),
        most=None,
        first=round(statistics.median(firsts), 2),
        first_by=0.5,
        last=round(statistics.median(lasts), 2),
        last_by=2.0,
        proof=outcomes[0].proof if all(outcome.proof for outcome in outcomes) else None,
        faults=faults + len(outcomes) - len(answers),
    )


def measure_conflict(code: str, day: Day, seeds: int) -> Answer:
    """A conflict told by arithmetic where it can be, then shrunk and with its ways out; verified in a fresh model."""
    firsts, lasts, findings = [], [], ()
    is_analytic = False
    for _seed in range(seeds):
        began = clock.seconds()
        is_analytic = bool(find_conflicts(day))
        firsts.append(clock.seconds() - began)
        began = clock.seconds()
        explanation = explain_day(day, seconds=CONFLICT_SECONDS, clock=clock.seconds)
        lasts.append(clock.seconds() - began)
        findings = explanation.findings if explanation.is_proved else ()
    return Answer(
        code=code,
        count=max((len(finding.sources) for finding in findings), default=0),
        most=3,
        first=round(statistics.median(firsts), 2),
        first_by=0.2 if is_analytic else None,
        last=round(statistics.median(lasts), 2),
        last_by=10.0,
        proof=("analytic" if is_analytic else "cp-sat") if findings else None,
        faults=sum(not _has_no_plan(day, finding) for finding in findings),
    )


def measure_referees(seeds: int) -> Answer:
    """The 72 pool matches of b, refereed by its 48 teams."""
    day = load_instance("b")
    day = replace(day, matches=tuple(m for m in day.matches if not m.feeders), referees=Referees("teams"))
    plan = search_day(replace(day, referees=None), seed=1, seconds=PLAN_SECONDS, clock=clock.seconds).plan or Plan(())
    lasts, found = [], None
    for seed in range(1, seeds + 1):
        began = clock.seconds()
        found = assign_referees(day, plan, Effort(seconds=5.0, seed=seed))
        lasts.append(clock.seconds() - began)
    if found is None:
        raise ValueError("nothing was measured")
    return Answer(
        code="referees: 72 matches, 48 teams",
        count=found.greatest_load,
        most=2,
        first=round(statistics.median(lasts), 2),
        first_by=None,
        last=round(statistics.median(lasts), 2),
        last_by=1.0,
        proof="cp-sat" if found.is_proved else None,
        faults=len(found.alone) + len(check_plan(day, found.plan)),
    )


def answers_table(answers: Sequence[Answer]) -> list[str]:
    """The lines as text, after a head line."""
    head = f"{'answer':<46}{'count':>6}{'goal':>6} |{'first s':>8}{'goal':>6} |{'last s':>8}{'goal':>6} | proof"
    return [head, *(_line(answer) for answer in answers)]


def answer_values(answers: Sequence[Answer]) -> list[dict[str, object]]:
    """The lines as plain values."""
    return [asdict(answer) | {"missed": list(answer.missed)} for answer in answers]


def answer_figures(answers: Sequence[Answer]) -> dict[str, dict[str, Any]]:
    """What is committed of the lines."""
    return {answer.code: {"count": answer.count, "last": answer.last} for answer in answers}


def _line(answer: Answer) -> str:
    def goal(value: float | None) -> str:
        return "–" if value is None else f"{value:g}"

    return (
        f"{answer.code:<46}{answer.count:>6}{goal(answer.most):>6} |{answer.first:>8.2f}{goal(answer.first_by):>6}"
        f" |{answer.last:>8.2f}{goal(answer.last_by):>6} | {answer.proof or '–':<9} {answer.faults} faults"
        f"  {remarks(answer.missed, answer.worse)}"
    ).rstrip()


def _noted(heard: list[tuple[float, RepairOutcome]], began: float) -> Callable[[RepairOutcome], None]:
    """Notes what is told, and when."""
    return lambda outcome: heard.append((clock.seconds() - began, outcome))


def _has_no_plan(day: Day, finding: Finding) -> bool:
    """Whether the parts that a conflict names have no plan by themselves, in a model made for this question."""
    others = [item for item in list_items(day) if not {item.path, item.group} & set(finding.sources)]
    alone = without(day, others)
    return find_any(alone, Effort(seconds=VERIFY_SECONDS)).verdict is Verdict.IMPOSSIBLE
