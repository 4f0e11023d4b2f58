"""The order in which an app's presets are listed; those that were never moved stand by name."""

import sqlalchemy as sa
from alembic import op

revision = "preset_position"
down_revision = "booking_figures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("preset", sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
