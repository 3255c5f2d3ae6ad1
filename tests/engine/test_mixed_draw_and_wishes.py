"""People drawn into even teams, friends together, and wishes in a draw of pools."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tournament.engine.draw import draw_pools
from tournament.engine.mixed_draw import draw_teams
from tournament.engine.values import Entry


@st.composite
def crowds(draw: st.DrawFn) -> tuple[list[Entry], int, list[frozenset[str]]]:
    """People of up to 3 strengths and 4 places, a number of teams, and pairs of friends."""
    count = draw(st.integers(4, 24))
    people = [
        Entry(f"p{n}", organisation=draw(st.sampled_from("WXYZ")), pot=draw(st.integers(1, 3))) for n in range(count)
    ]
    names = [person.id for person in people]
    wishes = draw(st.lists(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True), max_size=4))
    return people, draw(st.integers(2, count // 2)), [frozenset(wish) for wish in wishes]


@settings(max_examples=40)
@given(crowd=crowds(), seed=st.integers(0, 99))
def test_sizes_and_strengths_are_even_whatever_is_wished(
    crowd: tuple[list[Entry], int, list[frozenset[str]]], seed: int
) -> None:
    people, teams, wishes = crowd
    drawn = draw_teams(people, teams, Random(seed), wishes)
    assert sorted(name for team in drawn.teams for name in team) == sorted(person.id for person in people)
    sizes = [len(team) for team in drawn.teams]
    assert max(sizes) - min(sizes) <= 1
    pots = {person.id: person.pot for person in people}
    for strength in set(pots.values()):
        counts = [sum(pots[name] == strength for name in team) for team in drawn.teams]
        assert max(counts) - min(counts) <= 1
    for wish in wishes:
        assert (wish in drawn.open_wishes) != any(wish <= set(team) for team in drawn.teams)
    assert draw_teams(people, teams, Random(seed), wishes) == drawn


def test_friends_of_equal_strength_come_together() -> None:
    people = [Entry(f"p{n}", pot=1) for n in range(12)]
    wishes = [frozenset({"p0", "p1"}), frozenset({"p2", "p3"})]
    for seed in range(20):
        drawn = draw_teams(people, 4, Random(seed), wishes)
        assert drawn.open_wishes == ()


def test_a_wish_that_cannot_be_is_said() -> None:
    people = [Entry("p0", pot=1), Entry("p1", pot=1), Entry("p2", pot=2), Entry("p3", pot=2)]
    drawn = draw_teams(people, 2, Random(1), [frozenset({"p0", "p1"})])
    assert drawn.open_wishes == (frozenset({"p0", "p1"}),)
    assert [note.code for note in drawn.notes] == ["mixed_sizes", "wishes_open"]


def test_more_teams_than_people_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot fill"):
        draw_teams([Entry("p0")], 2, Random(1))


@settings(max_examples=30)
@given(seed=st.integers(0, 999))
def test_wishes_for_pools_cost_no_clash_and_no_pot(seed: int) -> None:
    teams = [Entry(f"t{n}", organisation="WXYZ"[n % 4], pot=n // 4) for n in range(16)]
    wishes = [frozenset({"t0", "t5"}), frozenset({"t1", "t6"}), frozenset({"t0", "t1"})]
    drawn = draw_pools(teams, 4, Random(seed), wishes)
    assert drawn.clashes == drawn.least_clashes
    pots = {team.id: team.pot for team in teams}
    for pool in drawn.pools:
        assert sorted(Counter(pots[str(side)] for side in pool.sides).values()) == [1, 1, 1, 1]
    granted = [wish for wish in wishes if any(wish <= {str(s) for s in pool.sides} for pool in drawn.pools)]
    assert wishes[2] not in granted
    assert len(granted) + sum(int(str(n.facts["wishes"])) for n in drawn.notes if n.code == "wishes_open") == 3


@given(seed=st.integers(0, 999), pools=st.integers(2, 4))
def test_three_friends_come_together_where_nothing_is_in_the_way(seed: int, pools: int) -> None:
    wish = frozenset({"t0", "t1", "t2"})
    drawn = draw_pools([Entry(f"t{n}") for n in range(12)], pools, Random(seed), [wish])
    assert any(wish <= {str(side) for side in pool.sides} for pool in drawn.pools)


@given(seed=st.integers(0, 999))
def test_a_wish_brings_no_neighbours_together(seed: int) -> None:
    teams = [Entry(f"t{n}", municipality="xyz"[n % 3]) for n in range(9)]
    drawn = draw_pools(teams, 3, Random(seed), [frozenset({"t0", "t3"}), frozenset({"t0", "t1"})])
    homes = {team.id: team.municipality for team in teams}
    assert all(len({homes[str(side)] for side in pool.sides}) == 3 for pool in drawn.pools)
    assert [note.facts["wishes"] for note in drawn.notes if note.code == "wishes_open"] == [1]
