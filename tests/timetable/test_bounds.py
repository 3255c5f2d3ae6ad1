"""What no plan can beat: the meals and walks of a team count, and never for more than they take."""

from dataclasses import replace
from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.timetable.days import pool_of
from tournament.timetable.bounds import Bounds, find_bound
from tournament.timetable.checker import check_plan
from tournament.timetable.codes import Code
from tournament.timetable.conflicts import find_conflicts
from tournament.timetable.grid import grid_of
from tournament.timetable.model import Court, Day, Match, Meal, Pin, Placement, Plan, Rests, Walk, Wish
from tournament.timetable.normalise import normalise

HOURS = ((0, 200),)
TEN = Rests(10, 10)


def day_of_one_team(
    *plays: int, rests: Rests = TEN, meals: tuple[Meal, ...] = (), stages: str = "", walk: int = 0
) -> Day:
    """A team against others that play nothing else, each stage on a court of its own hall."""
    where = stages or "a" * len(plays)
    matches = (Match(f"m{n}", s, s, p, 0, ("t", f"u{n}")) for n, (p, s) in enumerate(zip(plays, where, strict=True)))
    return Day(
        courts=tuple(Court(f"court {stage}", HOURS, stage, frozenset(stage)) for stage in sorted(set(where))),
        matches=tuple(matches),
        grid=5,
        rests=rests,
        wishes=tuple(Wish("t", meal=meal, source=f"day.wishes[{n}]") for n, meal in enumerate(meals)),
        walks=(Walk(frozenset("ab"), walk),) if walk else (),
    )


def least_end(day: Day) -> int | None:
    """The earliest end by trying every start of every match; None where no plan keeps the rules."""
    play = {match.id: match.play for match in day.matches}
    last = len(day.matches) * (max(play.values()) + 60)
    ends = []
    for starts in product(range(0, min(last, 200), day.grid), repeat=len(day.matches)):
        order = sorted(zip(starts, day.matches, strict=True), key=lambda row: row[0])
        if all(at + match.play <= then for (at, match), (then, _) in pairwise(order)):
            places = tuple(Placement(match.id, f"court {match.stage}", at) for at, match in order)
            end = order[-1][0] + order[-1][1].play
            if (not ends or end < min(ends)) and not check_plan(day, Plan(places)):
                ends.append(end)
    return min(ends, default=None)


@settings(max_examples=40, deadline=None)
@given(
    plays=st.lists(st.sampled_from([10, 15, 20]), min_size=1, max_size=2),
    rests=st.builds(Rests, st.sampled_from([0, 10]), st.sampled_from([0, 15])),
    meals=st.lists(
        st.builds(lambda at, more: Meal(at, at + 30 + more, 30), *[st.integers(0, 12).map(lambda n: 5 * n)] * 2)
    ),
    stages=st.sampled_from(["aa", "ab"]),
    walk=st.sampled_from([0, 10]),
)
def test_a_teams_bound_is_never_above_its_least_end(
    plays: list[int], rests: Rests, meals: list[Meal], stages: str, walk: int
) -> None:
    day = day_of_one_team(*plays, rests=rests, meals=tuple(meals[:2]), stages=stages[: len(plays)], walk=walk)
    true = least_end(day)
    bound = Bounds(normalise(day)).first_end("team", "courts")
    if true is not None:
        assert bound is not None
        assert bound <= true
        if len(meals) <= 1 and len(plays) == 1:
            assert bound == true


def test_a_meal_between_two_matches_makes_the_day_longer() -> None:
    assert find_bound(normalise(day_of_one_team(20, 20, 20))).minutes == 80
    meal = Meal(20, 60, 30)
    day = day_of_one_team(20, 20, 20, meals=(meal,))
    assert find_bound(normalise(day)).minutes == 100 == least_end(day)


def test_a_meal_costs_nothing_where_there_is_time_before_or_after() -> None:
    early, late = (day_of_one_team(20, 20, meals=(meal,)) for meal in (Meal(-30, 0, 30), Meal(20, 80, 30)))
    assert find_bound(normalise(early)).minutes == find_bound(normalise(late)).minutes == 50


def test_a_meal_before_the_only_match_there_is_time_for() -> None:
    day = day_of_one_team(40, meals=(Meal(10, 45, 30),))
    assert find_bound(normalise(day)).minutes == 80 == least_end(day)


def test_a_walk_that_no_court_spares_a_team_makes_the_day_longer() -> None:
    assert find_bound(normalise(day_of_one_team(20, 20, stages="ab"))).minutes == 50
    day = day_of_one_team(20, 20, stages="ab", walk=15)
    assert find_bound(normalise(day)).minutes == 65
    both = Court("court of both", HOURS, "a", frozenset("ab"))
    assert find_bound(normalise(replace(day, courts=(*day.courts, both)))).minutes == 50


def test_a_team_that_has_no_time_to_eat_is_told_at_once() -> None:
    day = day_of_one_team(20, 20, 20, meals=(Meal(20, 60, 30),))
    leaves = Wish("t", leaves=95, source="day.wishes[1]")
    (finding,) = find_conflicts(Day(day.courts, day.matches, 5, day.rests, wishes=(*day.wishes, leaves)))
    assert (finding.code, set(finding.sources)) == (
        Code.TEAM_STAY,
        {"day.wishes[0]", "day.wishes[1]", "day.rest_minutes"},
    )


def test_the_grid_fits_plays_changeovers_and_rests() -> None:
    def grid(play: int, changeover: int, rest: int) -> int:
        return grid_of([Match("m", "s", "s", play, changeover)], Rests(rest, rest))

    assert (grid(40, 0, 5), grid(20, 10, 10), grid(45, 0, 0)) == (5, 10, 45)
    # Finer than five minutes: no court may lose a minute, and then no team more than it must.
    assert (grid(10, 2, 10), grid(20, 2, 10), grid(12, 3, 12), grid(7, 0, 3)) == (12, 11, 5, 7)
    assert grid_of([Match("m", "s", "s", 12), Match("n", "s", "s", 13)], Rests()) == 5


def test_a_match_that_is_held_off_the_grid_makes_it_finer() -> None:
    matches = pool_of(["a", "b"], play=20)
    assert grid_of(matches, Rests(), [Pin("ab", start=30), Pin("ab", "c1")]) == 10
