"""Pages that many phones poll, answered from memory before Flask begins: no routing, no hooks, no database.

Only what `core.revision.answer()` rendered, only while its revision was read within the last second, and only for
visitors without a session. Everything else goes on to Flask, which also reads the revision anew once a second.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from prometheus_client import Counter

from core.health import REGISTRY
from core.language import LANGUAGE_COOKIE, LANGUAGES
from core.revision import Body, PageCache, page_key, unchanged_headers

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FROM_MEMORY = Counter("pages_from_memory_total", "Answers given before Flask", registry=REGISTRY)


def plug_in_shared_pages(app: Flask) -> None:
    """Put the layer around the application; headers are added outside of it."""
    app.wsgi_app = SharedPages(app)  # type: ignore[method-assign]  # Flask's documented way to wrap it


class SharedPages:
    """A layer that answers a page it is sure of, and lets the rest through."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.inner: WSGIApplication = app.wsgi_app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        body = self._find(environ)
        if body is None:
            return self.inner(environ, start_response)
        FROM_MEMORY.inc()
        if body.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 NOT MODIFIED", unchanged_headers(body))
            return []
        start_response("200 OK", list(body.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body.content]

    def _find(self, environ: WSGIEnvironment) -> Body | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_IF_MODIFIED_SINCE" in environ:
            return None
        language = self._language(environ.get("HTTP_COOKIE", ""))
        cache: PageCache = self.app.extensions["page_cache"]
        return cache.find_body(page_key(environ, language)) if language else None

    def _language(self, cookies: str) -> str | None:
        """The language of a visitor who has nothing but perhaps a language; None where there is a session."""
        chosen = LANGUAGES[0]
        for cookie in cookies.split(";") if cookies else ():
            name, _sign, value = cookie.strip().partition("=")
            if name == self.app.config["SESSION_COOKIE_NAME"]:
                return None
            if name == LANGUAGE_COOKIE and value in LANGUAGES:
                chosen = value
        return chosen
