"""Changing partners: teams of two and three, partners that do not repeat, people who count alone."""

from collections import Counter
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.competitions import entries, play_on, play_out
from tournament.engine.formats.format import CannotDrawError
from tournament.engine.formats.registry import get_format
from tournament.engine.generate import draw_matches
from tournament.engine.partners import team_sizes
from tournament.engine.presets import PRESETS
from tournament.engine.recompute import recompute
from tournament.engine.selectors import TeamSide, members_of, parse_selector
from tournament.engine.values import Competition, Match, Stage


def people(count: int, rounds: int = 4, team_size: int = 3) -> Competition:
    """A competition of people, nothing drawn."""
    names = tuple(entry.id for entry in entries(count))
    stage = Stage("day", "supermelee", entries=names, options={"rounds": rounds, "team_size": team_size})
    return Competition(entries(count), (stage,), (), PRESETS["supermelee"])


def drawn(count: int, rounds: int = 4, team_size: int = 3, seed: int = 1) -> Competition:
    """The same with all rounds drawn."""
    return draw_matches(people(count, rounds, team_size), "day", Random(seed))[0]


def teams_of(match: Match) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two teams of a match."""
    return members_of(str(match.home)), members_of(str(match.away))


def partners(competition: Competition) -> Counter[frozenset[str]]:
    """How often each pair is together."""
    return Counter(frozenset(p) for m in competition.matches for t in teams_of(m) for p in combinations(t, 2))


@pytest.mark.parametrize(
    ("count", "size", "expected"),
    [(31, 3, (5, 7)), (7, 3, None), (3, 3, None), (4, 3, (2, 0)), (6, 3, (0, 2)), (12, 2, (6, 0)), (13, 2, (5, 1))],
)
def test_how_people_are_split(count: int, size: int, expected: tuple[int, int] | None) -> None:
    assert team_sizes(count, size) == expected


@given(count=st.integers(4, 300).filter(lambda count: count != 7), size=st.sampled_from([2, 3]))
def test_everybody_but_seven_can_be_split_into_an_even_number_of_teams(count: int, size: int) -> None:
    split = team_sizes(count, size)
    assert split is not None
    assert 2 * split[0] + 3 * split[1] == count
    assert sum(split) % 2 == 0


def test_seven_people_are_told_that_it_cannot_be() -> None:
    with pytest.raises(CannotDrawError, match="people_cannot_be_split"):
        drawn(7)


@settings(max_examples=15)
@given(count=st.integers(8, 40), seed=st.integers(0, 999))
def test_everybody_plays_every_round_once(count: int, seed: int) -> None:
    competition = drawn(count, 3, seed=seed)
    for number in (1, 2, 3):
        names = [n for m in competition.matches if m.round == number for team in teams_of(m) for n in team]
        assert sorted(names) == sorted(entry.id for entry in competition.entries)
    assert get_format("supermelee").count((count,), {"rounds": 3}).total == len(competition.matches)


@settings(max_examples=15)
@given(count=st.integers(14, 40), seed=st.integers(0, 999))
def test_partners_do_not_repeat(count: int, seed: int) -> None:
    assert max(partners(drawn(count, 4, seed=seed)).values()) == 1


@pytest.mark.parametrize("count", [4, 8, 12, 16, 20])
def test_doublets_last_until_everybody_has_played_with_everybody(count: int) -> None:
    found = partners(drawn(count, count - 1, team_size=2))
    assert set(found.values()) == {1}
    assert len(found) == count * (count - 1) // 2


def can_split(names: list[str], met: Counter[frozenset[str]], doublets: int, triplets: int) -> bool:
    """Whether a split without repeated partners exists, by trying all."""
    if not names:
        return True
    first, *others = names
    for size, left in ((2, doublets), (3, triplets)):
        for mates in combinations(others, size - 1) if left else ():
            team = (first, *mates)
            if any(met[frozenset(pair)] for pair in combinations(team, 2)):
                continue
            rest = [name for name in others if name not in mates]
            if can_split(rest, met, doublets - (size == 2), triplets - (size == 3)):
                return True
    return False


@pytest.mark.parametrize("count", [4, 5, 6, 8, 9, 10])
def test_partners_repeat_only_when_no_split_without_that_exists(count: int) -> None:
    competition = drawn(count, 5, seed=3)
    met: Counter[frozenset[str]] = Counter()
    names = [entry.id for entry in competition.entries]
    split = team_sizes(count, 3)
    assert split is not None
    for number in range(1, 6):
        own = Counter(
            frozenset(pair)
            for match in competition.matches
            if match.round == number
            for team in teams_of(match)
            for pair in combinations(team, 2)
        )
        assert (not any(met[pair] for pair in own)) == can_split(names, met, *split)
        met += own


def test_everybody_counts_alone() -> None:
    competition, state = play_out(drawn(9, 2), Random(5))
    table = state.get_pool("day", "day")
    assert table.complete
    assert sorted(row.entry for row in table.rows) == sorted(entry.id for entry in competition.entries)
    for row in table.rows:
        own = [match for match in state.matches if match.winner and row.entry in members_of(match.winner)]
        assert row.won <= len(own)
        assert row.played == 2
    assert {place.entry for place in state.divisions[0].places} == {entry.id for entry in competition.entries}


def test_rounds_that_are_played_stay_when_the_rest_is_drawn_anew() -> None:
    competition = drawn(12, 3)
    first = [match for match in competition.matches if match.round == 1]
    played = play_on(Competition(competition.entries, competition.stages, tuple(first), competition.rules), Random(1))
    again, _ = draw_matches(played, "day", Random(9))
    assert again.matches[: len(first)] == played.matches
    assert max(partners(again).values()) == 1
    done, _ = play_out(again, Random(2))
    same, notes = draw_matches(done, "day", Random(3))
    assert same == done
    assert [note.code for note in notes] == ["all_rounds_drawn"]


def test_a_team_is_written_with_a_plus() -> None:
    assert parse_selector("p1+p2+p3") == TeamSide(("p1", "p2", "p3"))
    assert str(TeamSide(("p1", "p2"))) == "p1+p2"


def test_the_same_seed_draws_the_same() -> None:
    assert drawn(31, seed=7) == drawn(31, seed=7)
    assert recompute(drawn(31)).get_pool("day", "day").rows[0].rank == 1
