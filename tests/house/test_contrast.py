"""Every colour pair in use, light and dark, against its least contrast (WCAG 2.2, and 7:1 for devices)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})")
LIGHT_PART, DARK_PART = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
LIGHT = dict(COLOUR.findall(LIGHT_PART))
THEMES = {"light": LIGHT, "dark": LIGHT | dict(COLOUR.findall(DARK_PART))}
HUES = [name for name in LIGHT if name.startswith("hue-")]
STATES = ("open", "few", "wait", "stop", "past")

# (fronts, backs, least ratio): text 4.5, edges and large text 3, text on devices and buttons 7.
RULES: list[tuple[str, str, float]] = [
    ("ink ink-2 link", "bg surface sunken accent-soft", 4.5),
    ("ink link", "few-bg wait-bg stop-bg open-bg", 4.5),
    ("ink-2", "stop-bg few-bg", 4.5),
    ("on-structure", "structure structure-deep", 7),
    ("on-structure-2 accent", "structure structure-deep", 4.5),
    ("on-accent", "accent accent-press", 7),
    ("on-accent-soft", "accent-soft", 7),
    ("accent-edge", "bg surface accent-soft", 3),
    ("edge", "bg surface sunken", 3),
    ("focus", "bg surface", 3),
    ("stop", "bg surface", 4.5),
    ("open few wait", "surface", 4.5),
    ("device-ink", "device-bg device-key", 7),
    ("on-device-main", "device-main", 7),
    ("on-gate-ok", "gate-ok", 7),
    ("on-gate-again", "gate-again", 7),
    ("on-gate-no", "gate-no", 7),
    ("always-white", "always-deep always-court always-night", 7),
    ("always-soft", "always-deep always-night", 4.5),
    ("always-ink", "always-white", 7),
    ("always-ink-2", "always-white", 4.5),
    ("accent", "always-deep", 7),
    ("on-hue", " ".join(HUES), 4.5),
    (" ".join(HUES), "surface", 3),
    ("medal-gold medal-silver medal-bronze", "bg surface sunken accent-soft", 3),
    *((state, f"{state}-bg", 4.5) for state in STATES),
]
PAIRS = [(front, back, least) for fronts, backs, least in RULES for front in fronts.split() for back in backs.split()]


def luminance(colour: str) -> float:
    """The relative luminance of "#rrggbb", 0–1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """The contrast of two colours, 1–21."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
def test_every_pair_in_use_is_readable(theme: str) -> None:
    colours = THEMES[theme]
    weak = [
        f"{front} on {back}: {ratio:.2f} < {least}"
        for front, back, least in PAIRS
        if (ratio := contrast(colours[front], colours[back])) < least
    ]
    assert weak == []


def test_both_themes_set_the_same_colours() -> None:
    shared = {name for name in LIGHT if not name.startswith(("always-", "on-gate-"))}
    assert shared == {name for name, _ in COLOUR.findall(DARK_PART)}


def test_colours_stand_in_the_tokens_only() -> None:
    allowed = {"tokens.css", "print.css"}
    strays = [
        f"{sheet.name}: {colour}"
        for sheet in sorted(CSS.glob("*.css"))
        if sheet.name not in allowed
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])", sheet.read_text(encoding="utf-8"))
    ]
    assert strays == []
