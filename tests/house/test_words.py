"""Both languages are complete and easy to read; texts speak of the project alone."""

import re
import subprocess

import pytest

from core.catalogues import CODE, catalogue_path, collect, faults, read_catalogue
from core.language import ROOMS
from tests.house.lix import is_long_enough, lix
from tests.house.tree import ROOT

HARDEST = 34.0
# Words of the trade that the glossary fixes; they are long and stay.
BLANK = re.compile(r"%\(\w+\)[sd]|%%")


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_exists_in_both_languages(room: str) -> None:
    assert faults(room) == []


def danish_texts() -> list[str]:
    texts = []
    for room in ROOMS:
        codes = read_catalogue("da", room)
        for message in collect(room):
            parts = [message.id] if isinstance(message.id, str) else list(message.id)
            for part in parts:
                text = str(codes.get(part).string) if CODE.fullmatch(part) and codes.get(part) else part
                texts.append(BLANK.sub("8", text))
    return texts


def test_danish_texts_are_easy_to_read() -> None:
    hard = [f"{lix(text):.0f}  {text}" for text in danish_texts() if is_long_enough(text) and lix(text) > HARDEST]
    assert not hard, "\n".join(hard)


def test_a_text_has_one_english_wherever_it_stands() -> None:
    known: dict[str, tuple[str, str]] = {}
    different = []
    for room in ROOMS:
        for message in read_catalogue("en", room):
            if isinstance(message.id, str) and message.id and message.string:
                first = known.setdefault(message.id, (room, str(message.string)))
                if first[1] != message.string:
                    different.append(f"{message.id!r}: {first[0]} {first[1]!r}, {room} {message.string!r}")
    assert not different, "\n".join(different)


def tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


FORBIDDEN = re.compile(
    "|".join(["\\.\\./" + "shared", "/work" + "/main", "--index" + "-url", "/root" + "/", "extra-" + "index"])
)


def test_no_file_names_a_machine_or_an_index() -> None:
    found = []
    for name in tracked_files():
        path = ROOT / name
        if path.suffix in {".woff2", ".png", ".jpg", ".webp", ".xlsx"} or not path.exists():
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{name}: {match.group()}" for match in FORBIDDEN.finditer(text)]
    assert not found, found


def test_catalogues_are_in_order() -> None:
    for room in ROOMS:
        for language in ("da", "en"):
            assert catalogue_path(language, room).exists(), f"{language}/{room} is missing"
