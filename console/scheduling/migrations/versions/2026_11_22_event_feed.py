"""The event feed's numbers: an event's place in it, and how many each app has given out.

Events that stand already have no number; they get theirs, in the order in which they were written, when the feed is
first read. The index by app and position made way for the two that the feed asks.
"""

import sqlalchemy as sa
from alembic import op

revision = "event_feed"
down_revision = "booking_by_source"
branch_labels = None
depends_on = None

NUMBERED = "number IS NOT NULL"
WAITING = "number IS NULL AND booking_id IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "event_feed",
        sa.Column("app_id", sa.String(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["app.id"]),
        sa.PrimaryKeyConstraint("app_id"),
    )
    op.add_column("outbox_event", sa.Column("number", sa.BigInteger(), nullable=True))
    op.drop_index("outbox_event_by_app", "outbox_event")
    for name, column, unique, where in (
        ("outbox_event_in_feed", "number", True, NUMBERED),
        ("outbox_event_before_feed", "position", False, WAITING),
    ):
        op.create_index(
            name,
            "outbox_event",
            ["app_id", column],
            unique=unique,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
