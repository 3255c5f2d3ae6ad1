"""The migrations make exactly the tables that the models describe, and foreign keys point down."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from core.db import Base, database
from tests.house.tree import FLOORS


def test_migrations_and_models_agree(app: Flask) -> None:
    with database().engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


def test_foreign_keys_point_down() -> None:
    floor_of = {
        mapper.local_table.name: FLOORS[mapper.class_.__module__.split(".")[0]] for mapper in Base.registry.mappers
    }
    up = [
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if floor_of[key.column.table.name] > floor_of[table.name]
    ]
    assert not up


def test_personal_columns_are_all_named_with_a_purpose(sqlite_app: Flask) -> None:
    """Columns that hold a person's name, phone or mail stand in the list the nightly deletion works from."""
    personal = {"phone", "email", "contact_name", "contact_phone", "contact_email", "recipient", "browser"}
    rows_of_people = {"leaders", "users", "organisations", "outbox", "login_sessions"}
    named = {field for data in sqlite_app.extensions["personal_data"] for field in data.fields}
    missing = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        if table.name in rows_of_people
        for column in table.columns
        if column.name in personal and f"{table.name}.{column.name}" not in named
    ]
    assert not missing, missing


def test_there_is_one_line_of_migrations() -> None:
    folder = Path(__file__).resolve().parents[2] / "migrations" / "versions"
    assert list(folder.glob("*.py"))
