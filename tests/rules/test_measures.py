"""Measured numbers as people write them and as pages show them, in both languages."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
from flask import Flask
from flask_babel import force_locale

from core.errors import RuleError
from tournament.engine.formats.measured import UNIT
from tournament.measures import Scale, example, points_text, read_number, unit_name, unit_short
from tournament.units import UNITS, attempts_of, decimals_of, unit_of


@pytest.fixture(autouse=True)
def texts(sqlite_app: Flask) -> Iterator[None]:
    """The texts of the application, in Danish."""
    with sqlite_app.app_context():
        yield


def test_every_unit_of_the_engine_is_known_here() -> None:
    assert set(UNITS) == set(UNIT.choices)
    assert unit_of({}) is UNITS["number"]


@pytest.mark.parametrize(
    ("unit", "text", "number"),
    [
        ("seconds", "1:02,35", 62.35),
        ("seconds", "1.02,35", 62.35),
        ("seconds", "1:02.35", 62.35),
        ("seconds", "62,35", 62.35),
        ("seconds", "12.5", 12.5),
        ("seconds", " 12,5 sek. ", 12.5),
        ("seconds", "4", 4),
        ("seconds", "75:10", 4510),
        ("seconds", "1:02:03,4", 3723.4),
        ("metres", "4,25 m", 4.25),
        ("metres", "4", 4),
        ("kilometres", "12,345 km", 12.345),
        ("points", "7,5 point", 7.5),
        ("strokes", "54 slag", 54),
        ("pins", "187", 187),
        ("place", "2", 2),
        ("place", "nr. 2", 2),
        ("place", "2.", 2),
        ("number", "0", 0),
        ("metres", "x", None),
        ("metres", "X", None),
        ("seconds", "-", None),
        ("seconds", "–", None),
    ],
)
def test_a_number_is_read_as_people_write_it(unit: str, text: str, number: float | None) -> None:
    assert read_number(text, UNITS[unit]) == number


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        *(
            ("seconds", text)
            for text in ("1:2", "1:75", "1:75:10", "4 min", "1:02:03:04", "12,", ",5", ":10", "", "ni")
        ),
        *(("metres", text) for text in ("1:02", "4,2,5", "-4", "+4", "4e3", "٤", "4 km", "1 000")),
        ("seconds", "1" * 30),
        ("number", "1" * 8),
    ],
)
def test_what_cannot_be_read_is_said_with_an_example(unit: str, text: str) -> None:
    with pytest.raises(RuleError, match=r"tournament\.mark_unclear") as refused:
        read_number(text, UNITS[unit])
    assert "Skriv for eksempel" in refused.value.text


@pytest.mark.parametrize(
    ("unit", "number", "danish", "english", "said"),
    [
        ("seconds", 9.1, "9,1", "9.1", "9,1 sek."),
        ("seconds", 62.35, "1:02,35", "1:02.35", "1:02,35 min."),
        ("seconds", 600, "10:00", "10:00", "10:00 min."),
        ("seconds", 3723.4, "1:02:03,4", "1:02:03.4", "1:02:03,4 timer"),
        ("seconds", Fraction(12470, 100), "2:04,7", "2:04.7", "2:04,7 min."),
        ("metres", 4.25, "4,25", "4.25", "4,25 m"),
        ("kilometres", 12, "12", "12", "12 km"),
        ("points", Fraction(45, 2), "22,5", "22.5", "22,5 point"),
        ("strokes", 54, "54", "54", "54 slag"),
        ("pins", 1, "1", "1", "1 kegle"),
        ("pins", 187, "187", "187", "187 kegler"),
        ("place", 2, "2", "2", "Nr. 2"),
        ("number", 3.5, "3,5", "3.5", "3,5"),
        ("metres", None, "–", "–", "Tæller ikke"),
    ],
)
def test_a_number_is_shown_in_its_unit(unit: str, number: float | None, danish: str, english: str, said: str) -> None:
    scale = Scale(UNITS[unit])
    assert (scale.text(number), scale.said(number)) == (danish, said)
    with force_locale("en"):
        assert scale.text(number) == english


def test_all_numbers_of_a_stage_have_as_many_decimals() -> None:
    made = [9, 9.1, 62.25]
    assert decimals_of(made) == 2
    assert [Scale(UNITS["seconds"], 2).text(number) for number in made] == ["9,00", "9,10", "1:02,25"]
    assert decimals_of([]) == 0


def test_what_was_shown_can_be_typed_again() -> None:
    scale = Scale(UNITS["seconds"], 2)
    for number in (0.05, 9, 59.99, 60, 61.5, 3599.99, 3600, 86_400.01):
        assert read_number(scale.text(number), UNITS["seconds"]) == number


def test_shared_points_have_a_comma_where_they_need_it() -> None:
    assert [points_text(points) for points in (9, 8.5, Fraction(20, 3), 0)] == ["9", "8,5", "6,67", "0"]


@pytest.mark.parametrize("unit", UNITS.values(), ids=list(UNITS))
def test_every_unit_has_its_words(unit: object) -> None:
    known = next(one for one in UNITS.values() if one is unit)
    assert unit_name(known)
    assert read_number(example(known).split(" eller ")[-1], known)
    assert isinstance(unit_short(known), str)


def test_a_place_is_written_once() -> None:
    assert attempts_of({"unit": "place", "attempts": 4}) == 1
    assert attempts_of({"attempts": 4}) == 4
