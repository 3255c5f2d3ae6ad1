"""What the office said has happened, as the planner's question: row numbers and moments here, ids and minutes there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from core.errors import RuleError
from tournament.models import Slot
from tournament.planning import day_start
from tournament.planning_day import PlanningDay, UnreadableDayError, read_day, wall_text
from tournament.store import court_key, entry_key
from tournament.store_view import CompetitionView
from tournament.timetable.disturbance import (
    CourtClosed,
    DelayAll,
    Disturbance,
    ExtraCourt,
    Overrun,
    Question,
    TeamLate,
    Withdrawn,
    ask,
)
from tournament.timetable.model import Court, Day, Finding, Placement, Plan
from tournament.timetable.repair import Repaired
from tournament.timetable.repair_check import check_repair

NEW_COURT = "new"
"""A court that is there only when a way out is chosen: "new0", "new1". Until then its row number is 0, -1 and so on."""

News = Mapping[str, Any]
"""A disturbance as it is stored: `kind`, row numbers, moments as texts; `court_closed`, `team_late` and so on."""


@dataclass(frozen=True, slots=True)
class Case:
    """A published timetable, what happened to it by minute `now`, and the question that is left."""

    planning: PlanningDay
    day: Day
    published: Plan
    now: int
    disturbances: tuple[Disturbance, ...]
    question: Question

    def broken(self, found: Repaired) -> tuple[Finding, ...]:
        """What the independent check has against a repair."""
        return check_repair(self.day, self.published, self.now, self.disturbances, found.plan, found.moved)

    def court_id(self, key: str) -> int:
        """The row number of a court; of a new one what stands for it."""
        return self.planning.courts[key].id if key in self.planning.courts else -int(key.removeprefix(NEW_COURT))

    def key_of_court(self, court_id: int) -> str:
        """How the planner knows a court."""
        return court_key(court_id) if court_id > 0 else f"{NEW_COURT}{-court_id}"


def read_case(view: CompetitionView, slots: Sequence[Slot], news: Sequence[News], at: datetime) -> Case:
    """The question that published slots and the news about them leave at a moment."""
    planning = _eased_day(on_its_day(view, slots), slots, news)
    left_out = {item["match"] for item in news if item["kind"] == "left_out"}
    held = any(item["kind"] == "hold_pins" for item in news)
    pinned = {slot.match_id for slot in slots if slot.is_pinned}
    loose = {key for key, match in planning.matches.items() if match.id in pinned and not held}
    day = replace(planning.day, pins=tuple(pin for pin in planning.day.pins if pin.match not in loose))
    published = planning.plan_of(slot for slot in slots if slot.match_id not in left_out)
    extra = count()
    read = (read_item(planning, item, f"disturbances[{number}]", extra) for number, item in enumerate(news))
    found = tuple(disturbance for disturbance in read if disturbance is not None)
    now = planning.minute(at)
    return Case(planning, day, published, now, found, ask(day, published, now, found))


def on_its_day(view: CompetitionView, slots: Sequence[Slot]) -> CompetitionView:
    """The competition with the day that a published timetable is of: the office may have moved its start since."""
    first, start = min((slot.starts_at for slot in slots), default=None), day_start(view.day)
    if first is None or start <= first < start + timedelta(days=1):
        return view
    return replace(view, day={**view.day, "start": wall_text(first)})


def _eased_day(view: CompetitionView, slots: Sequence[Slot], news: Sequence[News]) -> PlanningDay:
    """The day with what the office will have otherwise; changed_meanwhile where that has no place in it any more."""
    changes = [change for item in news if item["kind"] == "eased" for change in item["changes"]]
    try:
        return read_day(view, slots, changes)
    except (LookupError, UnreadableDayError):
        if not changes:
            raise
        raise RuleError("tournament.changed_meanwhile") from None


def read_item(planning: PlanningDay, item: News, source: str, extra: Iterator[int]) -> Disturbance | None:
    """One disturbance; None for one about a match that needs no place any more, and for what is no disturbance.

    `extra` numbers the new courts.
    """

    def minute(key: str) -> int:
        return planning.minute(datetime.fromisoformat(item[key]))

    match item["kind"]:
        case "court_closed":
            return CourtClosed(court_key(item["court"]), minute("from"), minute("to"), source)
        case "team_late":
            return TeamLate(entry_key(item["entry"]), minute("until"), source)
        case "withdrawn":
            return Withdrawn(entry_key(item["entry"]), minute("from"), source)
        case "delay_all":
            return DelayAll(minute("from"), item["minutes"], source)
        case "extra_court":
            hours = ((minute("from"), minute("to")),)
            key = f"{NEW_COURT}{next(extra)}"
            return ExtraCourt(Court(key, hours, item["hall"] or None, None, f"{source}.court"), source)
        case "overrun":
            on = next((key for key, match in planning.matches.items() if match.id == item["match"]), None)
            return Overrun(on, item["minutes"], source) if on is not None else None
    return None


def write_offer(case: Case, found: Repaired) -> dict[str, Any]:
    """A way out as it is stored: where each match stands, which of them moved from where, and its figures."""

    def place(placement: Placement) -> list[Any]:
        match = case.planning.matches[placement.match]
        return [match.id, case.court_id(placement.court), case.planning.moment(placement.start).isoformat()]

    return {
        "aims": [str(aim) for aim in found.aims],
        "places": [[*place(placement), placement.referee] for placement in found.plan.placements],
        "moved": [[*place(was), *place(is_now)[1:]] for was, is_now in found.moved],
        "minutes": found.minutes,
        "new_starts": found.new_starts,
        "end": case.planning.moment(found.end).isoformat(),
    }


def read_offer(case: Case, offer: Mapping[str, Any]) -> Repaired:
    """A stored way out as a repair of the case as it is now."""
    keys = {match.id: key for key, match in case.planning.matches.items()}
    placements = tuple(
        Placement(keys[match], case.key_of_court(court), case.planning.minute(datetime.fromisoformat(at)), referee)
        for match, court, at, referee in offer["places"]
        if match in keys
    )
    was = {placement.match: placement for placement in case.published.placements}
    moved = tuple(
        (was[p.match], p)
        for p in placements
        if p.match in was and (was[p.match].court, was[p.match].start) != (p.court, p.start)
    )
    return Repaired((), Plan(placements), moved, offer["minutes"], 0)
