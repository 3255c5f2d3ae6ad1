"""Pairing one round so that winners meet winners and nobody meets the same team again.

The players stand in a line, best first. A round is the pairing that, in this order of importance, has the fewest
repeated meetings, gives the bye to the lowest of those who have had fewest, lets as few pairs as possible have
different scores, keeps those pairs as near in score as possible, and pairs those who stand near each other.
Each pair's cost is one whole number with a digit for every wish, and the cheapest round is a matching.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, combinations

from tournament.engine.matching import heaviest_matching
from tournament.engine.outcome import Number

WINDOW = 14
"""How far apart in the line two players are first tried; a wider search follows where that is not enough."""
WHOLE_UP_TO = 200
"""With as many players or fewer the whole line is searched unless the window's round is proven best."""
FLOATERS = 5
"""How many at the ends of a score group are tried against the ends of all others."""
BLOCK = 100
"""The even number of players that are paired among themselves in a longer line."""


@dataclass(frozen=True, slots=True)
class Player:
    """One to be paired: the score so far, how often each other was met, and the byes had."""

    id: str
    score: Number
    met: Mapping[str, int] = field(default_factory=dict)
    byes: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """The pairs by place in the line, who sits out (None: nobody), and how many pairs had met before."""

    pairs: tuple[tuple[str, str], ...]
    bye: str | None
    repeats: int


def pair_round(players: Sequence[Player]) -> Round:
    """The best round for players in a line, best first; with an odd number one sits out.

    Up to 200 players the round is the best there is. Above that the line is cut into blocks, each paired as well as
    can be; only where that repeats a meeting is the whole line searched, wider and wider.
    """
    if len(players) <= WHOLE_UP_TO:
        return best_round(players)
    blocks = in_blocks(players)
    return blocks if not blocks.repeats else best_round(players)


def in_blocks(players: Sequence[Player]) -> Round:
    """A round of blocks that stand together in the line; the bye is given before the line is cut."""
    line = Line(players)
    out = line.may_sit_out[-1] if len(players) % 2 else None
    staying = [player for place, player in enumerate(players) if place != out]
    rounds = [best_round(staying[start : start + BLOCK]) for start in range(0, len(staying), BLOCK)]
    return Round(
        pairs=tuple(pair for paired in rounds for pair in paired.pairs),
        bye=None if out is None else players[out].id,
        repeats=sum(paired.repeats for paired in rounds),
    )


def best_round(players: Sequence[Player]) -> Round:
    """The best round: searched near in the line first, and in all of it unless that is proven best."""
    line = Line(players)
    window = WINDOW
    pairs = heaviest_matching(line.weights(window))
    while window < len(players) and not line.is_good_enough(pairs):
        window = len(players) if len(players) <= WHOLE_UP_TO else 4 * window
        pairs = heaviest_matching(line.weights(window))
    return Round(
        pairs=tuple((players[one].id, players[other].id) for one, other in pairs if other < len(players)),
        bye=next((players[one].id for one, other in pairs if other == len(players)), None),
        repeats=line.repeats(pairs),
    )


class Line:
    """Players in a line with what a pair of them costs; where their number is odd, nobody stands last."""

    def __init__(self, players: Sequence[Player]) -> None:
        self.players = players
        self.nobody = len(players)
        self.wanted = (len(players) + 1) // 2
        order = sorted({player.score for player in players}, reverse=True)
        groups = {score: number for number, score in enumerate(order)}
        self.groups = [groups[player.score] for player in players]
        fewest = min((player.byes for player in players), default=0)
        self.may_sit_out = [place for place, player in enumerate(players) if player.byes == fewest]
        size = len(players) + 1
        most_met = max((times for player in players for times in player.met.values()), default=0) + 1
        # What each digit can add up to over a whole round, so that a greater wish is never outweighed by lesser ones.
        self.radixes = (size * most_met**2, size, size, size * size, size**3)

    def weights(self, window: int) -> dict[tuple[int, int], int]:
        """The weight of every pair that stands within the window, or at the ends of two score groups."""
        size = len(self.players)
        near = [(one, other) for one in range(size) for other in range(one + 1, min(size, one + window + 1))]
        pairs = dict.fromkeys((*near, *self.over_borders()))
        found = {pair: -self.number(self.digits(*pair)) for pair in pairs}
        if size % 2:
            for place in self.may_sit_out[-2 * window :]:
                found[place, self.nobody] = -self.number(self.digits(place, self.nobody))
        return found

    def over_borders(self) -> list[tuple[int, int]]:
        """The pairs of the last of one score group and the first of a lower one, however far the groups are apart."""
        members = [
            [place for place, group in enumerate(self.groups) if group == number]
            for number in range(max(self.groups, default=0) + 1)
        ]
        return [
            (one, other)
            for upper, lower in combinations(members, 2)
            for one in upper[-FLOATERS:]
            for other in lower[:FLOATERS]
        ]

    def digits(self, one: int, other: int) -> tuple[int, int, int, int, int]:
        """What a pair costs: meetings before, height of the bye, differing scores, groups apart, places apart."""
        if other == self.nobody:
            return 0, self.may_sit_out[-1] - one, 0, 0, 0
        met = self.players[one].met.get(self.players[other].id, 0)
        apart = abs(self.groups[one] - self.groups[other])
        return met**2, 0, int(apart > 0), apart, (other - one) ** 2

    def number(self, digits: Sequence[int]) -> int:
        """The digits as one number."""
        total = 0
        for digit, radix in zip(digits, self.radixes, strict=True):
            total = total * radix + digit
        return total

    def repeats(self, pairs: Iterable[tuple[int, int]]) -> int:
        """How many of the pairs have met before."""
        return sum(self.digits(one, other)[0] > 0 for one, other in pairs)

    def is_good_enough(self, pairs: Sequence[tuple[int, int]]) -> bool:
        """Whether the search may stop: proven best or, in a long line, complete and nobody meets again."""
        is_long = len(self.players) > WHOLE_UP_TO
        return self.is_best(pairs) or (is_long and len(pairs) == self.wanted and not self.repeats(pairs))

    def is_best(self, pairs: Sequence[tuple[int, int]]) -> bool:
        """Whether no round can be better in anything but places apart.

        With the bye taken out, a score group of odd size always leaves one over, and each border with an odd number
        of players above it is always crossed.
        """
        if len(pairs) < self.wanted:
            return False
        sums = [sum(column) for column in zip(*(self.digits(*pair) for pair in pairs), strict=True)]
        out = next((one for one, other in pairs if other == self.nobody), None)
        sizes = [0] * (max(self.groups, default=0) + 1)
        for place, group in enumerate(self.groups):
            sizes[group] += place != out
        crossed = sum(above % 2 for above in list(accumulate(sizes))[:-1])
        return sums[:2] == [0, 0] and sums[2] == sum(size % 2 for size in sizes) // 2 and sums[3] == crossed


def first_round(line: Sequence[str]) -> Round:
    """The first round: the upper half of the line against the lower; the last sits out of an odd number."""
    bye = line[-1] if len(line) % 2 else None
    half = len(line) // 2
    return Round(tuple(zip(line[:half], line[half : 2 * half], strict=True)), bye, 0)
