"""The tournament file: between a JSON document and the values of the engine.

`read_tournament` collects every fault with its path; `write_tournament` gives the document back, keeping all that
the engine does not read (the day, the timetable).
"""

import json
import re
from pathlib import Path
from typing import TextIO

from tournament.engine.values import Competition, Entry
from tournament.file_faults import Fault, FaultyFileError, Reader, whole_number
from tournament.file_matches import check_references, read_matches
from tournament.file_measured import read_overall
from tournament.file_rules import read_facts, read_rules
from tournament.file_stages import read_stages
from tournament.file_words import FILE_FORMAT, FILE_VERSION

STANDARD_INPUT = "-"
BYTE_ORDER_MARK = "\ufeff"
HALF_SIGN = re.compile(r"\\u[dD][89a-fA-F]")


def load_document(name: str, standard_input: TextIO) -> dict[str, object]:
    """The JSON object in a file, or on standard input for "-"; FaultyFileError when there is none."""
    try:
        text = standard_input.read() if name == STANDARD_INPUT else Path(name).read_text(encoding="utf-8")
        document = json.loads(text.removeprefix(BYTE_ORDER_MARK), parse_constant=refuse_constant)
    except OSError as error:
        raise FaultyFileError([Fault("", f"cannot be read: {error.strerror}", is_shape=True)]) from error
    except (ValueError, RecursionError) as error:
        raise FaultyFileError([Fault("", f"is no JSON document: {error}", is_shape=True)]) from error
    if not isinstance(document, dict):
        raise FaultyFileError([Fault("", "must be an object", is_shape=True)])
    if HALF_SIGN.search(text) and not can_be_written(document):
        raise FaultyFileError([Fault("", "is no JSON document: half a sign cannot be written", is_shape=True)])
    return document


def can_be_written(document: dict[str, object]) -> bool:
    """Whether all texts of a document are whole: JSON can name half of a sign that takes two."""
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def refuse_constant(word: str) -> object:
    """NaN and the infinities are no JSON."""
    raise ValueError(f"{word} is no number")


def read_tournament(document: dict[str, object]) -> Competition:
    """The competition in a document; FaultyFileError with all faults when it cannot be used."""
    reader = Reader()
    if document.get("format") != FILE_FORMAT:
        reader.shape("format", f"must be {FILE_FORMAT!r}")
    if whole_number(document.get("version")) != FILE_VERSION:
        reader.shape("version", f"must be {FILE_VERSION}")
    entries = read_entries(reader, document)
    ids = {entry.id for entry in entries}
    rules = read_rules(reader, document.get("rules", {}), "rules")
    stages = read_stages(reader, document, ids, rules)
    match_ids: set[str] = set()
    matches = read_matches(reader, document, {stage.id: stage for stage in stages}, ids, match_ids)
    competition = Competition(
        entries=entries,
        stages=stages,
        matches=tuple(matches.values()),
        rules=rules,
        facts=read_facts(reader, document.get("facts", {}), ids),
        name=reader.text(document, "name", "") or "",
        sport=reader.text(document, "sport", "") or "",
        overall=read_overall(reader, document),
    )
    check_references(reader, competition, matches, match_ids)
    if reader.faults:
        raise FaultyFileError(reader.faults)
    return competition


def read_entries(reader: Reader, document: dict[str, object]) -> tuple[Entry, ...]:
    """All entries, in the order of the file."""
    taken: set[str] = set()
    read = []
    for path, value in reader.items(document, "entries", "", required=True):
        given = reader.mapping(value, path)
        entry_id = reader.identifier(given, path, taken, kind="entry")
        people = []
        for where, person in reader.items(given, "people", path):
            if isinstance(person, str):
                people.append(person)
            else:
                reader.shape(where, "must be a text")
        entry = Entry(
            id=entry_id or "",
            name=reader.text(given, "name", path) or entry_id or "",
            organisation=reader.text(given, "organisation", path),
            municipality=reader.text(given, "municipality", path),
            seed=reader.whole(given, "seed", path, low=1),
            pot=reader.whole(given, "pot", path, low=1),
            people=tuple(people),
        )
        if entry_id is not None:
            read.append(entry)
    return tuple(read)
