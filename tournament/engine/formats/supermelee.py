"""Changing partners (supermêlée): people, not teams; each round draws new teams, and everybody counts alone."""

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
from tournament.engine.formats.swiss import rounds_of
from tournament.engine.formats.tables import rank_by_table
from tournament.engine.outcome import Note, PoolState
from tournament.engine.partners import Past, Team, all_doublets, make_round, meetings, past_of, repeats_in, team_sizes
from tournament.engine.scoring import lines_of
from tournament.engine.selectors import TeamSide, members_of
from tournament.engine.values import Match, OptionValue

ROUNDS = Option("rounds", Text("Antal runder", "Rounds"), default=5, low=1, high=30)
TEAM_SIZE = Option("team_size", Text("Spillere på et hold, helst", "Players in a team, preferably"), 3, low=2, high=3)


def sizes_of(people: int, options: Mapping[str, OptionValue]) -> tuple[int, int] | None:
    """How many doublets and triplets so many people make, None where they make no even number of teams."""
    return team_sizes(people, int(options.get(TEAM_SIZE.code, TEAM_SIZE.default)))


def make_matches(draw: StageDraw) -> tuple[Match, ...]:
    """The matches of all rounds that are not played; CannotDrawError for a number of people that cannot be split."""
    people, rng = draw.field, draw.rng or Random(0)
    sizes = sizes_of(len(people), draw.stage.options)
    if sizes is None:
        raise CannotDrawError(Note("people_cannot_be_split", {"people": len(people)}))
    last = rounds_of(draw.stage.options)
    past = past_of((members_of(m.home), members_of(m.away)) for m in draw.played if m.home and m.away)
    fixed = all_doublets(people, rng) if not sizes[1] and not draw.played else []
    made: list[Match] = []
    for number in range(draw.round, last + 1):
        for one, other in next_matches(people, sizes, past, fixed, rng):
            past.add(one, other)
            printed = draw.first_number + len(made)
            sides = TeamSide(one), TeamSide(other)
            made.append(Match(f"m{printed}", draw.stage.id, *sides, round=number, number=printed))
    return tuple(made)


def next_matches(
    people: Sequence[str], sizes: tuple[int, int], past: Past, fixed: list[list[Team]], rng: Random
) -> list[tuple[Team, Team]]:
    """The matches of a round, of doublets from the rounds that are known to go together while there are any."""
    return meetings(fixed.pop(), past) if fixed else make_round(people, sizes, past, rng)


def remarks(draw: StageDraw, made: Sequence[Match]) -> tuple[Note, ...]:
    """How many of each size, and that partners come together again."""
    if not made:
        return (Note("all_rounds_drawn", {"rounds": rounds_of(draw.stage.options)}),)
    doublets, triplets = sizes_of(len(draw.field), draw.stage.options) or (0, 0)
    said = [Note("supermelee_sizes", {"doublets": doublets, "triplets": triplets})]
    rounds: dict[int, list[tuple[Team, Team]]] = {}
    for match in draw.played:
        rounds.setdefault(match.match.round, []).append((members_of(match.home or ""), members_of(match.away or "")))
    for made_match in made:
        teams = members_of(str(made_match.home)), members_of(str(made_match.away))
        rounds.setdefault(made_match.round, []).append(teams)
    if again := repeats_in(rounds):
        said.append(Note("partners_again", {"pairs": again}))
    return tuple(said)


def rank_people(play: PoolPlay) -> PoolState:
    """The table of the people: each has the result of the team it was in."""
    lines = [
        replace(line, entry=person)
        for match in play.matches
        for line in lines_of(match, play.rules)
        for person in members_of(line.entry)
    ]
    table = rank_by_table(play, lines)
    last = max((match.match.round for match in play.matches), default=0)
    return replace(table, complete=table.complete and last >= rounds_of(play.stage.options))


def count(sizes: Sequence[int], options: Mapping[str, OptionValue]) -> MatchCount:
    """Everybody plays every round; a match takes two teams."""
    split, rounds = sizes_of(sum(sizes), options), rounds_of(options)
    return MatchCount(rounds, rounds, rounds * sum(split) // 2) if split else MatchCount(0, 0, 0)


FORMAT = Format(
    code="supermelee",
    name=Text("Skiftende makkere", "Changing partners"),
    explanation=Text(
        "Alle får nye makkere og modstandere i hver runde og tæller selv deres sejre.",
        "Everybody gets new partners and opponents in every round and counts their own wins.",
    ),
    ground=Ground.LINE,
    least_teams=4,
    options=(ROUNDS, TEAM_SIZE),
    make_matches=make_matches,
    count=count,
    rank_pool=rank_people,
    in_rounds=True,
    remarks=remarks,
)
