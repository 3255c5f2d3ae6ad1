"""Which ways there are to ease a part of a day, and what helps where there is too little room."""

from collections.abc import Sequence

from tournament.timetable.ladders import Ladder
from tournament.timetable.ladders_of_day import (
    break_ladders,
    court_ladders,
    more_court_ladders,
    play_ladders,
    rest_ladders,
    same_time_ladders,
    wait_ladders,
)
from tournament.timetable.ladders_of_matches import pin_ladders, wish_ladders
from tournament.timetable.ladders_of_repair import (
    disturbance_ladders,
    hold_ladders,
    left_out_ladders,
    reopen_ladders,
    shift_ladders,
)
from tournament.timetable.model import Day
from tournament.timetable.reliefs import Item


def list_ladders(day: Day, part: Sequence[Item]) -> list[Ladder]:
    """The ways to ease a part: one item, or like items together."""
    paths = {item.path for item in part}
    match part[0].group:
        case "day.wishes":
            found = wish_ladders(day, paths)
        case "day.pins":
            found = pin_ladders(day, paths)
        case "day.breaks":
            found = break_ladders(day, paths)
        case "day.courts":
            found = court_ladders(day, paths)
        case "day.rest_minutes":
            found = rest_ladders(day)
        case "day.max_wait_minutes":
            found = wait_ladders(day)
        case "day.same_time":
            found = same_time_ladders(day)
        case "day.frozen_until":
            found = hold_ladders(day)
        case "day.max_shift_minutes":
            found = shift_ladders(day)
        case "disturbances":
            found = disturbance_ladders(day, paths)
        case _:
            return []
    return [ladder for ladder in found if ladder.steps > 0]


def list_side_ladders(day: Day, named: Sequence[str] = ()) -> list[Ladder]:
    """What helps whatever it is that forbids the plan: more courts, shorter matches, in a repair fewer of them.

    ``named`` are matches to be left out first.
    """
    found = (*reopen_ladders(day), *more_court_ladders(day), *play_ladders(day), *left_out_ladders(day, named))
    return [ladder for ladder in found if ladder.steps > 0]
