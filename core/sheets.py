"""Spreadsheets in and out: CSV and XLSX read into the same rows, written so that no cell is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zipfile import ZipFile

from flask import Response
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core import clock
from core.errors import RuleError
from core.texts import tidy_text

MOST_ROWS = 5000
MOST_COLUMNS = 60
# What an XLSX may take up unpacked: a small file can hold a gigabyte of nothing.
MOST_UNPACKED = 64 * 1024 * 1024
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | date | datetime | None


def read_sheet(name: str, content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV or XLSX file as `{column: text}`, columns as the first row names them (lower case).

    Raises RuleError("core.sheet_unreadable"), ("core.sheet_empty") or ("core.sheet_too_long").
    """
    table = _read_xlsx(content) if content[:2] == b"PK" else _read_csv(content)
    table = [row for row in table if any(cell.strip() for cell in row)]
    if len(table) < 2:
        raise RuleError("core.sheet_empty", field="file")
    if len(table) > MOST_ROWS:
        raise RuleError("core.sheet_too_long", field="file", most=MOST_ROWS)
    heads = [head.strip().lower() for head in table[0]]
    return [
        {head: (_as_typed(row[column]) if column < len(row) else "") for column, head in enumerate(heads) if head}
        for row in table[1:]
    ]


def _as_typed(text: str) -> str:
    """A cell without the apostrophe that our own files put before what would run as a formula."""
    tidy = tidy_text(text)
    return tidy[1:] if tidy.startswith("'") and tidy[1:].startswith(DANGEROUS) else tidy


def _read_csv(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise RuleError("core.sheet_unreadable", field="file")
    if "\x00" in text:
        raise RuleError("core.sheet_unreadable", field="file")
    first = text.split("\n", 1)[0]
    # Danish spreadsheets write semicolons, because the comma is the decimal sign.
    delimiter = max(",;\t", key=first.count)
    try:
        rows = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
        return [row[:MOST_COLUMNS] for row in rows]
    except csv.Error:
        raise RuleError("core.sheet_unreadable", field="file") from None


def _read_xlsx(content: bytes) -> list[list[str]]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise ValueError(unpacked)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        return [[_cell_text(value) for value in row] for row in rows]
    except Exception:
        # A damaged file fails in the archive, the XML or the reader, each with errors of its own.
        raise RuleError("core.sheet_unreadable", field="file") from None


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M") if (value.hour, value.minute) != (0, 0) else value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def csv_answer(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A CSV file that Danish spreadsheets open as it is: semicolons, and a mark that says UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([[_safe(_plain(cell)) for cell in row] for row in rows])
    return _file(("\ufeff" + text.getvalue()).encode(), f"{name}.csv", "text/csv; charset=utf-8")


def xlsx_answer(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """An XLSX file with one sheet, a bold frozen head and text that is never a formula."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(heads))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_xlsx_value(cell) for cell in row])
    for column, head in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(column)].width = max(12, len(head) + 4)
    target = io.BytesIO()
    book.save(target)
    return _file(target.getvalue(), f"{name}.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def sheet_answer(kind: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The file in the kind the address asked for: "xlsx", anything else is CSV."""
    return xlsx_answer(name, heads, rows) if kind == "xlsx" else csv_answer(name, heads, rows)


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return clock.local(cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, float):
        # As with the semicolons: a Danish spreadsheet reads a point as thousands.
        return str(cell).replace(".", ",")
    return "" if cell is None else str(cell)


def _safe(text: str) -> str:
    # A cell that begins so would run as a formula in the reader's spreadsheet; the apostrophe makes it text.
    return "'" + text if text.startswith(DANGEROUS) and not _is_number(text) else text


def _xlsx_value(cell: Cell) -> str | int | float | date | datetime | None:
    if isinstance(cell, datetime):
        return clock.local(cell).replace(tzinfo=None)
    # What was stored before it was tidied must not break the whole file.
    return _safe(tidy_text(cell)) if isinstance(cell, str) else cell


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(",", ".", 1).replace(".", "", 1).isdigit()


def _file(content: bytes, name: str, content_type: str) -> Response:
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
