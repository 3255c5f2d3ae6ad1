"""What a format is: its names, its options, its formula for the number of matches, and how it is played."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tournament.engine.outcome import Note, PoolState, ResolvedMatch, Row
from tournament.engine.values import Entry, Facts, Match, OptionValue, Pool, Rules, Stage


class CannotDrawError(ValueError):
    """A stage whose next matches cannot be made; `note` says why."""

    def __init__(self, note: Note) -> None:
        super().__init__(f"{note.code}: {dict(note.facts)}")
        self.note = note


DEFAULT_RULES = Rules()


class Ground(StrEnum):
    """Where the teams of a stage stand."""

    POOLS = "pools"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Danish and English."""

    da: str
    en: str


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a format: a yes/no, a whole number from `low` to `high`, or one of `choices`."""

    code: str
    name: Text
    default: OptionValue
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()

    @property
    def limits(self) -> str:
        """What the option takes, in English."""
        if isinstance(self.default, bool):
            return "true or false"
        if isinstance(self.default, int):
            return f"a whole number of at least {self.low}" if self.high is None else f"{self.low} to {self.high}"
        return ", ".join(self.choices)

    def accepts(self, value: object) -> bool:
        """Whether the value is of the option's kind and within its limits."""
        if isinstance(self.default, bool):
            return isinstance(value, bool)
        if isinstance(self.default, int):
            low, high = self.low or 0, self.high
            return type(value) is int and low <= value and (high is None or value <= high)
        return value in self.choices


class Counted(StrEnum):
    """What a stage has a number of: matches, single starts, or heats that several start in."""

    MATCHES = "matches"
    STARTS = "starts"
    HEATS = "heats"


@dataclass(frozen=True, slots=True)
class MatchCount:
    """How many matches a stage has in all, and the fewest and the most that one team plays in it.

    Where nobody plays against anybody `counted` says what `total` is instead.
    """

    least: int
    most: int
    total: int
    counted: Counted = Counted.MATCHES


@dataclass(frozen=True, slots=True)
class StageDraw:
    """What a format needs to make the next matches of a stage.

    `played` are the matches that stay, `rows` their table, and `field` the ids of those still in, where the teams
    stand in a line; `entries` are all that the competition has. The matches of `round` that are `planned` with open
    sides are filled first; new ones are numbered from `first_number`.
    """

    stage: Stage
    first_number: int
    played: tuple[ResolvedMatch, ...] = ()
    rng: Random | None = None
    round: int = 1
    planned: tuple[Match, ...] = ()
    field: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    entries: tuple[Entry, ...] = ()
    rules: Rules = DEFAULT_RULES


@dataclass(frozen=True, slots=True)
class PoolPlay:
    """What a format needs to put a pool in order: its entries as far as known, and its matches.

    A stage whose teams stand in a line is one pool with the id of the stage. `is_known` when no side is still open.
    """

    stage: Stage
    pool: Pool
    entries: tuple[str, ...]
    matches: tuple[ResolvedMatch, ...]
    rules: Rules
    facts: Facts
    put_last: frozenset[str] = frozenset()
    is_known: bool = True


def no_remarks(draw: StageDraw, made: Sequence[Match]) -> tuple[Note, ...]:
    """Nothing to say about a draw."""
    return ()


@dataclass(frozen=True, slots=True)
class Format:
    """One format, as `registry.FORMATS` lists it.

    `make_matches` makes all matches, or with `in_rounds` those of the next round, which follows from the results;
    it raises CannotDrawError where that cannot be. `remarks` says what there is to say about them. `count` takes the
    sizes of the pools (one number where the teams stand in a line) and the options. `rank_pool` is None where the
    stage is an elimination, whose places follow from its matches. `needs_winner` where a match in a pool may not end
    level either; `pools_for` is the number of pools that suits a number of teams, where the format has a rule for it.
    """

    code: str
    name: Text
    explanation: Text
    ground: Ground
    least_teams: int
    options: tuple[Option, ...]
    make_matches: Callable[[StageDraw], tuple[Match, ...]]
    count: Callable[[tuple[int, ...], Mapping[str, OptionValue]], MatchCount]
    rank_pool: Callable[[PoolPlay], PoolState] | None = None
    in_rounds: bool = False
    remarks: Callable[[StageDraw, Sequence[Match]], tuple[Note, ...]] = no_remarks
    needs_winner: bool = False
    pools_for: Callable[[int], int] | None = None

    @property
    def is_elimination(self) -> bool:
        """Whether the places follow from who beat whom, so that no match may end level."""
        return self.rank_pool is None

    @property
    def has_one_table(self) -> bool:
        """Whether all teams of the stage stand in one table."""
        return self.ground is Ground.LINE and self.rank_pool is not None

    def option(self, options: Mapping[str, OptionValue], code: str) -> OptionValue:
        """The value chosen for an option, or its default."""
        for option in self.options:
            if option.code == code:
                return options.get(code, option.default)
        raise KeyError(code)
