"""`flask tournament bench` judges by the goals and by the committed figures; what it measures is what it says."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core import clock
from tests.documents import run
from tournament import commands_bench, engine_bench
from tournament.answers_bench import answers_table, measure_conflict
from tournament.engine.values import Competition
from tournament.engine_bench import ENGINE_CASES, TOLERANCE, Case, measure_case
from tournament.planner_bench import (
    TRIALS,
    Goals,
    Trial,
    judged,
    measure_trial,
    measure_trials,
    table_of,
)
from tournament.planner_bench_days import load_instance
from tournament.timetable.conflict_cases import conflict_cases

LOOP, WORK = 0.01, 0.03


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A processor on which the calibration loop always takes 10 ms and the work of `case` always 30."""
    spent = [0.0]

    def calibrate() -> None:
        spent[0] += LOOP

    def work() -> None:
        spent[0] += WORK

    monkeypatch.setattr(clock, "cpu_seconds", lambda: spent[0])
    monkeypatch.setattr(engine_bench, "calibrate", calibrate)
    monkeypatch.setattr(engine_bench.gc, "collect", lambda: 0)
    monkeypatch.setattr(commands_bench, "ENGINE_CASES", [Case("work", "some work", 50, lambda: work)])
    monkeypatch.setattr(commands_bench, "TRIALS", [])
    monkeypatch.setattr(commands_bench, "measure_answers", lambda *_told: [])


def committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loops: float) -> Path:
    """A file of committed figures with the work at so many loops."""
    file = tmp_path / "figures.json"
    file.write_text(json.dumps({"engine": {"work": loops}}), encoding="utf-8")
    monkeypatch.setattr(commands_bench, "FIGURES", file)
    return file


@pytest.mark.usefixtures("ticking")
def test_as_fast_as_committed_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    committed(tmp_path, monkeypatch, 3)
    result = run("bench")
    assert result.exit_code == 0
    assert "some work" in result.stdout
    assert "30.0 ms CPU" in result.stdout
    assert "3.00 loops" in result.stdout
    assert "missed" not in result.stdout + result.stderr


@pytest.mark.usefixtures("ticking")
@pytest.mark.parametrize(("loops", "code"), [(3 / (1 + TOLERANCE) + 0.01, 0), (3 / (1 + TOLERANCE) - 0.01, 1), (9, 0)])
def test_slower_than_committed_by_more_than_noise_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loops: float, code: int
) -> None:
    committed(tmp_path, monkeypatch, loops)
    result = run("bench")
    assert (result.exit_code, "slower" in result.stdout) == (code, code == 1)


@pytest.mark.usefixtures("ticking")
def test_a_missed_goal_ends_with_1_whatever_is_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    committed(tmp_path, monkeypatch, 3)
    (case,) = commands_bench.ENGINE_CASES
    slow = Case(case.code, case.title, 29, case.make)
    monkeypatch.setattr(commands_bench, "ENGINE_CASES", [slow])
    result = run("bench")
    assert (result.exit_code, "missed" in result.stdout) == (1, True)


@pytest.mark.usefixtures("ticking")
def test_the_figures_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    committed(tmp_path, monkeypatch, 1)
    result = run("bench", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "tolerance": TOLERANCE,
        "engine": [
            {
                **{"code": "work", "title": "some work", "milliseconds": 30.0, "goal": 50, "loops": 3.0},
                **{"committed": 1, "is_met": True, "is_slower": True},
            }
        ],
        "planner": [],
        "answers": [],
    }


@pytest.mark.usefixtures("ticking")
def test_new_figures_are_kept_when_asked_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = committed(tmp_path, monkeypatch, 1)
    assert run("bench", "--keep").exit_code == 0
    assert json.loads(file.read_text(encoding="utf-8")) == {"engine": {"work": 3.0}, "planner": {}, "answers": {}}
    assert run("bench").exit_code == 0


@pytest.mark.usefixtures("ticking")
def test_a_case_without_a_committed_figure_is_judged_by_its_goal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = committed(tmp_path, monkeypatch, 1)
    file.write_text("{}", encoding="utf-8")
    assert run("bench").exit_code == 0


def test_every_case_has_a_committed_figure() -> None:
    assert set(commands_bench.read_figures()["engine"]) == {case.code for case in ENGINE_CASES}
    assert set(commands_bench.read_figures()["planner"]) == {trial.code for trial in TRIALS}


