"""The index by which a customer is known to have none merged into it, so that its row can go at once."""

import sqlalchemy as sa
from alembic import op

revision = "customer_merged"
down_revision = "client_days"
branch_labels = None
depends_on = None

MERGED = sa.text("merged_into_id IS NOT NULL")


def upgrade() -> None:
    op.create_index("customer_merged", "customer", ["merged_into_id"], sqlite_where=MERGED, postgresql_where=MERGED)
