"""Winners meet winners (Swiss, called Monrad): a fixed number of rounds, each paired from the table so far."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from tournament.engine.formats.format import (
    CannotDrawError,
    Format,
    Ground,
    MatchCount,
    Option,
    PoolPlay,
    StageDraw,
    Text,
)
from tournament.engine.formats.tables import rank_by_table
from tournament.engine.opponents import OPPONENTS, asks_wins_first
from tournament.engine.outcome import Note, PoolState, ResolvedMatch
from tournament.engine.pairing import Player, Round, first_round, pair_round
from tournament.engine.selectors import NOBODY, Bye, EntrySide, Selector
from tournament.engine.values import Match, OptionValue, ResultKind

ROUNDS = Option("rounds", Text("Antal runder", "Rounds"), default=5, low=1, high=30)
FEW_TEAMS = 6
"""With so many teams or fewer everybody can meet everybody instead."""


def rounds_of(options: Mapping[str, OptionValue]) -> int:
    """The number of rounds chosen, or the default."""
    return int(options.get(ROUNDS.code, ROUNDS.default))


def recommended_rounds(teams: int) -> int:
    """How many rounds suit a number of teams: 4 up to 8, 5 up to 32, 6 above."""
    return 4 if teams <= 8 else 5 if teams <= 32 else 6


def make_matches(draw: StageDraw) -> tuple[Match, ...]:
    """The matches of the next round; CannotDrawError when all rounds are drawn or nobody is left to pair."""
    rounds = rounds_of(draw.stage.options)
    if draw.round > rounds:
        raise CannotDrawError(Note("all_rounds_drawn", {"rounds": rounds}))
    if len(draw.field) < FORMAT.least_teams:
        raise CannotDrawError(Note("too_few_teams", {"least": FORMAT.least_teams, "teams": len(draw.field)}))
    paired = next_round(draw)
    homes = Counter(match.home for match in draw.played)
    sides: list[tuple[Selector, Selector]] = []
    for one, other in paired.pairs:
        home, away = (one, other) if homes[one] <= homes[other] else (other, one)
        sides.append((EntrySide(home), EntrySide(away)))
    if paired.bye is not None:
        sides.append((EntrySide(paired.bye), Bye()))
    return tuple(match_of(draw, number, home, away) for number, (home, away) in enumerate(sides))


def match_of(draw: StageDraw, place: int, home: Selector, away: Selector) -> Match:
    """A match of the round: the one that was planned for this place with its sides open, or else a new one."""
    if place < len(draw.planned):
        return replace(draw.planned[place], home=home, away=away)
    number = draw.first_number + place - len(draw.planned)
    return Match(f"m{number}", draw.stage.id, home, away, round=draw.round, number=number)


def next_round(draw: StageDraw) -> Round:
    """The round to be played: by seeds and chance at first, then from the table."""
    rng = draw.rng or Random(0)
    chance = {entry: rng.random() for entry in sorted(draw.field)}
    if not draw.played:
        seeds = {entry.id: entry.seed for entry in draw.entries if entry.seed is not None}
        return first_round(sorted(draw.field, key=lambda entry: (seeds.get(entry, float("inf")), chance[entry])))
    met, byes = history(draw.played)
    by_wins = asks_wins_first(draw.rules.tiebreak)
    rows = sorted((row for row in draw.rows if row.entry in chance), key=lambda row: (row.rank, chance[row.entry]))
    # The chain may put others first than those who scored most; pairs are made by score.
    line = sorted(rows, key=lambda row: -(row.won if by_wins else row.points))
    return pair_round(
        [Player(row.entry, row.won if by_wins else row.points, met.get(row.entry, {}), byes[row.entry]) for row in line]
    )


def history(played: Sequence[ResolvedMatch]) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """How often each has met each other, and the byes each has had; a match that was annulled is no meeting."""
    met: dict[str, Counter[str]] = {}
    byes: Counter[str] = Counter()
    for match in played:
        if match.home is None or match.away is None:
            continue
        if NOBODY in (match.home, match.away):
            byes[match.away if match.home == NOBODY else match.home] += 1
        elif match.result is None or match.result.kind is not ResultKind.ANNULLED:
            met.setdefault(match.home, Counter())[match.away] += 1
            met.setdefault(match.away, Counter())[match.home] += 1
    return met, byes


def remarks(draw: StageDraw, made: Sequence[Match]) -> tuple[Note, ...]:
    """That pairs meet again because no round without that exists; and that few teams are better off otherwise."""
    met, _ = history(draw.played)
    again = sum(str(match.away) in met.get(str(match.home), {}) for match in made)
    said = [Note("swiss_meet_again", {"pairs": again})] if again else []
    if draw.round == 1 and len(draw.field) <= FEW_TEAMS:
        said.append(Note("swiss_few_teams", {"teams": len(draw.field)}))
    return tuple(said)


def rank_swiss(play: PoolPlay) -> PoolState:
    """The table of all, with whom each has met; a bye is one win, with a score where the rules give it one."""
    rules = play.rules if play.rules.bye else replace(play.rules, bye=(0, 0))
    table = rank_by_table(replace(play, rules=rules), shown=tuple(OPPONENTS))
    last = max((match.match.round for match in play.matches), default=0)
    return replace(table, complete=table.complete and last >= rounds_of(play.stage.options))


def count(sizes: Sequence[int], options: Mapping[str, OptionValue]) -> MatchCount:
    """Half of the teams, rounded down, play each round; of an odd number one sits out."""
    teams, rounds = sum(sizes), rounds_of(options)
    return MatchCount(least=max(0, rounds - teams % 2), most=rounds, total=rounds * (teams // 2))


FORMAT = Format(
    code="swiss",
    name=Text("Vindere mod vindere (Monrad)", "Winners meet winners (Swiss)"),
    explanation=Text(
        "Alle spiller i hver runde mod et hold, der har vundet lige så meget.",
        "In every round each team plays one that has won as much.",
    ),
    ground=Ground.LINE,
    least_teams=2,
    options=(ROUNDS,),
    make_matches=make_matches,
    count=count,
    rank_pool=rank_swiss,
    in_rounds=True,
    remarks=remarks,
)
