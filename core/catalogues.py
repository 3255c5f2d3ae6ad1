"""The texts in both languages: collect them from the code, check that none is missing, compile them.

A message is its own Danish text. What has a code (`room.snake_case`: rule errors and problems) has its Danish in
translations/da, everything has its English in translations/en, a file per room.
"""

import re
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from core.language import LANGUAGES, ROOMS

ROOT = Path(__file__).resolve().parent.parent
CODE = re.compile(r"(core|events|teams|tournament)\.[a-z0-9_]+")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "RuleError": None,
    "Problem": None,
}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def collect(room: str) -> Catalog:
    """Every message of a room's Python files and templates."""
    catalogue = Catalog(charset="utf-8")
    folders = [(ROOT / room, [("**.py", "python")])]
    template_folders = [f"templates/{room}", f"templates/mail/{room}"]
    if room == "core":
        template_folders += ["templates/layouts", "templates/macros", "templates/errors"]
    folders += [(ROOT / folder, [("**.html", "jinja2"), ("**.txt", "jinja2")]) for folder in template_folders]
    if room == "core":
        folders.append((ROOT, [("wsgi.py", "python")]))
    for folder, methods in folders:
        for _file, _line, message, _comments, _context in extract_from_dir(folder, methods, keywords=KEYWORDS):
            is_code = isinstance(message, str) and CODE.fullmatch(message)
            # A code is collected only where it is raised; other strings with that keyword are plain messages.
            catalogue.add(message, flags=["python-format"] if not is_code and "%(" in str(message) else [])
    return catalogue


def catalogue_path(language: str, room: str) -> Path:
    """Where a room's texts in a language are kept."""
    return ROOT / "translations" / language / "LC_MESSAGES" / f"{room}.po"


def read_catalogue(language: str, room: str) -> Catalog:
    """A room's texts in a language, empty where there is no file yet."""
    path = catalogue_path(language, room)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    return read_po(BytesIO(path.read_bytes()), locale=language, charset="utf-8", abort_invalid=True)


def needs_text(language: str, message: Message) -> bool:
    """True where a message needs an entry: all in English, in Danish only codes and plurals of them."""
    is_code = isinstance(message.id, str) and bool(CODE.fullmatch(message.id))
    return bool(message.id) and (language == "en" or is_code)


def update(room: str) -> None:
    """Bring a room's files up to date: new messages empty, gone ones dropped, the rest as they are."""
    collected = collect(room)
    for language in LANGUAGES:
        old = read_catalogue(language, room)
        new = Catalog(locale=language, charset="utf-8", fuzzy=False)
        for message in collected:
            if needs_text(language, message):
                known = old.get(message.id)
                new.add(message.id, known.string if known else "", flags=message.flags)
        path = catalogue_path(language, room)
        path.parent.mkdir(parents=True, exist_ok=True)
        target = BytesIO()
        write_po(target, new, no_location=True, omit_header=False, sort_output=True, width=110)
        path.write_text(_without_dates(target.getvalue().decode()), encoding="utf-8")


def _without_dates(text: str) -> str:
    """A file without the lines that change by themselves, so a diff shows only texts."""
    dropped = ("POT-Creation", "PO-Revision", "Last-Translator", "Language-Team", "Report-Msgid", "Project-Id")
    lines = [line for line in text.splitlines() if not any(f'"{word}' in line for word in dropped)]
    return "\n".join(line for line in lines if not line.startswith("#") or line.startswith("#,")).strip() + "\n"


def faults(room: str) -> list[str]:
    """What is wrong with a room's texts: missing, gone from the code, or with other blanks to fill in."""
    found: list[str] = []
    collected = collect(room)
    for language in LANGUAGES:
        texts = read_catalogue(language, room)
        for message in collected:
            if not needs_text(language, message):
                continue
            known = texts.get(message.id)
            strings = _strings(known)
            if not strings or not all(strings):
                found.append(f"{language}/{room}: no text for {message.id!r}")
            elif not (isinstance(message.id, str) and CODE.fullmatch(message.id)):
                wanted = set(PLACEHOLDER.findall(str(message.id)))
                used = set(PLACEHOLDER.findall(" ".join(strings)))
                if wanted != used:
                    found.append(f"{language}/{room}: other blanks in the text for {message.id!r}")
        known_ids = {message.id for message in collected if needs_text(language, message)}
        found += [
            f"{language}/{room}: nothing uses {text.id!r}" for text in texts if text.id and text.id not in known_ids
        ]
    return found


def _strings(message: Message | None) -> list[str]:
    if message is None or message.string is None:
        return []
    return [message.string] if isinstance(message.string, str) else list(message.string)


def compile_all() -> None:
    """Write the compiled files that the application reads."""
    for language in LANGUAGES:
        for room in ROOMS:
            catalogue = read_catalogue(language, room)
            target = catalogue_path(language, room).with_suffix(".mo")
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                write_mo(file, catalogue)


@click.group("texts")
def texts_group() -> None:
    """Texts in Danish and English."""


@texts_group.command("update")
@click.argument("rooms", nargs=-1, type=click.Choice(ROOMS))
def update_command(rooms: tuple[str, ...]) -> None:
    """Collect the messages of the code into the files of some or all rooms."""
    for room in rooms or ROOMS:
        update(room)
    compile_all()


@texts_group.command("check")
def check_command() -> None:
    """Say what is missing; exit 1 if anything is."""
    found = [fault for room in ROOMS for fault in faults(room)]
    for fault in found:
        click.echo(fault)
    raise SystemExit(bool(found))


@texts_group.command("compile")
def compile_command() -> None:
    """Compile the texts for the application."""
    compile_all()


if __name__ == "__main__":
    texts_group()
