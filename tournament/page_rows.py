"""What pages of a competition are given: frozen rows with texts ready to show, as templates/macros/tournament.html
names them. Times are aware; "" or None means "not there"."""

from dataclasses import dataclass
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
    """A match in a list, on a board, in a bracket, on a referee's screen or on paper.

    `stage` is its full name, `short` the one inside its stage, `referee` who is to referee it. `is_about`: the start is
    an about time.
    """

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
    short: str = ""
    referee: str = ""
    is_about: bool = False


@dataclass(frozen=True, slots=True)
class CourtRow:
    """A court: what is on, what comes next, and what to say when nothing is on."""

    name: str
    match: MatchRow | None
    next: MatchRow | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its short heading and the full word; a wide one is left out on a phone."""

    short: str
    long: str
    is_wide: bool = False
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line in a table: a cell for each column, the reason for the place, and where it leads ("A-slutspil")."""

    rank: int
    team: str
    own: bool
    cells: tuple[str, ...]
    why: str = ""
    line: Literal["", "through", "maybe"] = ""
    is_cut: bool = False
    goes_to: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a pool or of all; `who` heads its names, `matches` are listed under it where they have names."""

    key: str
    name: str
    who: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()
    matches: tuple[MatchRow, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round that everybody plays; `pauses` name those who sit out. It is "now", "over" or "coming"."""

    number: int
    name: str
    state: Literal["now", "over", "coming"]
    matches: tuple[MatchRow, ...]
    pauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A place of a bracket: its match, or None where none is played; whether lines lead to it and on from it."""

    match: MatchRow | None
    is_fed: bool = False
    leads_on: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A round of a bracket; two of its cells, or one, lead to one of the next round (`joins`; 0: the last)."""

    name: str
    cells: tuple[Cell, ...]
    joins: int
    note: str = ""

    @property
    def matches(self) -> tuple[MatchRow, ...]:
        """The matches of the round."""
        return tuple(cell.match for cell in self.cells if cell.match is not None)


@dataclass(frozen=True, slots=True)
class Bracket:
    """A part of an elimination, round by round; `extra` are matches beside the tree, such as for third place."""

    key: str
    name: str
    rounds: tuple[Round, ...]
    extra: tuple[MatchRow, ...] = ()


@dataclass(frozen=True, slots=True)
class StageBlock:
    """A stage on a page. `kind` names the template part that shows it; `coming` says what happens next."""

    key: str
    kind: Literal["tables", "rounds", "bracket", "waiting"]
    name: str
    explanation: str = ""
    coming: str = ""
    tables: tuple[Table, ...] = ()
    compared: tuple[Table, ...] = ()
    rounds: tuple[RoundRow, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    through: str = ""
    maybe: str = ""
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A team's place in the overall ranking: "1" or "5–8", and why."""

    places: str
    team: str
    own: bool
    reason: str
