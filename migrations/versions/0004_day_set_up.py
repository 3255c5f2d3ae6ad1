"""Which stages a court takes, who referees a match, when a team can come and must leave"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("courts", sa.Column("stages", sa.JSON(), nullable=True))
    op.add_column("slots", sa.Column("referee", sa.String(), nullable=True))
    for name in ("here_from", "leaves_at"):
        op.add_column("registrations", sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the change back."""
    for name in ("leaves_at", "here_from"):
        op.drop_column("registrations", name)
    op.drop_column("slots", "referee")
    op.drop_column("courts", "stages")
