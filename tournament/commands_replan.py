"""`flask tournament replan`: the timetable of a tournament file repaired, without a database."""

import sys

import click

from tournament.commands_file import tournament_group
from tournament.commands_plan import print_planned
from tournament.file import load_document
from tournament.file_repair import replan_document


@tournament_group.command("replan")
@click.argument("file", metavar="FILE")
@click.option("--disturbance", required=True, metavar="D.json", help="What has gone wrong, and when.")
@click.option("--seconds", type=click.FloatRange(min=0), help="Look so long for the fewest moves, or until proved.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Where chance begins.")
def replan_command(file: str, disturbance: str, seconds: float | None, seed: int) -> None:
    """Print the file with its timetable changed least, and what moved; a conflict exits with 3."""
    print_planned(
        lambda: replan_document(
            load_document(file, sys.stdin), load_document(disturbance, sys.stdin), seed=seed, seconds=seconds
        )
    )
