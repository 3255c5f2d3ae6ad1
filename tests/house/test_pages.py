"""Every page has an audience and a guard; templates hold no style, no script, no query; vendored files are as named."""

import hashlib
import re

import pytest
from flask import Flask

from core.guards import audience_of
from tests.house.tree import ROOT, name_of, templates
from wsgi import create_app

AUDIENCES = {"public", "leader", "referee", "gate", "office"}
GUARDED = {"referee", "gate", "office"}
INLINE = re.compile(r"<script(?![^>]*\b(src=|type=\"application/json\"))|\sstyle=\"|\son[a-z]+=\"|<style|javascript:")
FOREIGN = re.compile(r"(src|href|action)=\"(https?:)?//")


@pytest.fixture(scope="module")
def bare_app(sqlite_app: Flask) -> Flask:
    """The application without a database of its own."""
    return sqlite_app


def test_every_endpoint_has_an_audience(bare_app: Flask) -> None:
    with bare_app.app_context():
        without = [
            rule.endpoint
            for rule in bare_app.url_map.iter_rules()
            if rule.endpoint != "static" and audience_of(rule.endpoint) not in AUDIENCES
        ]
    assert not without


def test_every_closed_audience_has_its_guard(bare_app: Flask) -> None:
    for name, blueprint in bare_app.blueprints.items():
        if blueprint.audience in GUARDED:
            assert bare_app.before_request_funcs.get(name), f"{name} has no guard"


def test_office_pages_live_under_the_office(bare_app: Flask) -> None:
    with bare_app.app_context():
        for rule in bare_app.url_map.iter_rules():
            if rule.endpoint != "static" and audience_of(rule.endpoint) == "office":
                assert rule.rule.startswith("/kontor"), rule.rule
            elif rule.endpoint != "static":
                assert not rule.rule.startswith("/kontor"), rule.rule


def test_no_get_changes_anything_that_a_form_should(bare_app: Flask) -> None:
    verbs = re.compile(r"/(slet|gem|stop|fjern|aflys)(/|$)")
    for rule in bare_app.url_map.iter_rules():
        if verbs.search(rule.rule):
            assert "POST" in (rule.methods or set()), f"{rule.rule} changes by GET"


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_templates_hold_no_style_script_or_foreign_address(path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not INLINE.search(text), f"{name_of(path)}: {INLINE.search(text).group()}"
    assert not FOREIGN.search(text), f"{name_of(path)}: {FOREIGN.search(text).group()}"


def test_vendored_files_are_as_their_list_says() -> None:
    listed = 0
    for readme in [*ROOT.glob("static/vendor/**/README.md"), *ROOT.glob("tests/vendor/**/README.md")]:
        for digest, name in re.findall(r"`?([0-9a-f]{64})`?[ |`]+`?([\w./-]+\.js)", readme.read_text()):
            found = hashlib.sha256((readme.parent / name).read_bytes()).hexdigest()
            assert found == digest, f"{name} is not the file that was checked in"
            listed += 1
    vendored = [*ROOT.glob("static/vendor/**/*.js"), *ROOT.glob("tests/vendor/**/*.js")]
    assert listed == len(vendored), "every vendored script stands in a README with its SHA-256"


def test_importing_the_roof_starts_nothing() -> None:
    assert callable(create_app)
