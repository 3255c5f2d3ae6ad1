"""Why a day has no plan: the smallest set of its parts that cannot be kept together, and the least changes that help.

A set is only told once it is proved by itself: the day with these parts and no others has no plan, and with any one
of them left out it has one. Arithmetic is asked first, the solver where arithmetic finds nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from tournament.timetable.asked import list_asked
from tournament.timetable.codes import Code
from tournament.timetable.conflicts import is_refuted, list_proofs
from tournament.timetable.feasible import find_any
from tournament.timetable.ladders import Eased, Ladder
from tournament.timetable.model import Day, Finding, Outcome, Ref
from tournament.timetable.options import Explanation, Option
from tournament.timetable.oracle import Find, Oracle
from tournament.timetable.relaxations import list_ladders, list_side_ladders
from tournament.timetable.reliefs import MANY, Item, in_groups, list_items, named, without

MOST_CONFLICTS = 4
"""Conflicts that are told at once, and solved by one option."""
MOST_OPTIONS = 8
FEW = 8
"""Parts up to which they are left out one by one."""
EXPLAIN_SECONDS = 8.0
"""How long a worker or a command looks for conflicts and ways out."""


def explain_day(day: Day, *, seconds: float, clock: Callable[[], float], find: Find = find_any) -> Explanation:
    """The conflicts of a day and the ways out that were found in so many seconds.

    ``clock`` gives seconds from any fixed moment. Both empty when the day has a plan; a single finding NOTHING_FOUND
    when no conflict is proved and no plan found.
    """
    oracle = Oracle(clock=clock, until=clock() + seconds, find=find)
    proofs = _first_of_all(list_proofs(day), list_items(day))
    if not proofs:
        possible = oracle.has_plan(day)
        if possible:
            return Explanation((), ())
        if possible is None:
            return Explanation((Finding(Code.NOTHING_FOUND, {"seconds": round(seconds)}),), ())
    found = [_prove(day, proof, oracle) for proof in proofs[:MOST_CONFLICTS] or (None,)]
    findings = tuple(replace(finding, sources=named(finding.sources, day)) for finding, _ in found)
    return Explanation(findings, tuple(_list_options(day, *found[0], oracle)))


def _first_of_all(proofs: Sequence[Finding], items: Sequence[Item]) -> list[Finding]:
    """The proofs to tell: where something forbids every plan that no part of the day can change, only that."""
    names = {name for item in items for name in (item.path, item.group)}
    unchanging = [proof for proof in proofs if not names & set(proof.sources)]
    return unchanging or list(proofs)


def explain_outcome(day: Day, outcome: Outcome, *, seconds: float, clock: Callable[[], float]) -> Explanation | None:
    """Why a search has no plan of the whole day; None where it has one, or where no conflict is proved.

    A plan that leaves matches out only because the time was up is no conflict.
    """
    if outcome.plan is not None and not outcome.plan.not_placed:
        return None
    explanation = explain_day(day, seconds=seconds, clock=clock)
    if explanation.is_proved:
        return explanation
    return Explanation(outcome.conflicts, explanation.options) if outcome.conflicts else None


def _prove(day: Day, proof: Finding | None, oracle: Oracle) -> tuple[Finding, list[Item]]:
    """A conflict with the fewest parts it needs, and those parts."""
    items = list_items(day)
    told = [item for item in items if proof and item.path in proof.sources]
    if proof is None or oracle.has_plan(_only(day, told)) is not False:
        told = items
    core = _smallest(day, told, oracle)
    paths = tuple(item.path for item in core)
    if proof is not None and (set(paths) == set(proof.sources) or not core):
        return proof, core
    again = next((other for other in list_proofs(_only(day, core)) if set(other.sources) <= set(paths)), None)
    return (replace(again, sources=paths) if again else _together(day, core, paths)), core


def _only(day: Day, kept: Sequence[Item]) -> Day:
    """The day with these parts and none of the others."""
    paths = {item.path for item in kept}
    return without(day, [item for item in list_items(day) if item.path not in paths])


def _smallest(day: Day, items: list[Item], oracle: Oracle) -> list[Item]:
    """Parts that have no plan together, of which none can be left out; many of one list are one part.

    ``items`` must have none. What is not decided in time is kept.
    """
    if len(items) > FEW:
        for group in in_groups(reversed(items)).values():
            rest = [item for item in items if item not in group]
            if oracle.has_plan(_only(day, rest)) is False:
                items = rest
    if any(len(group) > FEW for group in in_groups(items).values()) and not is_refuted(_only(day, items)):
        items = _halved(day, [], False, items, oracle)
    for part in _units(items):
        rest = [other for other in items if other not in part]
        if oracle.has_plan(_only(day, rest)) is False:
            items = rest
    return items


def _units(items: list[Item]) -> list[list[Item]]:
    """The parts to be left out one by one, those first that people would rather miss; a long list is one of them."""
    found: list[list[Item]] = []
    for group in in_groups(reversed(items)).values():
        found += [group] if len(group) > MANY else [[item] for item in group]
    return found


def _halved(day: Day, given: list[Item], is_new: bool, items: list[Item], oracle: Oracle) -> list[Item]:
    """The parts of ``items`` that are needed beside ``given``, found by halves (QuickXplain)."""
    if is_new and oracle.has_plan(_only(day, given)) is False:
        return []
    if len(items) <= 1:
        return items
    first, second = items[: len(items) // 2], items[len(items) // 2 :]
    needed = _halved(day, [*given, *first], bool(first), second, oracle)
    return [*_halved(day, [*given, *needed], bool(needed), first, oracle), *needed]


def _together(day: Day, core: list[Item], paths: tuple[str, ...]) -> Finding:
    """A conflict that no sum shows: what is asked, part by part."""
    return Finding(Code.NOT_TOGETHER, {"asked": tuple(list_asked(day, core))}, paths)


def _list_options(day: Day, finding: Finding, core: list[Item], oracle: Oracle) -> Iterator[Option]:
    """Ways out, a part of the conflict after the other, then more room; each makes the whole day possible."""
    oracle.hurry()
    groups = in_groups(list_items(day))
    parts = _parts(day, core)
    for number, part in enumerate(parts):
        whole = groups[part[0].group]
        # Many conflicts of one kind: nothing helps that leaves the others of the list as they are.
        if len(whole) > max(MANY, len(part)) and is_refuted(without(day, part)):
            parts[number] = whole
    found = list(islice(_options_of(day, parts, oracle), MOST_OPTIONS))
    yield from found
    refs = (part for fact in finding.facts.values() for part in (fact if isinstance(fact, tuple) else (fact,)))
    told = [ref.id for ref in refs if isinstance(ref, Ref) and ref.kind == "match"]
    # What happened is not always anybody's to change: in a repair there are ways out without a part too.
    for ladder in list_side_ladders(day, told) if core or day.slacks else ():
        if oracle.is_late or len(found) >= MOST_OPTIONS:
            return
        if option := _option(day, [], ladder, oracle):
            found.append(option)
            yield option


def _options_of(day: Day, parts: list[list[Item]], oracle: Oracle) -> Iterator[Option]:
    for part in parts:
        cleared = _clear_others(day, part, oracle)
        if cleared is None:
            continue
        has_helped = False
        for ladder in list_ladders(day, part):
            if oracle.is_late:
                return
            if not (has_helped and ladder.is_last_resort) and (option := _option(*cleared, ladder, oracle)):
                has_helped = True
                yield option


def _parts(day: Day, core: list[Item]) -> list[list[Item]]:
    """The core as an answer names it: like items are one part where there are many, and so are all the courts."""
    parts: dict[str, list[Item]] = {}
    names = set(named([item.path for item in core], day))
    for item in reversed(core):
        parts.setdefault(item.path if item.path in names else item.group, []).append(item)
    return list(parts.values())


def _clear_others(day: Day, part: list[Item], oracle: Oracle) -> tuple[Day, list[Eased]] | None:
    """The day without the conflicts that remain when the part is left out, and the steps that this takes."""
    others: list[Eased] = []
    for _ in range(MOST_CONFLICTS):
        free = without(day, part)
        possible = oracle.has_plan(free)
        if possible:
            return day, others
        eased = _ease_another(free, day, oracle) if possible is False else None
        if eased is None:
            return None
        others.append(eased)
        day = eased.day
    return None


def _option(day: Day, others: list[Eased], ladder: Ladder, oracle: Oracle) -> Option | None:
    """The least step that makes the day possible; ``others`` have been taken already."""
    step = _least(ladder, lambda n: oracle.has_plan(ladder.ease(day, n).day) is True)
    if step is None:
        return None
    eased = ladder.ease(day, step)
    changes = tuple(change for each in (*others, eased) for change in each.changes)
    if not others:
        return Option(eased.finding, changes)
    # A part that was eased twice is told once, as it is in the end.
    latest = {each.finding.sources or (each.finding.code,): each for each in (*others, eased)}
    others = [each for each in latest.values() if each is not eased]
    sources = tuple(dict.fromkeys(source for each in (*others, eased) for source in each.finding.sources))
    return Option(Finding(Code.EASE_ALL, {"asked": tuple(e.finding for e in (eased, *others))}, sources), changes)


def _ease_another(free: Day, base: Day, oracle: Oracle) -> Eased | None:
    """A step on ``base`` that ends a further conflict, one that ``free`` has still."""
    core = _smallest(free, list_items(free), oracle)
    for part in _parts(free, core):
        for ladder in list_ladders(base, part):
            step = _least(ladder, partial(_ends, ladder, free, core, oracle))
            if step is not None:
                return ladder.ease(base, step)
    return None


def _ends(ladder: Ladder, day: Day, core: list[Item], oracle: Oracle, step: int) -> bool:
    """Whether a step ends that conflict, whatever else is wrong with the day."""
    return oracle.has_plan(_only(ladder.ease(day, step).day, core)) is True


def _least(ladder: Ladder, helps: Callable[[int], bool]) -> int | None:
    """The least step that helps; None when none does."""
    if not ladder.is_growing:
        return next((step for step in range(1, ladder.steps + 1) if helps(step)), None)
    if not helps(ladder.steps):
        return None
    low, high = 1, ladder.steps
    while low < high:
        middle = (low + high) // 2
        if helps(middle):
            high = middle
        else:
            low = middle + 1
    return low
