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

from tournament.timetable.capacity import Capacity, Chosen
from tournament.timetable.codes import Code
from tournament.timetable.grid import lowest, union
from tournament.timetable.model import FAR, At, Bound, Fact, Finding, Ref
from tournament.timetable.normalise import Problem, Wait


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
        self._plays = [problem.play(match) for match in range(len(problem.matches))]
        free = ((u, [match for match in problem.units[u] if match not in problem.frozen]) for u in problem.order)
        self._open_units = [(unit, members) for unit, members in free if members]
        # Who can have too much to do: several matches, or one where it must eat too.
        self._loaded = [
            (actor, mine)
            for actor, own in enumerate(problem.matches_of)
            if len(mine := [match for match in own if match not in problem.frozen]) > (actor not in problem.meals)
        ]
        self._ends_of_teams: dict[tuple[int, ...], int] = {}
        self._busy: dict[Chosen, list[tuple[list[int], tuple[int, int, int]]]] = {}
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
        for unit, members in reversed(self._open_units):
            latest = end
            for match in members:
                play, waits = self._plays[match], problem.succs[match]
                latest = min(latest, end - play)
                if waits:
                    if id(waits) not in begin:
                        begin[id(waits)] = self._first_begin(waits, dues)
                    for is_feeder, begins in begin[id(waits)].items():
                        latest = min(latest, begins - problem.gap(match, is_feeder) - play)
            open_ = problem.own[unit] & ((1 << max(0, latest // grid + 1)) - 1)
            start = (open_.bit_length() - 1) * grid
            for match in members:
                dues[match] = start + self._plays[match]
                if not open_ or start < self.static_heads[match]:
                    return self._chain(match, end)
        return dues

    def _first_begin(self, waits: Wait, dues: list[int]) -> dict[bool, int]:
        """The earliest of the latest starts of what waits, apart for those that are fed and those that come later."""
        begin: dict[bool, int] = {}
        for succ, is_feeder in waits:
            begins = dues[succ] - self._plays[succ]
            if begins < begin.get(is_feeder, FAR):
                begin[is_feeder] = begins
        return begin

    def first_end(self, *kinds: str, near: int | None = None, is_open: bool = False) -> int | None:
        """The first end of the day that chains and these kinds do not refute; None when there is none.

        ``near`` is an end that may be close to it: then few ends are tried. ``is_open``: it is known not to be refuted.
        """
        ends = self.possible_ends()
        low, high = self._bracket(ends, near, kinds, is_open) if near is not None and ends else (0, len(ends))
        while low < high:
            middle = (low + high) // 2
            if self.refute(ends[middle], kinds):
                low = middle + 1
            else:
                high = middle
        return ends[low] if low < len(ends) else None

    def _bracket(self, ends: list[int], near: int, kinds: Iterable[str], is_open: bool) -> tuple[int, int]:
        """Between which two places the first end lies, found from a guess in ever longer steps."""
        place, step = min(bisect_left(ends, near), len(ends) - 1), 1
        if not is_open and self.refute(ends[place], kinds):
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
        before: dict[int, tuple[int, int]] = {}
        known: dict[int, int] = {}
        for unit, members in self._open_units:
            first = 0
            for match in members:
                waits = problem.preds[match]
                if id(waits) not in before:
                    mask = union(ancestors[pred] | 1 << pred for pred, _ in waits)
                    if mask not in known:
                        known[mask] = self._through(mask)
                    gap = min((problem.gap(pred, is_feeder) for pred, is_feeder in waits), default=0)
                    before[id(waits)] = mask, known[mask] + gap
                ancestors[match], ready = before[id(waits)]
                first = max(first, self.heads[match], ready)
            open_ = problem.own[unit] & (-1 << -(-first // grid))
            for match in members:
                self.heads[match] = lowest(open_) * grid if open_ else first

    def _through(self, mask: int) -> int:
        """The first minute by which all these matches (a set of bits) can have ended."""
        problem = self.problem
        matches = [match for match, bit in enumerate(reversed(f"{mask:b}")) if bit == "1"]
        end = max((self.heads[match] + problem.play(match) for match in matches), default=0)
        waiting = [match for match in matches if match not in problem.frozen]
        waiting.sort(key=lambda match: -self.heads[match])
        for chosen, kinds in zip(self._classes, self._within, strict=True):
            counts: Counter[int] = Counter()
            inside = [match for match in waiting if problem.kind_of[match] in kinds]
            for first, starting in groupby(inside, key=self.heads.__getitem__):
                counts.update(problem.kind_of[match] for match in starting)
                end = max(end, self.capacity.end_of(chosen, counts, first))
        return max(end, self._teams_through(tuple(match for match in waiting if problem.actors_of[match])))

    def _teams_through(self, matches: tuple[int, ...]) -> int:
        """The first minute by which all teams can be through with these matches."""
        if matches not in self._ends_of_teams:
            members, end = set(matches), 0
            for actor, own in self._loaded:
                if mine := [match for match in own if match in members]:
                    first = min(self.heads[match] for match in mine)
                    end = max(end, self.capacity.end_of_team(actor, mine, first))
            self._ends_of_teams[matches] = end
        return self._ends_of_teams[matches]

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
        heads = self.heads
        for actor, mine in self._loaded:
            for first in sorted({heads[match] for match in mine}):
                inside: list[int] = []
                late = sorted((match for match in mine if heads[match] >= first), key=dues.__getitem__)
                for last, due in groupby(late, key=dues.__getitem__):
                    inside.extend(due)
                    if self.capacity.end_of_team(actor, inside, first) > last:
                        yield Overload("team", tuple(inside), first, last, actor, count=len(inside))

    def _full_courts(self, dues: list[int]) -> Iterator[Overload]:
        problem, heads = self.problem, self.heads
        ordered = sorted(range(len(dues)), key=dues.__getitem__)
        for chosen, kinds in zip(self._classes, self._within, strict=True):
            inside = [m for m in ordered if problem.kind_of[m] in kinds and m not in problem.frozen]
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
        problem = self.problem
        if chosen not in self._busy:
            self._busy[chosen] = list(self._list_busy(set(inside)))
        teams = Counter((*busy, max(dues[match] for match in mine)) for mine, busy in self._busy[chosen])
        if not teams:
            return
        sides = max(len(problem.actors_of[match]) for match in inside)
        counts = Counter(problem.kind_of[match] for match in inside)
        first, last = min(begins for _, _, begins, _ in teams), max(ends for _, _, _, ends in teams)
        for moment in range(first, last + 1, problem.day.grid):
            by = since = 0
            for (count, step, begins, ends), alike in teams.items():
                left, gone = -(-(ends - moment) // step), -(-(moment - begins) // step)
                if left < count:
                    by += alike * (count - max(left, 0))
                if gone < count:
                    since += alike * (count - max(gone, 0))
            for needed, begin, end in ((-(-by // sides), first, moment), (-(-since // sides), moment, last)):
                if needed and needed > (reach := self.capacity.reach(chosen, counts, begin, end)):
                    yield Overload("courts", tuple(inside), begin, end, None, chosen, needed, reach)

    def _list_busy(self, members: set[int]) -> Iterator[tuple[list[int], tuple[int, int, int]]]:
        """The teams with several of these matches: which, how many, how far their ends lie apart, the first head."""
        for own in self.problem.matches_of:
            mine = [match for match in own if match in members]
            if len(mine) > 1:
                yield mine, (len(mine), self.capacity.step(mine), min(self.heads[match] for match in mine))


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
