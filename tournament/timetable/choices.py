"""Plans worth choosing between: the earliest end, the least waiting, the fewest changes of court."""

from collections.abc import Iterable
from dataclasses import dataclass

from tournament.timetable.courts import count_changes, settle_courts
from tournament.timetable.drafts import Draft, plan_of, waits_of
from tournament.timetable.model import Aim, Alternative
from tournament.timetable.normalise import Problem

LATER = 1.2
"""An alternative may end so much later than the earliest end."""
LESS_WAITING, FEWER_CHANGES = 0.9, 0.8
"""What is left of the waiting and of the changes of court where an alternative is worth a look."""
MOST_SETTLED = 8
"""For so many drafts it is worked out how often teams change court."""


@dataclass(frozen=True, slots=True)
class _Settled:
    draft: Draft
    courts: dict[int, int]
    changes: int


class Shortlist:
    """The whole drafts that were seen and that no other one beats in end, longest wait and sum of waits at once."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._kept: dict[tuple[int, int, int], Draft] = {}

    def add(self, draft: Draft) -> None:
        """Keep a draft if it is worth it."""
        if draft.not_placed:
            return
        figures = (draft.score[1], self.longest(draft), draft.score[3])
        if any(_beats(other, figures) for other in self._kept):
            return
        self._kept = {other: kept for other, kept in self._kept.items() if not _beats(figures, other)}
        self._kept[figures] = draft

    def longest(self, draft: Draft) -> int:
        """The greatest wait of a draft, in minutes."""
        return max((wait for wait, _, _ in waits_of(self._problem, draft.start)), default=0)

    def least_waiting(self) -> Draft:
        """The draft with the least sum of waits; ValueError when none is whole."""
        return min(self._kept.values(), key=lambda draft: draft.score[3])

    def alternatives(self, best: Draft) -> tuple[Alternative, ...]:
        """The best draft, and beside it at most one with much less waiting and one with many fewer changes of court."""
        latest = best.score[1] * LATER
        others = [draft for (end, _, _), draft in sorted(self._kept.items()) if end <= latest]
        settled = [self._settle(draft) for draft in (best, *others[:MOST_SETTLED])]
        first = settled[0]
        chosen: dict[Aim, _Settled] = {Aim.FINISH: first}
        least_waiting = min(settled, key=lambda s: (s.draft.score[3], s.draft.score[1]))
        if least_waiting.draft.score[3] <= first.draft.score[3] * LESS_WAITING:
            chosen[Aim.WAITS] = least_waiting
        fewest = min(settled, key=lambda s: (s.changes, s.draft.score[1], s.draft.score[3]))
        if fewest.changes <= first.changes * FEWER_CHANGES:
            chosen[Aim.COURTS] = fewest
        if best.not_placed:
            chosen = {Aim.FINISH: first}
        return tuple(self._alternative(one, chosen) for one in _each(chosen.values()))

    def _settle(self, draft: Draft) -> _Settled:
        courts = settle_courts(self._problem, draft)
        return _Settled(draft, courts, count_changes(self._problem, draft.start, courts))

    def _alternative(self, one: _Settled, chosen: dict[Aim, _Settled]) -> Alternative:
        aims = tuple(aim for aim, other in chosen.items() if other is one)
        return Alternative(plan_of(self._problem, one.draft, one.courts), aims)


def _beats(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """As good in everything."""
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


def _each(settled: Iterable[_Settled]) -> list[_Settled]:
    found: list[_Settled] = []
    for one in settled:
        if not any(one is other for other in found):
            found.append(one)
    return found
