"""One number makes pages fast: a revision per subject is the ETag of everything that shows it.

A revision is raised in the transaction of the change. A page asks for `answer()`: it compares the number with what
the visitor has (304), with the body this process rendered last, and only then renders.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from flask import Response, current_app, g, make_response, request
from flask import session as session_cookie
from flask_babel import get_locale
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.http import http_date

from core import clock
from core.db import Base, session

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

BODIES_KEPT = 512
# Any address can be asked for with any query, and each is a page of its own.
BYTES_KEPT = 32 * 1024 * 1024
READ_AGAIN_SECONDS = 1.0
TOGETHER = "+"


class Revision(Base):
    """How often a subject ("event:12", "calendar") has changed, and when last."""

    __tablename__ = "revisions"

    subject: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    changed_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a revision is at the moment of reading."""

    number: int
    changed_at: datetime


PageKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Body:
    """A rendered page: of which subject and revision, how long it holds, and the headers it goes out with."""

    subject: str
    number: int
    content: bytes
    etag: str
    changed_at: datetime
    holds_until: datetime | None
    headers: tuple[tuple[str, str], ...]

    def is_over(self, now: datetime) -> bool:
        """True where the clock alone has changed the page since."""
        return self.holds_until is not None and now >= self.holds_until


@dataclass(slots=True)
class PageCache:
    """The bodies this process rendered, and the revisions it read within the last second."""

    bodies: OrderedDict[PageKey, Body] = field(default_factory=OrderedDict)
    standings: dict[str, tuple[float, Standing]] = field(default_factory=dict)
    subjects: dict[str, tuple[float, str]] = field(default_factory=dict)
    size: int = 0
    lock: Lock = field(default_factory=Lock)

    def find_standing(self, subject: str) -> Standing | None:
        """A revision read within the last second, None where it must be read again."""
        known = self.standings.get(subject)
        return known[1] if known and clock.seconds() - known[0] < READ_AGAIN_SECONDS else None

    def find_body(self, key: PageKey) -> Body | None:
        """A page that is known to be right without asking the database: the revision was read within the second."""
        body = self.bodies.get(key)
        if body is None or body.is_over(clock.now()):
            return None
        standing = self.find_standing(body.subject)
        return body if standing is not None and standing.number == body.number else None

    def keep(self, key: PageKey, body: Body) -> None:
        """Keep a body and let the oldest go when there are too many or they are too large together."""
        with self.lock:
            before = self.bodies.pop(key, None)
            self.bodies[key] = body
            self.size += len(body.content) - (len(before.content) if before else 0)
            while len(self.bodies) > BODIES_KEPT or (self.size > BYTES_KEPT and len(self.bodies) > 1):
                _key, oldest = self.bodies.popitem(last=False)
                self.size -= len(oldest.content)


def raise_revision(*subjects: str) -> None:
    """Say that subjects changed; call it inside the transaction of the change."""
    insert = postgresql.insert if session().get_bind().dialect.name == "postgresql" else sqlite.insert
    moment = clock.now()
    # Always in the same order, so two commands that raise the same two cannot wait for each other.
    for subject in sorted(set(subjects)):
        session().execute(
            insert(Revision)
            .values(subject=subject, number=1, changed_at=moment)
            .on_conflict_do_update(
                index_elements=["subject"], set_={"number": Revision.number + 1, "changed_at": moment}
            )
        )


def together(subjects: Iterable[str]) -> str:
    """One subject for a page that shows several: it changes whenever one of them does."""
    return TOGETHER.join(subjects)


def get_standing(subject: str) -> Standing:
    """The revision of a subject now; 0 where it never changed. Of several together the numbers add up."""
    rows = session().execute(
        select(Revision.number, Revision.changed_at).where(Revision.subject.in_(subject.split(TOGETHER)))
    )
    found = rows.all()
    changed_at = max((row.changed_at for row in found), default=datetime(2020, 1, 1, tzinfo=UTC))
    return Standing(sum(row.number for row in found), changed_at)


def _polled_standing(cache: PageCache, subject: str) -> Standing:
    """The revision as read within the last second: forty phones that poll cost one read."""
    known = cache.find_standing(subject)
    if known is not None:
        return known
    read_at = clock.seconds()
    standing = get_standing(subject)
    cache.standings[subject] = (read_at, standing)
    return standing


