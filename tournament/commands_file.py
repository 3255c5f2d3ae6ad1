"""`flask tournament`: the commands that read and write tournament files, without a database.

Answers go to standard output, faults to standard error, one sentence each. Exit codes: 1 for a rule that is broken,
2 for a file that cannot be used.
"""

import json
import sys
from collections.abc import Iterable

import click

from core.tokens import hashed, new_token
from tournament.engine.recompute import recompute
from tournament.file import load_document, read_tournament
from tournament.file_check import broken_rules
from tournament.file_draw import draw_stage
from tournament.file_faults import Fault, FaultyFileError
from tournament.file_rows import standings_line
from tournament.file_timetable import timetable_faults

BROKEN_RULE = 1
UNUSABLE = 2


@click.group("tournament")
def tournament_group() -> None:
    """Tables, draws, checks and plans of tournament files ("-" reads standard input)."""


def tell(faults: Iterable[Fault], file_name: str | None = None) -> None:
    """Write faults to standard error, with the file's name where there are several."""
    for fault in faults:
        click.echo(f"{file_name}: {fault}" if file_name else str(fault), err=True)


def answer(value: object) -> None:
    """Write a value to standard output as one line of JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def made_up_seed() -> int:
    """A number nobody could have picked, out of the one place where chance is made."""
    return int(hashed(new_token())[:8], 16)


@tournament_group.command("standings")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
def standings_command(files: tuple[str, ...]) -> None:
    """Print the tables, matches and ranking of each file, a line of JSON per file.

    Exit 2 when a file cannot be used; the others are printed.
    """
    failed = False
    for name in files:
        try:
            competition = read_tournament(load_document(name, sys.stdin))
        except FaultyFileError as error:
            tell(error.faults, name if len(files) > 1 else None)
            failed = True
        else:
            answer(standings_line(name, recompute(competition)))
    if failed:
        raise SystemExit(UNUSABLE)


@tournament_group.command("draw")
@click.argument("file", metavar="FILE")
@click.option("--stage", "stage_id", required=True, help="The id of the stage to draw.")
@click.option("--seed", type=click.IntRange(min=0), help="Draw again from this number; made up when left out.")
def draw_command(file: str, stage_id: str, seed: int | None) -> None:
    """Print the file with the matches of a stage, or its next round, added.

    Exit 2 when the file cannot be used or the stage cannot be drawn; then nothing is printed.
    """
    chosen = made_up_seed() if seed is None else seed
    try:
        drawn = draw_stage(load_document(file, sys.stdin), stage_id, chosen)
    except FaultyFileError as error:
        tell(error.faults)
        raise SystemExit(UNUSABLE) from None
    click.echo(json.dumps(drawn, ensure_ascii=False, indent=1))


@tournament_group.command("check")
@click.argument("file", metavar="FILE")
def check_command(file: str) -> None:
    """Say every rule that the file breaks, with its path; silent when there is none.

    Exit 1 for a broken rule, 2 for a file that cannot be read or breaks the schema.
    """
    try:
        document = load_document(file, sys.stdin)
        competition = read_tournament(document)
        faults = [*broken_rules(competition), *timetable_faults(document, competition)]
        if faults:
            raise FaultyFileError(faults)
    except FaultyFileError as error:
        tell(error.faults)
        raise SystemExit(UNUSABLE if error.breaks_schema else BROKEN_RULE) from None
