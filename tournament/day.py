"""The pages of the day introduce themselves: public, team, referee, inbox, print."""

from flask import Flask

from tournament.views import inbox, leader, print, public, referee


def plug_in_day(app: Flask) -> None:
    """Register the pages of the day; the inbox is free of CSRF tokens for the reason given in its file."""
    for module in (public, leader, referee, inbox, print):
        app.register_blueprint(module.bp)
    app.extensions["csrf"].exempt(inbox.bp)
