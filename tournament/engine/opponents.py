"""Criteria that look at whom a team has met: the Buchholz family.

A team's score is its wins or its points, whichever the chain asks for first. Opponents count once per match;
a bye is no opponent.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tournament.engine.outcome import Number
from tournament.engine.scoring import Line, Tally

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Opposition:
    """The scores of a table and, for each entry, its lines against the others in it."""

    scores: Mapping[str, Number]
    points: Mapping[str, Number]
    lines: Mapping[str, Sequence[Line]]

    def scores_met(self, entry: str) -> list[Number]:
        """The scores of those an entry has met, lowest first."""
        return sorted(self.scores[line.opponent] for line in self.lines[entry])


def asks_wins_first(chain: Sequence[str]) -> bool:
    """Whether a chain counts wins before points."""
    return next((criterion == "wins" for criterion in chain if criterion in ("wins", "points")), False)


def score_of(tally: Tally, chain: Sequence[str]) -> Number:
    """What a team has scored, as the chain counts it."""
    return tally.won if asks_wins_first(chain) else tally.points


def make_opposition(tallies: Mapping[str, Tally], lines: Sequence[Line], chain: Sequence[str]) -> Opposition:
    """Whom the entries with a tally have met among themselves, and what those scored."""
    met: dict[str, list[Line]] = {entry: [] for entry in tallies}
    for line in lines:
        if line.entry in tallies and line.opponent in tallies:
            met[line.entry].append(line)
    return Opposition(
        scores={entry: score_of(tally, chain) for entry, tally in tallies.items()},
        points={entry: tally.points for entry, tally in tallies.items()},
        lines=met,
    )


def buchholz(opposition: Opposition, entry: str) -> Number:
    """What the opponents scored in all."""
    return sum(opposition.scores_met(entry))


def buchholz_cut1(opposition: Opposition, entry: str) -> Number:
    """Buchholz without the opponent who scored least."""
    return sum(opposition.scores_met(entry)[1:])


def median_buchholz(opposition: Opposition, entry: str) -> Number:
    """Buchholz without the opponents who scored least and most."""
    return sum(opposition.scores_met(entry)[1:-1])


def fine_buchholz(opposition: Opposition, entry: str) -> Number:
    """The Buchholz numbers of the opponents, added up."""
    return sum(buchholz(opposition, line.opponent) for line in opposition.lines[entry])


def sonneborn_berger(opposition: Opposition, entry: str) -> Number:
    """What the beaten opponents scored, and half of what those scored with whom the match was drawn."""
    lines = opposition.lines[entry]
    beaten = sum(opposition.scores[line.opponent] for line in lines if line.won)
    return beaten + sum(opposition.scores[line.opponent] * HALF for line in lines if line.drawn)


def opponents_points(opposition: Opposition, entry: str) -> Number:
    """The table points of the opponents."""
    return sum(opposition.points[line.opponent] for line in opposition.lines[entry])


OPPONENTS: Mapping[str, Callable[[Opposition, str], Number]] = {
    "buchholz": buchholz,
    "buchholz_cut1": buchholz_cut1,
    "median_buchholz": median_buchholz,
    "fine_buchholz": fine_buchholz,
    "sonneborn_berger": sonneborn_berger,
    "opponents_points": opponents_points,
}
