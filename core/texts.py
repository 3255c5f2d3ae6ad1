"""What people type, without the signs that no keyboard makes."""

import re

# Control signs break mails, calendars and spreadsheets; those that turn the direction of writing hide what a name says.
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def tidy_text(text: str) -> str:
    """A text without invisible signs and without white space around it; its lines stay."""
    return INVISIBLE.sub("", text).strip()


def tidy_line(text: str) -> str:
    """A text as one line: every run of white space is one space."""
    return " ".join(tidy_text(text).split())


def read_number(text: str | None) -> int | None:
    """A row number, a count or a version that a form or an address brings back; None for anything else.

    At most nine digits: what is longer fits no column, and takes its time to read.
    """
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
