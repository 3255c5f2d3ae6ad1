"""Out after the second loss; any number of teams.

Who loses in the winners' bracket drops into the losers' bracket, crossed over, so that it does not meet those of its
own part at once. Byes of the first round leave empty places in both brackets; a match against one is not written,
and so there are always 2n-2 matches. A grand final with reset has one more: it is played only when the team from the
winners' bracket, home in the grand final, loses that for the first time.
"""

from collections.abc import Mapping, Sequence

from tournament.engine.formats.elimination import Sheet, Sides, fewest_and_most
from tournament.engine.formats.format import Format, Ground, MatchCount, Option, StageDraw, Text
from tournament.engine.formats.knockout import sides_of
from tournament.engine.values import Match, OptionValue, Stage

SINGLE, RESET = "single", "reset"
GRAND_FINAL = Option(
    "grand_final",
    Text("Finale (en kamp, eller to når vinderen fra tabersiden vinder den første)", "Grand final"),
    default=SINGLE,
    choices=(SINGLE, RESET),
)


def has_reset(options: Mapping[str, OptionValue]) -> bool:
    """Whether a second grand final may be played."""
    return options.get(GRAND_FINAL.code, GRAND_FINAL.default) == RESET


def crossed(drops: Sides, round_number: int) -> Sides:
    """The losers of a round of the winners' bracket in the order in which they drop: turned round, then halves swapped.

    By turns, so that those who meet again have as many rounds as possible between.
    """
    if round_number % 2 == 0:
        return drops[::-1]
    half = len(drops) // 2
    return drops[half:] + drops[:half]


def make_matches(draw: StageDraw) -> tuple[Match, ...]:
    """All matches, round by round; those of both brackets that can be played at the same time share a round."""
    sheet = Sheet(draw.stage.id, draw.first_number)
    winners, line = sheet.add_round(sides_of(draw.stage.entries, draw.stage.slots), 1)
    number = 1
    while len(winners) > 1:
        number += 1
        winners, drops = sheet.add_round(winners, 2 * number - 2)
        line, _ = sheet.add_round(line, 2 * number - 2)
        pairs = zip(crossed(drops, number), line, strict=True)
        line = [sheet.add(drop, waiting, 2 * number - 1)[0] for drop, waiting in pairs]
    winner, loser = sheet.add(winners[0], line[0], 2 * number)
    if has_reset(draw.stage.options):
        sheet.add(winner, loser, 2 * number + 1)
    return tuple(sheet.made)


def count(sizes: Sequence[int], options: Mapping[str, OptionValue]) -> MatchCount:
    """2n-2 matches, at most one more with a reset."""
    teams = sum(sizes)
    names = tuple(f"t{number}" for number in range(teams))
    made = make_matches(StageDraw(Stage("count", FORMAT.code, entries=names, options=options), 1))
    least, most = fewest_and_most(made)
    return MatchCount(min(least, 2), most, 2 * teams - 2 + has_reset(options))


FORMAT = Format(
    code="double_elimination",
    name=Text("Ude efter to nederlag", "Double elimination"),
    explanation=Text(
        "Et hold er først ude, når det har tabt to gange.",
        "A team is out when it has lost twice.",
    ),
    ground=Ground.LINE,
    least_teams=2,
    options=(GRAND_FINAL,),
    make_matches=make_matches,
    count=count,
)
