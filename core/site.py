"""What every page knows about the site: settings, phone number, addresses of static files."""

import hashlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, url_for
from whitenoise import WhiteNoise

from core import clock
from core.language import in_language, language
from core.settings import Settings

STATIC_SECONDS = 600


def current_settings() -> Settings:
    """The settings of the current application."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def phone_link(phone: str) -> str:
    """The address that calls a phone number: "tel:12345678"."""
    return "tel:" + "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def plug_in_site(app: Flask, settings: Settings) -> None:
    """Serve static files; give templates the site's phone, language, clock and fingerprinted static addresses."""
    static = Path(app.static_folder or "static")
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # Flask's documented way to wrap it
        app.wsgi_app, root=str(static), prefix="static/", max_age=STATIC_SECONDS, autorefresh=not settings.is_production
    )

    @lru_cache(maxsize=500)
    def asset(path: str) -> str:
        # A page asks a dozen times; building the address anew each time was a tenth of the page's cost.
        fingerprint = hashlib.sha256((static / path).read_bytes()).hexdigest()[:10]
        return url_for("static", filename=path, v=fingerprint, _external=False)

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        return {
            "lang": language(),
            "phone": settings.phone,
            "phone_href": phone_link(settings.phone),
            "clock_now": clock.now(),
        }

    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["phone_link"] = phone_link
    app.jinja_env.filters["in_language"] = row_text


def row_text(row: object, name: str) -> str:
    """A text of a row that has a Danish and an English column (`title` → title_da, title_en)."""
    return in_language(getattr(row, f"{name}_da"), getattr(row, f"{name}_en"))


def absolute_url(endpoint: str, **values: Any) -> str:
    """The full address of a page, for mails, feeds and QR codes, by the site's own base address.

    Works without a request too: mails are written by jobs and by a gate's command.
    """
    return current_settings().base_url + current_app.url_map.bind("localhost").build(endpoint, values)


def earliest(*moments: datetime | None) -> datetime | None:
    """The first of some moments that is still to come, None where there is none: when a page changes by the clock."""
    now = clock.now()
    coming = [moment for moment in moments if moment is not None and moment > now]
    return min(coming, default=None)
