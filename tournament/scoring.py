"""How a match is counted: goals, sets or points up to a target, and whether somebody must win it.

One answer for the page, the form and the command; `rules.py` judges results by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tournament.engine.formats.format import Format
from tournament.engine.values import Result, ResultKind, Rules

SETS, LEGS, POINTS = "sets", "legs", "points"
SET_COUNTS = (1, 3, 5, 7)
MOST_TARGET = 100
EXTRAS = ("target", "timed", "exact", "best_of")
"""The keys of stored rules that say how a match is counted; the engine does not know them."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """How the matches of a stage are counted.

    `kind` is the sport's word for it (goals, points, sets, legs). With a `target` one side reaches it, unless the match
    is `timed`; where it is `exact` an end that goes beyond it counts nothing. `best_of` is the most sets there can be.
    """

    kind: str = "goals"
    target: int | None = None
    timed: bool = False
    exact: bool = False
    best_of: int | None = None
    needs_winner: bool = False

    @property
    def in_sets(self) -> bool:
        """Whether the points of each set are entered, and the sets won are counted from them."""
        return self.kind == SETS and self.best_of is not None

    @property
    def in_ends(self) -> bool:
        """Whether points are won end by end, up to a target."""
        return self.target is not None and not self.in_sets

    @property
    def sets_to_win(self) -> int:
        """How many sets win the match."""
        return (self.best_of or 1) // 2 + 1


def needs_winner(how: Format, rules: Rules) -> bool:
    """Whether a match may not end level: in an elimination or a poule, and where the points tell shoot-outs apart."""
    return how.is_elimination or how.needs_winner or rules.points.shootout_win is not None


def scoring_of(kind: str, written: Mapping[str, Any], *, must_win: bool = False) -> Scoring:
    """How matches are counted, by the sport's kind of result and the rules as stored."""
    return Scoring(
        kind=kind,
        target=written.get("target"),
        timed=bool(written.get("timed")),
        exact=bool(written.get("exact")),
        best_of=written.get("best_of") if kind == SETS else None,
        needs_winner=must_win,
    )


def read_extras(given: object) -> dict[str, Any]:
    """How matches are counted as a file says it; what cannot be is left out."""
    written: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    found: dict[str, Any] = {name: True for name in ("timed", "exact") if written.get(name) is True}
    for name, accepts in (("target", lambda n: 0 < n < MOST_TARGET), ("best_of", lambda n: n in SET_COUNTS)):
        number = written.get(name)
        if type(number) is int and accepts(number):
            found[name] = number
    return found


def result_in_sets(sets: tuple[tuple[int, int], ...]) -> Result:
    """A result entered by its sets, with the sets won counted."""
    home = sum(one > other for one, other in sets)
    return Result(ResultKind.PLAYED, home, sum(other > one for one, other in sets), None, sets)
