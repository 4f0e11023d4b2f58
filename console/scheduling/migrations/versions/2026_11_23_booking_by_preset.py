"""A preset's calls in order of time: a page of them is walked, however many there are."""

from alembic import op

revision = "booking_by_preset"
down_revision = "reassignments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("booking_by_preset", "booking", ["preset_id", "scheduled_at", "id"])
    op.drop_index("ix_booking_preset_id", "booking")
