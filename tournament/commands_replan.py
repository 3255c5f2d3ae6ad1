"""`flask tournament replan`: the timetable of a tournament file repaired, without a database."""

import json
import sys

import click

from tournament.commands_file import UNUSABLE, answer, tell, tournament_group
from tournament.commands_plan import CONFLICT
from tournament.file import load_document
from tournament.file_faults import FaultyFileError
from tournament.file_repair import replan_document
from tournament.file_timetable import ConflictError


@tournament_group.command("replan")
@click.argument("file", metavar="FILE")
@click.option("--disturbance", required=True, metavar="D.json", help="What has gone wrong, and when.")
@click.option("--seconds", type=click.FloatRange(min=0), help="Look so long for the fewest moves, or until proved.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Where chance begins.")
def replan_command(file: str, disturbance: str, seconds: float | None, seed: int) -> None:
    """Print the file with its timetable changed least, and what moved; a conflict exits with 3."""
    try:
        document = load_document(file, sys.stdin)
        changed = replan_document(document, load_document(disturbance, sys.stdin), seed=seed, seconds=seconds)
    except FaultyFileError as error:
        tell(error.faults)
        raise SystemExit(UNUSABLE) from None
    except ConflictError as error:
        answer(error.answer)
        raise SystemExit(CONFLICT) from None
    click.echo(json.dumps(changed, ensure_ascii=False, indent=1))
