"""Whatever the day, the solver keeps every rule, agrees with itself in both its forms, and claims nothing untrue."""

from collections.abc import Sequence
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tests.timetable.days import days, load_day
from tests.timetable.naive import broken_rules
from tournament.timetable import starts
from tournament.timetable.bounds import Bounds
from tournament.timetable.certificate import certify, list_waits
from tournament.timetable.checker import check_plan
from tournament.timetable.conflicts import find_conflicts
from tournament.timetable.cpsat import Answer, Effort, Verdict, solve
from tournament.timetable.drafts import Draft, plan_of, waits_of
from tournament.timetable.feasible import find_any, new_starts, read_draft
from tournament.timetable.goals import limit_waits
from tournament.timetable.grid import slots_in
from tournament.timetable.laying import lay_by_clock, lay_by_turn
from tournament.timetable.model import Code, Court, Day, Match, Placement, Plan, Rests
from tournament.timetable.normalise import Problem, normalise
from tournament.timetable.parts import fit_late_part, lay_part_anew
from tournament.timetable.search import search_day
from tournament.timetable.starts import StartModel

calm = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
BRIEF = Effort(seconds=None, steps=1.0, workers=1)
PART = Effort(seconds=None, steps=0.2, workers=1)
FORMS = {"intervals": 0, "literals": 10**6}


def no_clock() -> float:
    return 0.0


def in_form(problem: Problem, form: str) -> tuple[StartModel, Answer]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(starts, "MOST_LITERALS", FORMS[form])
        patch.setattr(starts, "MOST_LENGTHS", 99)
        model = new_starts(problem, problem.day.closes, Bounds(problem))
    assert model.has_literals == (form == "literals")
    return model, solve(model.model, model.watched(), BRIEF)


@calm
@given(days())
def test_both_forms_of_the_model_keep_the_rules_and_agree(day: Day) -> None:
    assume(not find_conflicts(day))
    problem = normalise(day)
    answers = {}
    for form in FORMS:
        model, answer = in_form(problem, form)
        if answer.best is not None:
            draft = read_draft(model, answer.best)
            plan = plan_of(problem, draft, draft.court)
            assert check_plan(day, plan) == ()
            assert broken_rules(day, plan) == set()
        answers[form] = answer.best is not None
        # Now and then a day is made that takes more than a step: it says nothing about the forms.
        assume(answer.verdict is not Verdict.UNKNOWN)
    assert answers["intervals"] == answers["literals"]
    order = [float(match) for match in range(len(problem.matches))]
    if not all(way(problem, order).not_placed for way in (lay_by_clock, lay_by_turn)):
        assert answers["literals"]


@st.composite
def tiny_days(draw: st.DrawFn) -> Day:
    """A day so small that every plan can be tried."""
    day = draw(days(most=3))
    assume(sum(len(all_places(day, match)) for match in day.matches) < 90)
    return day


def all_places(day: Day, match: Match) -> list[Placement]:
    held = [placement for placement in day.frozen if placement.match == match.id]
    return held or [
        Placement(match.id, court.id, start)
        for court in day.courts
        for opens, closes in court.windows
        for start in range(max(0, opens), closes - match.play + 1)
        if start % day.grid == 0
    ]


def plans_of(day: Day) -> list[Plan]:
    """Every plan of a tiny day that keeps the rules, by trying all."""
    tried: Sequence[tuple[Placement, ...]] = list(product(*(all_places(day, match) for match in day.matches)))
    return [plan for plan in map(Plan, tried) if not broken_rules(day, plan)]


@settings(calm, max_examples=25)
@given(tiny_days())
def test_what_is_proved_is_true_of_all_plans_that_can_be_tried(day: Day) -> None:
    known = plans_of(day)
    assert (find_any(day, BRIEF).verdict is Verdict.FOUND) == bool(known) or bool(find_conflicts(day))
    outcome = search_day(day, seed=1, seconds=None, clock=no_clock)
    if outcome.plan is None or outcome.bound is None:
        assert known == []
        return
    assert outcome.plan.not_placed == ()
    play = {match.id: match.play for match in day.matches}

    def end(plan: Plan) -> int:
        return max(placement.start + play[placement.match] for placement in plan.placements)

    assert end(outcome.plan) == min(map(end, known)) == outcome.bound.minutes
    best = [plan for plan in known if end(plan) == end(outcome.plan)]
    least = min(sum(list_waits(day, plan)) for plan in best)
    certificate = certify(day, outcome.plan, outcome.bound, seconds=0, seed=1, least_wait=outcome.least_wait)
    assert certificate.wait_bound <= least <= certificate.total_wait
    assert certificate.proof in ("analytic", "cp-sat")


@settings(calm, max_examples=15)
@given(days(most=60))
def test_a_day_with_everything_in_it_is_planned_without_a_fault(day: Day) -> None:
    outcome = search_day(day, seed=1, seconds=0.3, clock=no_clock)
    if outcome.plan is None:
        assert outcome.conflicts
        return
    assert outcome.alternatives[0].plan == outcome.plan
    for alternative in outcome.alternatives:
        assert check_plan(day, alternative.plan) == ()
        missing = {row.match for row in alternative.plan.not_placed}
        assert {match.id for match in day.matches} == missing | {row.match for row in alternative.plan.placements}


