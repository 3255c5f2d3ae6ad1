"""The best of a rank over several pools: published cases, unequal pools, the table of who meets whom."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.engine.competitions import entries, pools_and_knockout, with_matches, with_results
from tournament.engine.outcome import BestRow, PoolState, Row, State
from tournament.engine.recompute import recompute
from tournament.engine.runners_up import OpenSide, allocate, best_of_rank
from tournament.engine.scoring import Line
from tournament.engine.selectors import BestOfRank, EntrySide, PoolRank
from tournament.engine.values import Compare, Competition, Facts, Policy, Pool, Result, Rules, Stage
from tournament.engine.withdrawal import withdraw

DATA = Path(__file__).parent.parent / "data"
THIRDS = json.loads((DATA / "best_thirds.json").read_text(encoding="utf-8"))
ALLOCATION = json.loads((DATA / "third_place_allocation.json").read_text(encoding="utf-8"))[0]


def row(rank: int, entry: str) -> Row:
    """A row of which only the rank matters."""
    return Row(rank, entry, 0, 0, 0, 0, 0, 0, 0, {}, None)


def lines(third: dict[str, Any]) -> list[Line]:
    """Lines that add up to a published row: its goals all in the first match."""
    results = ["won"] * third["w"] + ["drawn"] * third["d"] + ["lost"] * third["l"]
    points = {"won": 3, "drawn": 1, "lost": 0}
    return [
        Line(
            third["team"],
            "another",
            False,
            result == "won",
            result == "drawn",
            points[result],
            third["gf"] if number == 0 else 0,
            third["ga"] if number == 0 else 0,
        )
        for number, result in enumerate(results)
    ]


@pytest.mark.parametrize("case", THIRDS, ids=lambda case: case["id"])
def test_the_published_best_thirds_go_through(case: dict[str, Any]) -> None:
    pools = {
        third["group"]: PoolState(third["group"], True, (row(1, "x"), row(2, "y"), row(3, third["team"])))
        for third in case["thirds"]
    }
    best = best_of_rank(
        3,
        pools,
        {third["group"]: lines(third) for third in case["thirds"]},
        Rules(tiebreak=tuple(case["criteria"])),
        Facts(),
        Compare.TOTAL,
    )
    assert sorted(team.pool for team in best[: case["qualify"]]) == case["advanced_groups"]
    assert best[case["qualify"] - 1].row.rank < best[case["qualify"]].row.rank


@pytest.mark.parametrize("through", ALLOCATION["combinations"])
def test_the_published_table_says_who_meets_whom(through: str) -> None:
    best = [BestRow(pool, row(number, f"third of {pool}")) for number, pool in enumerate(reversed(through), start=1)]
    sides = [OpenSide(winner, 1, winner[1:]) for winner in ALLOCATION["winners"]]
    expected = {winner: f"third of {third[1:]}" for winner, third in ALLOCATION["combinations"][through].items()}
    assert allocate(sides, best, 3, ALLOCATION["combinations"]) == expected


@pytest.mark.parametrize("through", ALLOCATION["combinations"])
def test_without_a_table_no_team_meets_its_pool_mate(through: str) -> None:
    best = [BestRow(pool, row(number, pool)) for number, pool in enumerate(through, start=1)]
    meetings = allocate([OpenSide(pool, 1, pool) for pool in "ABCD"], best, 3, None)
    assert sorted(str(team) for team in meetings.values()) == sorted(through)
    assert all(pool != team for pool, team in meetings.items())


def test_nobody_is_given_a_side_while_the_cut_is_open() -> None:
    best = [BestRow("A", row(1, "a")), BestRow("B", row(2, "b")), BestRow("C", row(2, "c"))]
    sides = [OpenSide("first", 1, "A"), OpenSide("second", 1, "B")]
    assert allocate(sides, best, 3, None) == {"first": None, "second": None}


def test_a_table_may_name_its_pools_in_any_order_and_by_longer_names() -> None:
    best = [BestRow("G2", row(1, "b")), BestRow("G10", row(2, "c")), BestRow("G1", row(3, "a"))]
    sides = [OpenSide("first", 1, "G1"), OpenSide("second", 1, "G2")]
    table = {"G1G2": {"1G1": "3G2", "1G2": "3G1"}, "G10G2": {"1G1": "3G10", "1G2": "3G2"}}
    assert allocate(sides, best, 3, table) == {"first": "c", "second": "b"}
    assert allocate(sides, best, 3, {"G2G10": table["G10G2"]}) == {"first": "c", "second": "b"}


def unequal(compare: Compare) -> State:
    """A pool of 4 and one of 3, the favourites (lower numbers) win everything 2-0, the runners-up compared.

    Second of the four has 6 points in 3 matches, second of the three has 3 points in 2.
    """
    everybody = entries(7)
    pools = (
        Pool("A", tuple(EntrySide(f"t{n}") for n in (1, 2, 3, 4))),
        Pool("B", tuple(EntrySide(f"t{n}") for n in (5, 6, 7))),
    )
    feeding = Stage("pools", "round_robin", pools=pools, best=compare)
    final = Stage("final", "knockout", slots=(PoolRank("pools", "A", 1), BestOfRank("pools", 2, 1)))
    competition = with_matches(Competition(everybody, (feeding, final), ()), "pools", "final")
    results: dict[str, Result | None] = {
        match.id: Result(home=2, away=0) if str(match.home) < str(match.away) else Result(home=0, away=2)
        for match in competition.matches
        if match.pool
    }
    return recompute(with_results(competition, results))


@pytest.mark.parametrize(
    ("compare", "points"),
    [(Compare.TOTAL, [6, 3]), (Compare.PER_MATCH, [2, 1.5]), (Compare.DROP_LAST, [3, 3])],
)
def test_pools_of_unequal_size_are_compared_as_the_stage_says(compare: Compare, points: list[float]) -> None:
    rows = unequal(compare).get_stage("pools").best[2]
    assert sorted((best.row.metrics["points"] for best in rows), reverse=True) == points


def test_the_best_second_fills_its_side() -> None:
    assert unequal(Compare.TOTAL).matches[-1].away == "t2"


def test_teams_level_at_the_cut_wait_for_a_lot() -> None:
    state = unequal(Compare.DROP_LAST)
    assert state.matches[-1].away is None
    decided = recompute(replace(state.competition, facts=Facts(lots=(("t6", "t2"),))))
    assert decided.matches[-1].away == "t6"


def test_best_thirds_of_six_pools_never_meet_their_own_winner() -> None:
    competition = pools_and_knockout(6, 4, 2, best=4)
    results: dict[str, Result | None] = {}
    for number, match in enumerate(match for match in competition.matches if match.pool):
        home, away = int(str(match.home)[1:]), int(str(match.away)[1:])
        results[match.id] = Result(home=number + 9, away=0) if home < away else Result(home=0, away=number + 9)
    state = recompute(with_results(competition, results))
    pool_of = {str(side): pool.id for pool in competition.stages[0].pools for side in pool.sides}
    first = [match for match in state.matches if match.match.stage == "final" and match.match.round == 1]
    assert len(first) == 8
    for match in first:
        assert match.home is not None
        assert match.away is not None
        assert pool_of[match.home] != pool_of[match.away]


def test_a_team_whose_matches_are_annulled_makes_its_pool_no_larger() -> None:
    """Two pools of four, the favourites win everything; the last of B is annulled, so A's last is dropped too."""
    competition = pools_and_knockout(2, 4, 1, best=1)
    feeding, final = competition.stages
    competition = replace(competition, stages=(replace(feeding, best=Compare.DROP_LAST), final))
    results: dict[str, Result | None] = {
        match.id: Result(home=2, away=0)
        if int(str(match.home)[1:]) < int(str(match.away)[1:])
        else Result(home=0, away=2)
        for match in competition.matches
        if match.pool
    }
    played = with_results(competition, results)
    assert [best.row.played for best in recompute(played).get_stage("pools").best[2]] == [3, 3]
    annulled = recompute(withdraw(played, "t8", Policy.ANNUL)).get_stage("pools").best[2]
    assert {best.row.entry: (best.row.played, best.row.points) for best in annulled} == {"t3": (2, 3), "t4": (2, 3)}
