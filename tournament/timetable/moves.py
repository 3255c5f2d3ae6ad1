"""Changing a plan by hand: where a match may go, and what stops it.

Judged by the checker's ledger, so that the hand and the checker never disagree.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from enum import Enum

from tournament.timetable.checker import without_repeats
from tournament.timetable.codes import Code
from tournament.timetable.ledger import Ledger
from tournament.timetable.model import Day, Finding, Placement, Plan


def check_move(day: Day, plan: Plan, match: str, court: str, start: int) -> tuple[Finding, ...]:
    """Every rule the match would break on that court at that start; empty: it may go there.

    ``start`` in minutes from the start of the day. An unknown match or court is a KeyError. What is wrong
    elsewhere in the plan is not repeated here.
    """
    ledger = _without(day, plan, match)
    return without_repeats(ledger.findings_of(Placement(match, court, start)))


class Room(Enum):
    """What a place is worth to a match: nothing is broken there, something is, or there is no room at all."""

    FREE = "free"
    COSTLY = "costly"
    NONE = "none"


def weigh_places(
    day: Day,
    plan: Plan,
    match: str,
    starts: Iterable[int],
    *,
    no_room: Collection[Code],
    ignored: Collection[Code] = (),
) -> Iterator[tuple[str, int, Room]]:
    """Every court at each of these starts, as a place for the match.

    There is no room where the court or the match itself says one of ``no_room``; what is ``ignored`` costs nothing.
    Only as much is looked at as is needed to know. Unknown match: KeyError.
    """
    ledger = _without(day, plan, match)
    minutes = tuple(starts)
    for court in day.courts:
        for start in minutes:
            placement = Placement(match, court.id, start)
            here = {finding.code for finding in ledger.findings_on_court(placement)}.difference(ignored)
            if here & set(no_room):
                yield court.id, start, Room.NONE
            else:
                others = (finding.code not in ignored for finding in ledger.findings_with_others(placement))
                yield court.id, start, Room.COSTLY if here or any(others) else Room.FREE


def move(plan: Plan, match: str, court: str, start: int) -> Plan:
    """The plan with the match on that court at that start, whatever it breaks; also one without a place."""
    placed = {placement.match: placement for placement in plan.placements}
    old = placed.get(match)
    placed[match] = replace(old, court=court, start=start) if old else Placement(match, court, start)
    return Plan(
        tuple(sorted(placed.values(), key=lambda p: (p.start, p.court, p.match))),
        tuple(missing for missing in plan.not_placed if missing.match != match),
    )


def _without(day: Day, plan: Plan, match: str) -> Ledger:
    ledger = Ledger(day)
    for placement in plan.placements:
        if placement.match != match and placement.match in ledger.matches and placement.court in ledger.courts:
            ledger.add(placement)
    return ledger
