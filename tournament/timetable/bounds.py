"""Lower bounds on the end of the day, by arithmetic alone.

Two steps. Heads: no match starts before its feeders can have ended, and all that must come before it needs
courts (so a knock-out match waits for the courts to get through its ancestors). Then the question is turned
round: for a supposed end of the day every match has a deadline, and if some set of matches cannot pass
between its heads and its deadlines, the day cannot end then. The bound is the first end not refuted.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from tournament.timetable.capacity import Capacity
from tournament.timetable.codes import Code
from tournament.timetable.model import At, Bound, Fact, Finding, Ref
from tournament.timetable.normalise import Problem, Wait, lowest, union


@dataclass(frozen=True, slots=True)
class Overload:
    """Why an end is out of reach: ``matches`` must pass between two moments, and cannot.

    ``kind`` is ``chain`` (they follow each other and there is no time), ``team`` (``actor`` cannot play them
    all) or ``courts``; then the courts get through ``reach`` of the ``count`` matches in time.
    """

    kind: str
    matches: tuple[int, ...]
    first: int
    last: int
    actor: int | None = None
    courts: tuple[int, ...] = ()
    count: int = 0
    reach: int = 0


class Bounds:
    """The bounds of one day; ``refute`` answers for any supposed end."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.capacity = Capacity(problem)
        grid = problem.day.grid
        self.static_heads = [lowest(problem.own[unit]) * grid for unit in problem.unit_of]
        self.heads = list(self.static_heads)
        for match, placement in problem.frozen.items():
            self.static_heads[match] = self.heads[match] = placement.start
        self._courts_of = [tuple(sorted(courts)) for courts in problem.courts_of]
        self._classes = sorted({courts for courts in self._courts_of if courts}, key=lambda c: (len(c), c))
        everywhere = tuple(range(len(problem.courts)))
        if everywhere not in self._classes:
            self._classes.append(everywhere)
        self._within = [
            {kind for kind, courts in enumerate(self._courts_of) if set(courts) <= set(chosen)}
            for chosen in self._classes
        ]
        self._strengthen_heads()

    def refute(self, end: int, kinds: Iterable[str] = ("team", "courts")) -> Overload | None:
        """What forbids the day to end by minute ``end``; None when nothing here does.

        A chain of matches that wait for each other is always tried first, then the ``kinds`` in their order.
        """
        dues = self.latest_ends(end)
        if isinstance(dues, Overload):
            return dues
        searches = {"team": self._teams, "courts": self._full_courts}
        return next((found for kind in kinds for found in searches[kind](dues)), None)

    def latest_ends(self, end: int) -> list[int] | Overload:
        """Per match the latest end of play when the day ends by ``end``; what forbids it where one has none."""
        problem, grid = self.problem, self.problem.day.grid
        dues = [end] * len(problem.matches)
        begin: dict[int, dict[bool, int]] = {}
        for match, placement in problem.frozen.items():
            dues[match] = placement.start + problem.play(match)
        for unit in reversed(problem.order):
            members = [match for match in problem.units[unit] if match not in problem.frozen]
            if not members:
                continue
            latest = min(end - problem.play(match) for match in members)
            for match in members:
                waits = problem.succs[match]
                if id(waits) not in begin:
                    begin[id(waits)] = self._first_begin(waits, dues)
                for is_feeder, begins in begin[id(waits)].items():
                    latest = min(latest, begins - problem.gap(match, is_feeder) - problem.play(match))
            open_ = problem.own[unit] & ((1 << max(0, latest // grid + 1)) - 1)
            for match in members:
                dues[match] = (open_.bit_length() - 1) * grid + problem.play(match)
                if not open_ or dues[match] - problem.play(match) < self.static_heads[match]:
                    return self._chain(match, end)
        return dues

    def _first_begin(self, waits: Wait, dues: list[int]) -> dict[bool, int]:
        """The earliest of the latest starts of what waits, apart for those that are fed and those that come later."""
        begin: dict[bool, int] = {}
        for succ, is_feeder in waits:
            begins = dues[succ] - self.problem.play(succ)
            begin[is_feeder] = min(begin.get(is_feeder, begins), begins)
        return begin

    def first_end(self, *kinds: str, near: int | None = None) -> int | None:
        """The first end of the day that chains and these kinds do not refute; None when there is none.

        ``near`` is an end that may be close to it: then few ends are tried.
        """
        ends = self.possible_ends()
        low, high = self._bracket(ends, near, kinds) if near is not None and ends else (0, len(ends))
        while low < high:
            middle = (low + high) // 2
            if self.refute(ends[middle], kinds):
                low = middle + 1
            else:
                high = middle
        return ends[low] if low < len(ends) else None

    def _bracket(self, ends: list[int], near: int, kinds: Iterable[str]) -> tuple[int, int]:
        """Between which two places the first end lies, found from a guess in ever longer steps."""
        place, step = min(bisect_left(ends, near), len(ends) - 1), 1
        if self.refute(ends[place], kinds):
            while place + step < len(ends) and self.refute(ends[place + step], kinds):
                place, step = place + step, 2 * step
            return place + 1, min(place + step, len(ends))
        while place >= step and not self.refute(ends[place - step], kinds):
            place, step = place - step, 2 * step
        return max(place - step + 1, 0), place

    def possible_ends(self) -> list[int]:
        """The minutes at which the last match can end, in order."""
        problem = self.problem
        grid = problem.day.grid
        ends = {placement.start + problem.play(match) for match, placement in problem.frozen.items()}
        floor = max(ends, default=0)
        for kind, value in enumerate(problem.kinds):
            slots = range(lowest(problem.anywhere[kind]), problem.anywhere[kind].bit_length())
            ends.update(slot * grid + value.play for slot in slots if slot >= 0)
        return sorted(end for end in ends if end >= floor)

    def _strengthen_heads(self) -> None:
        """A match starts after the courts and the teams can be through with all that must come before."""
        problem, grid = self.problem, self.problem.day.grid
        ancestors = [0] * len(problem.matches)
        before: dict[int, int] = {}
        known: dict[int, int] = {}
        for unit in problem.order:
            members = [match for match in problem.units[unit] if match not in problem.frozen]
            first = 0
            for match in members:
                waits = problem.preds[match]
                if id(waits) not in before:
                    before[id(waits)] = union(ancestors[pred] | 1 << pred for pred, _ in waits)
                ancestors[match] = before[id(waits)]
                first = max(first, self.heads[match])
                if mask := ancestors[match]:
                    if mask not in known:
                        known[mask] = self._through([m for m in range(len(ancestors)) if mask >> m & 1])
                    gap = min(problem.gap(pred, is_feeder) for pred, is_feeder in waits)
                    first = max(first, known[mask] + gap)
            open_ = problem.own[unit] & (-1 << -(-first // grid))
            for match in members:
                self.heads[match] = lowest(open_) * grid if open_ else first

    def _through(self, matches: list[int]) -> int:
        """The first minute by which all these matches can have ended."""
        problem, end = self.problem, 0
        for match in matches:
            end = max(end, self.heads[match] + problem.play(match))
        waiting = [match for match in matches if match not in problem.frozen]
        waiting.sort(key=lambda match: -self.heads[match])
        for chosen, kinds in zip(self._classes, self._within, strict=True):
            counts: Counter[int] = Counter()
            inside = [match for match in waiting if problem.kind_of[match] in kinds]
            for first, starting in groupby(inside, key=self.heads.__getitem__):
                counts.update(problem.kind_of[match] for match in starting)
                end = max(end, self.capacity.end_of(chosen, counts, first))
        members = set(waiting)
        for own in problem.matches_of:
            if len(own) > 1 and len(mine := [match for match in own if match in members]) > 1:
                first = min(self.heads[match] for match in mine)
                end = max(end, first + self.capacity.span(mine))
        return end

    def _chain(self, match: int, end: int) -> Overload:
        """The longest line of matches through one that has no start left."""
        problem = self.problem
        line = [match]
        while waits := problem.preds[line[0]]:
            line.insert(0, max(waits, key=lambda w: self.static_heads[w[0]] + problem.play(w[0]))[0])
        tails = self.capacity.tails
        while waits := problem.succs[line[-1]]:
            line.append(max(waits, key=lambda w: problem.play(w[0]) + tails[w[0]])[0])
        return Overload("chain", tuple(line), self.static_heads[line[0]], end, count=len(line))

    def _teams(self, dues: list[int]) -> Iterator[Overload]:
        problem, heads = self.problem, self.heads
        for actor, own in enumerate(problem.matches_of):
            mine = [match for match in own if match not in problem.frozen]
            if len(mine) < 2:
                continue
            for first in sorted({heads[match] for match in mine}):
                inside: list[int] = []
                late = sorted((match for match in mine if heads[match] >= first), key=dues.__getitem__)
                for last, due in groupby(late, key=dues.__getitem__):
                    inside.extend(due)
                    if len(inside) > 1 and first + self.capacity.span(inside) > last:
                        yield Overload("team", tuple(inside), first, last, actor, count=len(inside))

    def _full_courts(self, dues: list[int]) -> Iterator[Overload]:
        problem, heads = self.problem, self.heads
        for chosen, kinds in zip(self._classes, self._within, strict=True):
            inside = [
                match
                for match in sorted(range(len(dues)), key=lambda m: dues[m])
                if problem.kind_of[match] in kinds and match not in problem.frozen
            ]
            for first in sorted({heads[match] for match in inside}):
                late = [match for match in inside if heads[match] >= first]
                counts: Counter[int] = Counter()
                found: list[int] = []
                for last, due in groupby(late, key=dues.__getitem__):
                    new = list(due)
                    found += new
                    counts.update(problem.kind_of[match] for match in new)
                    if self.capacity.end_of(chosen, counts, first) > last:
                        reach = self.capacity.reach(chosen, counts, first, last)
                        yield Overload("courts", tuple(found), first, last, None, chosen, len(found), reach)
            yield from self._waves(chosen, inside, dues)

    def _waves(self, chosen: tuple[int, ...], inside: list[int], dues: list[int]) -> Iterator[Overload]:
        """Teams with many matches must begin early and go on late, all of them: that fills the courts too.

        Ends of a team's matches lie at least its shortest play and rest apart. So by any minute each team
        must be through with some number of matches, and a match serves at most all of its sides.
        """
        problem, members = self.problem, set(inside)
        teams: Counter[tuple[int, int, int, int]] = Counter()
        for own in problem.matches_of:
            mine = [match for match in own if match in members]
            if len(mine) > 1:
                begins = min(self.heads[match] for match in mine)
                ends = max(dues[match] for match in mine)
                teams[len(mine), self.capacity.step(mine), begins, ends] += 1
        if not teams:
            return
        sides = max(len(problem.actors_of[match]) for match in inside)
        counts = Counter(problem.kind_of[match] for match in inside)
        first, last = min(begins for _, _, begins, _ in teams), max(ends for _, _, _, ends in teams)
        for moment in range(first, last + 1, problem.day.grid):
            by = since = 0
            for (count, step, begins, ends), alike in teams.items():
                by += alike * max(0, count - -(-max(0, ends - moment) // step))
                since += alike * max(0, count - -(-max(0, moment - begins) // step))
            for needed, begin, end in ((-(-by // sides), first, moment), (-(-since // sides), moment, last)):
                if needed and needed > (reach := self.capacity.reach(chosen, counts, begin, end)):
                    yield Overload("courts", tuple(inside), begin, end, None, chosen, needed, reach)


def find_bound(problem: Problem, bounds: Bounds | None = None) -> Bound:
    """The least end of the day that arithmetic allows, and what it comes from; ``bounds`` where they are known.

    A ValueError when no end is possible at all: that is a conflict, and its finding comes first.
    """
    bounds = bounds or Bounds(problem)
    end = bounds.first_end("team", "courts")
    if end is None:
        raise ValueError("the day cannot be planned at all")
    overload = next(
        (o for kinds in ((), ("team",), ("courts",)) if (o := bounds.refute(end - 1, kinds))),
        Overload("chain", tuple(problem.frozen)[-1:], 0, end),
    )
    if overload.kind == "team" and overload.actor is not None:
        who = problem.actors[overload.actor]
        facts: dict[str, Fact] = {"end": At(end), "who": who, "count": overload.count}
        return Bound(end, f"team:{who.id}", Finding(Code.BOUND_TEAM, facts))
    if overload.kind == "chain":
        ids = [problem.matches[match].id for match in overload.matches]
        facts = {"end": At(end), "count": len(ids), "matches": tuple(Ref("match", match) for match in ids)}
        return Bound(end, f"chain:{','.join(ids)}", Finding(Code.BOUND_CHAIN, facts))
    return Bound(end, "courts", _why_courts(bounds, end, overload))


def _why_courts(bounds: Bounds, end: int, overload: Overload) -> Finding:
    """The courts in one sentence: pools and then rounds where the day is like that."""
    problem = bounds.problem
    first = [match for match, waits in enumerate(problem.preds) if not waits and match not in problem.frozen]
    depth = [0] * len(problem.matches)
    for unit in problem.order:
        for match in problem.units[unit]:
            depth[match] = max((depth[pred] + 1 for pred, _ in problem.preds[match]), default=0)
    rounds = max(depth, default=0)
    pools = bool(first) and all(problem.matches[match].pool is not None for match in first)
    if rounds and pools and len({problem.kind_of[match] for match in first}) == 1:
        kind = problem.kind_of[first[0]]
        courts = tuple(sorted(problem.courts_of[kind]))
        until = bounds.capacity.end_of(courts, Counter({kind: len(first)}), 0)
        facts: dict[str, Fact] = {
            "end": At(end),
            "count": len(first),
            "courts": len(courts),
            "until": At(until),
            "rounds": rounds,
        }
        return Finding(Code.BOUND_POOLS_THEN_ROUNDS, facts)
    facts = {
        "end": At(end),
        "count": overload.count or len(overload.matches),
        "courts": len(overload.courts),
        "from": At(overload.first),
        "by": At(overload.last),
        "reach": overload.reach,
    }
    return Finding(Code.BOUND_COURTS, facts)
