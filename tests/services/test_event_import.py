"""A season comes in from a spreadsheet, seen before it is written, and goes out again as it came."""

import csv
import io
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from core.audit import SYSTEM
from core.db import session, transaction
from core.errors import RuleError
from core.sheets import Cell, sheet_answer
from events.exporting import season_rows
from events.importing import apply_import, faults_of, preview_import
from events.models import Cap, Event, SeasonImport, Series, Venue
from events.queries import get_import, list_office_events
from events.season_sheet import COLUMNS
from tests import make_events

pytestmark = pytest.mark.usefixtures("app")
SHEET = make_events.SEASON_SHEET.read_bytes()


def preview(content: bytes = SHEET, name: str = "saeson.csv") -> SeasonImport:
    return preview_import(make_events.year().id, name, content, by=SYSTEM)


def sheet(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    heads = [name for name in COLUMNS if any(name in row for row in rows)]
    writer = csv.DictWriter(text, heads, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


GOOD = {"name": "Dart i Vejle", "sport": "dart", "kind": "tournament", "month": "11", "region": "Syddanmark"}


def faults(**changes: str) -> list[str]:
    stored = preview(sheet(GOOD | changes))
    return [fault.code for fault in faults_of(stored.rows[0])]


def event_count() -> int:
    return session().scalar(select(func.count(Event.id))) or 0


def test_the_sixty_have_no_fault_and_nothing_is_written_yet() -> None:
    stored = preview()
    assert len(stored.rows) == 60
    assert [row["number"] for row in stored.rows if row["faults"]] == []
    assert event_count() == 0


def test_applying_it_makes_sixty_drafts_once() -> None:
    stored = preview()
    assert apply_import(stored.id, by=SYSTEM) == 60
    assert apply_import(stored.id, by=SYSTEM) == 60
    assert event_count() == 60
    assert set(session().scalars(select(Event.state))) == {"draft"}
    assert get_import(stored.id).made_count == 60


def test_rounds_of_one_name_become_a_series() -> None:
    apply_import(preview().id, by=SYSTEM)
    counts = dict(
        session()
        .execute(
            select(Series.name_da, func.count(Event.id))
            .join(Event, Event.series_id == Series.id)
            .group_by(Series.name_da)
        )
        .all()
    )
    assert counts == {"DM i indendørs fodbold": 5, "Dart-liga": 4}


def test_a_second_preview_of_the_same_sheet_says_that_all_is_there() -> None:
    apply_import(preview().id, by=SYSTEM)
    stored = preview()
    assert {fault["code"] for row in stored.rows for fault in row["faults"]} == {"events.import_exists"}
    assert apply_import(stored.id, by=SYSTEM) == 0
    assert event_count() == 60


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": ""}, "events.import_no_name"),
        ({"sport": "curling på is"}, "events.import_unknown_sport"),
        ({"kind": "fest"}, "events.import_unknown_kind"),
        ({"region": "Fyn"}, "events.import_unknown_region"),
        ({"month": "13"}, "events.import_no_day"),
        ({"month": "", "date": ""}, "events.import_no_day"),
        ({"date": "32.13.2026"}, "events.import_bad_date"),
        ({"date": "2030-01-01"}, "events.import_outside_season"),
        ({"date": "2026-11-07", "end_date": "2026-11-01"}, "events.ends_before_start"),
        ({"start": "tidligt"}, "events.import_bad_time"),
        ({"start": "12:00", "end": "11:00"}, "events.ends_before_start"),
        ({"teams": "mange"}, "events.import_bad_number"),
        ({"timing": "sent"}, "events.import_unknown_timing"),
        ({"scope": "alle"}, "events.import_unknown_scope"),
        ({"closes": "i går"}, "events.import_bad_time"),
    ],
)
def test_each_fault_is_named_on_its_row(changes: dict[str, str], expected: str) -> None:
    assert faults(**changes) == [expected]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"date": "01.01.0001"}, "events.import_bad_date"),
        ({"date": "2026-12-05", "end_date": "9999-12-31"}, "events.import_bad_date"),
        ({"date": "2026-12-05", "end_date": "2029-12-05"}, "events.too_long"),
        ({"opens": "0001-01-01 00:00"}, "events.import_bad_time"),
        ({"closes": "9999-12-31 23:59"}, "events.import_bad_time"),
        ({"date": "2026-12-05", "closes": "2026-12-05 12:00"}, "events.closes_after_start"),
        ({"opens": "2026-11-01 10:00", "closes": "2026-10-01 10:00"}, "events.closes_before_opening"),
    ],
)
def test_what_could_not_be_written_is_said_before(changes: dict[str, str], expected: str) -> None:
    stored = preview(sheet(GOOD | changes))
    assert expected in [fault.code for fault in faults_of(stored.rows[0])]
    assert apply_import(stored.id, by=SYSTEM) == 0


