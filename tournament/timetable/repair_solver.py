"""The solver's half of a repair: fewest new starts, then least delay, then fewest new courts; or the earliest end.

Each aim is a search of its own, with what was reached before as a rule. The stability of the day is always in it: a
plan is never made anew.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from tournament.timetable.board import Board
from tournament.timetable.bounds import Bounds
from tournament.timetable.cpsat import Answer, Effort, Expression, Verdict, new_model, solve
from tournament.timetable.feasible import new_starts
from tournament.timetable.goals import new_end
from tournament.timetable.pushing import Layout, Pusher

EffortNow = Callable[[], Effort]
"""What is left of the time, asked before each of several searches."""


class RepairModel:
    """The starts of a question's matches, with a literal for each unit that it stands as announced."""

    def __init__(self, pusher: Pusher, end: int) -> None:
        self.pusher, problem = pusher, pusher.problem
        self.starts = new_starts(problem, end, Bounds(problem))
        model = self.starts.model
        weights = {unit: sum(m not in problem.frozen for m in problem.units[unit]) for unit in pusher.free}
        late = (
            weight * (1 - self.starts.at(unit, pusher.announced(unit) // problem.day.grid))
            for unit, weight in weights.items()
        )
        self.new_starts: Expression = model.new_int_var(0, sum(weights.values()), "new starts")
        model.add(self.new_starts == sum(late))
        self.delay: Expression = sum(weight * self.starts.start[unit] for unit, weight in weights.items())

    def minimise(self, aim: Expression, effort: Effort, hint: Layout | None) -> tuple[Answer, Layout | None]:
        """The layout with the least of something, found from a hint, with the courts least changed."""
        starts = self.starts
        starts.model.minimize(aim)
        if hint is not None:
            starts.hint(hint.start, hint.court)
        answer = solve(starts.model, starts.watched(), effort)
        if answer.best is None:
            return answer, None
        start, classes = starts.read(answer.best.values)
        zones = {match: starts.classes[number].zone for match, number in classes.items()}
        return answer, settle_new_courts(self.pusher, start, zones, effort)


def settle_new_courts(pusher: Pusher, start: dict[int, int], zones: dict[int, int], effort: Effort) -> Layout:
    """Courts for matches whose starts are known, with as few as can be on another than was announced."""
    problem, model = pusher.problem, new_model()
    board, watched = Board(problem), []
    taken: dict[tuple[int, int], list[Expression]] = defaultdict(list)
    begins = sorted(set(start.values()))
    stays = []
    for match, minute in start.items():
        take = problem.kinds[problem.kind_of[match]].take
        courts = [c for c in board.courts_at(match, minute) if problem.zone_of[c] == zones[match]]
        literals = {court: model.new_bool_var("") for court in courts}
        model.add_exactly_one(literals.values())
        watched += [(match, court, literal) for court, literal in literals.items()]
        if pusher.court[match] in literals:
            stays.append(literals[pusher.court[match]])
        for moment in begins:
            if minute <= moment < minute + take:
                for court, literal in literals.items():
                    taken[court, moment].append(literal)
    for literals_then in taken.values():
        model.add_at_most_one(literals_then)
    model.maximize(sum(stays))
    answer = solve(model, [literal for _, _, literal in watched], effort)
    if answer.best is None:
        raise ValueError("matches that fit on the courts of a class found none")
    chosen = {m: court for (m, court, _), is_there in zip(watched, answer.best.values, strict=True) if is_there}
    return pusher.layout(board.start | start, board.court | chosen)


@dataclass(frozen=True, slots=True)
class Fewest:
    """The layout with the fewest new starts that was found, and how few no layout goes below.

    ``is_impossible``: there is no layout at all.
    """

    layout: Layout | None
    bound: int
    is_proved: bool
    is_impossible: bool = False


def fewest_starts(model: RepairModel, least: int, hint: Layout | None, effort: Effort) -> Fewest:
    """The fewest new starts, not below ``least``, beginning from a hint."""
    solver = model.starts.model
    solver.add(model.new_starts >= least)
    if hint is not None:
        solver.add(model.new_starts <= hint.score[0])
    answer, found = model.minimise(model.new_starts, effort, hint)
    if answer.verdict is Verdict.IMPOSSIBLE:
        return Fewest(None, least, is_proved=True, is_impossible=True)
    layouts = [layout for layout in (found, hint) if layout is not None]
    best = min(layouts, key=lambda layout: layout.score, default=None)
    bound = max(least, round(answer.bound)) if found is not None else least
    return Fewest(best, bound, is_proved=best is not None and best.score[0] <= bound)


def least_delay(model: RepairModel, best: Layout, effort: Effort) -> Layout:
    """The least delay with no more new starts than a layout has; that layout when no better is found."""
    model.starts.model.add(model.new_starts <= best.score[0])
    _, closer = model.minimise(model.delay, effort, best)
    return min(best, closer or best, key=lambda layout: layout.score)


def earliest_end(pusher: Pusher, least: int, hint: Layout, before: int, effort: EffortNow) -> Layout | None:
    """A plan that ends as early as can be and then moves the fewest; None when none ends before that minute."""
    model = RepairModel(pusher, before - 1)
    if model.starts.is_impossible:
        return None
    end = new_end(model.starts, least)
    answer, best = model.minimise(end, effort(), hint)
    if best is None or answer.best is None:
        return None
    model.starts.model.add(end <= round(answer.best.objective))
    _, closer = model.minimise(model.new_starts, effort(), best)
    return min(best, closer or best, key=lambda layout: layout.score)
