"""Everybody plays on, winners against winners and losers against losers, until every place is decided."""

from collections.abc import Mapping, Sequence

from tournament.engine.formats.elimination import Sheet, Sides, fewest_and_most
from tournament.engine.formats.format import Format, Ground, MatchCount, Option, StageDraw, Text
from tournament.engine.formats.knockout import sides_of
from tournament.engine.values import Match, OptionValue, Stage

ALL_PLACES = Option("places", Text("Der spilles om", "Played for"), default="all", choices=("all",))


def make_matches(draw: StageDraw) -> tuple[Match, ...]:
    """All matches, round by round, those for the last places first.

    Byes sink to the places below the last team. With a power of two everybody plays in every round.
    """
    sheet = Sheet(draw.stage.id, draw.first_number)
    # Each group plays for places that follow each other; the last group for the best.
    groups: list[Sides] = [sides_of(draw.stage.entries, draw.stage.slots)]
    number = 1
    while len(groups[0]) > 1:
        halves: list[Sides] = []
        for group in groups:
            winners, losers = sheet.add_round(group, number)
            halves += [losers, winners]
        groups = halves
        number += 1
    return tuple(sheet.made)


def count(sizes: Sequence[int], options: Mapping[str, OptionValue]) -> MatchCount:
    """With n a power of two everybody plays log2 n matches; byes save some of them."""
    names = tuple(f"t{number}" for number in range(sum(sizes)))
    made = make_matches(StageDraw(Stage("count", FORMAT.code, entries=names, options=options), 1))
    least, most = fewest_and_most(made)
    return MatchCount(least, most, len(made))


FORMAT = Format(
    code="placement",
    name=Text("Fuld placering", "Full placement"),
    explanation=Text(
        "Alle spiller videre, til hver eneste plads er afgjort.",
        "Everybody plays on until every place is decided.",
    ),
    ground=Ground.LINE,
    least_teams=2,
    options=(ALL_PLACES,),
    make_matches=make_matches,
    count=count,
)
