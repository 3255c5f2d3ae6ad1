"""One number makes pages fast: a revision per subject is the ETag of everything that shows it.

A revision is raised in the transaction of the change. A page asks for `answer()`: it compares the number with what
the visitor has (304), with the body this process rendered last, and only then renders.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from flask import Response, current_app, g, make_response, request
from flask import session as session_cookie
from flask_babel import get_locale
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.http import http_date

from core import clock
from core.db import Base, session

BODIES_KEPT = 512
READ_AGAIN_SECONDS = 1.0


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


@dataclass(slots=True)
class Body:
    """A rendered page and how long it holds."""

    etag: str
    content: bytes
    mimetype: str
    changed_at: datetime
    holds_until: datetime | None


@dataclass(slots=True)
class PageCache:
    """The bodies this process rendered, and the revisions it read within the last second."""

    bodies: OrderedDict[tuple[str, str], Body] = field(default_factory=OrderedDict)
    standings: dict[str, tuple[float, Standing]] = field(default_factory=dict)
    subjects: dict[str, tuple[float, str]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def keep(self, key: tuple[str, str], body: Body) -> None:
        """Keep a body and let the oldest go when there are too many."""
        with self.lock:
            self.bodies[key] = body
            self.bodies.move_to_end(key)
            while len(self.bodies) > BODIES_KEPT:
                self.bodies.popitem(last=False)


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


def get_standing(subject: str) -> Standing:
    """The revision of a subject now; 0 where it never changed."""
    row = session().execute(select(Revision.number, Revision.changed_at).where(Revision.subject == subject)).first()
    return Standing(row.number, row.changed_at) if row else Standing(0, datetime(2020, 1, 1, tzinfo=UTC))


def _polled_standing(cache: PageCache, subject: str) -> Standing:
    """The revision as read within the last second: forty phones that poll cost one read."""
    read_at = clock.seconds()
    known = cache.standings.get(subject)
    if known and read_at - known[0] < READ_AGAIN_SECONDS:
        return known[1]
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
    key = (request.full_path, str(get_locale()))
    body = cache.bodies.get(key)
    now = clock.now()
    if body is None or body.etag[1:].split("-")[0] != str(standing.number) or _is_over(body, now):
        body = _rendered(subject, standing, render, mimetype, changes_at())
        cache.keep(key, body)
    return _respond(body, max_age)


def has_flashes() -> bool:
    """True where a word for this visitor alone is waiting; no session is opened for the many without a cookie."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies and "_flashes" in session_cookie


def _private(content: str | bytes, mimetype: str) -> Response:
    response = make_response(content)
    response.mimetype = mimetype
    return response


def _is_over(body: Body, now: datetime) -> bool:
    return body.holds_until is not None and now >= body.holds_until


def _rendered(
    subject: str, standing: Standing, render: Callable[[], str | bytes], mimetype: str, holds_until: datetime | None
) -> Body:
    # Read before rendering: a change in between makes the tag too old, never the page.
    content = render()
    if "csrf_token" in g:
        raise ValueError("a shared page holds a form of one visitor")
    raw = content.encode() if isinstance(content, str) else content
    stamp = f"{subject}|{get_locale()}|{release()}|{holds_until}|{request.full_path}"
    etag = f'"{standing.number}-{hashlib.sha256(stamp.encode()).hexdigest()[:16]}"'
    return Body(etag, raw, mimetype, standing.changed_at, holds_until)


def _respond(body: Body, max_age: int | None) -> Response:
    headers = {
        "ETag": body.etag,
        "Cache-Control": "no-cache" if max_age is None else f"public, max-age={max_age}",
        "Vary": "Cookie",
    }
    # What the clock changes by itself has no last change that a date could name: there only the tag counts.
    if body.holds_until is None:
        headers["Last-Modified"] = http_date(body.changed_at)
    if _has_it(body):
        return Response(status=304, headers=headers)
    response = make_response(body.content)
    response.mimetype = body.mimetype
    response.headers.update(headers)
    return response


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
