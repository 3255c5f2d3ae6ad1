"""What a visitor does on a page, and what each page must hold: no error, no sideways scroll, nothing for axe."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Response

from tests.house.tree import ROOT

AXE = (ROOT / "tests/vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

CHECKED: set[tuple[str, str, int]] = set()


def width_of(page: Page) -> int:
    """How wide the screen is, in pixels."""
    size = page.viewport_size
    return size["width"] if size else 0


@dataclass
class Visitor:
    """A person in front of a page."""

    page: Page
    has_script: bool = True
    said: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused form (422) and a lost network are part of some journeys; they are no fault of a script.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.said.append(message.text)

    def go(self, path: str, status: int = 200) -> Response:
        """Open an address and look the page over."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path} answered {answer.status}"
        self.look()
        return answer

    def look(self) -> None:
        """What must hold on every page a journey sees; what axe finds is told at the journey's end, all at once."""
        assert self.said == [], f"{self.page.url}: {self.said}"
        if not self.has_script:
            return
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if width > 0:
            self.found.append(f"{self.page.url} scrolls sideways by {width} px at {self.page.viewport_size}")
        # One page in one state is checked once a run: axe takes about a second, a whole day has a hundred pages.
        state = (re.sub(r"\d+|/hold/[^/]+", "", urlsplit(self.page.url).path), self.page.title(), width_of(self.page))
        if state in CHECKED:
            return
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)
        faults = [
            f"{fault['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]
        CHECKED.add(state)
        self.found += [f"{self.page.url}: {fault}" for fault in faults]

    def press(self, name: str, *, exact: bool = False) -> None:
        """Press a button or follow a link by its words, and look over what comes."""
        self.find(name, exact=exact).first.click()
        self.page.wait_for_load_state("load")
        self.look()

    def find(self, name: str, *, exact: bool = False) -> Locator:
        """The buttons and links with these words."""
        return self.page.get_by_role("button", name=name, exact=exact).or_(
            self.page.get_by_role("link", name=name, exact=exact)
        )

    def fill(self, label: str, text: str) -> None:
        """Write in a field by its label."""
        self.page.get_by_label(label).first.fill(text)

    def sees(self, text: str) -> None:
        """The page shows a text."""
        self.page.get_by_text(text).first.wait_for(state="visible")

    @property
    def text(self) -> str:
        """Everything the page says."""
        return self.page.locator("body").inner_text()
