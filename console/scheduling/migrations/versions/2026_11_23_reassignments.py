"""What a reassign plan has moved, kept for as long as it can be undone."""

import sqlalchemy as sa
from alembic import op

from console.scheduling.models import columns

revision = "reassignments"
down_revision = "failed_messages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reassignment",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("app_id", sa.String(), sa.ForeignKey("app.id"), nullable=False),
        sa.Column("actor_id", sa.String(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("exception_id", sa.String(), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False),
    )
    op.create_index("reassignment_by_actor", "reassignment", ["app_id", "actor_id", "created_at"])
    op.create_index("ix_reassignment_created_at", "reassignment", ["created_at"])
    op.create_table(
        "reassigned_call",
        sa.Column("reassignment_id", sa.String(), sa.ForeignKey("reassignment.id"), primary_key=True),
        sa.Column("booking_id", sa.String(), sa.ForeignKey("booking.id"), primary_key=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("from_agent_id", sa.String(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("to_agent_id", sa.String(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("scheduled_at", columns.Instant(), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("undone_at", columns.Instant(), nullable=True),
    )
