"""The values that go into the engine: a competition with its entries, rules, stages, matches and results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from tournament.engine.selectors import Selector

HOME: Literal["home"] = "home"
AWAY: Literal["away"] = "away"
SideName = Literal["home", "away"]
OptionValue = bool | int | str


class ResultKind(StrEnum):
    """What became of a match."""

    PLAYED = "played"
    WALKOVER_HOME = "walkover_home"
    WALKOVER_AWAY = "walkover_away"
    BOTH_NO_SHOW = "both_no_show"
    ANNULLED = "annulled"


class MatchStatus(StrEnum):
    """Where a match is on the day; only a result counts, whatever the status says."""

    PLANNED = "planned"
    CALLED = "called"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


class Restart(StrEnum):
    """Whether the head-to-head block starts again for a smaller tie that it left."""

    NONE = "none"
    BLOCK = "block"


class Compare(StrEnum):
    """How teams of equal rank in pools of unequal size are compared."""

    TOTAL = "total"
    PER_MATCH = "per_match"
    DROP_LAST = "drop_last"


class Policy(StrEnum):
    """What happens to the matches of a team that withdraws."""

    ANNUL = "annul"
    FORFEIT = "forfeit"


@dataclass(frozen=True, slots=True)
class Points:
    """Table points per result; without shoot-out points a shoot-out counts as a draw."""

    win: float = 3
    draw: float = 1
    loss: float = 0
    shootout_win: float | None = None
    shootout_loss: float | None = None


DBU_INDOOR = (
    "points",
    "no_shows",
    "h2h_points",
    "h2h_goal_diff",
    "h2h_goals_for",
    "goal_diff",
    "goals_for",
    "wins",
    "lots",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """How results become a table; `walkover` None means a win without goals."""

    points: Points = Points()
    tiebreak: tuple[str, ...] = DBU_INDOOR
    h2h_restart: Restart = Restart.BLOCK
    walkover: tuple[int, int] | None = (3, 0)
    bye: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One that takes part; entries with a common id in `people` share a person."""

    id: str
    name: str = ""
    organisation: str | None = None
    municipality: str | None = None
    seed: int | None = None
    pot: int | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What people decided beside the matches.

    The mappings go from entry id to a number, higher is better, except `no_shows` where fewer is better.
    The orders stand best first, among the teams they were decided for.
    """

    adjust: Mapping[str, float] = field(default_factory=dict)
    no_shows: Mapping[str, int] = field(default_factory=dict)
    fair_play: Mapping[str, float] = field(default_factory=dict)
    coefficient: Mapping[str, float] = field(default_factory=dict)
    withdrawn: Mapping[str, Policy] = field(default_factory=dict)
    lots: tuple[tuple[str, ...], ...] = ()
    playoff: tuple[tuple[str, ...], ...] = ()
    shootout: tuple[tuple[str, ...], ...] = ()
    ranking: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The result that counts for a match; goals of a shoot-out are not in `home` and `away`.

    Where the result has `sets`, `home` and `away` are the sets won.
    """

    kind: ResultKind = ResultKind.PLAYED
    home: int | None = None
    away: int | None = None
    shootout: SideName | None = None
    sets: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One match; `number` is the printed one, `result` None until the match is finished."""

    id: str
    stage: str
    home: Selector
    away: Selector
    round: int = 1
    pool: str | None = None
    result: Result | None = None
    status: MatchStatus = MatchStatus.PLANNED
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool of a stage; its sides are nearly always entries, in the order of the draw."""

    id: str
    sides: tuple[Selector, ...]


class MarkStatus(StrEnum):
    """Whether one that was measured has a mark: did not start, did not finish, was disqualified."""

    OK = "ok"
    DNS = "dns"
    DNF = "dnf"
    DSQ = "dsq"


@dataclass(frozen=True, slots=True)
class Mark:
    """What was measured of an entry: a number per attempt, None where an attempt failed."""

    entry: str
    attempts: tuple[float | None, ...] = ()
    status: MarkStatus = MarkStatus.OK


@dataclass(frozen=True, slots=True)
class Formula:
    """Points from a mark: a(b - mark)^c on the track, where low is better, a(mark - b)^c in the field."""

    a: float
    b: float
    c: float
    kind: Literal["track", "field"]


@dataclass(frozen=True, slots=True)
class Overall:
    """How several disciplines are put together, for entries or for their organisations.

    `points` go to the places from the first on, `started` to everybody who took part; with `formula` the points of the
    disciplines' formulas are added up instead. With `medals` the medal table is the order, otherwise the points.
    """

    medals: bool = False
    points: tuple[float, ...] = ()
    started: float = 0
    formula: bool = False
    by: Literal["entry", "organisation"] = "entry"


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of a competition, played by one format.

    Its teams stand in `pools`, in `entries` (best seed first) or in `slots` (bracket order), as the format
    asks; before the draw of pools in `entries` with a `pool_count`. `options` are the format's own; `allocation`
    goes from the set of pools whose teams of a rank go through ("ABCD") to who meets whom ({"1A": "3C"}), or is
    "apart": no team meets its pool-mate. A measured stage has `marks` and no matches, and perhaps `heats`: who stands
    on which lane, from the first lane on. `wishes` are entries that would like to be drawn together.
    """

    id: str
    format: str
    pools: tuple[Pool, ...] = ()
    entries: tuple[str, ...] = ()
    slots: tuple[Selector, ...] = ()
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    name: str = ""
    pool_count: int | None = None
    division: str | None = None
    discipline: str | None = None
    rules: Rules | None = None
    best: Compare = Compare.TOTAL
    allocation: Mapping[str, Mapping[str, str]] | Literal["apart"] | None = None
    marks: tuple[Mark, ...] = ()
    formula: Formula | None = None
    heats: tuple[tuple[str | None, ...], ...] = ()
    wishes: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Competition:
    """Everything the engine needs to know; the order of entries and matches never decides anything."""

    entries: tuple[Entry, ...]
    stages: tuple[Stage, ...]
    matches: tuple[Match, ...]
    rules: Rules = Rules()
    facts: Facts = Facts()
    name: str = ""
    sport: str = ""
    overall: Overall | None = None

    def get_stage(self, stage_id: str) -> Stage:
        """The stage with this id; KeyError when there is none."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    def get_match(self, match_id: str) -> Match:
        """The match with this id; KeyError when there is none."""
        for match in self.matches:
            if match.id == match_id:
                return match
        raise KeyError(match_id)
