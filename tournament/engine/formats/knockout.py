"""The winner goes on, the loser is out; any number of teams."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tournament.engine.formats.format import Format, Ground, MatchCount, Option, StageDraw, Text
from tournament.engine.selectors import Bye, EntrySide, LoserOf, Selector, WinnerOf
from tournament.engine.values import Match, OptionValue

BRONZE = Option("bronze", Text("Kamp om tredjepladsen", "Match for third place"), default=False)


def seed_order(size: int) -> tuple[int, ...]:
    """The seeds down the bracket for a power of two: 1 8 4 5 2 7 3 6 for eight; best meets worst."""
    order: tuple[int, ...] = (1,)
    while len(order) < size:
        total = 2 * len(order) + 1
        order = tuple(seed for high in order for seed in (high, total - high))
    return order


def bracket_size(teams: int) -> int:
    """The least power of two with room for the teams."""
    return 1 << max(0, teams - 1).bit_length()


@dataclass(frozen=True, slots=True)
class Cadrage:
    """The matches before the first full round: `teams` play `matches`, so that `target` are left."""

    target: int
    matches: int
    teams: int
    byes: int


def cadrage(teams: int) -> Cadrage:
    """What brings a number of teams down to a power of two; none are needed when it is one."""
    target = 1 << max(0, teams.bit_length() - 1)
    over = teams - target
    return Cadrage(target, over, 2 * over, teams - 2 * over)


def bracket_order(teams: int) -> tuple[int, ...]:
    """The seeds down the bracket for any number of teams; the empty places are byes of the best seeds."""
    return tuple(seed for seed in seed_order(bracket_size(teams)) if seed <= teams)


def sides_of(stage_entries: Sequence[str], slots: Sequence[Selector]) -> list[Selector]:
    """The first round down the bracket, two by two, with byes in the empty places."""
    given = list(slots) or [EntrySide(stage_entries[seed - 1]) for seed in bracket_order(len(stage_entries))]
    queue = iter(given)
    return [next(queue) if seed <= len(given) else Bye() for seed in seed_order(bracket_size(len(given)))]


def make_matches(draw: StageDraw) -> tuple[Match, ...]:
    """All matches, round by round, the bronze match before the final; a bye is no match."""
    stage = draw.stage
    sides = sides_of(stage.entries, stage.slots)
    made: list[Match] = []

    def add(home: Selector, away: Selector, round_number: int) -> Selector:
        if isinstance(away, Bye):
            return home
        if isinstance(home, Bye):
            return away
        number = draw.first_number + len(made)
        made.append(Match(f"m{number}", stage.id, home, away, round=round_number, number=number))
        return WinnerOf(made[-1].id)

    round_number = 1
    while len(sides) > 1:
        if len(sides) == 2 and stage.options.get(BRONZE.code, BRONZE.default):
            losers = [LoserOf(side.match) for side in sides if isinstance(side, WinnerOf)]
            if len(losers) == 2:
                add(losers[0], losers[1], round_number)
        sides = [add(sides[i], sides[i + 1], round_number) for i in range(0, len(sides), 2)]
        round_number += 1
    return tuple(made)


def count(sizes: Sequence[int], options: Mapping[str, OptionValue]) -> MatchCount:
    """n-1 matches, one more for bronze; at best one round more than a bye saves."""
    teams = sum(sizes)
    rounds = bracket_size(teams).bit_length() - 1
    has_bronze = bool(options.get(BRONZE.code, BRONZE.default)) and teams >= 4
    return MatchCount(least=min(1, teams - 1), most=rounds, total=teams - 1 + has_bronze)


FORMAT = Format(
    code="knockout",
    name=Text("Slutspil", "Knock-out"),
    explanation=Text(
        "Vinderen går videre, og taberen er ude.",
        "The winner goes on and the loser is out.",
    ),
    ground=Ground.LINE,
    least_teams=2,
    options=(BRONZE,),
    make_matches=make_matches,
    count=count,
)
