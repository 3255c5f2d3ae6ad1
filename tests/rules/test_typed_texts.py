"""What people type comes in without the signs that no keyboard makes."""

import pytest
from flask import Flask

from core.forms import Form, MomentField
from core.texts import tidy_line, tidy_text
from events.fields_typed import DayField


class DayForm(Form):
    """One day."""

    starts_on = DayField()


class MomentForm(Form):
    """One moment."""

    from_at = MomentField()


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


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31", "1999-12-31", "soon"])
def test_a_day_at_the_edge_of_the_calendar_is_no_day(sqlite_app: Flask, typed: str) -> None:
    with sqlite_app.test_request_context("/", method="POST", data={"starts_on": typed, "from_at": f"{typed}T10:00"}):
        assert not DayForm().validate()
        assert not MomentForm().validate()
