"""Why a match was hopped over is a key that both languages have words for"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# What the buttons wrote before, in the language of who pressed.
WRITTEN = {
    "Et hold mangler": "team_missing",
    "A team is missing": "team_missing",
    "Holdet er ikke klar": "team_not_ready",
    "The team is not ready": "team_not_ready",
}
CALLS = sa.table("calls", sa.column("court_id", sa.Integer), sa.column("reason", sa.String))


def upgrade() -> None:
    """Apply."""
    reason = sa.case(WRITTEN, value=CALLS.c.reason, else_="other")
    op.execute(CALLS.update().where(CALLS.c.court_id.is_(None)).values(reason=reason))


def downgrade() -> None:
    """Take back."""
    words = {key: text for text, key in reversed(WRITTEN.items())} | {"other": "Andet"}
    reason = sa.case(words, value=CALLS.c.reason, else_="Andet")
    op.execute(CALLS.update().where(CALLS.c.court_id.is_(None)).values(reason=reason))
