"""Tournament introduces itself to the application in one function."""

from flask import Flask

from tournament.day import plug_in_day
from tournament.store_cache import plug_in_views


def plug_in(app: Flask) -> None:
    """Add the room's pages, jobs, commands and personal data."""
    plug_in_views(app)
    plug_in_day(app)
