"""A day as the planner sees it: numbered matches, courts and teams, and sets of starts held as bits.

Matches that must start together form one
unit; a match on its own is a unit of one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from tournament.timetable.grid import between, lowest, union
from tournament.timetable.model import Court, Day, Match, Meal, Pin, Placement, Ref, Wish

Wait = tuple[tuple[int, bool], ...]
"""What a match waits for, or what waits for it: (match, is feeder)."""
Waits = list[Wait]


@dataclass(frozen=True, slots=True)
class Kind:
    """What matches have in common: how long they take and where they may stand."""

    stage: str
    discipline: str
    play: int
    changeover: int

    @property
    def take(self) -> int:
        """Minutes the court is taken."""
        return self.play + self.changeover


@dataclass(frozen=True)
class Problem:
    """A day in numbers. Lists are indexed by match, kind, court, actor, zone or unit number.

    ``allowed[kind][court]`` are the starts that windows, breaks and stages permit. ``own[unit]`` are the
    starts that wishes and pins permit, tightened by everything that must come before and after. A zone is
    a set of halls with no walk between them. ``preds[m]`` are (match, is feeder) that m waits for.
    """

    day: Day
    matches: Sequence[Match]
    courts: Sequence[Court]
    kinds: Sequence[Kind]
    kind_of: Sequence[int]
    zone_of: Sequence[int]
    walk: Sequence[Sequence[int]]
    allowed: Sequence[Sequence[int]]
    actors: Sequence[Ref]
    actors_of: Sequence[tuple[int, ...]]
    meals: dict[int, tuple[Meal, ...]]
    preds: Sequence[Wait]
    succs: Sequence[Wait]
    units: Sequence[tuple[int, ...]]
    unit_of: Sequence[int]
    order: Sequence[int]
    own: Sequence[int]
    pinned_court: dict[int, int]
    frozen: dict[int, Placement]

    @cached_property
    def anywhere(self) -> list[int]:
        """Per kind, the starts that at least one court permits."""
        return [union(row) for row in self.allowed]

    @cached_property
    def courts_of(self) -> list[list[int]]:
        """Per kind, its courts, those that serve the fewest kinds first: keep the versatile ones free."""
        serves = [sum(1 for row in self.allowed if row[court]) for court in range(len(self.courts))]
        return [
            sorted((c for c, starts in enumerate(row) if starts), key=lambda c: (serves[c], c)) for row in self.allowed
        ]

    @cached_property
    def matches_of(self) -> list[list[int]]:
        """Per actor, its matches."""
        found: list[list[int]] = [[] for _ in self.actors]
        for match, actors in enumerate(self.actors_of):
            for actor in actors:
                found[actor].append(match)
        return found

    def play(self, match: int) -> int:
        """Minutes of play of a match."""
        return self.kinds[self.kind_of[match]].play

    def rest(self, one: int, other: int) -> int:
        """Least minutes between matches of two kinds for who plays both, without the walk."""
        rests = self.day.rests
        return rests.same if self.kinds[one].discipline == self.kinds[other].discipline else rests.other

    def gap(self, pred: int, is_feeder: bool, walk: int = 0) -> int:
        """Minutes from the end of a match to the start of one that waits for it."""
        if not is_feeder:
            return 0
        return max(self.kinds[self.kind_of[pred]].changeover, self.day.rests.other + walk)


class CircleError(ValueError):
    """Matches wait for each other in a circle; ``matches`` names them."""

    def __init__(self, matches: tuple[str, ...]) -> None:
        super().__init__(" → ".join(matches))
        self.matches = matches


def can_eat(plays: list[tuple[int, int]], meal: Meal) -> bool:
    """Whether the sorted plays leave the minutes of the meal in one piece inside its time."""
    free_from = meal.start
    for start, end in plays:
        if min(start, meal.end) - free_from >= meal.minutes:
            return True
        free_from = max(free_from, end)
    return meal.end - free_from >= meal.minutes


WHO_WAITS = ("wishes", "pins", "same_time", "frozen", "people")
"""The parts of a day that say, beside its matches, who plays what and what waits for what."""


def normalise(day: Day, like: Problem | None = None) -> Problem:
    """The day in numbers; a CircleError when matches wait for each other.

    ``like`` is a day that may differ in courts, breaks, rests and lengths only: then who waits for whom is known.
    """
    if like is None or not _waits_alike(day, like.day):
        like = _without_courts(day)
    number = {match.id: index for index, match in enumerate(day.matches)}
    court_number = {court.id: index for index, court in enumerate(day.courts)}
    kinds: dict[Kind, int] = {}
    kind_of = [kinds.setdefault(Kind(m.stage, m.discipline, m.play, m.changeover), len(kinds)) for m in day.matches]
    zone_of, walk = _zones(day)
    problem = replace(
        like,
        day=day,
        matches=day.matches,
        courts=day.courts,
        kinds=list(kinds),
        kind_of=kind_of,
        zone_of=zone_of,
        walk=walk,
        allowed=[[_allowed(day, kind, court) for court in day.courts] for kind in kinds],
        meals=_meals(day, like.actors),
        pinned_court={number[pin.match]: court_number[pin.court] for pin in day.pins if pin.court is not None},
    )
    return _with_own_starts(problem)


def _waits_alike(day: Day, other: Day) -> bool:
    """Whether two days ask the same of who plays what and what waits for what."""
    return all(getattr(day, part) is getattr(other, part) for part in WHO_WAITS) and (
        day.matches is other.matches
        or [(m.id, m.stage, m.entries, m.feeders) for m in day.matches]
        == [(m.id, m.stage, m.entries, m.feeders) for m in other.matches]
    )


def _without_courts(day: Day) -> Problem:
    """Who plays what in a day, and what waits for what; courts and lengths are left open."""
    number = {match.id: index for index, match in enumerate(day.matches)}
    actors, actors_of = _actors(day)
    preds, succs = _orders(day, number)
    units, unit_of = _units(day, number)
    return Problem(
        day=day,
        matches=day.matches,
        courts=(),
        kinds=(),
        kind_of=(),
        zone_of=(),
        walk=(),
        allowed=(),
        actors=actors,
        actors_of=actors_of,
        meals={},
        preds=preds,
        succs=succs,
        units=units,
        unit_of=unit_of,
        order=_unit_order(day.matches, units, unit_of, preds),
        own=(),
        pinned_court={},
        frozen={number[p.match]: p for p in day.frozen if p.match in number},
    )


class _Asked:
    """The wishes and pins of a day by the match they count for, so that no match looks at all of them."""

    def __init__(self, day: Day) -> None:
        self.pins: dict[str, list[Pin]] = defaultdict(list)
        for pin in day.pins:
            self.pins[pin.match].append(pin)
        self._all = day.wishes
        self._by: dict[tuple[str, str | None], list[int]] = defaultdict(list)
        for number, wish in enumerate(day.wishes):
            self._by["entry", wish.entry].append(number)
            self._by["stage", wish.stage].append(number)

    def wishes(self, match: Match) -> list[Wish]:
        """The wishes that name one of its sides or its stage, in their order."""
        numbers = {n for entry in match.entries for n in self._by.get(("entry", entry), ())}
        return [self._all[n] for n in sorted(numbers.union(self._by.get(("stage", match.stage), ())))]


def _with_own_starts(problem: Problem) -> Problem:
    """Wishes, pins and waiting as sets of starts per unit: forward through what comes before, then back."""
    asked = _Asked(problem.day)
    own = [_wished(problem, asked, members) for members in problem.units]
    grid = problem.day.grid
    held = {match: placement.start for match, placement in problem.frozen.items()}
    ready: dict[int, int] = {}
    for unit in problem.order:
        for match in problem.units[unit]:
            waits = problem.preds[match]
            if id(waits) not in ready:
                ready[id(waits)] = _ready(problem, waits, own, held)
            own[unit] &= ~between(-1, ready[id(waits)], grid)
    due: dict[int, dict[bool, int]] = {}
    for unit in reversed(problem.order):
        for match in problem.units[unit]:
            waits = problem.succs[match]
            if id(waits) not in due:
                due[id(waits)] = _due(problem, waits, own)
            for is_feeder, latest in due[id(waits)].items():
                last = latest - problem.gap(match, is_feeder) - problem.play(match)
                own[unit] &= between(-1, last + 1, grid)
    return replace(problem, own=own)


def _ready(problem: Problem, waits: Wait, own: Sequence[int], held: Mapping[int, int]) -> int:
    """The minute by which all that is waited for can have ended."""
    ready = 0
    for pred, is_feeder in waits:
        first = lowest(own[problem.unit_of[pred]])
        if pred in held or first >= 0:
            start = held.get(pred, first * problem.day.grid)
            ready = max(ready, start + problem.play(pred) + problem.gap(pred, is_feeder))
    return ready


def _due(problem: Problem, waits: Wait, own: Sequence[int]) -> dict[bool, int]:
    """The latest start of what waits, apart for those that it feeds and those that only come later."""
    due: dict[bool, int] = {}
    for succ, is_feeder in waits:
        last = own[problem.unit_of[succ]].bit_length() - 1
        if last >= 0:
            latest = last * problem.day.grid
            due[is_feeder] = min(due.get(is_feeder, latest), latest)
    return due


def _wished(problem: Problem, asked: _Asked, members: tuple[int, ...]) -> int:
    """The starts that windows, breaks, pins and wishes leave a unit, before anybody waits for anybody."""
    day, grid = problem.day, problem.day.grid
    slacks = {slack.match: slack for slack in day.slacks}
    starts = -1
    for match in members:
        if match in problem.frozen:
            start = problem.frozen[match].start
            starts &= between(start - 1, start + 1, grid)
            continue
        kind = problem.kind_of[match]
        court = problem.pinned_court.get(match)
        starts &= problem.anywhere[kind] if court is None else problem.allowed[kind][court]
        value = problem.matches[match]
        for wish in asked.wishes(value):
            if wish.not_before is not None:
                starts &= ~between(-1, wish.not_before, grid)
            if wish.leaves is not None:
                starts &= between(-1, wish.leaves - value.play + 1, grid)
        for pin in asked.pins[value.id]:
            if pin.start is not None:
                starts &= between(pin.start - 1, pin.start + 1, grid)
        for pause in day.no_starts:
            starts &= ~between(pause.start - 1, pause.end, grid)
        if slack := slacks.get(value.id):
            starts &= ~between(-1, slack.first, grid)
            starts &= -1 if slack.last is None else between(-1, slack.last + 1, grid)
    return starts


def _allowed(day: Day, kind: Kind, court: Court) -> int:
    if court.stages is not None and kind.stage not in court.stages:
        return 0
    starts = union(between(max(opens, 0) - 1, closes - kind.play + 1, day.grid) for opens, closes in court.windows)
    for pause in day.breaks:
        starts &= ~between(pause.start - kind.play, pause.end, day.grid)
    return starts


def _actors(day: Day) -> tuple[list[Ref], list[tuple[int, ...]]]:
    """Everybody who plays more than in name: entries, and persons that more than one entry share."""
    numbers: dict[Ref, int] = {}
    rows = []
    for match in day.matches:
        people = [Ref("person", person) for entry in match.entries for person in day.people.get(entry, ())]
        busy = [*(Ref("entry", entry) for entry in match.entries), *people]
        rows.append(tuple(dict.fromkeys(numbers.setdefault(actor, len(numbers)) for actor in busy)))
    return list(numbers), rows


def _meals(day: Day, actors: Sequence[Ref]) -> dict[int, tuple[Meal, ...]]:
    """Per actor the meals that can still be had: what frozen matches have taken nobody can give back."""
    found: dict[int, list[Meal]] = defaultdict(list)
    number = {actor: index for index, actor in enumerate(actors)}
    matches = {match.id: match for match in day.matches}
    for wish in day.wishes:
        if wish.meal is None or wish.entry is None or Ref("entry", wish.entry) not in number:
            continue
        held = [p for p in day.frozen if wish.entry in matches[p.match].entries]
        if can_eat(sorted((p.start, p.start + matches[p.match].play) for p in held), wish.meal):
            found[number[Ref("entry", wish.entry)]].append(wish.meal)
    return {actor: tuple(meals) for actor, meals in found.items()}


def _zones(day: Day) -> tuple[list[int], list[list[int]]]:
    """Halls are told apart only when somebody has to walk between them."""
    if not day.walks:
        return [0] * len(day.courts), [[0]]
    minutes = {walk.halls: walk.minutes for walk in day.walks}
    halls = list(dict.fromkeys(court.hall for court in day.courts))
    walk = [[minutes.get(frozenset(filter(None, (a, b))), 0) if a != b else 0 for b in halls] for a in halls]
    return [halls.index(court.hall) for court in day.courts], walk


def _orders(day: Day, number: dict[str, int]) -> tuple[Waits, Waits]:
    preds: list[dict[int, bool]] = [{} for _ in day.matches]
    held = {placement.match for placement in day.frozen}
    asked = _Asked(day)
    for index, match in enumerate(day.matches):
        if match.id in held:  # It has its place: what should have come before no longer matters.
            continue
        for pin in asked.pins[match.id]:
            preds[index].update((number[other], False) for other in pin.after if other in number)
        for wish in asked.wishes(match):
            others = (number[other] for other in wish.after if other != match.id and other in number)
            preds[index].update((other, False) for other in others)
        preds[index].update((number[feeder], True) for feeder in match.feeders if feeder in number)
    succs: list[list[tuple[int, bool]]] = [[] for _ in day.matches]
    for index, waits in enumerate(preds):
        for pred, is_feeder in waits.items():
            succs[pred].append((index, is_feeder))
    # Those that wait for the same share one value, so that it is looked at once.
    same: dict[Wait, Wait] = {}
    shared_preds = [same.setdefault(one, one) for one in (tuple(waits.items()) for waits in preds)]
    shared_succs = [same.setdefault(one, one) for one in (tuple(waits) for waits in succs)]
    return shared_preds, shared_succs


def _units(day: Day, number: dict[str, int]) -> tuple[list[tuple[int, ...]], list[int]]:
    """Matches that share a start, also through a third one, are one unit."""
    lead = list(range(len(day.matches)))

    def find(index: int) -> int:
        while lead[index] != index:
            index = lead[index]
        return index

    for group in day.same_time:
        for one, other in pairwise(group):
            lead[find(number[other])] = find(number[one])
    together: dict[int, list[int]] = defaultdict(list)
    for index in range(len(day.matches)):
        together[find(index)].append(index)
    units = [tuple(members) for members in together.values()]
    unit_of = [0] * len(day.matches)
    for unit, members in enumerate(units):
        for member in members:
            unit_of[member] = unit
    return units, unit_of


def _unit_order(
    matches: Sequence[Match], units: Sequence[tuple[int, ...]], unit_of: Sequence[int], preds: Waits
) -> list[int]:
    waits = {
        unit: [unit_of[pred] for match in members for pred, _ in preds[match]] for unit, members in enumerate(units)
    }
    try:
        return list(TopologicalSorter(waits).static_order())
    except CycleError as circle:
        ids = dict.fromkeys(matches[units[unit][0]].id for unit in circle.args[1])
        raise CircleError(tuple(ids)) from None
