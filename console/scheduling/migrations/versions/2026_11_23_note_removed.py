"""Internal notes that an admin removed: the row stays, to tell by whom and when."""

import sqlalchemy as sa
from alembic import op

from console.scheduling.models import columns

revision = "note_removed"
down_revision = "staff_notices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("internal_note", sa.Column("removed_at", columns.Instant(), nullable=True))
    op.execute("ALTER TABLE internal_note ADD COLUMN removed_by_id VARCHAR REFERENCES person (id)")
