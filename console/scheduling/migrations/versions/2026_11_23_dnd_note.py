"""What an agent noted about a time not to be disturbed."""

import sqlalchemy as sa
from alembic import op

revision = "dnd_note"
down_revision = "second_factor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dnd_window", sa.Column("note", sa.String(), nullable=True))
