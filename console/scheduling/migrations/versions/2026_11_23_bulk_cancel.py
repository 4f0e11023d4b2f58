"""Many bookings cancelled by one act."""

import sqlalchemy as sa
from alembic import op

from console.scheduling.models import columns

revision = "bulk_cancel"
down_revision = "booking_by_preset"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulk_cancel",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("app_id", sa.String(), sa.ForeignKey("app.id"), nullable=False),
        sa.Column("person_id", sa.String(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.String(), nullable=True),
        sa.Column("leased_until", columns.Instant(), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("stopped_at", columns.Instant(), nullable=True),
        sa.Column("finished_at", columns.Instant(), nullable=True),
        sa.Column("seen_at", columns.Instant(), nullable=True),
    )
    op.create_index("ix_bulk_cancel_person_id", "bulk_cancel", ["person_id"])
    op.create_index("bulk_cancel_of_person", "bulk_cancel", ["app_id", "person_id", "id"])
    op.create_index("bulk_cancel_by_end", "bulk_cancel", ["finished_at", "id"])
    op.create_table(
        "bulk_cancel_row",
        sa.Column("act_id", sa.String(), sa.ForeignKey("bulk_cancel.id"), primary_key=True),
        sa.Column("booking_id", sa.String(), sa.ForeignKey("booking.id"), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
    )
    op.create_index("ix_bulk_cancel_row_booking_id", "bulk_cancel_row", ["booking_id"])
    op.create_index("bulk_cancel_row_by_status", "bulk_cancel_row", ["act_id", "status", "position"])
