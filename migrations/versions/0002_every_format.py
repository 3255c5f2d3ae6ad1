"""Disciplines, marks, people and rounds in draws, how a series counts

No table is rebuilt: on SQLite that would take rows that refer to it along, and numbers given out for life.
"""

import sqlalchemy as sa
from alembic import op

from core.db import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A column that refers to another table; this wording is understood by both databases.
REFERENCES = (
    ("entries", "came_with_id", "registrations"),
    ("entries", "team_id", "entries"),
    ("stages", "discipline_id", "disciplines"),
)
COLUMNS = (
    ("competitions", sa.Column("overall", sa.JSON(), nullable=True)),
    ("divisions", sa.Column("takes", sa.String(), nullable=False, server_default="teams")),
    ("divisions", sa.Column("wishes", sa.JSON(), nullable=False, server_default="[]")),
    ("draws", sa.Column("kind", sa.String(), nullable=False, server_default="pools")),
    ("draws", sa.Column("round", sa.Integer(), nullable=True)),
    ("entries", sa.Column("number", sa.Integer(), nullable=True)),
    ("entries", sa.Column("is_person", sa.Boolean(), nullable=False, server_default=sa.false())),
    ("entries", sa.Column("people", sa.JSON(), nullable=False, server_default="[]")),
    ("series", sa.Column("scoring", sa.String(), nullable=False, server_default="match_points")),
    ("series", sa.Column("place_points", sa.JSON(), nullable=False, server_default="[]")),
    ("series", sa.Column("started", sa.Integer(), nullable=False, server_default="0")),
    ("series", sa.Column("best", sa.Integer(), nullable=True)),
    ("series", sa.Column("promoted", sa.Integer(), nullable=False, server_default="0")),
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "disciplines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name_da", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("sport_id", sa.Integer(), nullable=False),
        sa.Column("entry_ids", sa.JSON(), nullable=True),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name=op.f("fk_disciplines_division_id_divisions"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sport_id"], ["sports.id"], name=op.f("fk_disciplines_sport_id_sports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disciplines")),
        sa.UniqueConstraint("division_id", "key", name=op.f("uq_disciplines_division_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("client_at", UtcDateTime(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("disputes_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "supersedes_id IS NULL OR disputes_id IS NULL", name=op.f("ck_marks_corrects_or_disputes")
        ),
        sa.ForeignKeyConstraint(
            ["disputes_id"], ["marks.id"], name=op.f("fk_marks_disputes_id_marks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_marks_entry_id_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stages.id"], name=op.f("fk_marks_stage_id_stages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["marks.id"], name=op.f("fk_marks_supersedes_id_marks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marks")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_marks_supersedes_id")),
        sqlite_autoincrement=True,
    )
    is_root = sa.text("supersedes_id IS NULL AND disputes_id IS NULL")
    op.create_index("ix_marks_entry_id", "marks", ["entry_id"])
    op.create_index(
        "uq_marks_root",
        "marks",
        ["stage_id", "entry_id"],
        unique=True,
        sqlite_where=is_root,
        postgresql_where=is_root,
    )
    for table, column in COLUMNS:
        op.add_column(table, column)
    for table, name, target in REFERENCES:
        key = f"fk_{table}_{name}_{target}"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} INTEGER CONSTRAINT {key} REFERENCES {target} (id)")
    keep_choices()
    op.create_index("ix_entries_team_id", "entries", ["team_id"])
    op.create_index("ix_stages_discipline_id", "stages", ["discipline_id"])
    op.create_index("uq_entries_person", "entries", ["came_with_id", "number"], unique=True)


def keep_choices() -> None:
    """What the office chose was read off the options of two stages; now it is kept with the first."""
    stages = sa.table(
        "stages",
        sa.column("id", sa.Integer),
        sa.column("division_id", sa.Integer),
        sa.column("format", sa.String),
        sa.column("options", sa.JSON),
    )
    rows = op.get_bind().execute(sa.select(stages)).all()
    feeds = {row.division_id: row.options for row in rows if row.format == "knockout" and "per_pool" in row.options}
    for row in rows:
        options = {name: value for name, value in row.options.items() if name not in ("per_pool", "best_next")}
        if row.format == "round_robin" and "pool_count" in options:
            feed = feeds.get(row.division_id, {})
            options["choice"] = {
                "pool_count": options["pool_count"],
                "format": "round_robin",
                "options": {"legs": options.get("legs", 1)},
                "per_pool": feed.get("per_pool", 0),
                "best_next": feed.get("best_next", 0),
                "finals": 1,
                "second_pools": 0,
                "has_consolation": False,
                "final_format": "knockout",
                "bronze": feed.get("bronze", True),
                "compare": options.get("best", {}).get("compare", "per_match"),
            }
        op.execute(stages.update().where(stages.c.id == row.id).values(options=options))


def downgrade() -> None:
    """Take back; on SQLite a column that refers to another table cannot be dropped alone, so it is left empty there."""
    op.drop_index("uq_entries_person", "entries")
    op.drop_index("ix_stages_discipline_id", "stages")
    op.drop_index("ix_entries_team_id", "entries")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, name, _target in reversed(REFERENCES):
        if is_sqlite:
            op.execute(f"UPDATE {table} SET {name} = NULL")
        else:
            op.drop_column(table, name)
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column.name)
    op.drop_table("marks")
    op.drop_table("disciplines")
