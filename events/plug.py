"""Events introduces itself to the application in one function."""

from flask import Flask

from events.reference import lay_reference_data, lay_reference_data_command
from events.views import ground, office, public, seasons, states

# The office's pages are in several files and share one blueprint.
PAGES = (public, office, states, seasons, ground)


def plug_in(app: Flask) -> None:
    """Add the room's pages, jobs, commands and personal data."""
    for blueprint in dict.fromkeys(module.bp for module in PAGES):
        app.register_blueprint(blueprint)
    app.cli.add_command(lay_reference_data_command)
    app.extensions.setdefault("after_upgrade", []).append(lay_reference_data)
