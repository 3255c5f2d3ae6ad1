"""Headers, request ids and cookies: the same few lines for every answer."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from werkzeug.middleware.proxy_fix import ProxyFix

from core import clock
from core.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; media-src 'self' blob:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
# Where in a request's environ its start is kept, for the time it took.
STARTED = "sport.started"


def plug_in_security(app: Flask, settings: Settings) -> None:
    """Set the cookie rules, and wrap the application in its headers; static files must be plugged in before."""
    secure = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="sport",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=4 * 1024 * 1024,
        MAX_FORM_PARTS=4000,
        # The token ends with the session. A clock of its own would refuse the first form after an hour's match.
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.session_interface = CookieSession()
    headers = dict(HEADERS)
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    app.wsgi_app = HeaderLayer(app.wsgi_app, headers)  # type: ignore[method-assign]  # Flask's documented way to wrap it
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # as above


class CookieSession(SecureCookieSessionInterface):
    """Flask's signed cookie, without making a signer for the many requests that bring no cookie."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request's cookie, an empty one where there is none."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


class HeaderLayer:
    """Adds the headers of every answer, static files too, and a request id.

    It stands outside Flask: a header set by a hook costs a search through all the others, here it is one append.
    """

    def __init__(self, application: WSGIApplication, headers: dict[str, str]) -> None:
        self.application = application
        self.headers = list(headers.items())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve a request with an id, its own if it brings a sound one."""
        given = environ.get("HTTP_X_REQUEST_ID", "")
        request_id = given if given and REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        environ["sport.request_id"] = request_id
        environ[STARTED] = clock.seconds()
        # The site stands at the root. Some servers take this from a header, and shared pages would keep its links.
        environ["SCRIPT_NAME"] = ""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            headers += self.headers
            headers.append(("X-Request-ID", request_id))
            # A page with a session, token or form is nobody else's: only what set its own rule may be kept.
            if not any(name == "Cache-Control" for name, _ in headers):
                headers.append(("Cache-Control", "private, no-store"))
            return start_response(status, headers, *error)

        return self.application(environ, start)


def is_own_path(target: str) -> bool:
    """True for a path on this site that may be redirected to ("/kontor"), never for another host's address."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
