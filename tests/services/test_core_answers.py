"""Shared pages: rendered once a change, answered by 304, changed by the clock, never mixed between visitors."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask, Response, flash
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from core import clock, revision
from core.db import transaction
from core.revision import PageCache, answer, raise_revision, together
from tests.conftest import NOW


class Page:
    """A page that counts how often it is rendered."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.rendered = 0
        self.changes_at: datetime | None = None
        self.subject = "thing:1"

    def render(self) -> str:
        self.rendered += 1
        return f"page {self.rendered}"

    def ask(self, path: str = "/page", **headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        # A context of its own, as each real request has.
        with self.app.app_context(), self.app.test_request_context(path, headers=named):
            return answer(self.subject, self.render, changes_at=lambda: self.changes_at)


@pytest.fixture
def page(app: Flask) -> Page:
    return Page(app)


def change(app: Flask) -> None:
    with transaction():
        raise_revision("thing:1")
    # What was read within the last second may be used again; the test does not wait for it.
    app.extensions["page_cache"] = PageCache(bodies=app.extensions["page_cache"].bodies)


def test_a_page_is_rendered_once_for_all_who_ask(page: Page) -> None:
    assert [page.ask().get_data(as_text=True) for _ in range(3)] == ["page 1"] * 3


def test_a_page_of_several_subjects_changes_with_each_of_them(app: Flask, page: Page) -> None:
    page.subject = together(["thing:1", "thing:2"])
    tag = page.ask().headers["ETag"]
    assert page.ask(If_None_Match=tag).status_code == 304
    change(app)
    changed = page.ask(If_None_Match=tag)
    assert (changed.status_code, changed.get_data(as_text=True)) == (200, "page 2")


def test_a_page_that_shows_other_subjects_than_before_is_a_new_one(page: Page) -> None:
    tag = page.ask().headers["ETag"]
    # Nothing of either has changed, so their numbers are the same.
    page.subject = together(["thing:1", "thing:2"])
    again = page.ask(If_None_Match=tag)
    assert (again.status_code, again.get_data(as_text=True)) == (200, "page 2")


def test_a_known_page_is_answered_by_304_until_it_changes(app: Flask, page: Page) -> None:
    tag = page.ask().headers["ETag"]
    assert page.ask(If_None_Match=tag).status_code == 304
    change(app)
    again = page.ask(If_None_Match=tag)
    assert again.status_code == 200
    assert again.headers["ETag"] != tag


def test_a_date_is_enough_where_only_changes_change_it(page: Page) -> None:
    changed = page.ask().headers["Last-Modified"]
    assert page.ask(If_Modified_Since=changed).status_code == 304


def test_the_clock_changes_a_page_by_itself(page: Page, at) -> None:
    page.changes_at = clock.now() + timedelta(minutes=5)
    first = page.ask()
    tag = first.headers["ETag"]
    assert "Last-Modified" not in first.headers
    at(NOW + timedelta(minutes=4))
    assert page.ask(If_None_Match=tag).status_code == 304
    at(NOW + timedelta(minutes=5))
    page.changes_at = None
    assert page.ask(If_None_Match=tag).status_code == 200
    assert page.rendered == 2


def test_languages_and_filters_are_pages_of_their_own(page: Page) -> None:
    danish = page.ask().headers["ETag"]
    english = page.ask(Cookie="sprog=en").headers["ETag"]
    filtered = page.ask("/page?sport=dart").headers["ETag"]
    assert len({danish, english, filtered}) == 3


def test_pages_for_made_up_questions_take_only_so_much_memory(
    app: Flask, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revision, "BYTES_KEPT", 100)
    cache: PageCache = app.extensions["page_cache"]
    for number in range(50):
        page.ask(f"/page?x={number}")
    assert cache.size == sum(len(body.content) for body in cache.bodies.values()) <= 100
    assert page.ask("/page?x=49").get_data(as_text=True) == "page 50"


def test_what_is_said_to_one_visitor_is_not_kept_for_all(app: Flask, page: Page) -> None:
    with app.test_request_context("/page", headers={"Cookie": "sport=x"}):
        flash("only for you")
        private = answer("thing:1", lambda: "with a word for you")
    assert "ETag" not in private.headers
    assert page.ask().get_data(as_text=True) == "page 1"


def test_a_form_in_a_shared_page_is_a_fault(app: Flask) -> None:
    with app.test_request_context("/page"), pytest.raises(ValueError, match="form of one visitor"):
        answer("thing:1", lambda: generate_csrf())


@pytest.fixture
def shared(app: Flask) -> Iterator[list[str]]:
    """A shared page at /shared that notes each time Flask is asked for it."""
    asked: list[str] = []

    def view() -> Response:
        asked.append("asked")
        return answer("thing:1", lambda: f"page {len(asked)}")

    app.view_functions["core_health.healthz"], before = view, app.view_functions["core_health.healthz"]
    yield asked
    app.view_functions["core_health.healthz"] = before


def test_a_polled_page_is_answered_without_flask_and_still_has_its_headers(
    app: Flask, client: FlaskClient, shared: list[str]
) -> None:
    first = client.get("/healthz")
    again = client.get("/healthz")
    assert shared == ["asked"]
    assert (again.text, again.headers["ETag"]) == (first.text, first.headers["ETag"])
    assert "Content-Security-Policy" in again.headers
    assert client.get("/healthz", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.head("/healthz").text == ""
    assert shared == ["asked"]


def test_who_has_a_session_another_language_or_another_question_goes_on_to_flask(
    app: Flask, client: FlaskClient, shared: list[str]
) -> None:
    client.get("/healthz")
    for headers in ({"Cookie": "sport=x"}, {"Cookie": "sprog=en"}):
        app.test_client(use_cookies=False).get("/healthz", headers=headers)
    client.get("/healthz?a=1")
    assert len(shared) == 4


def test_a_change_is_seen_as_soon_as_the_revision_is_read_again(
    app: Flask, client: FlaskClient, shared: list[str]
) -> None:
    assert client.get("/healthz").text == "page 1"
    change(app)
    assert client.get("/healthz").text == "page 2"


def test_a_post_is_never_answered_from_memory(app: Flask, client: FlaskClient, shared: list[str]) -> None:
    client.get("/healthz")
    assert client.post("/healthz").status_code == 405
