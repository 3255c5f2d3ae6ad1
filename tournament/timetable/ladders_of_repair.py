"""Ways to ease what a repair is held by: what has happened, what is held fast, how far a match may move."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from tournament.timetable.codes import Code
from tournament.timetable.disturbance import with_closings
from tournament.timetable.ladders import Eased, Ladder, steps_up
from tournament.timetable.model import At, Closing, Day, Fact, Finding, Longer, Ref, Wish
from tournament.timetable.options import Change

LEFT_OUT = "timetable."
"""The path of a match in a published plan: this and its id."""
MOST_LEFT_OUT = 6
"""Matches that are left without a place at most."""


def disturbance_ladders(day: Day, paths: set[str]) -> Iterator[Ladder]:
    """What has happened, and could be a little less: for one of them; many are eased one after the other."""
    if len(paths) != 1:
        return
    now = _now(day)
    for wish in day.wishes:
        if wish.source in paths and wish.not_before is not None:
            yield Ladder((wish.not_before - now - 1) // day.grid, partial(_come_earlier, wish))
    for shut in day.closings:
        if shut.source in paths:
            yield Ladder(steps_up(shut.end - max(shut.start, now), day.grid), partial(_reopen, shut))
    for pause in day.no_starts:
        if pause.source in paths:
            until = pause.end - max(pause.start, now)
            yield Ladder(steps_up(until, day.grid), partial(_begin_again, pause.source, pause.start, pause.end))
    for over in day.longer:
        if over.source in paths:
            yield Ladder(steps_up(over.minutes, day.grid), partial(_stop_sooner, over))


def _now(day: Day) -> int:
    return max((pause.end for pause in day.no_starts if not pause.source), default=0)


def _come_earlier(wish: Wish, day: Day, steps: int) -> Eased:
    first = (wish.not_before or 0) - steps * day.grid
    wishes = tuple(replace(w, not_before=first) if w.source == wish.source else w for w in day.wishes)
    facts: dict[str, Fact] = {"whom": Ref("entry", wish.entry or ""), "start": At(first)}
    finding = Finding(Code.EASE_NOT_BEFORE, facts, (wish.source,))
    return Eased(replace(day, wishes=wishes), finding, (Change(f"{wish.source}.until", At(first)),))


def _reopen(shut: Closing, day: Day, steps: int) -> Eased:
    end = shut.end - steps * day.grid
    court: dict[str, Fact] = {"court": Ref("court", shut.court)}
    if end <= max(shut.start, _now(day)):
        left = with_closings(day, [other for other in day.closings if other.source != shut.source])
        return Eased(left, Finding(Code.EASE_NOT_CLOSED, court, (shut.source,)), (Change(shut.source, None),))
    shorter = [replace(other, end=end) if other.source == shut.source else other for other in day.closings]
    finding = Finding(Code.EASE_REOPEN, court | {"until": At(end)}, (shut.source,))
    return Eased(with_closings(day, shorter), finding, (Change(f"{shut.source}.to", At(end)),))


def reopen_ladders(day: Day) -> Iterator[Ladder]:
    """Several closed courts open again at one time."""
    if len(day.closings) > 1:
        longest = max(shut.end for shut in day.closings) - max(_now(day), min(shut.start for shut in day.closings))
        yield Ladder(steps_up(longest, day.grid) - 1, _reopen_all)


def _reopen_all(day: Day, steps: int) -> Eased:
    until = max(shut.end for shut in day.closings) - steps * day.grid
    kept = [replace(shut, end=min(shut.end, until)) for shut in day.closings if shut.start < until]
    changed = [shut for shut in kept if shut not in day.closings]
    changes = [Change(f"{shut.source}.to", At(until)) for shut in changed]
    changes += [Change(shut.source, None) for shut in day.closings if shut.start >= until]
    facts: dict[str, Fact] = {"courts": len(changes), "until": At(until)}
    return Eased(with_closings(day, kept), Finding(Code.EASE_REOPEN_ALL, facts), tuple(changes))


def _begin_again(source: str, start: int, end: int, day: Day, steps: int) -> Eased:
    until = max(end - steps * day.grid, start)
    waits = (replace(pause, end=until) if pause.source == source else pause for pause in day.no_starts)
    kept = tuple(pause for pause in waits if pause.start < pause.end)
    change = Change(f"{source}.minutes", until - start) if until > start else Change(source, None)
    finding = Finding(Code.EASE_DELAY, {"start": At(max(until, _now(day)))}, (source,))
    return Eased(replace(day, no_starts=kept), finding, (change,))


def _stop_sooner(over: Longer, day: Day, steps: int) -> Eased:
    less = min(steps * day.grid, over.minutes)
    left = over.minutes - less
    matches = tuple(replace(m, play=m.play - less) if m.id == over.match else m for m in day.matches)
    longer = tuple(replace(d, minutes=left) if d.source == over.source else d for d in day.longer)
    facts: dict[str, Fact] = {"match": Ref("match", over.match), "minutes": less}
    change = Change(f"{over.source}.minutes", left) if left else Change(over.source, None)
    now = replace(day, matches=matches, longer=tuple(d for d in longer if d.minutes))
    return Eased(now, Finding(Code.EASE_OVERRUN, facts, (over.source,)), (change,))


def hold_ladders(day: Day) -> Iterator[Ladder]:
    """Announced matches that are held may move."""
    if any(pin.source == "day.frozen_until" for pin in day.pins):
        yield Ladder(1, _hold_none)


def _hold_none(day: Day, _steps: int) -> Eased:
    kept = tuple(pin for pin in day.pins if pin.source != "day.frozen_until")
    change = Change("day.frozen_until", At(_now(day)))
    return Eased(replace(day, pins=kept), Finding(Code.EASE_HOLD_NONE, {}, ("day.frozen_until",)), (change,))


def shift_ladders(day: Day) -> Iterator[Ladder]:
    """Matches may move further."""
    shifts = [slack.last - slack.first for slack in day.slacks if slack.last is not None]
    if shifts:
        first = min(slack.first for slack in day.slacks)
        yield Ladder(steps_up(day.closes - first - min(shifts), day.grid), partial(_shift_further, max(shifts)))


def _shift_further(shift: int, day: Day, steps: int) -> Eased:
    further = steps * day.grid
    slacks = tuple(
        replace(slack, last=slack.last + further) if slack.last is not None else slack for slack in day.slacks
    )
    finding = Finding(Code.EASE_SHIFT, {"minutes": shift + further}, ("day.max_shift_minutes",))
    return Eased(replace(day, slacks=slacks), finding, (Change("day.max_shift_minutes", shift + further),))


def left_out_ladders(day: Day, named: Sequence[str]) -> Iterator[Ladder]:
    """Matches of a published plan that nothing waits for are left without a place, ``named`` ones first."""
    held = {placement.match for placement in day.frozen}
    awaited = {feeder for match in day.matches for feeder in match.feeders}
    awaited |= {match for wish in day.wishes for match in wish.after} | {m for pin in day.pins for m in pin.after}
    found = [slack for slack in day.slacks if slack.match not in held | awaited]
    found.sort(key=lambda slack: (slack.match not in named, -slack.first))
    ids = [slack.match for slack in found[:MOST_LEFT_OUT]]
    yield Ladder(len(ids), partial(_leave_out, ids))


def _leave_out(ids: Sequence[str], day: Day, steps: int) -> Eased:
    gone = ids[:steps]
    kept = {match.id for match in day.matches}.difference(gone)
    now = replace(
        day,
        matches=tuple(match for match in day.matches if match.id in kept),
        pins=tuple(pin for pin in day.pins if pin.match in kept),
        slacks=tuple(slack for slack in day.slacks if slack.match in kept),
        same_time=day.together(kept),
    )
    finding = Finding(Code.EASE_LEFT_OUT, {"matches": tuple(Ref("match", match) for match in gone), "count": steps})
    return Eased(now, finding, tuple(Change(f"{LEFT_OUT}{match}", None) for match in gone))
