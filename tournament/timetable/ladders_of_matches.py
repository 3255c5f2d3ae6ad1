"""Ways to ease what is asked for a team, a stage or a match: its wishes and its pins."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from tournament.timetable.codes import Code
from tournament.timetable.ladders import STEP, Eased, Ladder, nearby, steps_up
from tournament.timetable.model import At, Day, Fact, Finding, Pin, Ref, Wish
from tournament.timetable.options import Change

SHORTEST_MEAL = 10


def wish_ladders(day: Day, paths: set[str]) -> Iterator[Ladder]:
    """Later home, earlier there, less to eat or longer for it; or without the wishes."""
    wishes = [wish for wish in day.wishes if wish.source in paths]
    leaves = [wish.leaves for wish in wishes if wish.leaves is not None]
    if leaves:
        yield Ladder(steps_up(day.closes - min(leaves), day.grid) + 1, partial(_leave_later, paths))
    if first := max((wish.not_before or 0 for wish in wishes), default=0):
        yield Ladder(steps_up(first, day.grid), partial(_come_earlier, paths))
    if meals := [wish.meal for wish in wishes if wish.meal]:
        room = max(meal.minutes for meal in meals) - SHORTEST_MEAL
        yield Ladder(steps_up(room, STEP), partial(_shorter_meal, paths))
        yield Ladder(
            steps_up(day.closes - min(meal.end for meal in meals), day.grid), partial(_longer_meal_time, paths)
        )
    yield Ladder(1, partial(_drop_wishes, paths), is_last_resort=not any(wish.after for wish in wishes))


def _each_wish(
    day: Day, paths: set[str], ease: Callable[[Wish], Wish], say: Callable[[Wish], Finding], many: Finding, key: str
) -> Eased:
    """The wishes eased, and a change for each whose ``key`` is another than before."""
    now = tuple(ease(wish) if wish.source in paths else wish for wish in day.wishes)
    changed = [new for new, old in zip(now, day.wishes, strict=True) if new != old]
    changes: list[Change] = []
    for wish in changed:
        if key == "meal" and wish.meal:
            changes.append(Change(f"{wish.source}.meal", (At(wish.meal.start), At(wish.meal.end))))
            changes.append(Change(f"{wish.source}.minutes", wish.meal.minutes))
        else:
            changes.append(Change(f"{wish.source}.{key}", At(getattr(wish, key))))
    finding = say(changed[0]) if len(changed) == 1 else replace(many, facts={**many.facts, "count": len(changed)})
    return Eased(replace(day, wishes=now), finding, tuple(changes))


def _leave_later(paths: set[str], day: Day, steps: int) -> Eased:
    end = day.closes

    def later(wish: Wish) -> Wish:
        if wish.leaves is None or wish.leaves >= end:
            return wish
        return replace(wish, leaves=min((wish.leaves // day.grid + steps) * day.grid, end))

    many = Finding(Code.EASE_LEAVES_OF_MANY, {"minutes": steps * day.grid})
    return _each_wish(
        day, paths, later, lambda w: _of(w, Code.EASE_LEAVES, {"leaves": At(w.leaves or 0)}), many, "leaves"
    )


def _come_earlier(paths: set[str], day: Day, steps: int) -> Eased:
    def earlier(wish: Wish) -> Wish:
        return replace(wish, not_before=max(0, wish.not_before - steps * day.grid)) if wish.not_before else wish

    many = Finding(Code.EASE_NOT_BEFORE_OF_MANY, {"minutes": steps * day.grid})
    return _each_wish(
        day,
        paths,
        earlier,
        lambda w: _of(w, Code.EASE_NOT_BEFORE, {"start": At(w.not_before or 0)}),
        many,
        "not_before",
    )


def _shorter_meal(paths: set[str], day: Day, steps: int) -> Eased:
    def shorter(wish: Wish) -> Wish:
        if wish.meal is None or wish.meal.minutes <= SHORTEST_MEAL:
            return wish
        minutes = max(SHORTEST_MEAL, wish.meal.minutes - steps * STEP)
        return replace(wish, meal=replace(wish.meal, minutes=minutes))

    many = Finding(Code.EASE_MEAL_OF_MANY, {"minutes": steps * STEP})
    return _each_wish(
        day,
        paths,
        shorter,
        lambda w: _of(w, Code.EASE_MEAL, {"minutes": w.meal.minutes if w.meal else 0}),
        many,
        "meal",
    )


def _longer_meal_time(paths: set[str], day: Day, steps: int) -> Eased:
    def longer(wish: Wish) -> Wish:
        return replace(wish, meal=replace(wish.meal, end=wish.meal.end + steps * day.grid)) if wish.meal else wish

    def say(wish: Wish) -> Finding:
        return _of(wish, Code.EASE_MEAL_TIME, {"until": At(wish.meal.end if wish.meal else 0)})

    many = Finding(Code.EASE_MEAL_TIME_OF_MANY, {"minutes": steps * day.grid})
    return _each_wish(day, paths, longer, say, many, "meal")


def _drop_wishes(paths: set[str], day: Day, _steps: int) -> Eased:
    gone = [wish for wish in day.wishes if wish.source in paths]
    finding = (
        _of(gone[0], Code.EASE_WITHOUT_WISH, {})
        if len(gone) == 1
        else Finding(Code.EASE_WITHOUT_WISHES, {"count": len(gone)})
    )
    kept = tuple(wish for wish in day.wishes if wish.source not in paths)
    return Eased(replace(day, wishes=kept), finding, tuple(Change(path, None) for path in sorted(paths)))


def _of(wish: Wish, code: Code, facts: dict[str, Fact]) -> Finding:
    return Finding(code, {"whom": wish.whom, **facts}, (wish.source,))


def pin_ladders(day: Day, paths: set[str]) -> Iterator[Ladder]:
    """Another start for one pinned match, the nearest first; or no pin."""
    pins = [pin for pin in day.pins if pin.source in paths]
    if len(pins) == 1 and pins[0].start is not None:
        start = pins[0].start
        moves = [move for move in nearby(day.grid) if start + move >= 0]
        yield Ladder(len(moves), partial(_move_pin, pins[0], moves), is_growing=False)
    yield Ladder(1, partial(_drop_pins, paths))


def _move_pin(pin: Pin, moves: list[int], day: Day, step: int) -> Eased:
    start = -(-((pin.start or 0) + moves[step - 1]) // day.grid) * day.grid
    moved = tuple(replace(other, start=start) if other.source == pin.source else other for other in day.pins)
    facts: dict[str, Fact] = {"match": Ref("match", pin.match), "start": At(start)}
    finding = Finding(Code.EASE_PIN, facts, (pin.source,))
    return Eased(replace(day, pins=moved), finding, (Change(f"{pin.source}.start", At(start)),))


def _drop_pins(paths: set[str], day: Day, _steps: int) -> Eased:
    gone = [pin for pin in day.pins if pin.source in paths]
    finding = Finding(Code.EASE_WITHOUT_PINS, {"count": len(gone)})
    if len(gone) == 1:
        finding = Finding(Code.EASE_WITHOUT_PIN, {"match": Ref("match", gone[0].match)}, (gone[0].source,))
    kept = tuple(pin for pin in day.pins if pin.source not in paths)
    return Eased(replace(day, pins=kept), finding, tuple(Change(path, None) for path in sorted(paths)))
