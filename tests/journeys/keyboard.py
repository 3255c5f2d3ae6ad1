"""A person without mouse or touch: Tab, Enter, Space, arrows and typing; where one is must be seen all the way."""

import re

from tests.journeys.pages import Visitor

# Longer than the longest way through a page's links, fields and buttons.
MOST_TABS = 150
WHERE = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const label = here.labels?.length ? here.labels[0].innerText : "";
  const name = (here.getAttribute("aria-label") || label || here.innerText || here.value || "").trim();
  // A radio button or a chip is drawn by its label.
  const drawn = [here, ...(here.labels || [])].filter((element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const box = (drawn[0] || here).getBoundingClientRect();
  const isOnScreen = box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0
    && box.top < innerHeight && box.left < innerWidth;
  const [x, y] = [Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2),
                  Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 2)];
  const top = document.elementFromPoint(x, y);
  const isCovered = !top || !(drawn[0] || here).contains(top) && !top.contains(here);
  return { name, isSeen: drawn.length > 0 && isOnScreen && !isCovered, html: here.outerHTML.slice(0, 160) };
}"""


class Keyboard:
    """What a visitor does with the keyboard alone."""

    def __init__(self, person: Visitor) -> None:
        self.person = person
        self.keys = person.page.keyboard

    def where(self) -> str:
        """The name of what has focus; it must be drawn, on the screen, and not under something else."""
        found = self.person.page.evaluate(WHERE)
        if found is None:
            return ""
        assert found["isSeen"], f"{self.person.page.url}: one cannot see where one is: {found['html']}"
        return " ".join(found["name"].split())

    def to(self, pattern: str) -> None:
        """Press Tab until what has focus is called so; look at the focus on each step of the way."""
        passed = []
        for _step in range(MOST_TABS):
            self.keys.press("Tab")
            name = self.where()
            if re.search(pattern, name):
                return
            passed.append(name)
        raise AssertionError(f"{self.person.page.url}: Tab never came to {pattern!r}, only to {passed}")

    def write(self, label: str, text: str) -> None:
        """Go to a field and type; what stood there is typed over, as Tab selects it."""
        self.to(label)
        self.keys.type(text)

    def enter(self, pattern: str) -> None:
        """Go to a link or a button and press Enter; the next page is looked over."""
        self.to(pattern)
        with self.person.page.expect_navigation():
            self.keys.press("Enter")
        self.person.look()
