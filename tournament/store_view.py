"""A competition computed and ready to be shown: the frozen values that every page of the day reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Literal

from core import clock
from core.errors import MissingError
from tournament.bracket_shape import Seat, Shape, first_places, shape_of
from tournament.engine.formats.format import Format
from tournament.engine.formats.registry import get_format
from tournament.engine.outcome import PoolState, ResolvedMatch, State
from tournament.engine.selectors import NOBODY, Bye, RoundSide, Selector, members_of
from tournament.engine.values import Mark, Result, Rules
from tournament.scoring import Scoring, needs_winner, scoring_of

MEASURED = "measured"
NEXT_FREE = "next_free"
MatchState = Literal["planned", "now", "done", "unresolved", "off"]


@dataclass(frozen=True, slots=True)
class CourtView:
    """A court of the day."""

    id: int
    name: str
    hall: str


@dataclass(frozen=True, slots=True)
class SideView:
    """A side of a match: who the draw says plays here, and the team once it is known (`entry` may be "bye")."""

    selector: Selector
    entry: str | None
    label: str | None

    @property
    def is_known(self) -> bool:
        """Whether a team stands here."""
        return self.label is not None

    def has(self, entry: str) -> bool:
        """Whether an entry stands here, alone or as one of a team of people."""
        return self.entry is not None and entry in members_of(self.entry)


@dataclass(frozen=True, slots=True)
class MatchView:
    """A match with what is known about it; times, court and referee are those of the published timetable.

    Where the day is run from a queue a match has a court once it is called.
    """

    id: int
    key: str
    number: int
    division_id: int
    stage_id: int
    stage: str
    pool: str | None
    round: int
    label: str
    home: SideView
    away: SideView
    resolved: ResolvedMatch
    status: str
    running: tuple[int, int] | None
    started_at: datetime | None
    play_minutes: int
    court: CourtView | None = None
    starts_at: datetime | None = None
    result_id: int | None = None
    result_at: datetime | None = None
    is_disputed: bool = False
    referee: str | None = None
    planned_at: datetime | None = None
    called_at: datetime | None = None

    @property
    def is_called(self) -> bool:
        """Whether it is called to its court and has not begun."""
        return self.status == "called" and self.called_at is not None

    @property
    def result(self) -> Result | None:
        """The result that counts, also one that follows from a withdrawal."""
        return self.resolved.result

    @property
    def ends_at(self) -> datetime | None:
        """When play ends: by the plan, or counted from when it really began."""
        if self.status == "running" and self.started_at is not None:
            return self.started_at + timedelta(minutes=self.play_minutes)
        return self.planned_end

    @property
    def planned_end(self) -> datetime | None:
        """When play ends by the plan."""
        return self.starts_at + timedelta(minutes=self.play_minutes) if self.starts_at else None

    @property
    def is_empty(self) -> bool:
        """Whether a side stays empty, so that nothing is played here."""
        return NOBODY in (self.home.entry, self.away.entry)

    @property
    def is_bye(self) -> bool:
        """Whether somebody sits out here."""
        return isinstance(self.home.selector, Bye) or isinstance(self.away.selector, Bye)

    @property
    def state(self) -> MatchState:
        """What a page shows: planned, now, done, unresolved (two results) or off (nothing is played)."""
        if self.is_disputed:
            return "unresolved"
        if self.result is not None and self.result.kind == "annulled":
            return "off"
        if self.result is not None:
            return "done"
        if self.is_empty or self.status == "cancelled":
            return "off"
        return "now" if self.status == "running" else "planned"

    @property
    def is_to_play(self) -> bool:
        """Whether this match is still to be played or under way."""
        return self.result is None and not self.is_empty and self.status != "cancelled"

    def plays(self, entry: str) -> bool:
        """Whether an entry is on one of the sides."""
        return self.home.has(entry) or self.away.has(entry)


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage: its names and format, and how its matches are counted.

    `written` are its rules as stored (of a tournament file, and `target`, `timed`, `best_of`), `result_kind` is that of
    the sport it is played in.
    """

    id: int
    key: str
    division_id: int
    name_da: str
    name_en: str
    format: str
    options: Mapping[str, Any]
    discipline_id: int | None
    pools: tuple[str, ...]
    has_matches: bool
    written: Mapping[str, Any] = field(default_factory=dict)
    result_kind: str = "goals"

    @property
    def how(self) -> Format:
        """The format that the stage is played by."""
        return get_format(self.format)

    @property
    def is_measured(self) -> bool:
        """Whether the stage has marks instead of matches."""
        return self.format == MEASURED


@dataclass(frozen=True, slots=True)
class MarkView:
    """What was measured of an entry: the row that counts, and whether another waits beside it."""

    id: int
    value: Mark
    at: datetime
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class DisciplineView:
    """One of several disciplines of a row."""

    id: int
    key: str
    division_id: int
    name_da: str
    name_en: str


@dataclass(frozen=True, slots=True)
class DivisionView:
    """A row of the competition; `shows` is "all", "no_table" or "no_results", `takes` who plays."""

    id: int
    key: str
    name: str
    shows: str
    entries: tuple[str, ...]
    takes: str = "teams"


