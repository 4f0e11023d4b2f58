"""Customers who ask for the links to their calls."""

import sqlalchemy as sa
from alembic import op

from console.scheduling.models import columns

revision = "link_requests"
down_revision = "pool_calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_request",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("app_id", sa.String(), sa.ForeignKey("app.id"), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
    )
    op.create_index("ix_link_request_app_id", "link_request", ["app_id"])
