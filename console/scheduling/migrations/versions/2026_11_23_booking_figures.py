"""An app's calls in order of time, with all that figures count of them: months are counted without a look at each call."""

from alembic import op

revision = "booking_figures"
down_revision = "roster"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("booking_by_time", "booking")
    op.create_index(
        "booking_by_time",
        "booking",
        [
            *("app_id", "scheduled_at", "id", "agent_id", "preset_id", "booking_source", "status", "outcome"),
            *("duration_minutes", "created_at"),
        ],
    )


def downgrade() -> None:
    op.drop_index("booking_by_time", "booking")
    op.create_index("booking_by_time", "booking", ["app_id", "scheduled_at", "id"])