@dataclass(frozen=True)
class CompetitionView:
    """A competition at one revision of its event.

    `labels` go from entry ("e12") to the public name, `registrations` from a registration to what it plays as: one
    team, or several people or drawn teams. `marks` are by stage and entry.
    """

    id: int
    event_id: int
    revision: int
    sport: str
    court_da: str
    court_en: str
    result_kind: str
    play_minutes: int
    changeover_minutes: int
    day: Mapping[str, Any]
    state: State
    divisions: tuple[DivisionView, ...]
    disciplines: tuple[DisciplineView, ...]
    stages: tuple[StageView, ...]
    matches: tuple[MatchView, ...]
    marks: Mapping[tuple[str, str], MarkView]
    courts: tuple[CourtView, ...]
    labels: Mapping[str, str]
    registrations: Mapping[int, tuple[str, ...]]
    timetable_number: int | None
    published_at: datetime | None
    by_id: Mapping[int, MatchView] = field(repr=False)

    def get_match(self, match_id: int) -> MatchView:
        """A match by its row number; MissingError when it is none of this competition."""
        if match_id not in self.by_id:
            raise MissingError
        return self.by_id[match_id]

    def get_numbered(self, number: int) -> MatchView:
        """A match by its printed number; MissingError when there is none."""
        for match in self.matches:
            if match.number == number:
                return match
        raise MissingError

    def on_court(self, court_id: int) -> tuple[MatchView, ...]:
        """The matches of a court by the published timetable, in order."""
        found = [match for match in self.matches if match.court is not None and match.court.id == court_id]
        return tuple(sorted(found, key=by_time))

    def of_entry(self, entry: str) -> tuple[MatchView, ...]:
        """The matches that an entry is known to play, in order of time."""
        return tuple(sorted((match for match in self.matches if match.plays(entry)), key=by_time))

    def of_stage(self, stage: str) -> tuple[MatchView, ...]:
        """The matches of a stage, by number."""
        return tuple(match for match in self.matches if match.stage == stage)

    def get_stage(self, stage: str) -> StageView:
        """A stage by its key; MissingError when there is none."""
        for found in self.stages:
            if found.key == stage:
                return found
        raise MissingError

    def get_division(self, division_id: int) -> DivisionView:
        """A division by its row number; MissingError when there is none."""
        for found in self.divisions:
            if found.id == division_id:
                return found
        raise MissingError

    def stages_of(self, division_id: int) -> tuple[StageView, ...]:
        """The stages of a division in their order."""
        return tuple(stage for stage in self.stages if stage.division_id == division_id)

    @property
    def measured(self) -> tuple[StageView, ...]:
        """The stages that are measured and have somebody in them."""
        with_entries = {stage.id for stage in self.state.competition.stages if stage.entries}
        return tuple(stage for stage in self.stages if stage.is_measured and stage.key in with_entries)

    def get_measured(self, stage_id: int) -> StageView:
        """A measured stage by its row number; MissingError when it is none of this competition."""
        for found in self.stages:
            if found.id == stage_id and found.is_measured:
                return found
        raise MissingError

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        """The eliminations as they are drawn, by stage."""
        matches = self.state.competition.matches
        return {
            stage.key: shape_of((match for match in matches if match.stage == stage.key), stage.format)
            for stage in self.stages
            if stage.how.is_elimination and stage.has_matches
        }

    @cached_property
    def first_places(self) -> Mapping[str, int]:
        """The best place in its division that each stage plays for."""
        return first_places(self.state)

    def scoring(self, match: MatchView) -> Scoring:
        """How a match is counted."""
        stage = self.get_stage(match.stage)
        return scoring_of(stage.result_kind, stage.written, must_win=needs_winner(stage.how, self.rules_of(stage)))

    def rules_of(self, stage: StageView) -> Rules:
        """The rules that a stage is ranked by."""
        competition = self.state.competition
        return competition.get_stage(stage.key).rules or competition.rules

    def find_seat(self, match: MatchView) -> Seat | None:
        """Where a match stands in its elimination; None in a table."""
        shape = self.shapes.get(match.stage)
        return shape.seats.get(match.key) if shape is not None else None

    def get_keyed(self, key: str) -> MatchView:
        """A match by the engine's id; MissingError when there is none."""
        return self.get_numbered(int(key.removeprefix("m")))

    def rounds_left(self, stage: StageView) -> int:
        """How many rounds of a stage are still to be drawn; 0 where all matches are made from the start."""
        if not stage.how.in_rounds:
            return 0
        sides = [
            (match.round, side.selector) for match in self.of_stage(stage.key) for side in (match.home, match.away)
        ]
        drawn = {number for number, side in sides if not isinstance(side, RoundSide)}
        return max(0, int(stage.how.option(stage.options, "rounds")) - len(drawn))

    @property
    def awaits_draw(self) -> bool:
        """Whether matches are still to be made: of a stage that is not drawn, or of a round to come."""
        return any(self.rounds_left(stage) or not stage.has_matches for stage in self.stages if not stage.is_measured)

    def pool_states(self, stage: str) -> tuple[PoolState, ...]:
        """The tables of a stage, by pool."""
        return self.state.get_stage(stage).pools

    @property
    def is_next_free(self) -> bool:
        """Whether matches are called from a queue to the next free court; then planned times are about times."""
        return self.day.get("mode") == NEXT_FREE

    @property
    def is_published(self) -> bool:
        """Whether a timetable is published."""
        return self.timetable_number is not None

    @property
    def is_shown(self) -> bool:
        """Whether the matches are for everybody to see: a plan is published, or they are played without one."""
        has_begun = any(match.result_id is not None or match.status == "running" for match in self.matches)
        return bool(self.matches) and (self.is_published or has_begun)

    @property
    def next_change(self) -> datetime | None:
        """The next moment at which a page of the day changes by the clock: a planned start or end."""
        now = clock.now()
        moments = [m for match in self.matches for m in (match.starts_at, match.ends_at) if m is not None and m > now]
        return min(moments, default=None)


def by_time(match: MatchView) -> tuple[bool, float, int]:
    """The order of the day: by start, those without one last, then by number."""
    return match.starts_at is None, match.starts_at.timestamp() if match.starts_at else 0.0, match.number
