"""What is known about a plan: its figures, its bound and its proof."""

from collections import Counter, defaultdict
from itertools import pairwise

from tournament.timetable.checker import check_plan
from tournament.timetable.model import Bound, Certificate, Day, Plan


def certify(
    day: Day, plan: Plan, bound: Bound, *, seconds: float, seed: int, least_wait: int | None = None
) -> Certificate:
    """The certificate of a plan, judged by the independent checker.

    There is a ``proof`` when all matches have a place and the end meets the bound. ``least_wait`` is a proved bound on
    the sum of waits, where one is known that is better than the rests alone.
    """
    play = {match.id: match.play for match in day.matches}
    makespan = max((p.start + play[p.match] for p in plan.placements), default=0)
    waits = list_waits(day, plan)
    proved = not plan.not_placed and makespan <= bound.minutes
    gap = 100 * (makespan - bound.minutes) / bound.minutes if bound.minutes and not proved else 0.0
    return Certificate(
        makespan=makespan,
        lower_bound=bound.minutes,
        bound_kind=bound.kind,
        gap_pct=round(gap, 2),
        proof=("cp-sat" if bound.kind == "solver" else "analytic") if proved else None,
        violations=len(check_plan(day, plan)),
        max_wait=max(waits, default=0),
        total_wait=sum(waits),
        wait_bound=max(_least_waits(day), least_wait or 0),
        seconds=round(seconds, 3),
        seed=seed,
    )


def list_waits(day: Day, plan: Plan) -> list[int]:
    """Minutes between every two matches that follow each other for an entry."""
    matches = {match.id: match for match in day.matches}
    plays: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for placement in plan.placements:
        match = matches[placement.match]
        for entry in match.entries:
            plays[entry].append((placement.start, placement.start + match.play))
    lines = (sorted(line) for line in plays.values())
    return [max(0, after - end) for line in lines for (_, end), (after, _) in pairwise(line)]


def _least_waits(day: Day) -> int:
    """The rests that nobody can avoid, summed: no total wait is less.

    Held matches may stand closer than the rests allow, so who has two of them does not count.
    """
    frozen = {placement.match for placement in day.frozen}
    held = Counter(entry for match in day.matches if match.id in frozen for entry in match.entries)
    disciplines: dict[str, list[str]] = defaultdict(list)
    for match in day.matches:
        for entry in match.entries:
            disciplines[entry].append(match.discipline)
    same, other = day.rests.same, day.rests.other
    total = 0
    for entry, played in disciplines.items():
        if held[entry] > 1:
            continue
        changes = len(set(played)) - 1
        if other >= same:
            total += (len(played) - 1 - changes) * same + changes * other
        else:
            total += (len(played) - 1) * (other if changes else same)
    return total
