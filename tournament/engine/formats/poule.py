"""The pétanque poule: of four teams, those who have won twice go through, and a barrage decides the second place.

A-B and C-D open; the winners meet, and who wins there is first; the losers meet, and who loses there is last; the two
others play the barrage, which may repeat the opening. So the order is: two wins and no loss, two wins, one win, none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tournament.engine.formats.format import Format, Ground, MatchCount, PoolPlay, StageDraw, Text
from tournament.engine.formats.round_robin import legs_of_rounds
from tournament.engine.formats.tables import rank_by_table, shared_ranks
from tournament.engine.outcome import Decision, Note, PoolState, Row
from tournament.engine.scoring import lines_of
from tournament.engine.selectors import LoserOf, Selector, WinnerOf
from tournament.engine.standings import WITHDRAWN, rank_rows
from tournament.engine.values import Match, OptionValue, Pool

FOUR = 4
LOSSES = "losses"
Meeting = tuple[Selector, Selector]
Standing = tuple[bool, int, int]
"""Whether one has withdrawn, the wins with a minus, and the losses: the least stands first."""


def pools_for(teams: int) -> int:
    """How many poules suit a number of teams: as many of four as can be, the rest of three; five stay together."""
    return 1 if teams <= FOUR + 1 else -(-teams // FOUR)


def make_matches(draw: StageDraw) -> tuple[Match, ...]:
    """All matches of all poules, round by round; a poule that is not of four plays round robin."""
    made: list[Match] = []
    last_of: dict[str, list[str]] = {}

    def add(pool: Pool, meetings: Sequence[Meeting], round_number: int) -> None:
        for home, away in meetings:
            number = draw.first_number + len(made)
            match = Match(f"m{number}", draw.stage.id, home, away, round=round_number, pool=pool.id, number=number)
            made.append(match)
            last_of.setdefault(pool.id, []).append(match.id)

    rounds = max((rounds_in(pool) for pool in draw.stage.pools), default=0)
    for number in range(1, rounds + 1):
        for pool in draw.stage.pools:
            if number <= rounds_in(pool):
                add(pool, meetings_of(pool, number, last_of.get(pool.id, [])), number)
    return tuple(made)


def rounds_in(pool: Pool) -> int:
    """How many rounds a poule plays."""
    return 3 if len(pool.sides) == FOUR else len(legs_of_rounds(len(pool.sides), 1))


def meetings_of(pool: Pool, number: int, earlier: Sequence[str]) -> list[Meeting]:
    """Who meets whom in a round, given the ids of the matches before it."""
    sides = pool.sides
    if len(sides) != FOUR:
        return [(sides[home - 1], sides[away - 1]) for home, away in legs_of_rounds(len(sides), 1)[number - 1]]
    if number == 1:
        return [(sides[0], sides[1]), (sides[2], sides[3])]
    if number == 2:
        one, other = earlier
        return [(WinnerOf(one), WinnerOf(other)), (LoserOf(one), LoserOf(other))]
    return [(LoserOf(earlier[2]), WinnerOf(earlier[3]))]


def rank_poule(play: PoolPlay) -> PoolState:
    """The order of a poule; of four, by wins and then by fewest losses, and by the table while it is level there."""
    table = rank_by_table(play)
    if len(play.pool.sides) != FOUR:
        return table
    won = Counter(match.winner for match in play.matches)
    lost = Counter(match.loser for match in play.matches)
    level: dict[Standing, list[str]] = {}
    for entry in play.entries:
        level.setdefault((entry in play.put_last, -won[entry], lost[entry]), []).append(entry)
    lines = [line for match in play.matches for line in lines_of(match, play.rules)]
    metrics = {row.entry: row.metrics for row in table.rows}
    rows: list[Row] = []
    above: Standing | None = None
    for here in sorted(level):
        reason = what_separates(above, here) if above else None
        start = len(rows)
        for row in rank_rows(level[here], lines, play.rules, play.facts):
            decision = reason if len(rows) == start else row.decided_by
            rows.append(replace(row, rank=start + row.rank, decided_by=decision, metrics=metrics[row.entry]))
        above = here
    return replace(table, rows=tuple(rows), undecided=shared_ranks(rows))


def what_separates(above: Standing, here: Standing) -> Decision:
    """Why some stand below others in a poule of four: they have withdrawn, won less or lost more."""
    if above[0] != here[0]:
        return Decision(WITHDRAWN, None, None)
    if above[1] != here[1]:
        return Decision("wins", -above[1], -here[1])
    return Decision(LOSSES, above[2], here[2])


def remarks(draw: StageDraw, made: Sequence[Match]) -> tuple[Note, ...]:
    """That five teams play round robin."""
    fives = sum(len(pool.sides) > FOUR for pool in draw.stage.pools)
    return (Note("poule_of_five"),) if fives else ()


def count(sizes: Sequence[int], options: Mapping[str, OptionValue]) -> MatchCount:
    """Five matches in a poule of four, two or three for each; the others round robin."""
    least = min(2 if size == FOUR else size - 1 for size in sizes)
    most = max(3 if size == FOUR else size - 1 for size in sizes)
    return MatchCount(least, most, sum(5 if size == FOUR else size * (size - 1) // 2 for size in sizes))


FORMAT = Format(
    code="poule",
    name=Text("Puljer med barrage", "Poules with barrage"),
    explanation=Text(
        "To sejre giver en plads i A. Et hold, der har vundet og tabt, får en kamp til.",
        "Two wins lead to A. A team with one win and one loss plays once more.",
    ),
    ground=Ground.POOLS,
    least_teams=2,
    options=(),
    make_matches=make_matches,
    count=count,
    rank_pool=rank_poule,
    remarks=remarks,
    needs_winner=True,
    pools_for=pools_for,
)
