"""Dates for a season that says only months, and what its notes say about the day."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from events.planning import date_in, lay_days, length_in, weekday_in

SHEET = Path(__file__).parents[1] / "data" / "season60.csv"


@pytest.mark.parametrize(
    ("notes", "weekday", "length"),
    [
        ("landsdækkende; lørdag; frokost", 5, 1),
        ("regionalt; onsdag eftermiddag", 2, 1),
        ("4 dage fredag–mandag; 10 discipliner", 4, 4),
        ("fredag–lørdag; overnatning", 4, 2),
        ("1 uge; gratis; telte", None, 7),
        ("2 ugers vindue", None, 14),
        ("løbende forløb", None, 84),
        ("2 puljer à 8; 15 min kampe", None, 1),
    ],
)
def test_notes_say_the_weekday_and_the_length(notes: str, weekday: int | None, length: int) -> None:
    assert (weekday_in(notes), length_in(notes)) == (weekday, length)


def test_a_named_date_counts_and_a_deadline_does_not() -> None:
    assert date_in("landsdækkende; 3. maj; ingen resultater", 2027) == date(2027, 5, 3)
    assert date_in("tilmelding; frist ca. 24. juni", 2027) is None


def test_the_sixty_lie_in_their_months_and_on_their_weekdays() -> None:
    rows = list(csv.DictReader(SHEET.read_text(encoding="utf-8").splitlines()))
    entries = [(int(row["month"]), row["notes"]) for row in rows]
    days = lay_days(entries, 2026)
    assert len(days) == 60
    for (month, notes), laid in zip(entries, days, strict=True):
        assert laid.first.month == month
        assert laid.first.year == (2026 if month >= 10 else 2027)
        named = weekday_in(notes)
        if named is not None:
            assert laid.first.weekday() == named
    busiest = Counter(laid.first for laid in days).most_common(1)[0][1]
    assert busiest <= 3
