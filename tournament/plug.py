"""Tournament introduces itself to the application in one function."""

from flask import Flask

from tournament.store_cache import plug_in_views


def plug_in(app: Flask) -> None:
    """Add the room's pages, jobs, commands and personal data."""
    plug_in_views(app)
