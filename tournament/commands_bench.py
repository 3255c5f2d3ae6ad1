"""`flask tournament bench`: how fast the engine is, beside its goals and beside the figures that were committed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from tournament.commands_file import tournament_group
from tournament.engine_bench import ENGINE_CASES, TOLERANCE, Case, Figure, measure

FIGURES = Path(__file__).parent / "bench_figures.json"
SECTIONS: Mapping[str, Sequence[Case]] = {"engine": ENGINE_CASES}
"""What is measured, section by section; another part of the room adds its cases with a line here."""


@tournament_group.command("bench")
@click.option("--json", "as_json", is_flag=True, help="Answer with JSON instead of text.")
@click.option("--keep", is_flag=True, help="Write what was measured as the new committed figures.")
def bench_command(as_json: bool, keep: bool) -> None:
    """Measure in CPU time; exit 1 where a goal is missed or a figure is worse than the committed one."""
    committed = read_figures()
    sections = {name: measure(cases, committed.get(name, {})) for name, cases in SECTIONS.items()}
    if keep:
        write_figures(sections)
    if as_json:
        click.echo(json.dumps({"tolerance": TOLERANCE, **{name: values_of(made) for name, made in sections.items()}}))
    else:
        click.echo("\n".join(line for figures in sections.values() for line in lines_of(figures)))
    figures = [figure for made in sections.values() for figure in made]
    raise SystemExit(any(not figure.is_met or (figure.is_slower and not keep) for figure in figures))


def read_figures() -> dict[str, dict[str, float]]:
    """The committed loops of every case, by section."""
    written: dict[str, dict[str, float]] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return written


def write_figures(sections: Mapping[str, Sequence[Figure]]) -> None:
    """Commit what was measured."""
    loops = {name: {figure.code: round(figure.loops, 2) for figure in made} for name, made in sections.items()}
    FIGURES.write_text(json.dumps(loops, indent=1) + "\n", encoding="utf-8")


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
