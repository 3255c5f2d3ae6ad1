"""Winners meet winners: no pair twice while that can be, the bye to the lowest, the Buchholz family."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.engine.competitions import entries, play_on
from tournament.engine.formats.format import CannotDrawError
from tournament.engine.formats.registry import get_format
from tournament.engine.generate import draw_matches
from tournament.engine.outcome import Row
from tournament.engine.pairing import Player, Round, pair_round
from tournament.engine.presets import MONRAD, PRESETS
from tournament.engine.recompute import recompute
from tournament.engine.selectors import EntrySide, RoundSide
from tournament.engine.values import Competition, Match, Policy, Result, Rules, Stage
from tournament.engine.withdrawal import reinstate, withdraw


def swiss(teams: int, rounds: int, rules: Rules = PRESETS["monrad"]) -> Competition:
    """A Swiss competition, nothing drawn."""
    names = tuple(entry.id for entry in entries(teams))
    stage = Stage("monrad", "swiss", entries=names, options={"rounds": rounds})
    return Competition(entries(teams), (stage,), (), rules)


def play_rounds(competition: Competition, rounds: int, rng: Random) -> Competition:
    """Draw and play so many rounds."""
    for _ in range(rounds):
        competition = play_on(draw_matches(competition, "monrad", rng)[0], rng)
    return competition


def rows_of(competition: Competition) -> Mapping[str, Row]:
    """The rows of the table by entry."""
    return {row.entry: row for row in recompute(competition).get_pool("monrad", "monrad").rows}


def met(competition: Competition) -> Counter[frozenset[str]]:
    """How often each pair has met; a bye is a pair of one."""
    return Counter(frozenset({m.home, m.away}) - {"bye"} for m in recompute(competition).matches if m.home)


def all_rounds(names: Sequence[str]) -> Iterator[list[frozenset[str]]]:
    """Every way to pair all, one sitting out of an odd number."""
    if not names:
        yield []
    elif len(names) % 2:
        for out in names:
            for rest in all_rounds([name for name in names if name != out]):
                yield [frozenset({out}), *rest]
    else:
        for other in names[1:]:
            for rest in all_rounds([name for name in names[1:] if name != other]):
                yield [frozenset({names[0], other}), *rest]


@settings(max_examples=25)
@given(teams=st.integers(2, 9), rounds=st.integers(1, 6), seed=st.integers(0, 10**6))
def test_a_pair_meets_again_only_when_no_round_without_that_exists(teams: int, rounds: int, seed: int) -> None:
    rng = Random(seed)
    competition = swiss(teams, rounds)
    names = [entry.id for entry in competition.entries]
    for _ in range(rounds):
        before = met(competition)
        competition, notes = draw_matches(competition, "monrad", rng)
        made = met(competition) - before
        fewest = min(before[frozenset({name})] for name in names)
        allowed = (pairs for pairs in all_rounds(names) if all(len(p) == 2 or before[p] == fewest for p in pairs))
        least = min(sum(before[p] > 0 for p in pairs if len(p) == 2) for pairs in allowed)
        again = sum(before[pair] > 0 for pair in made if len(pair) == 2)
        assert (again == 0) == (least == 0)
        assert [note.facts["pairs"] for note in notes if note.code == "swiss_meet_again"] == [again] * (again > 0)
        competition = play_on(competition, rng)


def test_ten_teams_find_the_round_that_is_left() -> None:
    rng = Random(4)
    competition = swiss(10, 9)
    for _ in range(6):
        competition = play_rounds(competition, 1, rng)
        before = met(competition)
        made = met(draw_matches(competition, "monrad", rng)[0]) - before
        names = [entry.id for entry in competition.entries]
        exists = any(not any(before[pair] for pair in pairs) for pairs in all_rounds(names))
        assert exists == (not any(before[pair] for pair in made))


def cost_of(pairs: Sequence[frozenset[str]], line: Sequence[Player], may_sit_out: Sequence[str]) -> tuple[int, ...]:
    """What the rules count in a round, most important first."""
    players = {player.id: player for player in line}
    order = sorted({player.score for player in line}, reverse=True)
    cost = [0, 0, 0, 0]
    for pair in pairs:
        one, *others = sorted(pair)
        if not others:
            cost[1] = len(may_sit_out) - 1 - may_sit_out.index(one)
            continue
        cost[0] += players[one].met.get(others[0], 0) ** 2
        apart = abs(order.index(players[one].score) - order.index(players[others[0]].score))
        cost[2] += apart > 0
        cost[3] += apart
    return tuple(cost)


@st.composite
def lines(draw: st.DrawFn) -> list[Player]:
    """A line of up to 8 players with any scores, meetings and byes."""
    size = draw(st.integers(2, 8))
    names = [f"t{number}" for number in range(size)]
    scores = sorted((draw(st.integers(0, 3)) for _ in names), reverse=True)
    pairs = [(one, other) for place, one in enumerate(names) for other in names[place + 1 :]]
    had = set(draw(st.lists(st.sampled_from(pairs), max_size=12)))
    return [
        Player(
            name,
            score,
            {other: 1 for other in names if (name, other) in had or (other, name) in had},
            draw(st.integers(0, 1)),
        )
        for name, score in zip(names, scores, strict=True)
    ]


def as_sets(paired: Round) -> list[frozenset[str]]:
    """The pairs of a round, the bye a set of one."""
    return [frozenset(pair) for pair in paired.pairs] + ([frozenset({paired.bye})] if paired.bye else [])


def near_groups() -> list[Player]:
    """A line where who stands nearest in it does not stand nearest in score."""
    scores = [3, 2, 1, 0, 0, 0]
    had = [(0, 4), (1, 2), (2, 3), (3, 5)]
    met = {place: {f"t{b}" if a == place else f"t{a}" for a, b in had if place in (a, b)} for place in range(6)}
    return [Player(f"t{n}", score, dict.fromkeys(met[n], 1)) for n, score in enumerate(scores)]


@settings(max_examples=60)
@example(line=near_groups())
@given(line=lines())
def test_no_round_is_better_in_meetings_bye_floaters_and_nearness(line: list[Player]) -> None:
    fewest = min(player.byes for player in line)
    eligible = [player.id for player in line if player.byes == fewest]
    possible = (
        cost_of(pairs, line, eligible)
        for pairs in all_rounds([player.id for player in line])
        if all(len(pair) == 2 or set(pair) <= set(eligible) for pair in pairs)
    )
    assert cost_of(as_sets(pair_round(line)), line, eligible) == min(possible)


@settings(max_examples=15)
@given(teams=st.sampled_from([5, 7, 9, 11]), rounds=st.integers(2, 6), seed=st.integers(0, 999))
def test_nobody_sits_out_twice_before_all_have(teams: int, rounds: int, seed: int) -> None:
    competition = play_rounds(swiss(teams, rounds), rounds, Random(seed))
    byes = Counter(str(match.home) for match in competition.matches if str(match.away) == "bye")
    assert sum(byes.values()) == rounds
    assert max(byes.values()) - min(byes[entry.id] for entry in competition.entries) <= 1


def test_the_bye_is_one_win_and_adds_nothing_to_buchholz() -> None:
    rows = rows_of(play_rounds(swiss(3, 1, Rules(tiebreak=MONRAD)), 1, Random(1)))
    lucky = next(row for row in rows.values() if row.goals_for == row.goals_against == 0 and row.won)
    assert (lucky.played, lucky.won, lucky.metrics["buchholz"]) == (1, 1, 0)


def test_the_bye_has_the_score_that_the_rules_give_it() -> None:
    competition = play_rounds(swiss(3, 1), 1, Random(1))
    out = next(str(match.home) for match in competition.matches if str(match.away) == "bye")
    assert rows_of(competition)[out].metrics["point_diff"] == 6


def test_the_first_round_sets_the_upper_half_of_the_seeds_against_the_lower() -> None:
    competition = swiss(6, 3)
    seeded = tuple(replace(entry, seed=number) for number, entry in enumerate(competition.entries, 1))
    drawn, notes = draw_matches(replace(competition, entries=seeded), "monrad", Random(3))
    assert {(str(match.home), str(match.away)) for match in drawn.matches} == {("t1", "t4"), ("t2", "t5"), ("t3", "t6")}
    assert [note.code for note in notes] == ["swiss_few_teams"]


def test_winners_meet_winners() -> None:
    competition = play_rounds(swiss(16, 4), 3, Random(5))
    score = {entry: row.won for entry, row in rows_of(competition).items()}
    drawn, _ = draw_matches(competition, "monrad", Random(5))
    last = [match for match in drawn.matches if match.round == 4]
    odd = sum(count % 2 for count in Counter(score.values()).values())
    assert sum(score[str(match.home)] != score[str(match.away)] for match in last) == odd // 2


def test_a_round_is_drawn_when_the_one_before_is_played_and_anew_while_nothing_is() -> None:
    rng = Random(2)
    competition, _ = draw_matches(swiss(8, 2), "monrad", rng)
    assert len(draw_matches(competition, "monrad", rng)[0].matches) == 4
    started = replace(
        competition, matches=(replace(competition.matches[0], result=Result(home=13, away=2)), *competition.matches[1:])
    )
    with pytest.raises(CannotDrawError, match="round_not_finished"):
        draw_matches(started, "monrad", rng)
    with pytest.raises(CannotDrawError, match="all_rounds_drawn"):
        play_rounds(competition, 3, rng)


def test_the_table_is_complete_after_the_last_round_only() -> None:
    rng = Random(2)
    competition = play_rounds(swiss(8, 2), 1, rng)
    assert not recompute(competition).get_stage("monrad").complete
    assert recompute(play_rounds(competition, 1, rng)).get_stage("monrad").complete


def test_matches_planned_with_open_sides_are_filled_in_place() -> None:
    planned = tuple(
        Match(f"r2-{k}", "monrad", RoundSide("monrad", 2, 2 * k + 1), RoundSide("monrad", 2, 2 * k + 2), round=2)
        for k in range(2)
    )
    competition = replace(swiss(4, 2), matches=planned)
    played = play_rounds(competition, 2, Random(1))
    second = [match for match in played.matches if match.round == 2]
    assert {match.id for match in second} == {"r2-0", "r2-1"}
    assert all(isinstance(match.home, EntrySide) and match.result for match in second)


def test_who_has_withdrawn_is_not_paired_and_comes_back_by_undo() -> None:
    competition = play_rounds(swiss(9, 4), 2, Random(7))
    without = withdraw(competition, "t4", Policy.FORFEIT)
    names = {str(s) for m in draw_matches(without, "monrad", Random(1))[0].matches if m.round == 3 for s in (m.home,)}
    assert "t4" not in names
    assert reinstate(without, "t4") == competition


def test_the_same_seed_draws_the_same_rounds() -> None:
    assert play_rounds(swiss(13, 5), 5, Random("9")) == play_rounds(swiss(13, 5), 5, Random("9"))


@given(teams=st.integers(2, 40), rounds=st.integers(1, 7))
def test_the_formula_counts_the_matches(teams: int, rounds: int) -> None:
    expected = get_format("swiss").count((teams,), {"rounds": rounds})
    assert expected.total == rounds * (teams // 2)
    assert (expected.least, expected.most) == (rounds - teams % 2, rounds)


@pytest.mark.parametrize("teams", [128, 202, 999, 1000])
def test_a_round_of_many_repeats_nothing_and_crosses_no_score_more_than_it_must(teams: int) -> None:
    rng = Random(1)
    line = [
        Player(f"t{place}", 5 - place * 6 // teams, {f"t{(place ^ other)}": 1 for other in range(1, 6)}, place % 7 == 0)
        for place in range(teams)
    ]
    rng.shuffle(line)
    line.sort(key=lambda player: -player.score)
    paired = pair_round(line)
    assert (len(paired.pairs), paired.repeats) == (teams // 2, 0)
    score = {player.id: player.score for player in line}
    met = {player.id: player.met for player in line}
    assert not any(other in met[one] for one, other in paired.pairs)
    lowest_without = next(player.id for player in reversed(line) if not player.byes)
    assert paired.bye == (lowest_without if teams % 2 else None)
    # A border between two scores is crossed when an odd number stands above it, and then once.
    above = Counter(border for pair in paired.pairs for name in pair for border in range(6) if score[name] >= border)
    crossed = Counter(b for one, other in paired.pairs for b in range(6) if (score[one] < b) != (score[other] < b))
    assert crossed == Counter(border for border, count in above.items() if count % 2)


def test_the_buchholz_family_by_hand() -> None:
    """t1 beat t2, t3 and t4; t2 beat t3; t3 and t4 drew."""
    chain = ("points", "buchholz", "buchholz_cut1", "median_buchholz", "fine_buchholz", "sonneborn_berger")
    stage = Stage("monrad", "swiss", entries=("t1", "t2", "t3", "t4"))
    scores = [("t1", "t2", 2, 0), ("t1", "t3", 2, 0), ("t1", "t4", 2, 0), ("t2", "t3", 2, 0), ("t3", "t4", 1, 1)]
    matches = tuple(
        Match(f"m{n}", "monrad", EntrySide(one), EntrySide(other), result=Result(home=a, away=b))
        for n, (one, other, a, b) in enumerate(scores)
    )
    rules = replace(PRESETS["chess"], tiebreak=chain)
    rows = rows_of(Competition(entries(4), (stage,), matches, rules))
    half = Fraction(1, 2)
    assert {entry: [row.metrics[criterion] for criterion in chain] for entry, row in rows.items()} == {
        "t1": [3, 2, 1.5, half, 3.5 + 4.5 + 3.5, 2],
        "t2": [1, 3.5, 3, 0, 2 + 4.5, half],
        "t3": [half, 4.5, 4, 1, 2 + 3.5 + 3.5, 0.25],
        "t4": [half, 3.5, 3, 0, 2 + 4.5, 0.25],
    }


def test_scores_are_wins_where_the_chain_asks_for_wins_first() -> None:
    competition = play_rounds(swiss(6, 2, Rules(tiebreak=MONRAD)), 2, Random(3))
    for entry, row in rows_of(competition).items():
        others = [set(pair) - {entry} for pair in met(competition) if entry in pair]
        assert row.metrics["buchholz"] == sum(rows_of(competition)[other].won for pair in others for other in pair)
