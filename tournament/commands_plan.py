"""`flask tournament plan`: a timetable for a tournament file, without a database."""

import json
import sys
from collections.abc import Callable

import click

from tournament.commands_file import UNUSABLE, answer, tell, tournament_group
from tournament.file import load_document
from tournament.file_faults import FaultyFileError
from tournament.file_timetable import ConflictError, plan_document

CONFLICT = 3
"""The exit code of a day that cannot be planned."""


@tournament_group.command("plan")
@click.argument("file", metavar="FILE")
@click.option("--seconds", type=click.FloatRange(min=0), help="Search so long, or until the plan is proved.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed, the same plan.")
def plan_command(file: str, seconds: float | None, seed: int) -> None:
    """Print the file with its timetable and what is proved about it; a conflict exits with 3."""
    print_planned(lambda: plan_document(load_document(file, sys.stdin), seed, seconds))


def print_planned(plan: Callable[[], dict[str, object]]) -> None:
    """Print what a command plans; exit where its files cannot be used, or with the answer of a conflict."""
    try:
        planned = plan()
    except FaultyFileError as error:
        tell(error.faults)
        raise SystemExit(UNUSABLE) from None
    except ConflictError as error:
        answer(error.answer)
        raise SystemExit(CONFLICT) from None
    click.echo(json.dumps(planned, ensure_ascii=False, indent=1))
