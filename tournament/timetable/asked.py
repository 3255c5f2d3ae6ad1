"""What the parts of a day ask for, part by part, for a conflict that no sum shows."""

from collections.abc import Iterator, Sequence

from tournament.timetable.codes import Code
from tournament.timetable.model import At, Day, Fact, Finding, Ref, Wish
from tournament.timetable.reliefs import MANY, Item


def list_asked(day: Day, core: Sequence[Item]) -> Iterator[Finding]:
    """A finding for each part; many wishes or pins are counted."""
    courts = [court for court in day.courts if court.source in {item.path for item in core}]
    if len(courts) > 1:
        until = max((closes for court in courts for _, closes in court.windows), default=0)
        yield Finding(Code.ASKS_COURTS, {"courts": len(courts), "until": At(until)})
    for item in core:
        if item.group == "day.courts" and len(courts) == 1:
            windows = courts[0].windows
            times: dict[str, Fact] = {"from": At(windows[0][0]), "until": At(windows[-1][1])} if windows else {}
            code = Code.ASKS_COURT if windows and courts[0].stages is None else Code.ASKS_COURT_AS_IS
            yield Finding(code, {"court": Ref("court", courts[0].id), **times})
        elif item.group == "day.rest_minutes":
            yield Finding(Code.ASKS_REST, {"minutes": day.rests.same, "most": day.rests.other})
        elif item.group == "day.max_wait_minutes":
            yield Finding(Code.ASKS_MAX_WAIT, {"minutes": day.max_wait or 0})
        elif item.group == "day.walk_minutes":
            yield Finding(Code.ASKS_WALK, {})
        elif item.group == "day.same_time":
            yield Finding(Code.ASKS_SAME_TIME, {})
    paths = {item.path for item in core}
    for pause in day.breaks:
        if pause.source in paths:
            yield Finding(Code.ASKS_BREAK, {"from": At(pause.start), "until": At(pause.end)})
    yield from _asked_of_matches(day, paths)
    yield from _asked_by_repair(day, paths)


def _asked_of_matches(day: Day, paths: set[str]) -> Iterator[Finding]:
    pins = [pin for pin in day.pins if pin.source in paths and pin.source != "day.frozen_until"]
    if len(pins) > MANY:
        yield Finding(Code.ASKS_PINS, {"count": len(pins)})
    for pin in pins if len(pins) <= MANY else ():
        match: dict[str, Fact] = {"match": Ref("match", pin.match)}
        if pin.start is not None:
            yield Finding(Code.PIN_START, {**match, "start": At(pin.start)})
        if pin.court is not None:
            yield Finding(Code.PIN_COURT, {**match, "court": Ref("court", pin.court)})
        if pin.after:
            yield Finding(Code.ASKS_PIN_AFTER, match)
    wishes = [wish for wish in day.wishes if wish.source in paths]
    if len(wishes) > MANY:
        yield Finding(Code.ASKS_WISHES, {"count": len(wishes)})
    for wish in wishes if len(wishes) <= MANY else ():
        yield from _asked_by(wish)


def _asked_by_repair(day: Day, paths: set[str]) -> Iterator[Finding]:
    """What has happened, and how much of a published plan may change."""
    for shut in day.closings:
        if shut.source in paths:
            span: dict[str, Fact] = {"from": At(shut.start), "until": At(shut.end)}
            yield Finding(Code.ASKS_CLOSED, {"court": Ref("court", shut.court), **span})
    for pause in day.no_starts:
        if pause.source in paths:
            yield Finding(Code.ASKS_DELAY, {"until": At(pause.end)})
    for over in day.longer:
        if over.source in paths:
            yield Finding(Code.ASKS_OVERRUN, {"match": Ref("match", over.match), "minutes": over.minutes})
    if "day.frozen_until" in paths:
        held = sum(1 for pin in day.pins if pin.source == "day.frozen_until")
        yield Finding(Code.ASKS_HOLD, {"count": held})
    shifts = [slack.last - slack.first for slack in day.slacks if slack.last is not None]
    if "day.max_shift_minutes" in paths and shifts:
        yield Finding(Code.ASKS_SHIFT, {"minutes": max(shifts)})


def _asked_by(wish: Wish) -> Iterator[Finding]:
    whom: dict[str, Fact] = {"whom": wish.whom}
    if wish.not_before is not None:
        yield Finding(Code.TOO_EARLY, {**whom, "not_before": At(wish.not_before)})
    if wish.leaves is not None:
        yield Finding(Code.ASKS_LEAVES, {**whom, "leaves": At(wish.leaves)})
    if wish.meal is not None:
        times: dict[str, Fact] = {"from": At(wish.meal.start), "until": At(wish.meal.end)}
        yield Finding(Code.ASKS_MEAL, {**whom, **times, "minutes": wish.meal.minutes})
    if wish.after:
        yield Finding(Code.ASKS_AFTER, whom)
