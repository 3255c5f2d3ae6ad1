"""The roof: `create_app()` plugs the rooms together, lowest first."""

from flask import Flask

import core.plug
import events.plug
import teams.plug
import tournament.plug
from core.settings import Settings, load_settings

ROOMS = (events.plug, teams.plug, tournament.plug)


def create_app(settings: Settings | None = None) -> Flask:
    """The application with all its rooms, by settings from the environment unless some are given."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    core.plug.plug_in(app, settings or load_settings())
    for room in ROOMS:
        room.plug_in(app)
    return app


def __getattr__(name: str) -> Flask:
    """`gunicorn wsgi:app`, what hosting guides type, works too; importing this file starts nothing."""
    if name == "app":
        return create_app()
    raise AttributeError(name)
