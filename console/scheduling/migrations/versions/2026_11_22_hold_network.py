"""Where a visitor holds from, so that all holds of one network address together are bounded."""

import sqlalchemy as sa
from alembic import op

revision = "hold_network"
down_revision = "turns_counted"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hold", sa.Column("network", sa.String(), nullable=True))