def polled_subject(name: str, find: Callable[[str], str | None]) -> str | None:
    """The subject behind a public name such as an event's slug, looked up at most once a second where there is one.

    For pages that many phones poll; what is not found is looked up again each time, so a new page is there at once.
    """
    cache: PageCache = current_app.extensions["page_cache"]
    asked_at = clock.seconds()
    known = cache.subjects.get(name)
    if known and asked_at - known[0] < READ_AGAIN_SECONDS:
        return known[1]
    subject = find(name)
    if subject is not None:
        cache.subjects[name] = (asked_at, subject)
    return subject


def answer(
    subject: str,
    render: Callable[[], str | bytes],
    *,
    mimetype: str = "text/html",
    changes_at: Callable[[], datetime | None] = lambda: None,
    max_age: int | None = None,
) -> Response:
    """Answer with a page that only depends on a subject's revision, the language and the clock.

    For anonymous pages and feeds only: no session, token, flash or form may be in it. `changes_at` gives the next
    moment at which the page would change by the clock alone (a deadline, the next start), None for never;
    `max_age` (seconds) lets others keep it, otherwise they must ask again each time.
    """
    if has_flashes():
        # What was just said to one visitor must not be kept for all.
        return _private(render(), mimetype)
    cache: PageCache = current_app.extensions["page_cache"]
    standing = _polled_standing(cache, subject)
    key = page_key(request.environ, str(get_locale()))
    body = cache.bodies.get(key)
    is_known = body is not None and (body.subject, body.number) == (subject, standing.number)
    if body is None or not is_known or body.is_over(clock.now()):
        # The revision was read before: a change while rendering makes the tag too old, never the page.
        content = render()
        if "csrf_token" in g:
            raise ValueError("a shared page holds a form of one visitor")
        body = _body_of(subject, standing, content, mimetype, changes_at(), max_age, key)
        cache.keep(key, body)
    return _respond(body)


def page_key(environ: WSGIEnvironment, language: str) -> PageKey:
    """What tells shared pages apart: path, query and language."""
    return (environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""), language)


def has_flashes() -> bool:
    """True where a word for this visitor alone is waiting; no session is opened for the many without a cookie."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies and "_flashes" in session_cookie


def _private(content: str | bytes, mimetype: str) -> Response:
    response = make_response(content)
    response.mimetype = mimetype
    return response


def _body_of(
    subject: str,
    standing: Standing,
    content: str | bytes,
    mimetype: str,
    holds_until: datetime | None,
    max_age: int | None,
    key: PageKey,
) -> Body:
    raw = content.encode() if isinstance(content, str) else content
    stamp = f"{subject}|{release()}|{holds_until}|{key}"
    etag = f'"{standing.number}-{hashlib.sha256(stamp.encode()).hexdigest()[:16]}"'
    headers = [
        ("Content-Type", f"{mimetype}; charset=utf-8"),
        ("Content-Length", str(len(raw))),
        ("ETag", etag),
        ("Cache-Control", "no-cache" if max_age is None else f"public, max-age={max_age}"),
        ("Vary", "Cookie"),
    ]
    # What the clock changes by itself has no last change that a date could name: there only the tag counts.
    if holds_until is None:
        headers.append(("Last-Modified", http_date(standing.changed_at)))
    return Body(subject, standing.number, raw, etag, standing.changed_at, holds_until, tuple(headers))


def _respond(body: Body) -> Response:
    if _has_it(body):
        return Response(status=304, headers=unchanged_headers(body))
    return Response(body.content, headers=list(body.headers))


def unchanged_headers(body: Body) -> list[tuple[str, str]]:
    """The headers of a 304: those of the page without what describes a body."""
    return [header for header in body.headers if not header[0].startswith("Content-")]


def _has_it(body: Body) -> bool:
    if request.if_none_match:
        return body.etag.strip('"') in request.if_none_match.as_set(include_weak=True)
    since = request.if_modified_since
    return since is not None and body.holds_until is None and body.changed_at - since < timedelta(seconds=1)


def release() -> str:
    """The release that renders, part of every tag: a new release shows new pages at once."""
    return str(current_app.extensions["release"])


def release_of(root: Path) -> str:
    """A short hash of everything that shapes a page: templates, translations, style and script under `root`."""
    digest = hashlib.sha256()
    for folder in ("templates", "translations", "static/css", "static/js"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".html", ".txt", ".mo", ".css", ".js"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
