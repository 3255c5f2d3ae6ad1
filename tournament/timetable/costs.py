"""What each input of a day costs, by the analytic bound alone: the earliest end as asked, and with one thing changed.

A bound is a promise in one direction: the day cannot end before it. So a line says what a change makes possible at
best, at once and before anything is planned.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import gcd

from tournament.timetable.bounds import Bounds, find_bound
from tournament.timetable.conflicts import find_conflicts
from tournament.timetable.model import At, Bound, Court, Day, Fact, Finding, Match, Ref, Rests, Wish
from tournament.timetable.normalise import CircleError, natural_grid, normalise

MORE_COURTS = (-1, 1, 2)
SHORTER = 5
"""Minutes by which a rest or a match is made shorter to see what it costs."""
USUAL_REST = 10
"""What a longer rest is first tried with."""


class CostKind(StrEnum):
    """What is changed in a what-if."""

    COURTS = "courts"
    BREAK = "break"
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
    """A changed day and what was changed; ``parts`` are the single changes of a group."""

    kind: CostKind
    day: Day
    facts: Mapping[str, Fact] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    parts: tuple["_WhatIf", ...] = ()


def list_costs(day: Day, stop: Callable[[], bool] = lambda: False) -> Costs:
    """What the inputs of a day cost; ``stop`` is asked between the sums, and what is known by then is the answer."""
    conflicts = find_conflicts(day)
    bound = None if conflicts else _bound(day)
    end = bound.minutes if bound else None
    courts: list[Cost] = []
    lines: list[Cost] = []
    queue = [*_courts(day), *_fewer_minutes(day), *_fewer_wishes(day), *_shorter_matches(day)]
    while queue:
        if stop():
            break
        what_if = queue.pop(0)
        cost = Cost(what_if.kind, _end_of(what_if.day, end), what_if.facts, what_if.sources)
        if what_if.kind is CostKind.COURTS:
            courts.append(cost)
        elif cost.end != end and len(what_if.parts) > 1:
            # Something in the group matters: it is told by its parts, and as a group only where no part does alone.
            queue = [*what_if.parts, replace(what_if, parts=()), *queue]
        elif cost.end != end and not (what_if.kind is CostKind.WISHES and _has_wish(lines)):
            lines.append(cost)
    lines.sort(key=lambda cost: (cost.end is None, cost.end))
    return Costs(bound, conflicts, tuple(courts), tuple(lines), is_whole=not queue)


def _has_wish(lines: list[Cost]) -> bool:
    return any(line.kind is CostKind.WISH for line in lines)


def _bound(day: Day) -> Bound | None:
    try:
        return find_bound(normalise(day))
    except ValueError:
        return None


def _end_of(day: Day, near: int | None) -> int | None:
    """The earliest end of a day; ``near`` is where to look first. A day that could not be planned is judged whole."""
    try:
        if near is None and find_conflicts(day):
            return None
        return Bounds(normalise(day)).first_end("team", "courts", near=near)
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
        facts: dict[str, Fact] = {"count": len(day.courts) + more}
        if more > 0:
            extra = tuple(Court(f"+{number}", windows, hall, stages) for number in range(more))
            yield _WhatIf(CostKind.COURTS, replace(day, courts=(*day.courts, *extra)), facts)
        elif len(day.courts) > 1 and (free := [court for court in model if court.id not in pinned]):
            kept = tuple(court for court in day.courts if court != free[-1])
            yield _WhatIf(CostKind.COURTS, replace(day, courts=kept), facts)


def _fewer_minutes(day: Day) -> Iterator[_WhatIf]:
    """Without a break, with a shorter rest."""
    for pause in day.breaks:
        facts: dict[str, Fact] = {"from": At(pause.start), "until": At(pause.end)}
        kept = tuple(other for other in day.breaks if other != pause)
        yield _WhatIf(CostKind.BREAK, replace(day, breaks=kept), facts, (pause.source,))
    longest = max(day.rests.same, day.rests.other)
    if longest:
        less = USUAL_REST if longest > USUAL_REST else max(0, longest - SHORTER)
        changed = replace(day, rests=Rests(min(day.rests.same, less), min(day.rests.other, less)))
        yield _WhatIf(CostKind.REST, changed, {"minutes": longest, "less": less}, ("day.rest_minutes",))


def _shorter_matches(day: Day) -> Iterator[_WhatIf]:
    """With shorter matches of a stage."""
    for stage, play in {match.stage: match.play for match in day.matches}.items():
        if play > 2 * SHORTER:
            matches = tuple(replace(m, play=m.play - SHORTER) if m.stage == stage else m for m in day.matches)
            facts: dict[str, Fact] = {"stage": Ref("stage", stage), "minutes": play, "less": play - SHORTER}
            changed = replace(day, matches=matches, grid=_grid_of(matches, day))
            yield _WhatIf(CostKind.PLAY, changed, facts, (f"day.durations.{stage}",))


def _grid_of(matches: Iterable[Match], day: Day) -> int:
    """A grid that fits shorter matches, the rests between them and what is held fast."""
    takes = {match.play + match.changeover for match in matches}
    fixed = [pin.start for pin in day.pins if pin.start is not None]
    return gcd(natural_grid((*takes, day.rests.same, day.rests.other)), *fixed)


def _fewer_wishes(day: Day) -> Iterator[_WhatIf]:
    """Without the wishes of a team or a stage, what is held fast, what begins together."""
    # Meals are left out: a bound by arithmetic does not see them.
    seen = [wish for wish in day.wishes if wish.meal is None]
    by_whom: dict[Ref, list[Wish]] = {}
    for wish in seen:
        whom = Ref("entry", wish.entry) if wish.entry else Ref("stage", wish.stage or "")
        by_whom.setdefault(whom, []).append(wish)
    single = tuple(
        _without_wishes(day, wishes, CostKind.WISH, {"whom": whom, "count": len(wishes)})
        for whom, wishes in by_whom.items()
    )
    if len(single) == 1:
        yield single[0]
    elif single:
        yield replace(_without_wishes(day, seen, CostKind.WISHES, {"count": len(single)}), parts=single)
    for pin in day.pins:
        without = replace(day, pins=tuple(other for other in day.pins if other != pin))
        yield _WhatIf(CostKind.PIN, without, {"match": Ref("match", pin.match)}, (pin.source,))
    if day.same_time:
        yield _WhatIf(CostKind.SAME_TIME, replace(day, same_time=()), {}, ("day.same_time",))


def _without_wishes(day: Day, wishes: list[Wish], kind: CostKind, facts: Mapping[str, Fact]) -> _WhatIf:
    kept = tuple(wish for wish in day.wishes if wish not in wishes)
    return _WhatIf(kind, replace(day, wishes=kept), facts, tuple(wish.source for wish in wishes))
