"""Named views of the list of calls."""

import sqlalchemy as sa
from alembic import op

from console.scheduling.models import columns

revision = "saved_views"
down_revision = "bulk_cancel"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("app_id", sa.String(), sa.ForeignKey("app.id"), nullable=False),
        sa.Column("owner_id", sa.String(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("updated_at", columns.Instant(), nullable=False),
        sa.UniqueConstraint("app_id", "owner_id", "name_key"),
    )
    op.create_index("ix_saved_view_owner_id", "saved_view", ["owner_id"])
