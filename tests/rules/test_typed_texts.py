"""What people type comes in without the signs that no keyboard makes."""

import pytest

from core.texts import tidy_line, tidy_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Fyrtårnet ", "Fyrtårnet"),
        ("Hav\x00nen\x1b", "Havnen"),
        ("Hold\r\nBcc: all@example.org", "Hold Bcc: all@example.org"),
        ("\u202eten si eman ym", "ten si eman ym"),
        ("De  Blå\u2028og\tGule", "De Blå og Gule"),
        ("Café 🎉 Ærø", "Café 🎉 Ærø"),
    ],
)
def test_a_line_is_one_line_that_says_what_it_says(typed: str, kept: str) -> None:
    assert tidy_line(typed) == kept


def test_a_text_keeps_its_lines() -> None:
    assert tidy_text(" Første\r\n\tAnden\x07\n") == "Første\r\n\tAnden"