def test_a_meal_written_twice_is_there_once() -> None:
    stored = preview(sheet(GOOD | {"meals": "Frokost=10; frokost!; !!!"}))
    assert apply_import(stored.id, by=SYSTEM) == 1
    meals = session().scalars(select(Cap.label_da).where(Cap.kind == "meal").order_by(Cap.sort))
    assert meals.all() == ["Frokost", "!!!"]


def test_a_row_that_stands_twice_is_a_fault_the_second_time() -> None:
    stored = preview(sheet(GOOD | {"date": "2026-11-07"}, GOOD | {"date": "07.11.2026"}))
    assert [[fault["code"] for fault in row["faults"]] for row in stored.rows] == [[], ["events.import_twice"]]


def test_rows_with_faults_are_left_out_and_the_rest_comes_in() -> None:
    stored = preview(sheet(GOOD, GOOD | {"name": "Uden sport", "sport": "?"}))
    assert apply_import(stored.id, by=SYSTEM) == 1
    assert session().scalars(select(Event.title_da)).all() == ["Dart i Vejle"]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(RuleError) as error:
        preview(b"navn;sport\nDart;dart\n")
    assert (error.value.code, error.value.field) == ("events.import_no_column", "file")


def test_a_file_that_is_no_sheet_is_refused() -> None:
    with pytest.raises(RuleError) as error:
        preview(b"PK\x03\x04 not really", "saeson.xlsx")
    assert error.value.code == "core.sheet_unreadable"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_in_again_as_it_was(app: Flask, kind: str) -> None:
    apply_import(preview().id, by=SYSTEM)
    season = make_events.year()
    rows = season_rows(list_office_events(season.id))
    first = exported(app, rows, kind)
    with transaction() as db:
        for model in (Cap, Event, Venue, Series):
            db.execute(delete(model))
    stored = preview_import(season.id, f"saeson.{kind}", first, by=SYSTEM)
    assert [row["number"] for row in stored.rows if row["faults"]] == []
    apply_import(stored.id, by=SYSTEM)
    assert season_rows(list_office_events(season.id)) == rows
    assert len(rows) == 60


def exported(app: Flask, rows: list[list[Cell]], kind: str) -> bytes:
    with app.test_request_context():
        return sheet_answer(kind, "saeson", COLUMNS, rows).get_data()


def test_notes_say_what_columns_leave_out() -> None:
    notes = "regionalt; onsdag eftermiddag; A/B-række; sandwich"
    stored = preview(sheet(GOOD | {"notes": notes}))
    plan = stored.rows[0]["plan"]
    assert date.fromisoformat(plan["starts_on"]).weekday() == 2
    assert (plan["rows"], plan["meals"][0]["label_da"], plan["scope"]) == (["A", "B"], "Frokost", "regional")
    assert plan["starts_at"] == make_events.moment(plan["starts_on"] + " 13:00").isoformat()


@pytest.mark.parametrize(
    ("short", "words"), [("groups+knockout", "Puljer og slutspil"), ("none", ""), ("Tre runder", "Tre runder")]
)
def test_the_short_names_of_a_form_of_play_become_words(short: str, words: str) -> None:
    apply_import(preview(sheet(GOOD | {"format": short})).id, by=SYSTEM)
    assert session().scalars(select(Event.format_text)).one() == words
