"""The rules of a plan once more, by brute force and as simply as they can be said, to hold the checker against.

It looks at every minute of every pair. It answers with (code, matches involved).
"""

from itertools import combinations, pairwise

from tournament.timetable.model import Day, Match, Placement, Plan, Wish

Broken = set[tuple[str, frozenset[str]]]


def broken_rules(day: Day, plan: Plan) -> Broken:
    """Every rule the plan breaks."""
    matches = {match.id: match for match in day.matches}
    placed = {placement.match: placement for placement in plan.placements}
    found: Broken = {("missing", frozenset({match})) for match in matches if match not in placed}
    frozen = {placement.match: placement for placement in day.frozen}
    for placement in plan.placements:
        if placement.match in frozen:
            held = frozen[placement.match]
            if (held.court, held.start) != (placement.court, placement.start):
                found.add(("frozen_moved", frozenset({placement.match})))
        else:
            found |= {(code, frozenset({placement.match})) for code in _alone(day, matches, placed, placement)}
    for one, other in combinations(sorted(placed.values(), key=lambda p: (p.start, p.match)), 2):
        if not (one.match in frozen and other.match in frozen):
            pair = frozenset({one.match, other.match})
            found |= {(code, pair) for code in _pair(day, matches, one, other)}
            found |= {(code, pair) for code in _ordered(day, matches, one, other, frozen)}
    found |= _without_feeders(day, placed, frozen)
    found |= _meals_and_waits(day, matches, placed, frozen)
    return found


def _wishes(day: Day, match: Match) -> list[Wish]:
    return [w for w in day.wishes if (w.entry and w.entry in match.entries) or w.stage == match.stage]


def _alone(day: Day, matches: dict[str, Match], placed: dict[str, Placement], placement: Placement) -> set[str]:
    match = matches[placement.match]
    court = next(court for court in day.courts if court.id == placement.court)
    minutes = range(placement.start, placement.start + match.play)
    codes = set()
    if placement.start % day.grid != 0:
        codes.add("off_grid")
    if court.stages is not None and match.stage not in court.stages:
        codes.add("court_not_for_stage")
    if not any(all(opens <= m < closes for m in minutes) for opens, closes in court.windows):
        codes.add("outside_window")
    if any(pause.start <= m < pause.end for pause in day.breaks for m in minutes):
        codes.add("in_break")
    for wish in _wishes(day, match):
        if wish.not_before is not None and placement.start < wish.not_before:
            codes.add("too_early")
        if wish.leaves is not None and placement.start + match.play > wish.leaves:
            codes.add("too_late")
    for pin in day.pins:
        if pin.match == match.id:
            if pin.court and pin.court != placement.court:
                codes.add("pin_court")
            if pin.start is not None and pin.start != placement.start:
                codes.add("pin_start")
    people = [person for entry in match.entries for person in day.people.get(entry, ())]
    if len(people) != len(set(people)):
        codes.add("person_against_self")
    return codes


def _walk(day: Day, one: Placement, other: Placement) -> int:
    halls = {court.id: court.hall for court in day.courts}
    for walk in day.walks:
        if walk.halls == {halls[one.court], halls[other.court]}:
            return walk.minutes
    return 0


def _pair(day: Day, matches: dict[str, Match], one: Placement, other: Placement) -> set[str]:
    """`one` starts first."""
    first, second = matches[one.match], matches[other.match]
    ends = one.start + first.play
    codes = set()
    if one.court == other.court and other.start < ends + first.changeover:
        codes.add("court_taken")
    for group in day.same_time:
        if one.match in group and other.match in group and one.start != other.start:
            codes.add("not_same_time")
    rest = day.rests.same if first.discipline == second.discipline else day.rests.other
    people = [{p for e in match.entries for p in day.people.get(e, ())} for match in (first, second)]
    for who, shared in (("team", set(first.entries) & set(second.entries)), ("person", people[0] & people[1])):
        if shared and other.start < ends:
            codes.add(f"{who}_busy")
        elif shared and other.start < ends + rest + _walk(day, one, other):
            codes.add(f"{who}_rest")
    return codes


def _ordered(
    day: Day, matches: dict[str, Match], one: Placement, other: Placement, frozen: dict[str, Placement]
) -> set[str]:
    codes = set()
    for before, after in ((one, other), (other, one)):
        feeder, fed = matches[before.match], matches[after.match]
        ends = before.start + feeder.play
        wait = max(feeder.changeover, day.rests.other + _walk(day, before, after))
        if before.match in fed.feeders and after.match not in frozen and after.start < ends + wait:
            codes.add("feeder_not_ended")
        waits = any(before.match in wish.after for wish in _wishes(day, fed))
        waits = waits or any(pin.match == fed.id and before.match in pin.after for pin in day.pins)
        if waits and after.start < ends and after.match not in frozen:
            codes.add("after_not_ended")
    return codes


def _without_feeders(day: Day, placed: dict[str, Placement], frozen: dict[str, Placement]) -> Broken:
    found: Broken = set()
    for match in day.matches:
        if match.id in placed and match.id not in frozen:
            for feeder in match.feeders:
                if feeder not in placed:
                    found.add(("feeder_not_placed", frozenset({match.id, feeder})))
            for wish in _wishes(day, match):
                for other in wish.after:
                    if other != match.id and other not in placed:
                        found.add(("after_not_placed", frozenset({match.id, other})))
    return found


def _meals_and_waits(
    day: Day, matches: dict[str, Match], placed: dict[str, Placement], frozen: dict[str, Placement]
) -> Broken:
    found: Broken = set()
    for entry in {entry for match in day.matches for entry in match.entries}:
        own = sorted((p.start, p.match) for p in placed.values() if entry in matches[p.match].entries)
        plays = [(match, set(range(start, start + matches[match].play))) for start, match in own]
        busy = set().union(*(minutes for _, minutes in plays))
        gone = set().union(*(minutes for match, minutes in plays if match in frozen))
        for wish in day.wishes:
            if own and wish.meal and wish.entry == entry:
                starts = range(wish.meal.start, wish.meal.end - wish.meal.minutes + 1)
                meals = [set(range(start, start + wish.meal.minutes)) for start in starts]
                if any(gone.isdisjoint(meal) for meal in meals) and not any(busy.isdisjoint(meal) for meal in meals):
                    found.add(("no_meal", frozenset({entry})))
        if day.max_wait is not None and day.max_wait_is_hard:
            for (start, first), (then, second) in pairwise(own):
                wait = then - start - matches[first].play
                if wait > day.max_wait and not (first in frozen and second in frozen):
                    found.add(("wait_too_long", frozenset({first, second})))
    return found
