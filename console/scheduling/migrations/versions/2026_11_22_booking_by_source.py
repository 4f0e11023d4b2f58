"""The index by which the master view shows the bookings of one source, in order, however many there are."""

from alembic import op

revision = "booking_by_source"
down_revision = "hold_network"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("booking_by_source", "booking", ["app_id", "booking_source", "scheduled_at", "id"])
