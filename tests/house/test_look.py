"""Icons, sports, styles and modules that pages name are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
SYMBOLS = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
FRAME = (STATIC / "css" / "frame.css").read_text(encoding="utf-8")
TEMPLATES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")}


def test_every_sport_with_a_hue_has_an_icon_and_the_other_way_round() -> None:
    with_hue = set(re.findall(r"\.(sport-[a-z]+)(?=[ ,{])", FRAME)) - {"sport-tile"}
    with_icon = {name for name in SYMBOLS if name.startswith("sport-")}
    assert with_hue == with_icon


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    named = re.compile(r'icon\("([\w-]+)"|icon_name="([\w-]+)"')
    missing = {
        f"{path.name}: {name}"
        for path, text in TEMPLATES.items()
        for pair in named.findall(text)
        for name in pair
        if name and name not in SYMBOLS and not name.endswith("-")
    }
    assert missing == set()


def test_every_module_a_template_asks_for_is_a_script() -> None:
    asked = {
        name
        for text in TEMPLATES.values()
        for names in re.findall(r'data-module="([\w -]+)', text)
        for name in names.split()
    }
    assert {name for name in asked if not (STATIC / "js" / f"{name}.js").is_file()} == set()


def test_no_style_sheet_or_script_is_longer_than_a_page_can_hold() -> None:
    scripts = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in (STATIC / "js").glob("*.js")}
    sheets = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in (STATIC / "css").glob("*.css")}
    assert {name for name, lines in scripts.items() if lines > 150} == set()
    assert {name for name, lines in sheets.items() if lines > 400} == set()
