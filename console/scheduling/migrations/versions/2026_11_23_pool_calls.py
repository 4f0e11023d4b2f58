"""Calls of the pool: found at once, however many others there are."""

import sqlalchemy as sa
from alembic import op

revision = "pool_calls"
down_revision = "dnd_note"
branch_labels = None
depends_on = None

_POOL = sa.text("assignment_method = 'pool'")


def upgrade() -> None:
    op.create_index(
        "booking_of_pool",
        "booking",
        ["app_id", "scheduled_at", "id"],
        sqlite_where=_POOL,
        postgresql_where=_POOL,
    )
