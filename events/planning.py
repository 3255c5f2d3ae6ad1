"""Dates for a season that is known by months only: which weekend, and what the notes say about the day.

Pure. A year's spreadsheet often says "January, a Saturday"; these are the dates it starts from.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = {
    "mandag": 0,
    "tirsdag": 1,
    "onsdag": 2,
    "torsdag": 3,
    "fredag": 4,
    "lørdag": 5,
    "søndag": 6,
}
MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
MONDAY, FRIDAY, SATURDAY = 0, 4, 5
ONGOING_DAYS = 84
FIRST_MONTH = 10
# The weeks of a month in the order they are given out, so that few events do not crowd its beginning.
WEEK_ORDER = (1, 3, 0, 2)


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day of an event."""

    first: date
    last: date


def weekday_in(notes: str) -> int | None:
    """The weekday an event begins on by its notes ("fredag–mandag": Friday), Monday 0; None where none is named."""
    named = re.search("|".join(WEEKDAYS), notes.lower())
    return WEEKDAYS[named.group()] if named else None


def length_in(notes: str) -> int:
    """How many days notes say it takes: "4 dage", "1 uge", "2 ugers vindue", "fredag–lørdag", "løbende"; else 1."""
    text = notes.lower()
    if "løbende" in text:
        return ONGOING_DAYS
    days = re.search(r"(\d+) dage?\b", text)
    if days:
        return int(days.group(1))
    weeks = re.search(r"(\d+) uger?s?\b", text)
    if weeks:
        return int(weeks.group(1)) * 7
    span = re.search(f"({'|'.join(WEEKDAYS)})[–-]({'|'.join(WEEKDAYS)})", text)
    if span:
        return (WEEKDAYS[span.group(2)] - WEEKDAYS[span.group(1)]) % 7 + 1
    return 1


def date_in(notes: str, year: int) -> date | None:
    """A date that notes name ("3. maj"), None where they name none."""
    named = re.search(rf"\b(\d{{1,2}})\. ({'|'.join(MONTHS)})", notes.lower())
    if named is None or "frist" in notes.lower()[: named.start()]:
        return None
    return date(year, MONTHS.index(named.group(2)) + 1, int(named.group(1)))


def lay_days(entries: Sequence[tuple[int, str]], first_year: int) -> list[Days]:
    """Days for events known by month (1–12) and notes, in a season that begins in October of `first_year`.

    The events of a month are spread over its weeks in the order they come; two on one day happen, as in life.
    """
    counts: dict[int, int] = {}
    found = []
    for month, notes in entries:
        year = first_year if month >= FIRST_MONTH else first_year + 1
        count = counts.get(month, 0)
        counts[month] = count + 1
        length = length_in(notes)
        weekday = weekday_in(notes)
        if weekday is None:
            weekday = _usual_weekday(length, count)
        first = date_in(notes, year) or _day(year, month, weekday, count)
        found.append(Days(first, first + timedelta(days=length - 1)))
    return found


def _usual_weekday(length: int, count: int) -> int:
    """Saturdays, and Sundays once every Saturday of the month has one; what takes longer begins before them."""
    if length == 1:
        return SATURDAY + count // len(WEEK_ORDER) % 2
    return FRIDAY if length <= 4 else SATURDAY if length <= 7 else MONDAY


def _day(year: int, month: int, weekday: int, count: int) -> date:
    first = date(year, month, 1)
    first += timedelta(days=(weekday - first.weekday()) % 7)
    return first + timedelta(weeks=WEEK_ORDER[count % len(WEEK_ORDER)])
