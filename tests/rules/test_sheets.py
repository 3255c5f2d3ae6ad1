"""Spreadsheets: what comes in is read whatever wrote it, what goes out holds no formula."""

import io
from datetime import UTC, date, datetime
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from core.errors import RuleError
from core.sheets import csv_answer, read_sheet, xlsx_answer


@pytest.mark.parametrize(
    "content",
    [
        "navn;by\r\nFyrtårnet;Rødby\r\n".encode("utf-8-sig"),
        "navn,by\nFyrtårnet,Rødby\n".encode(),
        "navn;by\nFyrtårnet;Rødby\n".encode("cp1252"),
        "navn\tby\n\nFyrtårnet\tRødby\n;;\n".encode(),
    ],
)
def test_a_csv_is_read_whatever_wrote_it(content: bytes) -> None:
    assert read_sheet("x.csv", content)[0] == {"navn": "Fyrtårnet", "by": "Rødby"}


def test_an_xlsx_is_read_as_texts() -> None:
    book = Workbook()
    book.active.append(["Navn", "Hold", "Dato"])
    book.active.append(["Fyrtårnet", 4.0, datetime(2026, 10, 3)])  # noqa: DTZ001  # a spreadsheet knows no zone
    target = io.BytesIO()
    book.save(target)
    assert read_sheet("x.xlsx", target.getvalue()) == [{"navn": "Fyrtårnet", "hold": "4", "dato": "2026-10-03"}]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "core.sheet_empty"),
        (b"navn;by\n", "core.sheet_empty"),
        (b"PK\x03\x04 no archive", "core.sheet_unreadable"),
        (b"a;b\n\x00\x01", "core.sheet_unreadable"),
        (b'a;b\n"open;', "core.sheet_unreadable"),
        (b"a;b\n" + b"1;2\n" * 6000, "core.sheet_too_long"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(RuleError) as refusal:
        read_sheet("x", content)
    assert refusal.value.code == code


DANGEROUS = ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\t=1"]


def archive(**parts: bytes) -> bytes:
    """A small XLSX with some of its parts replaced; `sheet` is the first sheet."""
    book, made, changed = Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["navn"])
    book.save(made)
    names = {"sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml", "styles": "xl/styles.xml"}
    with ZipFile(made) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = next((part for part, path in names.items() if path == name), "")
            new.writestr(name, parts.get(part, old.read(name)))
    return changed.getvalue()


@pytest.mark.parametrize("part", ["sheet", "book", "styles"])
@pytest.mark.parametrize("content", [b"", b"<", b"\xff\xfe", b"<a>" * 9])
def test_a_damaged_xlsx_is_refused(part: str, content: bytes) -> None:
    with pytest.raises(RuleError) as refusal:
        read_sheet("x.xlsx", archive(**{part: content}))
    assert refusal.value.code == "core.sheet_unreadable"


def test_an_xlsx_that_unpacks_to_very_much_is_refused_unread() -> None:
    bomb = archive(styles=b" " * (65 * 1024 * 1024))
    assert len(bomb) < 100_000
    with pytest.raises(RuleError) as refusal:
        read_sheet("x.xlsx", bomb)
    assert refusal.value.code == "core.sheet_unreadable"


def test_a_csv_has_at_most_sixty_columns() -> None:
    heads = ";".join(f"k{number}" for number in range(100_000))
    assert len(read_sheet("x.csv", f"{heads}\n1;2\n".encode())[0]) == 60


def test_what_goes_out_comes_in_again_as_it_was() -> None:
    names = ["+45 12 34 56 78", "=Huset", "-", "'Huset"]
    rows = [[name] for name in names]
    for answer in (csv_answer("x", ["navn"], rows), xlsx_answer("x", ["navn"], rows)):
        assert [row["navn"] for row in read_sheet("x", answer.get_data())] == names


def test_signs_that_no_keyboard_makes_do_not_break_an_xlsx() -> None:
    answer = xlsx_answer("x", ["navn"], [["Hav\x01nen\x00"]])
    assert read_sheet("x", answer.get_data()) == [{"navn": "Havnen"}]


def test_no_cell_of_a_csv_is_a_formula() -> None:
    text = csv_answer("x", ["a"], [[value] for value in DANGEROUS]).get_data(as_text=True)
    assert text.startswith("\ufeff")
    assert all(("'" + value) in text for value in DANGEROUS)


def test_negative_numbers_stay_numbers() -> None:
    assert ";-3\r\n" in csv_answer("x", ["a", "b"], [[1, -3]]).get_data(as_text=True)


def test_no_cell_of_an_xlsx_is_a_formula() -> None:
    answer = xlsx_answer("x", ["a"], [[value] for value in DANGEROUS])
    sheet = load_workbook(io.BytesIO(answer.get_data())).active
    assert [row[0].data_type for row in sheet.iter_rows(min_row=2)] == ["s"] * len(DANGEROUS)


def test_times_are_written_as_the_wall_shows_them() -> None:
    rows = [[datetime(2026, 7, 1, 8, 0, tzinfo=UTC), date(2026, 7, 1)]]
    assert "2026-07-01 10:00;2026-07-01" in csv_answer("x", ["a", "b"], rows).get_data(as_text=True)
