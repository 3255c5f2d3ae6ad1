"""How matches are counted: truth tables for sets, for points up to a target, and for who must win."""

import pytest

from tournament.engine.formats.registry import FORMATS
from tournament.engine.values import Points, Result, ResultKind, Rules
from tournament.rules import MatchFacts, result_problems
from tournament.scoring import Scoring, needs_winner, result_in_sets, scoring_of

BEST_OF_3 = Scoring("sets", best_of=3)
ONE_SET = Scoring("sets", best_of=1)
ONE_SET_ON_TIME = Scoring("sets", best_of=1, timed=True)
TO_13 = Scoring("points", target=13)
TO_13_ON_TIME = Scoring("points", target=13, timed=True)
NO_LEVEL = Scoring("points", target=13, timed=True, needs_winner=True)


def codes(entered: Result, scoring: Scoring) -> list[str]:
    problems = result_problems(entered, MatchFacts(sides_known=True, scoring=scoring))
    return [problem.code.removeprefix("tournament.") for problem in problems]


@pytest.mark.parametrize(
    ("scoring", "sets", "wrong"),
    [
        (BEST_OF_3, ((25, 20), (25, 21)), []),
        (BEST_OF_3, ((25, 20), (21, 25), (15, 11)), []),
        (BEST_OF_3, ((20, 25), (21, 25)), []),
        (BEST_OF_3, (), ["sets_missing"]),
        (BEST_OF_3, ((25, 20),), ["sets_too_few"]),
        (BEST_OF_3, ((25, 20), (21, 25)), ["sets_too_few"]),
        (BEST_OF_3, ((25, 20), (25, 25)), ["set_level"]),
        (BEST_OF_3, ((25, 20), (25, 21), (15, 11)), ["sets_too_many"]),
        (BEST_OF_3, ((25, 1000), (25, 21)), ["score_out_of_range"]),
        (ONE_SET, ((21, 19),), []),
        (ONE_SET, ((19, 19),), ["set_level"]),
        (ONE_SET, ((21, 19), (21, 19)), ["sets_too_many"]),
        (ONE_SET_ON_TIME, ((19, 19),), []),
        (ONE_SET_ON_TIME, ((7, 4),), []),
        (TO_13, ((13, 7),), ["no_sets_here"]),
    ],
)
def test_sets_make_a_result_or_say_why_not(
    scoring: Scoring, sets: tuple[tuple[int, int], ...], wrong: list[str]
) -> None:
    found = codes(result_in_sets(sets), scoring)
    assert found[: len(wrong)] == wrong
    assert bool(found) == bool(wrong)


def test_the_sets_won_are_counted_from_the_sets() -> None:
    counted = result_in_sets(((25, 20), (21, 25), (15, 11)))
    assert (counted.home, counted.away, counted.shootout) == (2, 1, None)


def test_sets_that_do_not_fit_the_score_are_refused() -> None:
    assert codes(Result(home=2, away=0, sets=((25, 20), (21, 25), (15, 11))), BEST_OF_3) == ["sets_do_not_add_up"]


@pytest.mark.parametrize(
    ("scoring", "home", "away", "wrong"),
    [
        (TO_13, 13, 7, []),
        (TO_13, 0, 13, []),
        (TO_13, 12, 7, ["target_missed"]),
        (TO_13, 13, 13, ["target_twice"]),
        (TO_13, 14, 7, ["target_passed"]),
        (TO_13_ON_TIME, 9, 7, []),
        (TO_13_ON_TIME, 9, 9, []),
        (TO_13_ON_TIME, 13, 12, []),
        (TO_13_ON_TIME, 14, 12, ["target_passed"]),
        (NO_LEVEL, 9, 9, ["needs_winner"]),
    ],
)
def test_a_score_reaches_its_target_or_says_why_not(scoring: Scoring, home: int, away: int, wrong: list[str]) -> None:
    assert codes(Result(home=home, away=away), scoring) == wrong


@pytest.mark.parametrize("kind", [kind for kind in ResultKind if kind is not ResultKind.PLAYED])
@pytest.mark.parametrize("scoring", [BEST_OF_3, TO_13, NO_LEVEL])
def test_what_was_not_played_has_no_score_to_fit(kind: ResultKind, scoring: Scoring) -> None:
    assert codes(Result(kind), scoring) == []


def test_somebody_must_win_in_eliminations_and_poules_and_where_shoot_outs_have_points() -> None:
    must = {code for code, how in FORMATS.items() if needs_winner(how, Rules())}
    assert must == {"knockout", "double_elimination", "placement", "poule"}
    assert needs_winner(FORMATS["round_robin"], Rules(Points(3, 1, 0, 2, 1)))


def test_stored_rules_say_how_to_count() -> None:
    assert scoring_of("sets", {"best_of": 3}).in_sets
    assert not scoring_of("goals", {"best_of": 3}).in_sets
    assert not scoring_of("sets", {}).in_sets
    assert scoring_of("points", {"target": 21, "exact": True}) == Scoring("points", target=21, exact=True)
    assert scoring_of("points", {"target": 13}, must_win=True).in_ends
