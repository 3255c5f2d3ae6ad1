"""All formats. A new one is a file of its own and a line here."""

from collections.abc import Mapping

from tournament.engine.formats import (
    double_elimination,
    knockout,
    measured,
    placement,
    poule,
    round_robin,
    supermelee,
    swiss,
)
from tournament.engine.formats.format import Format

FORMATS: Mapping[str, Format] = {
    format_.code: format_
    for format_ in (
        round_robin.FORMAT,
        knockout.FORMAT,
        double_elimination.FORMAT,
        placement.FORMAT,
        swiss.FORMAT,
        poule.FORMAT,
        supermelee.FORMAT,
        measured.FORMAT,
    )
}


def find_format(code: str) -> Format | None:
    """The format with this code, or None."""
    return FORMATS.get(code)


def get_format(code: str) -> Format:
    """The format with this code; ValueError when there is none."""
    if code not in FORMATS:
        raise ValueError(f"unknown format {code!r}")
    return FORMATS[code]
