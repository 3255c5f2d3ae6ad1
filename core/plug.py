"""Core introduces itself to the application in one function."""

from pathlib import Path

import click
from flask import Flask, current_app, render_template, request
from flask.cli import with_appcontext
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from jinja2 import StrictUndefined
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from core import clock, health
from core.audit import SYSTEM
from core.catalogues import texts_group
from core.db import plug_in_database
from core.errors import ForbiddenError, MissingError, RuleError
from core.jobs import plug_in_jobs
from core.language import plug_in_language
from core.logs import log_fault, plug_in_logs
from core.people import add_user, find_logged_in
from core.retention import delete_due, plug_in_retention
from core.revision import PageCache, release_of
from core.security import plug_in_security
from core.serve import plug_in_commands
from core.settings import Settings
from core.shared_pages import plug_in_shared_pages
from core.site import plug_in_site
from core.views import office, public

HIGHEST_NUMBER = 2**31 - 1
ERROR_PAGES = {400, 401, 403, 404, 405, 409, 413, 422, 429, 500}


class RowNumber(IntegerConverter):
    """The number of a row in an address; a larger one than a column holds is not found."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=HIGHEST_NUMBER)


def plug_in(app: Flask, settings: Settings) -> None:
    """Give the application its ground: settings, database, login, jobs, language, headers and the pages of core."""
    app.extensions["settings"] = settings
    clock.run_ahead(settings.clock_ahead_seconds)
    app.extensions["page_cache"] = PageCache()
    app.extensions["release"] = release_of(Path(app.root_path))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.url_map.converters["int"] = RowNumber
    plug_in_logs(app)
    plug_in_database(app, settings.database_url)
    plug_in_language(app)
    plug_in_site(app, settings)
    plug_in_shared_pages(app)
    plug_in_security(app, settings)
    CSRFProtect(app)
    _plug_in_login(app)
    plug_in_retention(app)
    jobs = plug_in_jobs(app, settings)
    jobs.every_night(delete_due)
    health.plug_in_health(app)
    for module in (health, public, office):
        app.register_blueprint(module.bp)
    _plug_in_errors(app)
    plug_in_commands(app)
    app.cli.add_command(texts_group)
    app.cli.add_command(_add_user_command)


def _plug_in_login(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(find_logged_in)
    # init_app() would open the session of every request to look after a "remember me" cookie that we do not use.
    app.extensions["login_manager"] = app.login_manager = manager  # type: ignore[attr-defined]  # where flask-login looks
    app.context_processor(lambda: {"current_user": current_user})


def _plug_in_errors(app: Flask) -> None:
    @app.errorhandler(MissingError)
    def missing(_error: MissingError) -> ResponseReturnValue:
        return error_page(404)

    @app.errorhandler(ForbiddenError)
    def forbidden(_error: ForbiddenError) -> ResponseReturnValue:
        return error_page(403)

    @app.errorhandler(RuleError)
    def refused(error: RuleError) -> ResponseReturnValue:
        """A rule said no where no form could show it: a page that says why."""
        return error_page(409, text=error.text)

    @app.errorhandler(IntegrityError)
    @app.errorhandler(StaleDataError)
    def overtaken(error: Exception) -> ResponseReturnValue:
        """The database held two commands apart that no rule had; the first one counts."""
        log_fault(app, error)
        return error_page(409)

    @app.errorhandler(DataError)
    def not_storable(_error: DataError) -> ResponseReturnValue:
        """A sign or a number in the address or a form that no column can hold."""
        return error_page(400)

    @app.errorhandler(CSRFError)
    def expired(_error: CSRFError) -> ResponseReturnValue:
        return error_page(400, template="expired")

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error
        return error_page(error.code)


def error_page(status: int, *, text: str | None = None, template: str | None = None) -> ResponseReturnValue:
    """A page that says what went wrong and the way on; JSON for a script that asked."""
    if status >= 500 or status == 429:
        current_app.logger.warning("answered %s", status)
    if request.is_json or request.accept_mimetypes.best == "application/json":
        return {"status": status, "text": text}, status
    name = template or (str(status) if status in ERROR_PAGES else "400")
    return render_template([f"errors/{name}.html", "errors/400.html"], status=status, text=text), status


@click.command("add-user")
@click.argument("email")
@click.argument("name")
@click.password_option()
@with_appcontext
def _add_user_command(email: str, name: str, password: str) -> None:
    """Make an office account."""
    try:
        add_user(email, name, password, by=SYSTEM)
    except RuleError as error:
        raise click.ClickException(error.text) from None
    click.echo(f"{email} can log in now.")
