"""The pages of the day introduce themselves: public, team, referee, inbox, print."""

from flask import Flask

from tournament.views import inbox, leader, print, public, referee, referee_marks


def plug_in_day(app: Flask) -> None:
    """Register the pages of the day; the inbox is free of CSRF tokens for the reason given in its file."""
    # A referee's pages are in two files and share one blueprint.
    for blueprint in dict.fromkeys(module.bp for module in (public, leader, referee, referee_marks, inbox, print)):
        app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(inbox.bp)
