"""What an event is right now, what may happen to it, and what is wrong with what somebody wants it to be.

Pure: facts and the present moment come in, a status or a list of problems goes out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

from core.errors import Problem

Kind = Literal["tournament", "series_round", "games", "course", "camp", "activity"]
Timing = Literal["timed", "all_day", "window"]
State = Literal["draft", "published", "cancelled", "postponed", "finished"]
# fmt: off
StatusName = Literal[
    "draft", "announced", "not_open", "open", "few", "waiting", "full",
    "closed", "running", "finished", "cancelled", "postponed",
]
# fmt: on

KINDS: tuple[Kind, ...] = ("tournament", "series_round", "games", "course", "camp", "activity")
TIMINGS: tuple[Timing, ...] = ("timed", "all_day", "window")
SCOPES = ("national", "regional", "local", "international")
TAKES_SIGN_UP: frozenset[StatusName] = frozenset({"open", "few", "waiting"})
OVER: frozenset[StatusName] = frozenset({"finished", "cancelled"})
PLAYED: frozenset[str] = frozenset({"tournament", "series_round", "games"})

# From a stored state to those that may follow it. Postponed goes back when a new date is found.
TRANSITIONS: dict[str, frozenset[str]] = {
    "draft": frozenset({"published"}),
    "published": frozenset({"cancelled", "postponed", "finished"}),
    "postponed": frozenset({"published", "cancelled"}),
    "cancelled": frozenset(),
    "finished": frozenset({"published"}),
}
LONGEST = timedelta(days=400)
SCORINGS = ("match_points", "place_points")
MOST_PLACES_WITH_POINTS = 40
MOST_POINTS = 1000
MOST_STARTED = 100
MOST_ROUNDS = 50
MOST_PROMOTED = 10

CLOSED_BECAUSE: dict[StatusName, Problem] = {
    "draft": Problem("events.sign_up_draft"),
    "announced": Problem("events.sign_up_announced"),
    "not_open": Problem("events.sign_up_not_open"),
    "full": Problem("events.sign_up_full"),
    "closed": Problem("events.sign_up_closed"),
    "running": Problem("events.sign_up_running"),
    "finished": Problem("events.sign_up_finished"),
    "cancelled": Problem("events.sign_up_cancelled"),
    "postponed": Problem("events.sign_up_postponed"),
}


@dataclass(frozen=True, slots=True)
class CapFact:
    """A cap and how much of it is taken; kinds as in models.Cap."""

    kind: str
    key: str
    cap: int | None
    taken: int


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What decides an event's status. `begins_at` and `ends_at` are the first and last moment of any timing."""

    state: str
    timing: str
    begins_at: datetime
    ends_at: datetime
    takes_sign_up: bool
    opens_at: datetime | None
    closes_at: datetime | None
    is_closed_by_hand: bool
    has_waiting_list: bool
    waiting_count: int
    caps: tuple[CapFact, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """What an event is now; `left` is how many places there are, None where nothing limits it or it does not matter."""

    name: StatusName
    left: int | None = None
    unit: Literal["teams", "people"] = "teams"

    @property
    def takes_sign_up(self) -> bool:
        """True where a team can be signed up, also onto the waiting list."""
        return self.name in TAKES_SIGN_UP

    @property
    def is_over(self) -> bool:
        """True where nothing more will happen."""
        return self.name in OVER


def status_of(facts: EventFacts, now: datetime) -> Status:
    """The status of an event at a moment: what is stored first, then the clock, then the places."""
    if facts.state == "draft":
        return Status("draft")
    if facts.state == "cancelled":
        return Status("cancelled")
    if facts.state == "postponed":
        return Status("postponed")
    if facts.state == "finished" or now >= facts.ends_at:
        return Status("finished")
    if now >= facts.begins_at and not _window_still_open(facts, now):
        return Status("running")
    if not facts.takes_sign_up:
        return Status("announced")
    if facts.opens_at is not None and now < facts.opens_at:
        return Status("not_open")
    if facts.is_closed_by_hand or (facts.closes_at is not None and now >= facts.closes_at):
        return Status("closed")
    return _status_of_places(facts)


def _window_still_open(facts: EventFacts, now: datetime) -> bool:
    """A span in which each place chooses its day may take sign-ups after it began, where it says until when."""
    return (
        facts.timing == "window"
        and facts.takes_sign_up
        and not facts.is_closed_by_hand
        and facts.closes_at is not None
        and now < facts.closes_at
    )


def _status_of_places(facts: EventFacts) -> Status:
    left, most, unit = places_left(facts.caps)
    if left is None or most is None:
        return Status("open")
    if left == 0:
        return Status("waiting" if facts.has_waiting_list else "full", 0, unit)
    return Status("few" if left <= few_places(most) else "open", left, unit)


def few_places(most: int) -> int:
    """From how many places left a calendar says the number: a third, at least 2 and at most 6."""
    return min(6, max(2, most // 3))


def places_left(caps: Iterable[CapFact]) -> tuple[int | None, int | None, Literal["teams", "people"]]:
    """Places left, places in all and what is counted.

    Teams count where they are limited, in all or in every row; else people. Full people make a full event too.
    """
    teams = [cap for cap in caps if cap.kind == "teams" and cap.cap is not None]
    rows = [cap for cap in caps if cap.kind == "row"]
    people = [cap for cap in caps if cap.kind == "people" and cap.cap is not None]
    limits = [(_left(cap), cap.cap or 0) for cap in teams]
    if rows and all(cap.cap is not None for cap in rows):
        limits.append((sum(_left(cap) for cap in rows), sum(cap.cap or 0 for cap in rows)))
    if any(_left(cap) == 0 for cap in people):
        return 0, sum(cap.cap or 0 for cap in people), "people"
    if limits:
        left, most = min(limits)
        return left, most, "teams"
    if people:
        return _left(people[0]), people[0].cap, "people"
    return None, None, "teams"


def _left(cap: CapFact) -> int:
    return max(0, (cap.cap or 0) - cap.taken)


def transition_problems(state: str, wanted: str) -> list[Problem]:
    """Why an event may not go from one stored state to another; none where it may."""
    if wanted in TRANSITIONS[state]:
        return []
    return [Problem("events.not_now", {"state": state, "wanted": wanted})]


def sign_up_problems(facts: EventFacts, now: datetime) -> list[Problem]:
    """Why nobody can be signed up to an event at a moment: serves the page, the form and the command alike."""
    status = status_of(facts, now)
    if status.takes_sign_up:
        return []
    return [CLOSED_BECAUSE[status.name]]


@dataclass(frozen=True, slots=True)
class EventTimes:
    """When an event is and until when one can sign up, change and cancel."""

    timing: str
    starts_at: datetime | None
    ends_at: datetime | None
    starts_on: date | None
    ends_on: date | None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    change_until: datetime | None = None
    cancel_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A problem and the form field it belongs to."""

    field: str
    problem: Problem


def event_problems(times: EventTimes, season: tuple[date, date], first_day: date | None) -> list[FieldProblem]:
    """What is wrong with an event's times: order, length, season and deadlines. `first_day` as the wall shows it."""
    found = _span_problems(times)
    if found:
        return found
    if first_day is not None and not season[0] <= first_day <= season[1]:
        field = "starts_at" if times.timing == "timed" else "starts_on"
        found.append(FieldProblem(field, Problem("events.outside_season")))
    return found + _deadline_problems(times)


def _span_problems(times: EventTimes) -> list[FieldProblem]:
    if times.timing == "timed":
        if times.starts_at is None:
            return [FieldProblem("starts_at", Problem("events.no_start"))]
        if times.ends_at is None:
            return [FieldProblem("ends_at", Problem("events.no_end"))]
        if times.ends_at <= times.starts_at:
            return [FieldProblem("ends_at", Problem("events.ends_before_start"))]
        return (
            [FieldProblem("ends_at", Problem("events.too_long"))] if times.ends_at - times.starts_at > LONGEST else []
        )
    if times.starts_on is None:
        return [FieldProblem("starts_on", Problem("events.no_start"))]
    if times.ends_on is None:
        return [FieldProblem("ends_on", Problem("events.no_end"))]
    if times.ends_on < times.starts_on:
        return [FieldProblem("ends_on", Problem("events.ends_before_start"))]
    return [FieldProblem("ends_on", Problem("events.too_long"))] if times.ends_on - times.starts_on > LONGEST else []


def _deadline_problems(times: EventTimes) -> list[FieldProblem]:
    found = []
    if times.opens_at and times.closes_at and times.closes_at <= times.opens_at:
        found.append(FieldProblem("closes_at", Problem("events.closes_before_opening")))
    start = times.starts_at
    if times.timing == "timed" and start is not None:
        # An event that has begun takes nobody; a later deadline would promise what is not kept.
        if times.closes_at and times.closes_at > start:
            found.append(FieldProblem("closes_at", Problem("events.closes_after_start")))
        if times.change_until and times.change_until > start:
            found.append(FieldProblem("change_until", Problem("events.change_after_start")))
        if times.cancel_until and times.ends_at and times.cancel_until > times.ends_at:
            found.append(FieldProblem("cancel_until", Problem("events.cancel_after_end")))
    return found


def cap_problems(wanted: Sequence[tuple[str, int | None]], taken: dict[str, int]) -> list[FieldProblem]:
    """Caps (name → number) set below what is already taken."""
    return [
        FieldProblem(name, Problem("events.cap_below_taken", {"cap": cap, "taken": taken[name]}))
        for name, cap in wanted
        if cap is not None and cap < taken.get(name, 0)
    ]


def series_problems(
    scoring: str, place_points: Sequence[int], started: int, best: int | None, promoted: int
) -> list[FieldProblem]:
    """What is wrong with how the rounds of a series count: points that are missing, rise or are too many."""
    found = []
    if scoring not in SCORINGS:
        found.append(FieldProblem("scoring", Problem("events.series_scoring")))
    if scoring == "place_points" and not any(place_points):
        found.append(FieldProblem("place_points", Problem("events.series_points_missing")))
    elif len(place_points) > MOST_PLACES_WITH_POINTS or any(not 0 <= points <= MOST_POINTS for points in place_points):
        facts = {"places": MOST_PLACES_WITH_POINTS, "most": MOST_POINTS}
        found.append(FieldProblem("place_points", Problem("events.series_points_most", facts)))
    elif any(better < worse for better, worse in pairwise(place_points)):
        found.append(FieldProblem("place_points", Problem("events.series_points_rise")))
    numbers = (("started", started, 0, MOST_STARTED), ("promoted", promoted, 0, MOST_PROMOTED))
    for field, number, least, most in (*numbers, ("best", 1 if best is None else best, 1, MOST_ROUNDS)):
        if not least <= number <= most:
            found.append(FieldProblem(field, Problem("events.series_number", {"least": least, "most": most})))
    return found
