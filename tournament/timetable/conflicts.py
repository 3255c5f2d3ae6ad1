"""Why a day cannot be planned: what arithmetic alone can prove, at once and without a search.

Every conflict names as few paths of the input as are needed: what can be left out without the proof
failing is left out.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import combinations

from tournament.timetable.bounds import Bounds, Overload
from tournament.timetable.codes import Code
from tournament.timetable.ledger import Ledger, actors_of
from tournament.timetable.model import At, Day, Fact, Finding, Match, Placement, Ref
from tournament.timetable.normalise import CircleError, Problem, Wait, normalise
from tournament.timetable.reliefs import MANY, Item, in_groups, list_items, named, without

PIN_FACTS = ("match", "other", "start", "other_start")
CLASHES = {
    *(Code.COURT_TAKEN, Code.TEAM_BUSY, Code.TEAM_REST, Code.PERSON_BUSY, Code.PERSON_REST),
    *(Code.FEEDER_NOT_ENDED, Code.AFTER_NOT_ENDED, Code.NOT_SAME_TIME),
}


def find_conflicts(day: Day) -> tuple[Finding, ...]:
    """The conflicts of a day that need no solver; empty does not promise that a plan exists.

    Simple ones come all at once (a pin off its court, a team against itself); only when there are none are
    the sums of the day looked at, and the first overload is told.
    """
    return tuple(replace(finding, sources=named(finding.sources, day)) for finding in list_proofs(day))


def list_proofs(day: Day) -> tuple[Finding, ...]:
    """The conflicts of a day with every path of the input by itself, however many they are."""
    if simple := tuple(_simple(day)):
        return simple
    try:
        problem = normalise(day)
    except CircleError as circle:
        refs = tuple(Ref("match", match) for match in circle.matches)
        return (Finding(Code.CIRCLE, {"matches": refs}, _needed(day, _goes_in_a_circle)),)
    if stuck := tuple(_no_start(day, problem)):
        return stuck
    if pins := tuple(_pins_collide(day)):
        return pins
    overload = Bounds(problem).refute(day.closes)
    return (_overload(day, problem, overload),) if overload else ()


def is_refuted(day: Day) -> bool:
    """Whether arithmetic alone proves that the day has no plan."""
    return find_bounds(day) is None


def find_bounds(day: Day) -> Bounds | None:
    """The bounds of a day; None where arithmetic alone proves that it has no plan."""
    if any(_simple(day)):
        return None
    try:
        problem = normalise(day)
    except CircleError:
        return None
    if any(_stuck(problem)) or any(_pin_clashes(day)):
        return None
    bounds = Bounds(problem)
    return bounds if bounds.refute(day.closes) is None else None


def _goes_in_a_circle(day: Day) -> bool:
    try:
        normalise(day)
    except CircleError:
        return True
    return False


def _simple(day: Day) -> Iterator[Finding]:
    matches = {match.id: match for match in day.matches}
    frozen = {placement.match for placement in day.frozen}
    for match in day.matches:
        people = Counter(p for entry in match.entries for p in set(day.people.get(entry, ())))
        for person, sides in people.items():
            if sides > 1 and match.id not in frozen:
                facts: dict[str, Fact] = {"match": Ref("match", match.id), "who": Ref("person", person)}
                yield Finding(Code.PERSON_AGAINST_SELF, facts, ("entries",))
    all_courts = tuple(court.source for court in day.courts) or ("day.courts",)
    for stage in dict.fromkeys(match.stage for match in day.matches if match.id not in frozen):
        if not any(court.stages is None or stage in court.stages for court in day.courts):
            yield Finding(Code.NO_COURT, {"stage": Ref("stage", stage)}, all_courts)
    for pin in day.pins:
        if pin.start is not None and pin.start % day.grid and pin.match not in frozen:
            facts = {"match": Ref("match", pin.match), "start": At(pin.start), "grid": day.grid}
            yield Finding(Code.PIN_OFF_GRID, facts, (pin.source,))
    for wish in day.wishes:
        if wish.meal and wish.entry and wish.meal.end - wish.meal.start < wish.meal.minutes:
            times: dict[str, Fact] = {"from": At(wish.meal.start), "until": At(wish.meal.end)}
            facts = {"who": Ref("entry", wish.entry), "minutes": wish.meal.minutes}
            yield Finding(Code.MEAL_TOO_SHORT, facts | times, (wish.source,))
    yield from _of_groups(day, matches, frozen)
    yield from _of_waits(day, frozen)


def _of_groups(day: Day, matches: Mapping[str, Match], frozen: Set[str]) -> Iterator[Finding]:
    """Matches of one start: no team in two of them, no more than there are courts."""
    for group in day.same_time:
        open_ = [match for match in group if match not in frozen]
        if len(open_) > len(day.courts):
            facts: dict[str, Fact] = {"count": len(open_), "courts": len(day.courts)}
            yield Finding(Code.SAME_TIME_COURTS, facts, ("day.same_time",))
        for one, other in combinations(open_, 2):
            busy = set(actors_of(day, matches[one]))
            for who in (actor for actor in actors_of(day, matches[other]) if actor in busy):
                facts = {"match": Ref("match", other), "other": Ref("match", one), "who": who}
                yield Finding(Code.SAME_TIME_CLASH, facts, ("day.same_time",))


def _of_waits(day: Day, frozen: Set[str]) -> Iterator[Finding]:
    """A team with two matches must rest longer than it may wait."""
    if day.max_wait is None or not day.max_wait_is_hard:
        return
    own: dict[str, list[str]] = {}
    for match in day.matches:
        for entry in match.entries if match.id not in frozen else ():
            own.setdefault(entry, []).append(match.discipline)
    for disciplines in own.values():
        rest = min(day.rests.same, day.rests.other) if len(set(disciplines)) > 1 else day.rests.same
        if len(disciplines) > 1 and rest > day.max_wait:
            facts: dict[str, Fact] = {"minutes": rest, "most": day.max_wait}
            yield Finding(Code.REST_OVER_WAIT, facts, ("day.rest_minutes", "day.max_wait_minutes"))
            return


def _stuck(problem: Problem) -> Iterator[list[int]]:
    """Matches that windows, breaks, wishes and what they wait for leave no start."""
    for unit in problem.order:
        members = [match for match in problem.units[unit] if match not in problem.frozen]
        if members and not problem.own[unit]:
            yield members


def _no_start(day: Day, problem: Problem) -> Iterator[Finding]:
    members = next(_stuck(problem), None)
    if members is not None:
        match = problem.matches[members[0]].id

        def refuted(smaller: Day) -> bool:
            fewer = normalise(smaller)
            number = next(i for i, value in enumerate(fewer.matches) if value.id == match)
            return not fewer.own[fewer.unit_of[number]]

        sources = _needed(_around(day, problem, members), refuted)
        yield Finding(Code.NO_START, {"match": Ref("match", match)}, sources)


def _pin_clashes(day: Day) -> Iterator[Finding]:
    """Pinned matches among themselves: the checker judges the timetable of the pins alone."""
    held = {placement.match for placement in day.frozen}
    times: dict[str, int] = {}
    courts: dict[str, str] = {}
    for pin in day.pins:
        if pin.start is not None and pin.match not in held:
            times[pin.match] = pin.start
        if pin.court is not None:
            courts[pin.match] = pin.court
    if not times:
        return
    anywhere = replace(
        day, courts=(*day.courts, *(replace(day.courts[0], id=f"?{match}", hall=None) for match in times))
    )
    ledger = Ledger(anywhere)
    pinned = [Placement(match, courts.get(match, f"?{match}"), start) for match, start in times.items()]
    for placement in (*day.frozen, *pinned):
        ledger.add(placement)
    for placement in pinned:
        yield from (finding for finding in ledger.findings_of(placement) if finding.code in CLASHES)


def _pins_collide(day: Day) -> Iterator[Finding]:
    seen: set[frozenset[str]] = set()
    for finding in _pin_clashes(day):
        pair = frozenset(ref.id for key in ("match", "other") if isinstance(ref := finding.facts.get(key), Ref))
        if pair not in seen:
            seen.add(pair)
            only = replace(day, pins=tuple(pin for pin in day.pins if pin.match in pair))
            sources = _needed(only, lambda smaller: any(_pin_clashes(smaller)))
            yield Finding(Code.PINS_COLLIDE, {key: finding.facts[key] for key in PIN_FACTS}, sources)


def _overload(day: Day, problem: Problem, overload: Overload) -> Finding:
    def refuted(smaller: Day) -> bool:
        return Bounds(normalise(smaller)).refute(smaller.closes) is not None

    # What comes after the matches is seldom needed, and without it each question is answered far sooner.
    near = day if overload.kind == "chain" else _with(day, problem, overload.matches, (problem.preds,))
    if near is day or not refuted(near):
        near = _around(day, problem, overload.matches)
    sources = _needed(near, refuted)
    facts: dict[str, Fact] = {
        "count": overload.count or len(overload.matches),
        "from": At(overload.first),
        "by": At(overload.last),
    }
    if overload.kind == "team" and overload.actor is not None:
        needs = At(Bounds(problem).capacity.end_of_team(overload.actor, overload.matches, overload.first))
        team: dict[str, Fact] = {"who": problem.actors[overload.actor], "needs": needs}
        return Finding(Code.TEAM_STAY, facts | team, sources)
    if overload.kind == "chain":
        line = tuple(Ref("match", problem.matches[match].id) for match in overload.matches)
        return Finding(Code.CHAIN_TOO_LONG, facts | {"matches": line}, sources)
    courts: dict[str, Fact] = {"courts": len(overload.courts), "reach": overload.reach}
    all_courts = tuple(court.source for court in day.courts)
    return Finding(Code.COURTS_FULL, facts | courts, sources or all_courts)


def _needed(day: Day, refuted: Callable[[Day], bool]) -> tuple[str, ...]:
    """The paths of the input without which the proof fails, found by leaving out all of a list, halves of it, one.

    Of a list that needs so many that it goes by its name the rest is kept unasked; of courts that are alike one
    answers for all.
    """
    needed: list[str] = []
    for items in reversed(in_groups(list_items(day)).values()):
        day, kept = _thinned(day, items, refuted)
        needed += [item.path for item in kept]
    return tuple(needed)


def _thinned(day: Day, items: list[Item], refuted: Callable[[Day], bool]) -> tuple[Day, list[Item]]:
    """The day without those of the items that the proof does not need, and the others."""
    smaller = without(day, items)
    if refuted(smaller):
        return smaller, []
    if len(items) == 1 or (_are_alike(day, items) and not refuted(items[0].without(day))):
        return day, items
    half = len(items) // 2
    day, second = _thinned(day, items[half:], refuted)
    if len(second) > MANY:
        return day, [*items[:half], *second]
    day, first = _thinned(day, items[:half], refuted)
    return day, [*first, *second]


def _are_alike(day: Day, items: list[Item]) -> bool:
    """Whether the items are courts with the same windows and stages."""
    courts = {court.source: (court.windows, court.stages) for court in day.courts}
    return len({courts.get(item.path, item.path) for item in items}) == 1


def _around(day: Day, problem: Problem, matches: Sequence[int]) -> Day:
    """The day with these matches and all that comes before or after them: enough to prove it on."""
    return _with(day, problem, matches, (problem.preds, problem.succs))


def _with(day: Day, problem: Problem, matches: Sequence[int], ways: Sequence[Sequence[Wait]]) -> Day:
    """The day with these matches and those that come before or after them, whichever way is asked for."""
    kept: set[int] = set()
    for waits in ways:
        queue, seen = list(matches), set(matches)
        while queue:
            for other, _ in waits[queue.pop()]:
                for mate in problem.units[problem.unit_of[other]]:
                    if mate not in seen:
                        seen.add(mate)
                        queue.append(mate)
        kept |= seen
    for match in matches:
        kept.update(problem.units[problem.unit_of[match]])
    ids = {problem.matches[match].id for match in kept} | {placement.match for placement in day.frozen}
    entries = {entry for match in day.matches if match.id in ids for entry in match.entries}
    stages = {match.stage for match in day.matches if match.id in ids}
    return replace(
        day,
        matches=tuple(match for match in day.matches if match.id in ids),
        wishes=tuple(wish for wish in day.wishes if wish.entry in entries or wish.stage in stages),
        pins=tuple(pin for pin in day.pins if pin.match in ids),
        same_time=day.together(ids),
    )
