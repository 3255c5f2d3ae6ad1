"""A selector says who plays on a side of a match, long before anybody knows the team.

>>> parse_selector("pools:A:2")
PoolRank(stage='pools', pool='A', rank=2)
>>> str(BestOfRank("pools", rank=3, number=1))
'pools:*:3#1'
"""

import re
from dataclasses import dataclass

TOGETHER = "+"
"""What stands between the people of a team in the name of its side."""
NOBODY = "bye"
"""The resolved side where no team will ever come: a bye, or the winner of a match that nobody won."""


@dataclass(frozen=True, slots=True)
class EntrySide:
    """A team, named by the id of its entry."""

    entry: str

    def __str__(self) -> str:
        return self.entry


@dataclass(frozen=True, slots=True)
class TeamSide:
    """People who are a team for one match, by the ids of their entries."""

    entries: tuple[str, ...]

    def __str__(self) -> str:
        return TOGETHER.join(self.entries)


def members_of(name: str) -> tuple[str, ...]:
    """The entries on a resolved side: the people of a team, or the one entry that it is."""
    return tuple(name.split(TOGETHER))


@dataclass(frozen=True, slots=True)
class PoolRank:
    """The team on a rank (from 1) of one pool."""

    stage: str
    pool: str
    rank: int

    def __str__(self) -> str:
        return f"{self.stage}:{self.pool}:{self.rank}"


@dataclass(frozen=True, slots=True)
class BestOfRank:
    """The `number`-th best (from 1) among the teams on one rank, over all pools of a stage."""

    stage: str
    rank: int
    number: int

    def __str__(self) -> str:
        return f"{self.stage}:*:{self.rank}#{self.number}"


@dataclass(frozen=True, slots=True)
class StageRank:
    """The team on a rank (from 1) of a stage without pools."""

    stage: str
    rank: int

    def __str__(self) -> str:
        return f"{self.stage}:{self.rank}"


@dataclass(frozen=True, slots=True)
class WinnerOf:
    """The winner of a match, named by the match's id."""

    match: str

    def __str__(self) -> str:
        return f"winner:{self.match}"


@dataclass(frozen=True, slots=True)
class LoserOf:
    """The loser of a match, named by the match's id."""

    match: str

    def __str__(self) -> str:
        return f"loser:{self.match}"


@dataclass(frozen=True, slots=True)
class RoundSide:
    """The `number`-th side (from 1) of a round that is paired when the round before it has been played."""

    stage: str
    round: int
    number: int

    def __str__(self) -> str:
        return f"{self.stage}:round:{self.round}#{self.number}"


@dataclass(frozen=True, slots=True)
class Bye:
    """Nobody: the other side goes on without playing."""

    def __str__(self) -> str:
        return NOBODY


Selector = EntrySide | TeamSide | PoolRank | BestOfRank | StageRank | WinnerOf | LoserOf | RoundSide | Bye

ID_PATTERN = re.compile(r"[A-Za-z0-9_-]+")
_ID = ID_PATTERN.pattern
_NUMBER = r"[1-9][0-9]{0,3}"
_SHAPES = (
    (re.compile(rf"winner:({_ID})"), lambda match: WinnerOf(match)),
    (re.compile(rf"loser:({_ID})"), lambda match: LoserOf(match)),
    (re.compile(rf"({_ID}):round:({_NUMBER})#({_NUMBER})"), lambda s, r, n: RoundSide(s, int(r), int(n))),
    (re.compile(rf"({_ID}):\*:({_NUMBER})#({_NUMBER})"), lambda s, r, n: BestOfRank(s, int(r), int(n))),
    (re.compile(rf"({_ID}):({_ID}):({_NUMBER})"), lambda s, p, r: PoolRank(s, p, int(r))),
    (re.compile(rf"({_ID}):({_NUMBER})"), lambda s, r: StageRank(s, int(r))),
    (re.compile(rf"({_ID}(?:\+{_ID})+)"), lambda names: TeamSide(tuple(names.split(TOGETHER)))),
    (re.compile(rf"({_ID})"), lambda entry: EntrySide(entry)),
)


def parse_selector(text: str) -> Selector:
    """Read a selector from its text; ValueError when it has none of the shapes of the tournament file."""
    if text == NOBODY:
        return Bye()
    for shape, make in _SHAPES:
        if found := shape.fullmatch(text):
            return make(*found.groups())
    raise ValueError(f"{text!r} is not a selector")
