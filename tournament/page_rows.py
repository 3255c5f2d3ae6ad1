"""What pages of a competition are given: frozen rows with texts ready to show, as templates/macros/tournament.html
names them. Times are aware; "" or None means "not there"."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

MatchState = Literal["planned", "now", "done", "unresolved", "off"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a match; `known` is False for "Vinder af kamp 27", `shirt` is said on a referee's screen."""

    name: str
    score: str = ""
    won: bool = False
    own: bool = False
    known: bool = True
    shirt: str = ""


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A match in a list, on a board, in a bracket, on a referee's screen or on paper."""

    key: str
    number: int
    stage: str
    court: str
    starts_at: datetime | None
    ends_at: datetime | None
    home: Side
    away: Side
    score: str = ""
    note: str = ""
    state: MatchState = "planned"
    href: str = ""


@dataclass(frozen=True, slots=True)
class CourtRow:
    """A court: what is on, what comes next, and what to say when nothing is on."""

    name: str
    match: MatchRow | None
    next: MatchRow | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A team's line in a table, with the reason for its place."""

    rank: int
    team: str
    own: bool
    played: int
    won: int
    drawn: int
    lost: int
    scored: int
    conceded: int
    difference: int
    points: str
    why: str = ""
    line: Literal["", "through", "maybe"] = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a pool."""

    key: str
    name: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """A round of a bracket; `extra` are matches beside the tree, such as the one for third place."""

    name: str
    matches: tuple[MatchRow, ...]
    extra: list[MatchRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bracket:
    """An elimination, round by round."""

    key: str
    name: str
    rounds: tuple[Round, ...]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A team's place in the overall ranking: "1" or "5–8", and why."""

    places: str
    team: str
    own: bool
    reason: str
