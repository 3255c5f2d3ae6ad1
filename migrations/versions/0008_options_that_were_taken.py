"""What a way out of a conflict changed in the day, so that it can be put back"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("plan_runs", sa.Column("taken", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))


def downgrade() -> None:
    """Take back."""
    op.drop_column("plan_runs", "taken")
