"""The board the planner lays matches on: knows at every moment which starts are still open, as bits."""

from collections.abc import Mapping
from dataclasses import dataclass

from tournament.timetable.codes import Code
from tournament.timetable.grid import between, lowest, slots_in, union
from tournament.timetable.model import FAR, Fact, Finding, Ref
from tournament.timetable.normalise import Problem, can_eat


@dataclass(frozen=True, slots=True)
class Spot:
    """A start (in minutes) for a unit, with a court for each of its matches in their order."""

    start: int
    courts: tuple[int, ...]


class Board:
    """Matches in place so far. Frozen ones are there from the beginning."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.grid = problem.day.grid
        self.start: dict[int, int] = {}
        self.court: dict[int, int] = {}
        self.waits = [len(waits) for waits in problem.preds]
        zones = range(len(problem.walk))
        self._zones = zones
        self._court_free = [list(row) for row in problem.allowed]
        self._actor_taken = [
            {kind: [0 for _ in zones] for kind in {problem.kind_of[match] for match in matches}}
            for matches in problem.matches_of
        ]
        self._ready = [[0 for _ in zones] for _ in problem.matches]
        self._due = [[FAR for _ in zones] for _ in problem.matches]
        court_number = {court.id: index for index, court in enumerate(problem.courts)}
        for match, placement in problem.frozen.items():
            self._place(match, placement.start, court_number[placement.court])

    def earliest(self, unit: int) -> Spot | None:
        """The first start at which all matches of the unit find courts; None when there is none."""
        members = self.problem.units[unit]
        if len(members) > 1:
            return self._earliest_together(unit)
        match = members[0]
        slot, found = FAR, -1
        for court, starts in self.open_places(match):
            while starts:
                first = lowest(starts)
                if first >= slot:
                    break
                if self._leaves_meals(match, first * self.grid):
                    slot, found = first, court
                    break
                starts &= starts - 1
        return Spot(slot * self.grid, (found,)) if found >= 0 else None

    def open_places(self, match: int) -> list[tuple[int, int]]:
        """(court, starts) for each court on which the match can still stand."""
        problem = self.problem
        kind, own = problem.kind_of[match], problem.own[problem.unit_of[match]]
        by_zone = []
        for zone in self._zones:
            starts = own & self._in_time(match, zone)
            for actor in problem.actors_of[match]:
                starts &= ~self._actor_taken[actor][kind][zone]
            by_zone.append(starts)
        free = self._court_free[kind]
        pinned = problem.pinned_court.get(match)
        courts = problem.courts_of[kind] if pinned is None else [pinned]
        zone_of = problem.zone_of
        return [(court, open_) for court in courts if (open_ := by_zone[zone_of[court]] & free[court])]

    def free_by_kind(self, court: int) -> tuple[int, ...]:
        """The starts that the court still has, for each kind of match."""
        return tuple(free[court] for free in self._court_free)

    def spot_at(self, unit: int, start: int, wanted: Mapping[int, int]) -> Spot | None:
        """Courts for all matches of the unit at that start, the wanted ones where they are free; None without."""
        members = self._movable(unit)
        if not self._share_nobody(members) or not all(self._leaves_meals(match, start) for match in members):
            return None
        rows = [sorted(self.courts_at(match, start), key=lambda c: c != wanted.get(match)) for match in members]
        return self._spot(unit, members, start, rows)

    def courts_at(self, match: int, start: int) -> list[int]:
        """The courts on which a match can still begin at that minute."""
        slot, over = divmod(start, self.grid)
        return [] if over else [court for court, starts in self.open_places(match) if starts >> slot & 1]

    def place(self, unit: int, spot: Spot) -> None:
        """Put the matches of a unit on their courts."""
        for match, court in zip(self.problem.units[unit], spot.courts, strict=True):
            if match not in self.problem.frozen:
                self._place(match, spot.start, court)

    def why_not(self, unit: int) -> Finding:
        """The first rule that leaves the unit no start, with whom it concerns."""
        problem, own = self.problem, self.problem.own[unit]
        for match in problem.units[unit]:
            facts: dict[str, Fact] = {"match": Ref("match", problem.matches[match].id)}
            in_time = [own & self._in_time(match, zone) for zone in self._zones]
            if not any(in_time):
                return Finding(Code.NO_TIME_LEFT, facts)
            for actor in problem.actors_of[match]:
                taken = self._actor_taken[actor][problem.kind_of[match]]
                if not any(in_time[zone] & ~taken[zone] for zone in self._zones):
                    return Finding(Code.NO_TIME_FOR_TEAM, facts | {"who": problem.actors[actor]})
            if not self.open_places(match):
                return Finding(Code.NO_TIME_ON_COURTS, facts)
            if len(problem.units[unit]) == 1:
                return Finding(Code.NO_TIME_WITH_MEAL, facts)
        return Finding(Code.NO_TIME_TOGETHER, facts)

    def _in_time(self, match: int, zone: int) -> int:
        """The starts between what the match waits for and what waits for it."""
        ready, due = self._ready[match][zone], self._due[match][zone]
        starts = -1 << max(0, -(-ready // self.grid))
        return starts if due == FAR else starts & between(-1, due + 1, self.grid)

    def _earliest_together(self, unit: int) -> Spot | None:
        members = self._movable(unit)
        if not self._share_nobody(members):
            return None
        rows = [self.open_places(match) for match in members]
        starts = -1
        for row in rows:
            starts &= union(open_ for _, open_ in row)
        for slot in slots_in(starts):
            start = slot * self.grid
            if all(self._leaves_meals(match, start) for match in members):
                choices = [[court for court, open_ in row if open_ >> slot & 1] for row in rows]
                if spot := self._spot(unit, members, start, choices):
                    return spot
        return None

    def _movable(self, unit: int) -> list[int]:
        return [match for match in self.problem.units[unit] if match not in self.problem.frozen]

    def _share_nobody(self, members: list[int]) -> bool:
        """Whether no two of the matches share a team, so that they can be on at one time."""
        busy = [actor for match in members for actor in self.problem.actors_of[match]]
        return len(busy) == len(set(busy))

    def _spot(self, unit: int, members: list[int], start: int, choices: list[list[int]]) -> Spot | None:
        """A court of its own for each match of a unit, of those it may have; None when there are too few."""
        court_of = {members[index]: court for court, index in seats(choices).items()}
        if len(court_of) < len(members):
            return None
        return Spot(start, tuple(court_of.get(match, -1) for match in self.problem.units[unit]))

    def _leaves_meals(self, match: int, start: int) -> bool:
        """Whether the teams of the match still find time to eat when it is played then."""
        if not self.problem.meals:
            return True
        for actor in self.problem.actors_of[match]:
            for meal in self.problem.meals.get(actor, ()):
                plays = [(start, start + self.problem.play(match))]
                plays += [
                    (self.start[other], self.start[other] + self.problem.play(other))
                    for other in self.problem.matches_of[actor]
                    if other in self.start
                ]
                if not can_eat(sorted(plays), meal):
                    return False
        return True

    def _place(self, match: int, start: int, court: int) -> None:
        problem, grid = self.problem, self.grid
        kind, zone = problem.kind_of[match], problem.zone_of[court]
        value = problem.kinds[kind]
        self.start[match], self.court[match] = start, court
        for index, free in enumerate(self._court_free):
            if free[court]:
                free[court] &= ~between(start - problem.kinds[index].take, start + value.take, grid)
        for actor in problem.actors_of[match]:
            for index, taken in self._actor_taken[actor].items():
                rest, play = problem.rest(kind, index), problem.kinds[index].play
                for there in self._zones:
                    gap = rest + problem.walk[zone][there]
                    taken[there] |= between(start - play - gap, start + value.play + gap, grid)
        end = start + value.play
        for succ, is_feeder in problem.succs[match]:
            self.waits[succ] -= 1
            ready = self._ready[succ]
            for there in self._zones:
                after = end + problem.gap(match, is_feeder, problem.walk[zone][there])
                if after > ready[there]:
                    ready[there] = after
        if self.waits[match]:
            self._bound_what_comes_before(match)

    def _bound_what_comes_before(self, match: int) -> None:
        problem = self.problem
        start, zone = self.start[match], problem.zone_of[self.court[match]]
        for pred, is_feeder in problem.preds[match]:
            due = self._due[pred]
            for there in self._zones:
                walk = problem.walk[there][zone]
                due[there] = min(due[there], start - problem.gap(pred, is_feeder, walk) - problem.play(pred))


def seats(choices: list[list[int]]) -> dict[int, int]:
    """Court → who has it, with as many seated as can be, by augmenting paths."""
    holder: dict[int, int] = {}

    def seat(index: int, seen: set[int]) -> bool:
        for court in choices[index]:
            if court not in seen:
                seen.add(court)
                if court not in holder or seat(holder[court], seen):
                    holder[court] = index
                    return True
        return False

    for index in range(len(choices)):
        seat(index, set())
    return holder
