"""What each input of a day costs, by the analytic bound alone: the earliest end as asked, and with one thing changed.

A bound is a promise in one direction: the day cannot end before it. So a line says what a change makes possible at
best, at once and before anything is planned.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial

from tournament.timetable.bounds import Bounds, find_bound
from tournament.timetable.conflicts import find_bounds, find_conflicts
from tournament.timetable.grid import grid_of
from tournament.timetable.model import At, Bound, Break, Court, Day, Fact, Finding, Pin, Ref, Rests, Wish
from tournament.timetable.normalise import CircleError, Problem, normalise

MORE_COURTS = (-1, 1, 2)
SHORTER = 5
"""Minutes by which a rest or a match is made shorter to see what it costs."""
USUAL_REST = 10
"""What a longer rest is first tried with."""
FEW = 3
"""So many what-ifs are looked at one by one; more of them first all together."""


class CostKind(StrEnum):
    """What is changed in a what-if."""

    COURTS = "courts"
    BREAK = "break"
    MEAL = "meal"
    REST = "rest"
    PLAY = "play"
    WISHES = "wishes"
    WISH = "wish"
    PIN = "pin"
    SAME_TIME = "same_time"


@dataclass(frozen=True, slots=True)
class Cost:
    """One what-if: the earliest end of play with the change, in minutes; None: then the day cannot be planned.

    ``facts`` say what is changed, ``sources`` which paths of the input.
    """

    kind: CostKind
    end: int | None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Costs:
    """The day as asked, and the what-ifs that change its earliest end, the most telling first.

    Without a ``bound`` the day cannot be planned. ``courts`` tell the end with fewer and more courts, also where it
    stays. ``is_whole`` is False where there was no time to try everything.
    """

    bound: Bound | None
    conflicts: tuple[Finding, ...]
    courts: tuple[Cost, ...] = ()
    lines: tuple[Cost, ...] = ()
    is_whole: bool = True

    @property
    def end(self) -> int | None:
        """The earliest end as asked; None where the day cannot be planned."""
        return self.bound.minutes if self.bound is not None else None


@dataclass(frozen=True, slots=True)
class _WhatIf:
    """A change of the day, and what is changed by it; ``is_easier``: whatever was possible is possible then too."""

    kind: CostKind
    change: Callable[[Day], Day]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    is_easier: bool = True


class _LateError(Exception):
    """There is no time for another sum."""


def list_costs(day: Day, stop: Callable[[], bool] = lambda: False) -> Costs:
    """What the inputs of a day cost; ``stop`` is asked before each sum, and what is known by then is the answer."""
    bounds = find_bounds(day)
    bound = find_bound(bounds.problem, bounds) if bounds is not None and bounds.possible_ends() else None
    sums = _Sums(day, bounds.problem if bounds is not None else None, bound.minutes if bound else None, stop)
    is_whole = True
    try:
        for what_if in _courts(day):
            sums.courts.append(sums.cost(what_if))
        sums.tell([*_without_breaks(day), *_shorter_rest(day), *_without_meals(day), *_without_same_time(day)])
        sums.tell(list(_without_wishes(day)), CostKind.WISHES)
        sums.tell(list(_without_pins(day)))
        sums.tell(list(_shorter_matches(day)))
    except _LateError:
        is_whole = False
    lines = sorted(sums.lines, key=lambda cost: (cost.end is None, cost.end))
    return Costs(bound, () if bounds else find_conflicts(day), tuple(sums.courts), tuple(lines), is_whole)


class _Sums:
    """The sums about one day, and what they told: its earliest end with something changed beside that as asked.

    ``like`` is the day as asked in numbers, None where it cannot be planned.
    """

    def __init__(self, day: Day, like: Problem | None, end: int | None, stop: Callable[[], bool]) -> None:
        self.courts: list[Cost] = []
        self.lines: list[Cost] = []
        self._day, self._like, self._end, self._stop = day, like, end, stop

    def cost(self, what_if: _WhatIf) -> Cost:
        """What one change makes of the end."""
        return Cost(what_if.kind, self._end_with([what_if]), what_if.facts, what_if.sources)

    def tell(self, what_ifs: Sequence[_WhatIf], together: CostKind | None = None) -> bool:
        """Keep those that change the end; where many change nothing together, none of them does alone.

        Where they only do together, they are one line of the kind ``together``, if there is one. The answer is whether
        anything was kept.
        """
        before = len(self.lines)
        if len(what_ifs) > (1 if together else FEW):
            end = self._end_with(what_ifs)
            if end != self._end:
                half = len(what_ifs) // 2
                is_told = [self.tell(what_ifs[:half]), self.tell(what_ifs[half:])]
                if together and not any(is_told):
                    sources = tuple(source for what_if in what_ifs for source in what_if.sources)
                    self.lines.append(Cost(together, end, {"count": len(what_ifs)}, sources))
        else:
            self.lines.extend(cost for what_if in what_ifs if (cost := self.cost(what_if)).end != self._end)
        return len(self.lines) > before

    def _end_with(self, what_ifs: Sequence[_WhatIf]) -> int | None:
        """The earliest end with some changes; a day that could not be planned is judged whole."""
        if self._stop():
            raise _LateError
        day = self._day
        for what_if in what_ifs:
            day = what_if.change(day)
        if self._end is None:
            bounds = find_bounds(day)
            return bounds.first_end("team", "courts") if bounds is not None else None
        try:
            is_open = all(what_if.is_easier for what_if in what_ifs)
            return Bounds(normalise(day, self._like)).first_end("team", "courts", near=self._end, is_open=is_open)
        except CircleError:
            return None


def _courts(day: Day) -> Iterator[_WhatIf]:
    """One court fewer, one and two more of the kind that there are most of."""
    if not day.courts:
        return
    alike = Counter((court.windows, court.stages, court.hall) for court in day.courts)
    windows, stages, hall = max(alike, key=lambda kind: alike[kind])
    pinned = {pin.court for pin in day.pins} | {placement.court for placement in day.frozen}
    model = [court for court in day.courts if (court.windows, court.stages, court.hall) == (windows, stages, hall)]
    for more in MORE_COURTS:
        courts = None
        if more > 0:
            courts = (*day.courts, *(Court(f"+{number}", windows, hall, stages) for number in range(more)))
        elif len(day.courts) > 1 and (free := [court for court in model if court.id not in pinned]):
            courts = tuple(court for court in day.courts if court != free[-1])
        if courts is not None:
            facts: dict[str, Fact] = {"count": len(courts)}
            yield _WhatIf(CostKind.COURTS, partial(replace, courts=courts), facts, is_easier=more > 0)


def _without_breaks(day: Day) -> Iterator[_WhatIf]:
    def without(pause: Break, day: Day) -> Day:
        return replace(day, breaks=tuple(other for other in day.breaks if other != pause))

    for pause in day.breaks:
        facts: dict[str, Fact] = {"from": At(pause.start), "until": At(pause.end)}
        yield _WhatIf(CostKind.BREAK, partial(without, pause), facts, (pause.source,))


def _shorter_rest(day: Day) -> Iterator[_WhatIf]:
    longest = max(day.rests.same, day.rests.other)
    if longest:
        less = USUAL_REST if longest > USUAL_REST else max(0, longest - SHORTER)
        rests = Rests(min(day.rests.same, less), min(day.rests.other, less))
        facts: dict[str, Fact] = {"minutes": longest, "less": less}
        yield _WhatIf(CostKind.REST, partial(replace, rests=rests), facts, ("day.rest_minutes",))


def _without_meals(day: Day) -> Iterator[_WhatIf]:
    """Without food in turns, for all at once."""

    def hungry(day: Day) -> Day:
        return replace(day, wishes=tuple(replace(wish, meal=None) if wish.meal else wish for wish in day.wishes))

    if sources := tuple(wish.source for wish in day.wishes if wish.meal):
        yield _WhatIf(CostKind.MEAL, hungry, {}, sources)


def _without_same_time(day: Day) -> Iterator[_WhatIf]:
    if day.same_time:
        yield _WhatIf(CostKind.SAME_TIME, partial(replace, same_time=()), {}, ("day.same_time",))


def _without_wishes(day: Day) -> Iterator[_WhatIf]:
    """Without what is wished for a team or a stage; food in turns is looked at apart."""

    def without(wishes: list[Wish], day: Day) -> Day:
        return replace(day, wishes=tuple(wish for wish in day.wishes if wish not in wishes))

    by_whom: dict[Ref, list[Wish]] = {}
    for wish in day.wishes:
        if wish.meal is None:
            by_whom.setdefault(wish.whom, []).append(wish)
    for whom, wishes in by_whom.items():
        facts: dict[str, Fact] = {"whom": whom, "count": len(wishes)}
        yield _WhatIf(CostKind.WISH, partial(without, wishes), facts, tuple(wish.source for wish in wishes))


def _without_pins(day: Day) -> Iterator[_WhatIf]:
    def without(pin: Pin, day: Day) -> Day:
        return replace(day, pins=tuple(other for other in day.pins if other != pin))

    for pin in day.pins:
        yield _WhatIf(CostKind.PIN, partial(without, pin), {"match": Ref("match", pin.match)}, (pin.source,))


def _shorter_matches(day: Day) -> Iterator[_WhatIf]:
    def shorter(stage: str, day: Day) -> Day:
        matches = tuple(replace(m, play=m.play - SHORTER) if m.stage == stage else m for m in day.matches)
        return replace(day, matches=matches, grid=grid_of(matches, day.rests, day.pins))

    for stage, play in {match.stage: match.play for match in day.matches}.items():
        if play > 2 * SHORTER:
            facts: dict[str, Fact] = {"stage": Ref("stage", stage), "minutes": play, "less": play - SHORTER}
            source = f"day.durations.{stage}"
            # On another grid: what was possible may stand off it.
            yield _WhatIf(CostKind.PLAY, partial(shorter, stage), facts, (source,), is_easier=False)
