"""How fast courts get through matches and teams through theirs: the arithmetic under the bounds."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import combinations, pairwise

from tournament.timetable.grid import between, slots_in, union
from tournament.timetable.model import Span, cut_out
from tournament.timetable.normalise import Problem

NEVER = 1 << 15
"""An end that no day reaches; no longer, for sets of starts are as long as the last start in them."""

Chosen = tuple[int, ...]
"""Court numbers, in order."""


class Capacity:
    """Answers about one day, kept for the next time they are asked. All times in minutes from the start."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._ends: dict[tuple[Chosen, tuple[int, ...], int], tuple[int, ...]] = {}
        self._following: dict[tuple[Chosen, tuple[int, ...]], list[tuple[list[int], int]]] = {}
        self._spans: dict[tuple[int, ...], int] = {}
        self._open: dict[Chosen, list[Span]] = {}

    def end_of(self, courts: Chosen, counts: Counter[int], first: int) -> int:
        """A minute before which the courts cannot be through with so many matches of each kind.

        None of them starts before ``first``. The greatest of three bounds: counting all as if they were the
        shortest, counting each kind alone, and the minutes they ask of the courts.
        """
        kinds = tuple(sorted(counts))
        end = self._count_end(courts, kinds, counts.total(), first)
        if len(kinds) > 1:
            for kind in kinds:
                end = max(end, self._count_end(courts, (kind,), counts[kind], first))
            end = max(end, self._area_end(courts, counts, first))
        return end

    def reach(self, courts: Chosen, counts: Counter[int], first: int, last: int) -> int:
        """No more matches than this end by ``last`` when none starts before ``first``."""
        ends = self._all_ends(courts, tuple(sorted(counts)), first)
        return bisect_right(ends, last)

    def step(self, matches: Sequence[int]) -> int:
        """The least minutes between the ends of two of a team's matches."""
        rests = self._problem.day.rests
        plays = {self._problem.play(match) for match in matches}
        step = min(plays) + min(rests.same, rests.other)
        return self._on_grid(step) if len(plays) == 1 else step

    def end_of_team(self, actor: int, matches: Sequence[int], first: int) -> int:
        """A minute before which a team cannot be through with some of its matches: none starts before ``first``.

        It eats before them, between two of them, or after them where there is time for that then.
        """
        end = played = first + self.span(matches)
        for meal in self._problem.meals.get(actor, ()):
            if played + meal.minutes <= meal.end:
                continue
            fed_at = self._on_grid(meal.start + meal.minutes)
            before = max(first, fed_at) + self.span(matches)
            shortest = min(self._problem.play(match) for match in matches)
            if len(matches) > 1 and first + shortest + meal.minutes <= meal.end:
                between = max(played + self._longer_pause(matches, meal.minutes), fed_at + shortest)
                end = max(end, min(before, between))
            else:
                end = max(end, before)
        return end

    def span(self, matches: Sequence[int]) -> int:
        """The least minutes from the first start to the last end of a team's matches; starts lie on the grid."""
        key = tuple(matches)
        if key not in self._spans:
            self._spans[key] = self._span(matches)
        return self._spans[key]

    def _span(self, matches: Sequence[int]) -> int:
        problem, rests = self._problem, self._problem.day.rests
        plays = [problem.play(match) for match in matches]
        changes = len({problem.matches[match].discipline for match in matches}) - 1
        rest = min(rests.same, rests.other) if changes else rests.same
        steps = [self._on_grid(play + rest) for play in plays]
        change = rests.other + self._least_walk(matches)
        longer = [self._on_grid(play + change) - step for play, step in zip(plays, steps, strict=True)]
        after_last = max(step - play for play, step in zip(plays, steps, strict=True))
        return sum(steps) + changes * max(0, min(longer)) - after_last

    def _longer_pause(self, matches: Sequence[int], minutes: int) -> int:
        """How much longer the span is at least when one of its pauses is so many minutes."""
        problem, rests = self._problem, {self._problem.day.rests.same}
        if len({problem.matches[match].discipline for match in matches}) > 1:
            rests.add(problem.day.rests.other + self._least_walk(matches))
        return min(
            self._on_grid(play + max(rest, minutes)) - self._on_grid(play + rest)
            for play in {problem.play(match) for match in matches}
            for rest in rests
        )

    def _least_walk(self, matches: Sequence[int]) -> int:
        """The least walk when a team changes discipline: its courts may all stand in other halls then."""
        problem = self._problem
        if not problem.day.walks:
            return 0
        kinds = {problem.kind_of[match] for match in matches}
        halls = {kind: {problem.zone_of[court] for court in problem.courts_of[kind]} for kind in kinds}
        return min(
            (
                problem.walk[here][there]
                for one, other in combinations(halls, 2)
                if problem.kinds[one].discipline != problem.kinds[other].discipline
                for here in halls[one]
                for there in halls[other]
            ),
            default=0,
        )

    def _on_grid(self, minutes: int) -> int:
        """The least minutes from one start to another that is so much later."""
        return -(-minutes // self._problem.day.grid) * self._problem.day.grid

    @cached_property
    def tails(self) -> list[int]:
        """Per match, the least minutes from its end to the end of the last that waits for it."""
        problem = self._problem
        tails = [0] * len(problem.matches)
        for unit in reversed(problem.order):
            for match in problem.units[unit]:
                for succ, is_feeder in problem.succs[match]:
                    tail = problem.gap(match, is_feeder) + problem.play(succ) + tails[succ]
                    tails[match] = max(tails[match], tail)
        return tails

    def _count_end(self, courts: Chosen, kinds: tuple[int, ...], count: int, first: int) -> int:
        ends = self._all_ends(courts, kinds, first)
        return ends[count - 1] if count <= len(ends) else NEVER

    def _all_ends(self, courts: Chosen, kinds: tuple[int, ...], first: int) -> tuple[int, ...]:
        """The ends of play, in order, when the courts play the shortest of these kinds from ``first`` on."""
        key = (courts, kinds, first)
        if key not in self._ends:
            problem, grid = self._problem, self._problem.day.grid
            play = min(problem.kinds[kind].play for kind in kinds)
            turn = -(-min(problem.kinds[kind].take for kind in kinds) // grid)
            ends: list[int] = []
            for following, alike in self._openings(courts, kinds):
                slot, own = max(0, -(-first // grid)), []
                while slot < len(following):
                    own.append(following[slot] * grid + play)
                    slot = following[slot] + turn
                ends += own * alike
            self._ends[key] = tuple(sorted(ends))
        return self._ends[key]

    def _openings(self, courts: Chosen, kinds: tuple[int, ...]) -> list[tuple[list[int], int]]:
        """By slot the first start from it on, up to the last start, of each kind of court, and how many there are."""
        if (courts, kinds) not in self._following:
            problem = self._problem
            alike = Counter(
                union(problem.allowed[kind][court] for kind in kinds) & ~self._held[court] for court in courts
            )
            self._following[courts, kinds] = [(_following(starts), count) for starts, count in alike.items()]
        return self._following[courts, kinds]

    @cached_property
    def _held(self) -> list[int]:
        """Per court, the starts that frozen matches make impossible for anything."""
        problem = self._problem
        number = {court.id: index for index, court in enumerate(problem.courts)}
        held = [0] * len(problem.courts)
        for match, placement in problem.frozen.items():
            take = problem.kinds[problem.kind_of[match]].take
            taken = between(placement.start - 1, placement.start + take, problem.day.grid)
            held[number[placement.court]] |= taken
        return held

    def _area_end(self, courts: Chosen, counts: Counter[int], first: int) -> int:
        """When the courts have been open as long as the matches take.

        A changeover may run past a window, a break and the end of the day, so each opening is stretched by
        the longest.
        """
        kinds = self._problem.kinds
        stretch = max(kinds[kind].changeover for kind in counts)
        left = sum(kinds[kind].take * count for kind, count in counts.items())
        pieces = [(max(opens, first), closes + stretch) for opens, closes in self._pieces(courts)]
        pieces = [piece for piece in pieces if piece[0] < piece[1]]
        moments = sorted({moment for piece in pieces for moment in piece})
        for begin, end in pairwise(moments):
            running = sum(1 for opens, closes in pieces if opens <= begin and end <= closes)
            if running * (end - begin) >= left:
                return begin + -(-left // running) - stretch
            left -= running * (end - begin)
        return NEVER

    def _pieces(self, courts: Chosen) -> list[Span]:
        """The openings of the courts, cut by the breaks."""
        if courts not in self._open:
            pauses = [(pause.start, pause.end) for pause in self._problem.day.breaks]
            windows = (self._problem.courts[court].windows for court in courts)
            self._open[courts] = [piece for own in windows for piece in cut_out(own, pauses)]
        return self._open[courts]


def _following(starts: int) -> list[int]:
    """By slot the first start of a set from it on."""
    found: list[int] = []
    for slot in slots_in(starts):
        found += [slot] * (slot + 1 - len(found))
    return found
