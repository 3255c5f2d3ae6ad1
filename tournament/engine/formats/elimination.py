"""Writing the matches of an elimination where losers go on too, with byes that cost nobody a match."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tournament.engine.selectors import Bye, LoserOf, Selector, WinnerOf
from tournament.engine.values import Match

Sides = list[Selector]


@dataclass(slots=True)
class Sheet:
    """The matches made so far, numbered from `first_number`."""

    stage: str
    first_number: int
    made: list[Match] = field(default_factory=list)

    def add(self, home: Selector, away: Selector, round_number: int) -> tuple[Selector, Selector]:
        """Write a match and give its winner and loser; against a bye there is no match and nobody loses."""
        if isinstance(away, Bye):
            return home, Bye()
        if isinstance(home, Bye):
            return away, Bye()
        number = self.first_number + len(self.made)
        match = Match(f"m{number}", self.stage, home, away, round=round_number, number=number)
        self.made.append(match)
        return WinnerOf(match.id), LoserOf(match.id)

    def add_round(self, sides: Sequence[Selector], round_number: int) -> tuple[Sides, Sides]:
        """Write the matches of neighbours and give their winners and losers."""
        results = [self.add(sides[i], sides[i + 1], round_number) for i in range(0, len(sides), 2)]
        return [winner for winner, _ in results], [loser for _, loser in results]


def fewest_and_most(matches: Iterable[Match]) -> tuple[int, int]:
    """The fewest and the most matches that a team plays, whoever wins."""
    feeding: dict[tuple[str, bool], str] = {}
    ranges: dict[str, tuple[int, int]] = {}
    given = tuple(matches)
    first: set[str] = set()
    for match in given:
        for side in (match.home, match.away):
            if isinstance(side, WinnerOf | LoserOf):
                feeding[side.match, isinstance(side, WinnerOf)] = match.id
            else:
                first.add(match.id)
    for match in reversed(given):
        after = [ranges.get(feeding.get((match.id, won), ""), (0, 0)) for won in (True, False)]
        ranges[match.id] = (1 + min(low for low, _ in after), 1 + max(high for _, high in after))
    entered = [ranges[match_id] for match_id in first]
    return min((low for low, _ in entered), default=0), max((high for _, high in entered), default=0)
