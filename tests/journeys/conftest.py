"""A browser, a server with the demo season, an empty server, and axe on every page visited."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from core.clock import COPENHAGEN
from tests.journeys import steps
from tests.journeys.pages import Visitor
from tests.journeys.server import Server
from tests.tools import find_chromium

SATURDAY = datetime(2026, 10, 10, 8, 0, tzinfo=COPENHAGEN)
NOON = datetime(2026, 10, 11, 12, 30, tzinfo=COPENHAGEN)
LONGEST = "test_whole_day.py"
FLAGS = [
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser; the longest journey begins first."""
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.journey)
    items.sort(key=lambda item: item.path.name != LONGEST)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing: install Debian's package chromium.")
        pytest.skip("no Chromium on this machine: install Debian's package chromium")
    return path


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, once a run."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """One Chromium for all journeys without a camera."""
    started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    yield started
    started.close()


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site with the demo season, in the middle of a running event. Journeys leave it as they found it."""
    server = Server(tmp_path_factory.mktemp("demo"), today=NOON)
    server.flask("upgrade")
    server.flask("demo", "lay")
    server.flask("demo", "print")
    server.start()
    yield server
    server.kill()
    assert server.faults() == []


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a new association, to be copied: sports, regions and two people of the office, but no events."""
    server = Server(tmp_path_factory.mktemp("ground"), today=SATURDAY)
    server.flask("upgrade")
    server.flask("lay-reference-data")
    for mail, name in ((steps.MAIL, "Karen Kontor"), (steps.OTHER_MAIL, "Anders And")):
        server.flask("add-user", mail, name, "--password", steps.PASSWORD)
    return server.folder


@pytest.fixture
def empty_site(ground: Path, tmp_path: Path) -> Iterator[Server]:
    """A site of its own on a Saturday morning in October, with sports and regions but without events."""
    server = Server(shutil.copytree(ground, tmp_path, dirs_exist_ok=True), today=SATURDAY)
    server.start()
    yield server
    server.kill()
    assert server.faults() == []


@pytest.fixture
def site(ground: Path, tmp_path: Path) -> Iterator[Server]:
    """A site whose jobs are done by a worker, when there is one."""
    server = Server(shutil.copytree(ground, tmp_path, dirs_exist_ok=True), today=SATURDAY)
    server.environ["JOBS_AT_ONCE"] = "0"
    server.start()
    yield server
    assert server.processes_with("ortools") == [], "a process that serves pages has loaded the solver"
    assert server.processes_with("sqlalchemy") != [], "libraries are not seen where they are loaded"
    server.kill()
    assert server.faults() == []


@pytest.fixture
def visitor(browser: Browser) -> Iterator["VisitorMaker"]:
    """Makes visitors with their own context: `visitor(site, device="Pixel 7")`."""
    maker = VisitorMaker(browser)
    yield maker
    maker.close()


SIZES = {
    "small": {"width": 320, "height": 640},
    "phone": {"width": 412, "height": 839},
    "tablet": {"width": 810, "height": 1080},
    "desktop": {"width": 1440, "height": 900},
}


class VisitorMaker:
    """Opens a context for each visitor, closes them all, and tells what was wrong with the pages they saw."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.visitors: list[Visitor] = []

    def __call__(
        self,
        site: Server,
        size: str = "phone",
        *,
        script: bool = True,
        english: bool = False,
        browser: Browser | None = None,
    ) -> Visitor:
        """A visitor with a screen of some size, with or without JavaScript, in Danish or English."""
        context = (browser or self.browser).new_context(
            base_url=site.url,
            viewport=SIZES[size],
            java_script_enabled=script,
            has_touch=size in ("small", "phone", "tablet"),
            reduced_motion="reduce",
            locale="da-DK",
            permissions=["camera"] if browser else [],
        )
        context.set_default_timeout(25_000)
        if english:
            context.add_cookies([{"name": "sprog", "value": "en", "url": site.url}])
        self.contexts.append(context)
        page: Page = context.new_page()
        self.visitors.append(Visitor(page, has_script=script))
        return self.visitors[-1]

    def close(self) -> None:
        """Close every visitor's context."""
        for context in self.contexts:
            context.close()
        found = [fault for person in self.visitors for fault in person.found]
        assert not found, "\n".join(found)
