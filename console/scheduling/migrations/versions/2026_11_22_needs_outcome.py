"""Calls that wait for a word about their outcome: found at once, however many others there are."""

import sqlalchemy as sa
from alembic import op

revision = "needs_outcome"
down_revision = "event_feed"
branch_labels = None
depends_on = None

_WAITS = sa.text("needs_outcome_since IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "booking_needs_outcome",
        "booking",
        ["app_id", "scheduled_at", "id"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    # The clock marks them from now on; it looks at once at those that have ended already.
    op.execute(
        "UPDATE booking SET due_at = ends_at WHERE due_at > ends_at AND status IN ('scheduled', 'confirmed', 'started')"
    )
