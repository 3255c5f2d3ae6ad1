"""A competition's day as the planner's value, and its plan as slots: minutes here, moments in the rows."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import gcd
from typing import Any

from flask_babel import force_locale

from core import clock
from core.errors import Problem, RuleError
from core.language import LANGUAGES
from tournament.engine.outcome import ResolvedMatch
from tournament.engine.selectors import NOBODY, EntrySide, Selector
from tournament.engine.values import Competition, Match, MatchStatus
from tournament.file_clock import DayClock
from tournament.file_day import read_day as read_document
from tournament.file_faults import Reader
from tournament.file_options import set_value
from tournament.models import Court as CourtRow
from tournament.models import Slot
from tournament.naming import referee_name, stage_labels
from tournament.planning import day_start, list_courts
from tournament.planning_wishes import CHOICES, pins_of, same_time_of, walks_of, wishes_of
from tournament.store import court_key
from tournament.store_view import CompetitionView, MatchView
from tournament.timetable.model import Day, Placement, Plan, Ref
from tournament.wording_plan import PlanNames


class UnreadableDayError(RuleError):
    """A day that is no day: it names an hour that the clock skips, or more minutes than a day has."""

    def __init__(self, faults: Iterable[object]) -> None:
        super().__init__("tournament.day_unreadable")
        self.add_note("; ".join(map(str, faults)))


@dataclass(frozen=True, slots=True)
class PlanningDay:
    """The day the planner plans, when it begins, and what its ids stand for in the database.

    `document` is the `day` and `timetable` of a tournament file that it was read from, `clock` that document's.
    """

    day: Day
    start: datetime
    matches: Mapping[str, MatchView]
    courts: Mapping[str, CourtRow]
    names: PlanNames
    document: Mapping[str, Any]
    clock: DayClock

    def moment(self, minute: int) -> datetime:
        """The moment of a minute."""
        return self.start + timedelta(minutes=minute)

    def minute(self, moment: datetime) -> int:
        """The minute of a moment."""
        return int((moment - self.start).total_seconds() // 60)

    @property
    def needed(self) -> frozenset[int]:
        """The row numbers of the matches that need a place."""
        return frozenset(match.id for match in self.matches.values())

    def plan_of(self, slots: Iterable[Slot]) -> Plan:
        """Slots as a plan; those of matches that need no place any more are left out."""
        keys = {match.id: key for key, match in self.matches.items()}
        return Plan(
            tuple(
                Placement(keys[slot.match_id], court_key(slot.court_id), self.minute(slot.starts_at), slot.referee)
                for slot in slots
                if slot.match_id in keys
            )
        )


def read_day(
    view: CompetitionView, slots: Sequence[Slot] = (), changes: Sequence[Mapping[str, Any]] = ()
) -> PlanningDay:
    """The day of a competition; `slots` are where matches stand now, `changes` what is to be otherwise in the day.

    Matches played or under way stay where they are; those that nobody will play (a withdrawn team, a bye) need no
    place. Pinned slots are pins. Raises UnreadableDayError, LookupError for a change that has no place.
    """
    courts = {court_key(court.id): court for court in list_courts(view.event_id)}
    document = deepcopy(day_document(view, courts, slots)) if changes else day_document(view, courts, slots)
    for change in changes:
        set_value(document, change["path"], change["value"])
    reader = Reader()
    found = read_document(document, settled(view), reader)
    if found is None:
        raise UnreadableDayError(reader.faults)
    by_key = {match.key: match for match in view.matches}
    start = day_start(view.day)
    names = {Ref("match", match.key): str(match.number) for match in view.matches}
    names |= {Ref("entry", key): label for key, label in view.labels.items()}
    names |= {Ref("court", key): court.name for key, court in courts.items()}
    people = found.day.referees.people if found.day.referees is not None else ()
    danish, english = (_spoken_names(view, people, language) for language in LANGUAGES)
    return PlanningDay(
        day=found.day,
        start=start,
        matches={match.id: by_key[match.id] for match in found.day.matches},
        courts=courts,
        names=PlanNames(found.clock.start, names | danish, english),
        document=document,
        clock=found.clock,
    )


def _spoken_names(view: CompetitionView, people: Iterable[str], language: str) -> dict[Ref, str]:
    """What is called otherwise in another language: the stages and the people who referee."""
    with force_locale(language):
        stages = {Ref("stage", key): label for key, label in stage_labels(view).items()}
        return stages | {Ref("person", person): referee_name(view, person) for person in people}


def day_document(view: CompetitionView, courts: Mapping[str, CourtRow], slots: Sequence[Slot]) -> dict[str, Any]:
    """The `day` and `timetable` of a tournament file, from what is stored and where matches stand."""
    # A result that follows from a withdrawal leaves its place free; one that was entered happened there.
    keys = {match.id: match.key for match in view.matches if match.result is None or match.result_id is not None}
    rows = [
        {
            "match": keys[slot.match_id],
            "court": court_key(slot.court_id),
            "start": wall_text(slot.starts_at),
            **({"referee": slot.referee} if slot.referee else {}),
        }
        for slot in slots
        if slot.match_id in keys
    ]
    pins = [
        {"match": keys[slot.match_id], "court": court_key(slot.court_id), "start": clock_text(slot.starts_at)}
        for slot in slots
        if slot.is_pinned and slot.match_id in keys
    ]
    wished = {
        "wishes": wishes_of(view),
        "same_time": same_time_of(view),
        "walk_minutes": walks_of(view, {court.hall for court in courts.values()}),
        "pins": [*pins_of(view, courts), *pins],
    }
    day = {
        **{name: value for name, value in view.day.items() if name not in CHOICES and name not in wished},
        **{name: value for name, value in wished.items() if value},
        "courts": [_court(view, key, court) for key, court in courts.items()],
        "durations": durations_of(view),
    }
    if "grid_minutes" in day:
        # A match that is held fast off the grid makes the grid finer: the office's word is above clear lines.
        start = day_start(view.day)
        held = [int((slot.starts_at - start).total_seconds() // 60) for slot in slots if slot.is_pinned]
        day["grid_minutes"] = gcd(int(day["grid_minutes"]), *held)
    return {"day": day, "timetable": rows}


def _court(view: CompetitionView, key: str, court: CourtRow) -> dict[str, Any]:
    written: dict[str, Any] = {"id": key, "name": court.name, "windows": court.windows}
    if court.hall:
        written["hall"] = court.hall
    if court.stages is not None:
        written["stages"] = [stage.key for stage in view.stages if stage.key in court.stages]
    return written


def durations_of(view: CompetitionView) -> dict[str, dict[str, int]]:
    """Minutes of play and changeover of every stage: what the office chose, else what is usual in the sport."""
    chosen = view.day.get("durations", {})
    usual = {"play": view.play_minutes, "changeover": view.changeover_minutes}
    return {stage.key: {**usual, **chosen.get(stage.key, {})} for stage in view.stages}


def wall_text(moment: datetime) -> str:
    """A moment as a tournament file writes it."""
    return clock.local(moment).strftime("%Y-%m-%dT%H:%M")


def clock_text(moment: datetime) -> str:
    """The clock of a moment as a tournament file writes it."""
    return f"{clock.local(moment):%H:%M}"


def settled(view: CompetitionView) -> Competition:
    """The competition with the sides and results that are known now, as the planner needs them."""
    resolved = {match.id: match for match in view.state.matches}
    return replace(
        view.state.competition,
        matches=tuple(_settled(resolved[match.id]) for match in view.state.competition.matches),
    )


def _settled(match: ResolvedMatch) -> Match:
    is_empty = NOBODY in (match.home, match.away)
    return replace(
        match.match,
        home=_known(match.match.home, match.home),
        away=_known(match.match.away, match.away),
        result=match.result,
        status=MatchStatus.CANCELLED if is_empty else match.match.status,
    )


def _known(side: Selector, entry: str | None) -> Selector:
    return side if entry is None or entry == NOBODY else EntrySide(entry)


def day_problems(view: CompetitionView, courts: Iterable[CourtRow]) -> list[Problem]:
    """Why a day cannot be planned at all yet."""
    if not view.matches:
        return [Problem("tournament.no_matches")]
    if not any(court.windows for court in courts):
        return [Problem("tournament.no_courts")]
    return []