def test_a_day_is_measured_and_judged() -> None:
    trial = Trial("a", partial(load_instance, "a"), 1, Goals(180, longest_wait=15, total_wait=480))
    (row,) = measure_trials([trial], 1, {}, [].append)
    assert (row.matches, row.teams, row.courts, row.bound, row.end, row.proof) == (32, 16, 4, 180, 180, "analytic")
    assert (row.longest_wait, row.total_wait, row.faults, row.missed, row.worse) == (15, 480, 0, (), ())
    assert row.first_fit == {"end": 135, "short_rests": 32, "longest_wait": 0, "total_wait": 0}
    assert 50 < row.megabytes < 700
    assert row.proof_seconds is not None
    assert "a " in "\n".join(table_of([row]))


@pytest.mark.parametrize(
    ("goals", "missed"),
    [
        (Goals(179), ("end",)),
        (Goals(180, proved_by=-1), ("proof in time",)),
        (Goals(180, longest_wait=14, total_wait=479), ("longest wait", "total wait")),
        (Goals(180, megabytes=1), ("memory",)),
        (Goals(175, gap_pct=3), ()),
    ],
)
def test_a_missed_goal_of_a_day_is_named(goals: Goals, missed: tuple[str, ...]) -> None:
    assert judged(measure_trial(Trial("a", partial(load_instance, "a"), 1, goals), 1), goals, {}).missed == missed


@pytest.mark.parametrize(
    ("committed", "worse"),
    [
        ({"end": 165}, ("end",)),
        ({"total_wait": 400}, ("total wait",)),
        ({"total_wait": 470}, ()),
        ({"end": 180, "proof_seconds": 0.0}, ()),
    ],
)
def test_a_figure_worse_than_the_committed_one_is_named(committed: dict[str, Any], worse: tuple[str, ...]) -> None:
    row = measure_trial(Trial("a", partial(load_instance, "a"), 1, Goals(180)), 1)
    assert judged(row, Goals(180), committed).worse == worse
    assert judged(replace(row, proof_seconds=9.0), Goals(180), {"proof_seconds": 0.5}).worse == ("proof",)


def test_a_figure_is_the_median_of_the_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    spent = iter([1.0, 5.0, 2.0, 1.0, 1.0, 9.0])
    monkeypatch.setattr(engine_bench, "seconds_of", lambda work: next(spent))
    figure = measure_case(Case("x", "x", 1, lambda: lambda: None, turns=3), 4)
    assert (figure.milliseconds, figure.loops, figure.is_slower) == (5000, 5, False)


SIZES: dict[str, Any] = {"league": (36, 630), "recompute": (96, 256)}


@pytest.mark.parametrize("code", SIZES)
def test_what_is_measured_is_as_large_as_it_says(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Competition] = []
    recompute = engine_bench.recompute
    monkeypatch.setattr(
        engine_bench, "recompute", lambda competition: seen.append(competition) or recompute(competition)
    )
    case = next(case for case in ENGINE_CASES if case.code == code)
    state = case.make()()
    assert (len(seen[-1].entries), len(seen[-1].matches)) == SIZES[code]
    assert all(match.is_over for match in state.matches)
    assert str(SIZES[code][1]) in case.title


def test_the_round_that_is_measured_is_the_seventh_of_128() -> None:
    case = next(case for case in ENGINE_CASES if case.code == "monrad_128")
    competition, _ = case.make()()
    assert [sum(match.round == number for match in competition.matches) for number in range(1, 8)] == [64] * 7


def test_the_double_elimination_that_is_measured_is_drawn_and_played_out() -> None:
    case = next(case for case in ENGINE_CASES if case.code == "double_elimination")
    drawn, state = case.make()()
    assert len(drawn.matches) == len(state.matches) == 2 * 256 - 1
    assert all(match.is_over for match in state.matches)


def test_a_conflict_is_measured_and_verified() -> None:
    ((title, day), *_) = conflict_cases(load_instance("b"))
    answer = measure_conflict(title, day, 1)
    assert (answer.count, answer.proof, answer.faults) == (2, "analytic", 0)
    assert "count" not in answer.missed
    assert replace(answer, count=4).missed[0] == "count"
    assert title in "\n".join(answers_table([answer]))


def test_a_day_that_has_a_plan_is_no_conflict() -> None:
    assert measure_conflict("a", load_instance("a"), 1).proof is None
