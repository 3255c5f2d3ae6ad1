"""A competition's day as the planner's value, and the planner's plan as slots: minutes here, moments in the rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from core import clock
from core.errors import Problem
from tournament.engine.selectors import NOBODY, BestOfRank, LoserOf, PoolRank, Selector, StageRank, WinnerOf
from tournament.models import Court as CourtRow
from tournament.models import Slot
from tournament.planning import day_start, list_courts
from tournament.store import court_key
from tournament.store_view import CompetitionView, MatchView
from tournament.timetable.model import Break, Court, Day, Match, Pin, Placement, Plan, Rests

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class PlanningDay:
    """The day the planner plans, when it begins, and what its ids stand for in the database."""

    day: Day
    start: datetime
    matches: Mapping[str, MatchView]
    courts: Mapping[str, CourtRow]

    def moment(self, minute: int) -> datetime:
        """The moment of a minute."""
        return self.start + timedelta(minutes=minute)

    def minute(self, moment: datetime) -> int:
        """The minute of a moment."""
        return int((moment - self.start).total_seconds() // 60)

    def placement(self, slot: Slot, key: str) -> Placement:
        """A slot as the planner sees it."""
        return Placement(key, court_key(slot.court_id), self.minute(slot.starts_at))

    def plan_of(self, slots: Iterable[Slot]) -> Plan:
        """Slots as a plan; those of matches that need no place any more are left out."""
        keys = {match.id: key for key, match in self.matches.items()}
        return Plan(tuple(self.placement(slot, keys[slot.match_id]) for slot in slots if slot.match_id in keys))


def read_day(view: CompetitionView, slots: Iterable[Slot] = ()) -> PlanningDay:
    """The day of a competition; `slots` are where matches stand now.

    Matches played or under way stay where they are; those that nobody will play (a withdrawn team, a bye) and those
    decided without a place need none. Pinned slots are pins.
    """
    standing = {slot.match_id: slot for slot in slots}
    courts = {court_key(court.id): court for court in list_courts(view.event_id)}
    start = day_start(view.day)
    needing = {match.key: match for match in view.matches if _needs_place(match, match.id in standing)}
    names = PlanningDay(Day((), ()), start, needing, courts)
    held = [match for match in needing.values() if _is_held(match) and match.id in standing]
    day = Day(
        courts=tuple(_court(key, court, start) for key, court in courts.items()),
        matches=tuple(_match(view, match, needing) for match in needing.values()),
        grid=int(view.day.get("grid_minutes", 5)),
        rests=_rests(view.day.get("rest_minutes", 0)),
        breaks=tuple(
            Break(*_span(pause, start), source=f"day.breaks[{place}]")
            for place, pause in enumerate(view.day.get("breaks", ()))
        ),
        pins=tuple(
            Pin(match.key, court_key(slot.court_id), names.minute(slot.starts_at), source=f"day.pins[{match.key}]")
            for match in needing.values()
            if (slot := standing.get(match.id)) is not None and slot.is_pinned and not _is_held(match)
        ),
        frozen=tuple(names.placement(standing[match.id], match.key) for match in held),
    )
    return PlanningDay(day, start, needing, courts)


def day_problems(view: CompetitionView, courts: Iterable[CourtRow]) -> list[Problem]:
    """Why a day cannot be planned at all yet."""
    if not view.matches:
        return [Problem("tournament.no_matches")]
    if not any(court.windows for court in courts):
        return [Problem("tournament.no_courts")]
    return []


def _needs_place(match: MatchView, has_slot: bool) -> bool:
    if match.is_empty or match.status == "cancelled":
        return False
    if match.result is None:
        return True
    # A result somebody entered happened at its place; one that follows from a withdrawal needs none.
    return match.result_id is not None and has_slot


def _is_held(match: MatchView) -> bool:
    return match.result is not None or match.status == "running"


def _match(view: CompetitionView, match: MatchView, needing: Mapping[str, MatchView]) -> Match:
    duration = view.day.get("durations", {}).get(match.stage, {})
    feeders = {
        key
        for side in (match.home.selector, match.away.selector)
        for key in _feeders(view, side)
        if key in needing and key != match.key
    }
    sides = (match.home.entry, match.away.entry)
    return Match(
        id=match.key,
        stage=match.stage,
        discipline=match.stage,
        play=match.play_minutes,
        changeover=int(duration.get("changeover", view.changeover_minutes)),
        entries=tuple(side for side in sides if side is not None and side != NOBODY),
        feeders=tuple(sorted(feeders)),
        pool=match.pool,
        round=match.round,
    )


def _feeders(view: CompetitionView, side: Selector) -> list[str]:
    """The matches that must have ended before a side is known."""
    match side:
        case PoolRank(stage, pool, _):
            return [match.key for match in view.of_stage(stage) if match.pool == pool]
        case BestOfRank(stage, _, _) | StageRank(stage, _):
            return [match.key for match in view.of_stage(stage)]
        case WinnerOf(match_id) | LoserOf(match_id):
            return [match_id]
    return []


def _court(key: str, court: CourtRow, start: datetime) -> Court:
    return Court(
        id=key,
        windows=tuple(_span(window, start) for window in court.windows),
        hall=court.hall or None,
        source=f"day.courts[{key}]",
    )


def _rests(given: Any) -> Rests:
    if isinstance(given, dict):
        return Rests(int(given.get("same_stage", 0)), int(given.get("other_stage", 0)))
    return Rests(int(given), int(given))


def _span(pair: Any, start: datetime) -> tuple[int, int]:
    """Two clocks on the wall as minutes from the start.

    A span that ends before it begins ends the next day; one that is over before the start is the next day's.
    """
    opens, closes = (_clock_minute(text, start) for text in pair)
    if closes <= opens:
        closes += MINUTES_A_DAY
    if closes <= 0:
        opens, closes = opens + MINUTES_A_DAY, closes + MINUTES_A_DAY
    return opens, closes


def _clock_minute(text: str, start: datetime) -> int:
    moment = clock.wall(clock.local(start).date(), time.fromisoformat(text))
    return int((moment - start).total_seconds() // 60)
