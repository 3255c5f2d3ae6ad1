"""`flask demo`: lay the demo season, lay it anew, and say how to be each person."""

from random import Random

import click
from flask.cli import AppGroup

from core.site import current_settings
from tournament.demo import SEED, demo_path, empty_database, has_data, lay_demo, play_season, read_people, write_people

demo_group = AppGroup("demo", help="The demo season: lay it, lay it anew, say how to be each person.")

WHO = {
    "office": "the office",
    "leader": "a team leader",
    "referee": "a referee on court 1",
    "gate": "a helper at the door",
}


@demo_group.command("lay")
def lay_command() -> None:
    """Lay the demo season on an empty database; one that holds a season is left as it is."""
    if not has_data():
        lay_demo()


@demo_group.command("reset")
def reset_command() -> None:
    """Take everything away and lay the demo season anew."""
    if current_settings().environment == "production":
        raise click.ClickException("Not in production: it would delete everything.")
    empty_database()
    lay_demo()


@demo_group.command("play-season")
def play_season_command() -> None:
    """Play every event of the demo season to its end by chance, each in its own format."""
    if current_settings().environment == "production":
        raise click.ClickException("Not in production: it would write made-up results.")
    for line in play_season(Random(SEED)):
        click.echo(line)


@demo_group.command("print")
def print_command() -> None:
    """Write demo.json with the addresses of this start, and say how to be each person."""
    people = write_people(read_people())
    click.echo(f"\nsport for LIVET: {current_settings().base_url}\n")
    for person in people:
        click.echo(f"  as {WHO[person['role']]}: {person['url']}")
        if person["login"]:
            click.echo(f"      e-mail {person['login']}   password {person['password']}")
    click.echo(f"\nThe same stands in {demo_path()}.\n")
