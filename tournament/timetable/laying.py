"""Laying a day once: every match gets the earliest start that is open when it is its turn."""

from collections.abc import Callable
from heapq import heapify, heappop, heappush

from tournament.timetable.board import Board, Spot
from tournament.timetable.drafts import Draft, draft_of
from tournament.timetable.model import FAR, Finding
from tournament.timetable.normalise import Problem

Order = list[float]
"""Per match its turn: the lower, the earlier it is laid."""
Lay = Callable[[Problem, Order], Draft]


class Laying:
    """A day being laid: the board, and which units are ready because all they wait for is settled."""

    def __init__(self, problem: Problem, order: Order) -> None:
        self.problem = problem
        self.board = Board(problem)
        self.turn = [min(order[match] for match in members) for members in problem.units]
        self.settled = [False] * len(problem.units)
        self._waits = [0] * len(problem.units)
        self._failed: dict[int, Finding] = {}
        for match, preds in enumerate(problem.preds):
            self._waits[problem.unit_of[match]] += len(preds)
        for unit in sorted(fixed_units(problem), key=lambda u: problem.own[u]):
            self.put(unit, self.board.earliest(unit))

    def ready(self) -> list[int]:
        """The units that wait for nothing and are not settled."""
        return [unit for unit, waits in enumerate(self._waits) if self.is_ready(unit)]

    def is_ready(self, unit: int) -> bool:
        """Whether a unit waits for nothing and is not settled."""
        return not self._waits[unit] and not self.settled[unit]

    def put(self, unit: int, spot: Spot | None) -> list[int]:
        """Settle a unit, on its spot or without a place; returns the units that are ready by it."""
        problem = self.problem
        if spot is not None:
            self.board.place(unit, spot)
        elif not all(match in problem.frozen for match in problem.units[unit]):
            reason = self.board.why_not(unit)
            self._failed.update((match, reason) for match in problem.units[unit] if match not in problem.frozen)
        self.settled[unit] = True
        fed = []
        for match in problem.units[unit]:
            for succ, _ in problem.succs[match]:
                self._waits[problem.unit_of[succ]] -= 1
                if self.is_ready(problem.unit_of[succ]):
                    fed.append(problem.unit_of[succ])
        return fed

    def draft(self) -> Draft:
        """What is laid."""
        return draft_of(self.problem, self.board.start, self.board.court, self._failed)


def lay_by_turn(problem: Problem, order: Order) -> Draft:
    """Every unit in its turn."""
    laying = Laying(problem, order)
    ready = [(laying.turn[unit], unit) for unit in laying.ready()]
    heapify(ready)
    while ready:
        _, unit = heappop(ready)
        if not laying.settled[unit]:
            for fed in laying.put(unit, laying.board.earliest(unit)):
                heappush(ready, (laying.turn[fed], fed))
    return laying.draft()


def lay_by_clock(problem: Problem, order: Order) -> Draft:
    """Always the unit that can start first; of those the one with most teams that have begun, then by turn."""
    laying = Laying(problem, order)
    begun = {actor for match in laying.board.start for actor in problem.actors_of[match]}
    queue: list[tuple[int, int, float, int]] = []

    def new(unit: int) -> int:
        """How many of its teams have not begun."""
        actors = {actor for match in problem.units[unit] for actor in problem.actors_of[match]}
        return len(actors - begun)

    def push(unit: int, spot: Spot | None) -> None:
        # Without a spot it comes up last, and is then told why.
        heappush(queue, (spot.start if spot else FAR, new(unit), laying.turn[unit], unit))

    for unit in laying.ready():
        push(unit, laying.board.earliest(unit))
    while queue:
        start, fresh, _, unit = heappop(queue)
        if laying.settled[unit]:
            continue
        spot = laying.board.earliest(unit)
        if (spot.start if spot else FAR, new(unit)) != (start, fresh):
            push(unit, spot)
            continue
        mates = _mates(problem, unit) if fresh else set()
        begun.update(actor for match in problem.units[unit] for actor in problem.actors_of[match])
        for other in laying.put(unit, spot):
            push(other, laying.board.earliest(other))
        for mate in mates:
            if laying.is_ready(mate):
                push(mate, laying.board.earliest(mate))
    return laying.draft()


def fixed_units(problem: Problem) -> list[int]:
    """The units with one possible start, and the frozen ones: they come before all choice."""
    return [
        unit
        for unit, members in enumerate(problem.units)
        if problem.own[unit].bit_count() == 1 or all(match in problem.frozen for match in members)
    ]


def _mates(problem: Problem, unit: int) -> set[int]:
    """The units in which somebody of this one plays too."""
    return {
        problem.unit_of[other]
        for match in problem.units[unit]
        for actor in problem.actors_of[match]
        for other in problem.matches_of[actor]
    }
