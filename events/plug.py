"""Events introduces itself to the application in one function."""

from flask import Flask


def plug_in(app: Flask) -> None:
    """Add the room's pages, jobs, commands and personal data."""
