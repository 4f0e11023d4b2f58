"""Messages that failed: found at once, however many others there are."""

import sqlalchemy as sa
from alembic import op

revision = "failed_messages"
down_revision = "note_removed"
branch_labels = None
depends_on = None

_FAILED = sa.text("status = 'failed'")


def upgrade() -> None:
    op.create_index(
        "reminder_failed",
        "reminder",
        ["app_id", "fire_at"],
        sqlite_where=_FAILED,
        postgresql_where=_FAILED,
    )