@settings(calm, max_examples=60)
@example(courts=2, matches=4, play=2, slots=4)
@given(courts=st.integers(1, 3), matches=st.integers(1, 5), play=st.integers(1, 3), slots=st.integers(3, 8))
def test_the_starts_of_full_courts_are_those_of_all_plans_that_can_be_tried(
    courts: int, matches: int, play: int, slots: int
) -> None:
    grid = 5
    day = Day(
        tuple(Court(f"c{number}", ((0, slots * grid),)) for number in range(courts)),
        tuple(Match(f"m{number}", "p", "p", play * grid, 0, ()) for number in range(matches)),
        grid,
    )
    model = StartModel(normalise(day), slots * grid)
    ways = product(range(slots - play + 1), repeat=matches)
    sound = [way for way in ways if all(sum(s <= t < s + play for s in way) <= courts for t in range(slots))]
    used = {start for way in sound for start in way}
    assert used <= set(slots_in(model.domains[0]))
    if sound and matches * play == courts * slots:
        assert used == set(slots_in(model.domains[0])) == set(range(0, slots, play))


def test_a_day_that_no_sum_forbids_is_refuted_by_the_solver() -> None:
    """Two of three matches must start together, and the two courts are never open long enough at the same time."""
    matches = tuple(Match(f"m{number}", "p", "p", 10) for number in range(3))
    courts = (Court("c", ((0, 30),)), Court("d", ((25, 40),)))
    day = Day(courts, matches, 5, same_time=(("m0", "m1"),))
    assert find_conflicts(day) == ()
    outcome = search_day(day, seed=1, seconds=None, clock=no_clock)
    assert outcome.plan is None
    assert [finding.code for finding in outcome.conflicts] == [Code.NO_PLAN]


def test_the_same_seed_without_a_limit_of_time_gives_the_same_plan() -> None:
    entries = [f"t{number}" for number in range(10)]
    pairs = [(one, other) for place, one in enumerate(entries) for other in entries[place + 1 :]][:24]
    matches = tuple(Match(f"m{n}", "p", "p", 10, 0, pair) for n, pair in enumerate(pairs))
    day = Day(tuple(Court(f"c{n}", ((0, 300),)) for n in range(3)), matches, 5, Rests(10, 10))
    first, second = (search_day(day, seed=3, seconds=None, clock=no_clock) for _ in range(2))
    assert first == second


def test_a_search_that_is_stopped_keeps_what_it_has() -> None:
    matches = tuple(Match(f"m{n}", "p", "p", 10, 0, (f"t{n}", f"t{n + 1}")) for n in range(20))
    day = Day((Court("c", ((0, 600),)),), matches, 5, Rests(10, 10))
    outcome = search_day(day, seed=1, seconds=60, clock=no_clock, stop=lambda: True)
    assert outcome.is_stopped
    assert outcome.plan is not None
    assert check_plan(day, outcome.plan) == ()


def test_a_limit_of_waits_is_a_limit() -> None:
    matches = tuple(Match(f"m{n}", "p", "p", 10, 0, ("t", f"u{n}")) for n in range(5))
    day = Day((Court("c", ((0, 600),)),), matches, 5, Rests(10, 10))
    model = new_starts(normalise(day), 600, Bounds(normalise(day)))
    limit_waits(model, 25)
    model.model.maximize(sum(model.begins(match) for match in range(5)) - 5 * model.begins(0))
    answer = solve(model.model, model.watched(), BRIEF)
    assert answer.best is not None
    draft = read_draft(model, answer.best)
    waits = list_waits(day, plan_of(normalise(day), draft, draft.court))
    assert max(waits) == 25


def test_a_part_laid_anew_breaks_nothing_and_nobody_waits_longer() -> None:
    day = load_day("d")
    problem = normalise(day)
    bounds, rng = Bounds(problem), Random(1)
    draft = lay_by_clock(problem, [float(match) for match in range(len(problem.matches))])
    before = longest_wait(problem, draft)
    for _turn in range(3):
        found = lay_part_anew(problem, bounds, draft, PART, rng, lambda: False)
        assert found is not None
        assert check_plan(day, plan_of(problem, found, found.court)) == ()
        assert found.score[:2] <= draft.score[:2]
        assert longest_wait(problem, found) <= longest_wait(problem, draft)
        draft = found
    assert longest_wait(problem, draft) < before


def test_a_day_that_ends_too_late_is_fitted_part_by_part() -> None:
    day = load_day("d")
    problem = normalise(day)
    bounds = Bounds(problem)
    late = lay_by_clock(problem, [float(match) for match in range(len(problem.matches))])
    end = late.score[1] - 5
    found = next(
        draft
        for seed in range(9)
        if (draft := fit_late_part(problem, bounds, late, end, 0.6, PART, Random(seed), lambda: False))
    )
    assert found.score[:2] <= (0, end)
    assert check_plan(day, plan_of(problem, found, found.court)) == ()
    moved = [match for match in late.start if found.start[match] != late.start[match]]
    assert 0 < len(moved) < 0.7 * len(late.start)
    assert fit_late_part(problem, bounds, late, end, 1.0, PART, Random(1), lambda: False) is None


def longest_wait(problem: Problem, draft: Draft) -> int:
    return max(wait for wait, _, _ in waits_of(problem, draft.start))
