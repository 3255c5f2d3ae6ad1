"""`flask tournament bench`: the engine and the planner beside their goals and the figures that were committed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from tournament.answers_bench import Answer, answer_figures, answer_values, answers_table, measure_answers
from tournament.commands_file import tournament_group
from tournament.engine_bench import ENGINE_CASES, TOLERANCE, Figure, measure
from tournament.planner_bench import TRIALS, Row, figures_of, measure_trials, table_of

FIGURES = Path(__file__).parent / "bench_figures.json"
SECTIONS = ("engine", "planner", "answers")


@tournament_group.command("bench")
@click.option("--json", "as_json", is_flag=True, help="Answer with JSON instead of text.")
@click.option("--keep", is_flag=True, help="Write what was measured as the new committed figures.")
@click.option("--section", "sections", multiple=True, type=click.Choice(SECTIONS), help="This part; may be repeated.")
@click.option("--only", help="Only these days of the planner, as in a,b,d.")
@click.option("--seeds", type=click.IntRange(min=1), default=5, show_default=True, help="Plans of each day.")
def bench_command(as_json: bool, keep: bool, sections: tuple[str, ...], only: str | None, seeds: int) -> None:
    """Measure the engine in CPU time, the planner by the clock; exit 1 for a missed goal or a figure that is worse."""
    committed = read_figures()
    chosen = sections or SECTIONS
    figures = measure(ENGINE_CASES, committed.get("engine", {})) if "engine" in chosen else []
    trials = [trial for trial in TRIALS if not only or trial.code in only.split(",")] if "planner" in chosen else []
    rows = measure_trials(trials, seeds, committed.get("planner", {}), lambda text: click.echo(text, err=True))
    known = committed.get("answers", {})
    answers = measure_answers(seeds, known, lambda text: click.echo(text, err=True)) if "answers" in chosen else []
    if keep:
        write_figures(committed, figures, rows, answers)
    if as_json:
        planner = {"planner": [asdict(row) for row in rows], "answers": answer_values(answers)}
        click.echo(json.dumps({"tolerance": TOLERANCE, "engine": values_of(figures), **planner}))
    else:
        tables = [lines_of(figures), table_of(rows) if rows else [], answers_table(answers) if answers else []]
        click.echo("\n\n".join("\n".join(table) for table in tables if table))
    bad = any(not figure.is_met or (figure.is_slower and not keep) for figure in figures)
    raise SystemExit(bad or any(row.missed or (row.worse and not keep) for row in (*rows, *answers)))


def read_figures() -> dict[str, dict[str, Any]]:
    """The committed figures by section and case: loops of the engine, ends and waits of the planner."""
    written: dict[str, dict[str, Any]] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return written


def write_figures(
    committed: Mapping[str, Mapping[str, Any]],
    figures: Sequence[Figure],
    rows: Sequence[Row],
    answers: Sequence[Answer],
) -> None:
    """Commit what was measured; what was not measured stays."""
    loops = {figure.code: round(figure.loops, 2) for figure in figures}
    written = {
        "engine": {**committed.get("engine", {}), **loops},
        "planner": {**committed.get("planner", {}), **figures_of(rows)},
        "answers": {**committed.get("answers", {}), **answer_figures(answers)},
    }
    FIGURES.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def values_of(figures: Sequence[Figure]) -> list[dict[str, object]]:
    """Figures as plain values."""
    return [
        asdict(figure)
        | {"milliseconds": round(figure.milliseconds, 2), "loops": round(figure.loops, 2)}
        | {"is_met": figure.is_met, "is_slower": figure.is_slower}
        for figure in figures
    ]


def lines_of(figures: Sequence[Figure]) -> list[str]:
    """A line for each figure."""
    return [
        f"{figure.title:<44} {figure.milliseconds:8.1f} ms CPU  (goal {figure.goal:6.0f})"
        f"  {figure.loops:7.2f} loops  (committed {'–' if figure.committed is None else f'{figure.committed:7.2f}'})"
        f"{'' if figure.is_met else '   missed'}{'   slower' if figure.is_slower else ''}"
        for figure in figures
    ]
