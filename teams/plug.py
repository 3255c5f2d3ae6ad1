"""Teams introduces itself to the application in one function."""

from flask import Flask

from teams.personal_data import plug_in_personal_data
from teams.views import gate, leader, members, office, office_places, office_team, public
from teams.wording import (
    arrival_words,
    call_words,
    gate_advice,
    gate_title,
    member_kind_words,
    room_words,
    row_words,
    state_words,
)

WORDS = (arrival_words, call_words, gate_advice, gate_title, member_kind_words, row_words, state_words)
# Importing them hangs their pages on the office's blueprint.
OFFICE_PAGES = (members, office_places, office_team)


def plug_in(app: Flask) -> None:
    """Add the room's pages, jobs, commands and personal data."""
    plug_in_personal_data(app)
    for words in WORDS:
        app.jinja_env.filters[words.__name__] = words
    app.jinja_env.globals["room_words"] = room_words
    for module in (public, leader, gate, office):
        app.register_blueprint(module.bp)
