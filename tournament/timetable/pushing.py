"""A repaired plan by rules alone: what can stand stands, what cannot is pushed to its next open place.

``push`` is quick and good, not the best: the solver betters it, or proves it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from random import Random

from tournament.timetable.board import Board, seats
from tournament.timetable.codes import Code
from tournament.timetable.disturbance import Question
from tournament.timetable.drafts import waits_of
from tournament.timetable.model import Finding, Ref
from tournament.timetable.normalise import Problem

CHANCE = 0.3
"""How many of the matches that may stand are given up in a try, at most, as a share of those that moved."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A repaired day in numbers; ``score`` is (new starts, minutes of delay, new courts), least is best."""

    start: dict[int, int]
    court: dict[int, int]
    score: tuple[int, int, int]


class Pusher:
    """Lays a question's matches; each unit has a place it was announced for."""

    def __init__(self, question: Question, problem: Problem) -> None:
        self.question, self.problem = question, problem
        court_number = {court.id: index for index, court in enumerate(problem.courts)}
        published = [question.published[match.id] for match in problem.matches]
        self.start = [placement.start for placement in published]
        self.court = {match: court_number[placement.court] for match, placement in enumerate(published)}
        self.free = [unit for unit, members in enumerate(problem.units) if not set(members) <= set(problem.frozen)]
        depth = {unit: index for index, unit in enumerate(problem.order)}
        # In the order of the day; what waits for a match that was published at the same time comes after it.
        self.free.sort(key=lambda unit: (self.announced(unit), depth[unit]))
        self._before = [
            {problem.unit_of[pred] for match in members for pred, _ in problem.preds[match]} - {unit}
            for unit, members in enumerate(problem.units)
        ]
        self._fixed = {unit for unit in self.free if problem.own[unit].bit_count() == 1}

    def announced(self, unit: int) -> int:
        """The published start of a unit."""
        return max(self.start[match] for match in self.problem.units[unit])

    def push(
        self, rng: Random, stop: Callable[[], bool], tries: int, in_hurry: Callable[[], bool] = lambda: False
    ) -> Layout | None:
        """The best of many tries, each near the best before it; None when there is not even a first.

        ``in_hurry`` ends the steps to the first one too, with what there is by then.
        """
        best = self._first(in_hurry)
        for _ in range(tries if best is not None else 0):
            if best is None or not best.score[0] or stop():
                break
            moved = [unit for unit in self.free if best.start[self.problem.units[unit][0]] != self.announced(unit)]
            stand = [unit for unit in self.free if unit not in set(moved)]
            given_up = rng.sample(stand, rng.randint(0, min(len(stand), 1 + int(CHANCE * len(moved)))))
            given_up += rng.sample(moved, rng.randint(0, len(moved)))
            found = self.lay(given_up)
            if isinstance(found, Layout) and found.score < best.score:
                best = found
        return best

    def all_later(self, by: int) -> Layout | None:
        """Everything that has not begun so many minutes later; None where that breaks a rule."""
        found = self.lay((), by)
        return found if isinstance(found, Layout) else None

    def lay(self, given_up: Collection[int], by: int = 0) -> Layout | int:
        """Units at their announced place, ``by`` minutes later; those given up come last and take what is open.

        So does who cannot stand, unless all are put off alike. The answer is a unit that finds no place, if there is.
        """
        board, loose = Board(self.problem), set(given_up) - self._fixed
        stand = [unit for unit in self.free if unit in self._fixed] + [u for u in self.free if u not in loose]
        laid: set[int] = set()
        for unit in stand:
            spot = board.spot_at(unit, self.announced(unit) + by, self.court) if unit not in laid else None
            if spot is not None:
                board.place(unit, spot)
                laid.add(unit)
        # Whoever can still stand when all it waits for has its place comes before the next that is pushed.
        left = dict.fromkeys(unit for unit in self.free if unit not in laid)
        refused: dict[int, None] = {}
        while left or refused:
            ready = next((u for u in left if self._before[u].isdisjoint(left.keys() | refused.keys())), None)
            if ready is not None:
                del left[ready]
                spot = board.spot_at(ready, self.announced(ready) + by, self.court)
                if spot is None:
                    refused[ready] = None
                    continue
                board.place(ready, spot)
                continue
            unit = next(iter(refused))
            spot = board.earliest(unit) if not by else None
            if spot is None:
                return unit
            board.place(unit, spot)
            del refused[unit]
        tired = self._waits_too_long(board.start)
        return self.layout(board.start, board.court) if tired is None else self.problem.unit_of[tired]

    def in_order(self) -> Layout | Finding:
        """Everything in the order of the day, each at its place or the next that is open; else what stops it."""
        board = Board(self.problem)
        for unit in self.free:
            spot = board.spot_at(unit, self.announced(unit), self.court) or board.earliest(unit)
            if spot is None:
                return board.why_not(unit)
            board.place(unit, spot)
        tired = self._waits_too_long(board.start)
        if tired is not None:
            facts = {"match": Ref("match", self.problem.matches[tired].id)}
            return Finding(Code.WAIT_WOULD_BE_TOO_LONG, facts, ("day.max_wait_minutes",))
        return self.layout(board.start, board.court)

    def fewest(self) -> int:
        """No repair has fewer new starts: who cannot stand even alone, and who is one too many for the courts.

        At each moment those that are on have courts of their own; moments with no match in common add up.
        """
        board = Board(self.problem)
        choices = {
            match: board.courts_at(match, self.start[match])
            for unit in self.free
            for match in self.problem.units[unit]
            if match not in self.problem.frozen
        }
        forced = {match for match, courts in choices.items() if not courts}
        count, counted = len(forced), set(forced)
        for moment in sorted({self.start[match] for match in choices}):
            on = [m for m in choices if m not in forced and self.start[m] <= moment < self.start[m] + self._take(m)]
            too_many = len(on) - len(seats([choices[match] for match in on]))
            if too_many and counted.isdisjoint(on):
                count += too_many
                counted.update(on)
        return count

    def end_of(self, layout: Layout) -> int:
        """When the play of a layout ends."""
        return max((start + self.problem.play(match) for match, start in layout.start.items()), default=0)

    def _waits_too_long(self, start: dict[int, int]) -> int | None:
        """A match before which somebody would wait longer than is allowed, None when nobody would."""
        day, held = self.problem.day, self.problem.frozen
        if day.max_wait is None or not day.max_wait_is_hard:
            return None
        waits = waits_of(self.problem, start)
        return next((m for wait, first, m in waits if wait > day.max_wait and not {first, m} <= held.keys()), None)

    def _take(self, match: int) -> int:
        return self.problem.kinds[self.problem.kind_of[match]].take

    def _first(self, in_hurry: Callable[[], bool]) -> Layout | None:
        """Push as few as go: give up what stands in the way, step by step; everything, if need be."""
        found = [layout for layout in (self.lay(self.free), self.in_order()) if isinstance(layout, Layout)]
        loose: set[int] = set()
        while not in_hurry():
            stuck = self.lay(loose)
            if isinstance(stuck, Layout):
                found.append(stuck)
                break
            waiting = {
                self.problem.unit_of[succ] for m in self.problem.units[stuck] for succ, _ in self.problem.succs[m]
            }
            later = {other for other in self.free if self.announced(other) >= self.announced(stuck)}
            more = next((units for units in ({stuck}, waiting, later, set(self.free)) if not units <= loose), None)
            if more is None:
                break
            loose |= more
        return min(found, key=lambda layout: layout.score, default=None)

    def layout(self, start: dict[int, int], court: dict[int, int]) -> Layout:
        """Starts and courts with their score."""
        late = [start[match] - self.start[match] for match in start]
        courts = sum(1 for match in court if court[match] != self.court[match])
        return Layout(dict(start), dict(court), (sum(1 for minutes in late if minutes), sum(late), courts))
