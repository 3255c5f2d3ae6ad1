"""`flask tournament export` and `import`: between the database and tournament files."""

import json
import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from core.audit import SYSTEM
from core.db import session
from core.errors import MissingError, RuleError
from events.models import Event
from tournament.commands_file import UNUSABLE, tell, tournament_group
from tournament.file import load_document
from tournament.file_faults import FaultyFileError
from tournament.store_file import export_competition, import_competition


def find_event_id(slug: str) -> int:
    """The number of an event by its address; a usage error where there is none."""
    found = session().scalar(select(Event.id).where(Event.slug == slug))
    if found is None:
        raise click.BadParameter(f"there is no event {slug!r}")
    return found


@tournament_group.command("export")
@click.argument("slug")
@with_appcontext
def export_command(slug: str) -> None:
    """Print the competition of an event as a tournament file."""
    try:
        document = export_competition(find_event_id(slug))
    except MissingError:
        raise click.ClickException(f"{slug} has no competition") from None
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


@tournament_group.command("import")
@click.argument("file")
@click.option("--event", "slug", help="Fill this event instead of a new draft.")
@with_appcontext
def import_command(file: str, slug: str | None) -> None:
    """Take a tournament file in; prints the address of its event."""
    try:
        event_id = import_competition(
            load_document(file, sys.stdin), by=SYSTEM, event_id=find_event_id(slug) if slug else None
        )
    except FaultyFileError as error:
        tell(error.faults)
        sys.exit(UNUSABLE)
    except RuleError as error:
        raise click.ClickException(error.text) from None
    click.echo(session().get_one(Event, event_id).slug)
