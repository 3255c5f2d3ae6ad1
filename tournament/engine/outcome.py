"""The values that come out of the engine: resolved matches, tables, places, and the reason for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tournament.engine.selectors import NOBODY
from tournament.engine.values import Competition, Match, Result

Number = int | float | Fraction
FactValue = int | float | str | bool | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A code with its facts, to be put into words by `tournament/wording.py`."""

    code: str
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a row stands below the one above it.

    `above` and `here` are the numbers of the two rows in `criterion` (None where the criterion has none);
    `among` are the entries that were level until then; `score` is what the two of them scored against each
    other, set when only they were level and a head-to-head criterion decided.
    """

    criterion: str
    above: Number | None
    here: Number | None
    among: tuple[str, ...] = ()
    score: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `decided_by` is None in the first row and where the rank is shared.

    `metrics` holds every criterion of the chain that has a number for the row; head-to-head numbers are those
    among the teams that were level when the block began.
    """

    rank: int
    entry: str
    played: int
    won: int
    drawn: int
    lost: int
    goals_for: int
    goals_against: int
    points: float
    metrics: Mapping[str, Number | None]
    decided_by: Decision | None


@dataclass(frozen=True, slots=True)
class PoolState:
    """A pool's table; `complete` when every match has a result, `undecided` are the ranks that are shared."""

    id: str
    complete: bool
    rows: tuple[Row, ...]
    undecided: tuple[int, ...] = ()

    def entry_at(self, rank: int) -> str | None:
        """The entry on this rank once it stands for good, else None."""
        if not self.complete or rank in self.undecided:
            return None
        return next((row.entry for row in self.rows if row.rank == rank), None)


@dataclass(frozen=True, slots=True)
class BestRow:
    """One team in the comparison of the teams on equal rank, over all pools of a stage."""

    pool: str
    row: Row


@dataclass(frozen=True, slots=True)
class ResolvedMatch:
    """A match with its sides as far as they are known: an entry, "bye" (nobody will come) or None (not yet).

    `result` is the one that counts, after withdrawals; `winner` and `loser` are None until decided, and "bye"
    where the match is over and nobody won. `places` is the range that is played for in an elimination.
    """

    match: Match
    home: str | None
    away: str | None
    result: Result | None
    winner: str | None = None
    loser: str | None = None
    places: tuple[int, int] | None = None

    @property
    def id(self) -> str:
        """The id of the match."""
        return self.match.id

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be played here: a result, a cancelled match, or a side that is empty."""
        return self.result is not None or NOBODY in (self.home, self.away)

    @property
    def is_playable(self) -> bool:
        """Whether both teams are known and the match has no result."""
        return not self.is_over and self.home is not None and self.away is not None


@dataclass(frozen=True, slots=True)
class Place:
    """The places an entry has, or can still get, in its division, and why."""

    entry: str
    first: int
    last: int
    reason: Note


@dataclass(frozen=True, slots=True)
class StageState:
    """A stage after the recompute: tables of its pools, or the places of an elimination."""

    id: str
    pools: tuple[PoolState, ...] = ()
    best: Mapping[int, tuple[BestRow, ...]] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class DivisionState:
    """The overall ranking of one division (None: the competition has no divisions)."""

    division: str | None
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A competition computed: every answer a page or a command shows."""

    competition: Competition
    matches: tuple[ResolvedMatch, ...]
    stages: tuple[StageState, ...]
    divisions: tuple[DivisionState, ...]
    notes: tuple[Note, ...] = ()
    overall: PoolState | None = None

    def get_stage(self, stage_id: str) -> StageState:
        """The state of a stage; KeyError when there is none."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    def get_match(self, match_id: str) -> ResolvedMatch:
        """A resolved match; KeyError when there is none."""
        for match in self.matches:
            if match.id == match_id:
                return match
        raise KeyError(match_id)

    def get_pool(self, stage_id: str, pool_id: str) -> PoolState:
        """The table of a pool; KeyError when there is none."""
        for pool in self.get_stage(stage_id).pools:
            if pool.id == pool_id:
                return pool
        raise KeyError((stage_id, pool_id))
