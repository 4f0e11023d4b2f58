"""Calendars both ways: when a busy calendar is read next and by whom, what came of it, and the feeds of our own calls.

Nothing has written busy calendars before, so their tables are made anew.
"""

import sqlalchemy as sa
from alembic import op

from console.scheduling.models import columns

revision = "calendars"
down_revision = "needs_outcome"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("busy_time")
    op.drop_table("busy_calendar")
    op.create_table(
        "busy_calendar",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("person_id", sa.String(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("etag", sa.String()),
        sa.Column("last_modified", sa.String()),
        sa.Column("digest", sa.String()),
        sa.Column("read_for", sa.String()),
        sa.Column("known_until", columns.Instant()),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("fetched_at", columns.Instant()),
        sa.Column("failed_at", columns.Instant()),
        sa.Column("problem", sa.String()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=False, index=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.String()),
        sa.Column("leased_until", columns.Instant()),
        sa.Column("created_at", columns.Instant(), nullable=False),
    )
    op.create_table(
        "busy_time",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("calendar_id", sa.String(), sa.ForeignKey("busy_calendar.id"), nullable=False, index=True),
        sa.Column("person_id", sa.String(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("start_at", columns.Instant(), nullable=False),
        sa.Column("end_at", columns.Instant(), nullable=False),
    )
    op.create_index("busy_time_by_person", "busy_time", ["person_id", "start_at"])
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("app_id", sa.String(), sa.ForeignKey("app.id"), nullable=False),
        sa.Column("person_id", sa.String(), sa.ForeignKey("person.id")),
        sa.Column("created_at", columns.Instant(), nullable=False),
    )
    op.create_index("calendar_feed_by_app", "calendar_feed", ["app_id", "person_id"])
