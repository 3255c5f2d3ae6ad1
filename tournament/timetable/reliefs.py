"""The parts of a day that somebody can change, each with the day as it would be without it.

What nobody can change (a team is in one place, a match waits for those that feed it, how long a match takes) is
no part here: it holds whatever is left out.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from tournament.timetable.disturbance import with_closings
from tournament.timetable.model import Day, Rests, cut_out

ALL_DAY = (0, 3 * 24 * 60)
"""A window that forbids nothing."""
MANY = 4
"""More paths than this are named by their group."""


@dataclass(frozen=True, slots=True)
class Item:
    """A part of the input: its path, the list it stands in, and the day without it."""

    path: str
    group: str
    without: Callable[[Day], Day]


def list_items(day: Day) -> list[Item]:
    """Every part that can be left out, like with like; what people would rather keep stands first."""
    items = [Item(court.source, "day.courts", partial(_wide_open, court.id)) for court in day.courts]
    if day.walks:
        items.append(Item("day.walk_minutes", "day.walk_minutes", _without_walks))
    if day.rests != Rests():
        items.append(Item("day.rest_minutes", "day.rest_minutes", _without_rests))
    items += [Item(pause.source, "day.breaks", partial(_without_break, pause.source)) for pause in day.breaks]
    if day.max_wait is not None and day.max_wait_is_hard:
        items.append(Item("day.max_wait_minutes", "day.max_wait_minutes", _with_soft_wait))
    if day.same_time:
        items.append(Item("day.same_time", "day.same_time", _without_same_time))
    pins = dict.fromkeys(pin.source for pin in day.pins)
    items += [Item(source, _list_of(source), partial(_without_pin, source)) for source in pins]
    if any(slack.last is not None for slack in day.slacks):
        items.append(Item("day.max_shift_minutes", "day.max_shift_minutes", _with_any_shift))
    items += [Item(wish.source, _list_of(wish.source), partial(_without_wish, wish.source)) for wish in day.wishes]
    delays = (pause.source for pause in day.no_starts if pause.source)
    happened = (*delays, *(d.source for d in day.closings), *(d.source for d in day.longer))
    return items + [Item(source, _list_of(source), partial(_as_if_not, source)) for source in happened]


def _list_of(source: str) -> str:
    return source.split("[")[0]


def in_groups(items: Iterable[Item]) -> dict[str, list[Item]]:
    """The items by the list they stand in."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    return groups


def without(day: Day, items: Iterable[Item]) -> Day:
    """The day without all these parts."""
    for item in items:
        day = item.without(day)
    return day


def named(paths: Iterable[str], day: Day) -> tuple[str, ...]:
    """The paths, each once; all courts together by one name, and the longest lists by theirs while there are many."""
    found = list(dict.fromkeys(paths))
    courts = {court.source for court in day.courts}
    if len(courts) > 1 and courts <= set(found):
        found = _by_group(found, "day.courts")
    while len(found) > MANY:
        lists = Counter(path.split("[")[0] for path in found if "[" in path)
        if not lists or max(lists.values()) == 1:
            break
        found = _by_group(found, max(lists, key=lists.__getitem__))
    return tuple(found)


def _by_group(paths: list[str], group: str) -> list[str]:
    return list(dict.fromkeys(group if path.split("[")[0] == group else path for path in paths))


def _without_wish(path: str, day: Day) -> Day:
    return replace(day, wishes=tuple(wish for wish in day.wishes if wish.source != path))


def _without_pin(path: str, day: Day) -> Day:
    return replace(day, pins=tuple(pin for pin in day.pins if pin.source != path))


def _without_break(path: str, day: Day) -> Day:
    return replace(day, breaks=tuple(pause for pause in day.breaks if pause.source != path))


def _without_rests(day: Day) -> Day:
    return replace(day, rests=Rests())


def _without_walks(day: Day) -> Day:
    return replace(day, walks=())


def _with_soft_wait(day: Day) -> Day:
    return replace(day, max_wait_is_hard=False)


def _without_same_time(day: Day) -> Day:
    return replace(day, same_time=())


def _wide_open(court: str, day: Day) -> Day:
    """A court without hours of its own; what has closed it since stands."""
    shut = [(d.start, d.end) for d in day.closings if d.court == court]
    opened = (replace(c, windows=cut_out([ALL_DAY], shut), stages=None) if c.id == court else c for c in day.courts)
    closings = (replace(d, opens=((d.start, d.end),)) if d.court == court else d for d in day.closings)
    return replace(day, courts=tuple(opened), closings=tuple(closings))


def _with_any_shift(day: Day) -> Day:
    return replace(day, slacks=tuple(replace(slack, last=None) for slack in day.slacks))


def _as_if_not(source: str, day: Day) -> Day:
    """The day as if a delay, a closing or an overrun had not been."""
    over = {d.match: d.minutes for d in day.longer if d.source == source}
    matches = (replace(m, play=m.play - over[m.id]) if m.id in over else m for m in day.matches)
    waits = tuple(pause for pause in day.no_starts if pause.source != source)
    longer = tuple(d for d in day.longer if d.source != source)
    now = replace(day, matches=tuple(matches), no_starts=waits, longer=longer)
    return with_closings(now, [d for d in day.closings if d.source != source])
