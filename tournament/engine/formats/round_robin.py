"""Everybody meets everybody, once or more, in pools."""

from collections.abc import Mapping, Sequence

from tournament.engine.formats.format import Format, Ground, MatchCount, Option, StageDraw, Text
from tournament.engine.formats.tables import rank_by_table
from tournament.engine.values import Match, OptionValue

LEGS = Option(
    "legs",
    Text("Antal kampe mod hver modstander", "Matches against each opponent"),
    default=1,
    low=1,
    high=4,
)

Pairs = list[tuple[int, int]]


def berger_rounds(teams: int) -> list[Pairs]:
    """The Berger table by the circle method: rounds of (home, away), teams numbered from 1.

    The last number stands still, by turns away and home; the others move half a circle each round.
    With an odd number of teams the one that would meet the missing number sits out.
    """
    size = teams + teams % 2
    turning = size - 1
    rounds: list[Pairs] = []
    for number in range(turning):
        first = number * (size // 2) % turning
        pairs = [(first, turning) if number % 2 == 0 else (turning, first)]
        pairs += [((first + i) % turning, (first - i) % turning) for i in range(1, size // 2)]
        rounds.append([(home + 1, away + 1) for home, away in pairs if max(home, away) < teams])
    return rounds


def legs_of_rounds(teams: int, legs: int) -> list[Pairs]:
    """The rounds of all legs; every second leg is the first with home and away changed over."""
    single = berger_rounds(teams)
    mirrored = [[(away, home) for home, away in pairs] for pairs in single]
    return [pairs for leg in range(legs) for pairs in (mirrored if leg % 2 else single)]


def legs_of(options: Mapping[str, OptionValue]) -> int:
    """The number of legs chosen, or 1."""
    return int(options.get(LEGS.code, LEGS.default))


def make_matches(draw: StageDraw) -> tuple[Match, ...]:
    """All matches of all pools, round by round, so that the pools go forward together."""
    stage = draw.stage
    plans = [(pool, legs_of_rounds(len(pool.sides), legs_of(stage.options))) for pool in stage.pools]
    made: list[Match] = []
    for number in range(max((len(rounds) for _, rounds in plans), default=0)):
        for pool, rounds in plans:
            for home, away in rounds[number] if number < len(rounds) else ():
                printed = draw.first_number + len(made)
                made.append(
                    Match(
                        id=f"m{printed}",
                        stage=stage.id,
                        home=pool.sides[home - 1],
                        away=pool.sides[away - 1],
                        round=number + 1,
                        pool=pool.id,
                        number=printed,
                    )
                )
    return tuple(made)


def count(sizes: Sequence[int], options: Mapping[str, OptionValue]) -> MatchCount:
    """A pool of n plays n(n-1)/2 matches a leg, each team n-1 of them."""
    legs = legs_of(options)
    return MatchCount(
        least=legs * (min(sizes) - 1),
        most=legs * (max(sizes) - 1),
        total=sum(legs * size * (size - 1) // 2 for size in sizes),
    )


FORMAT = Format(
    code="round_robin",
    name=Text("Alle mod alle i puljer", "Round robin in pools"),
    explanation=Text(
        "I hver pulje møder alle hold hinanden.",
        "In every pool each team meets all the others.",
    ),
    ground=Ground.POOLS,
    least_teams=2,
    options=(LEGS,),
    make_matches=make_matches,
    count=count,
    rank_pool=rank_by_table,
)
