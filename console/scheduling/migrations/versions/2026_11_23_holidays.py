"""Whose public holiday a closure was taken for."""

import sqlalchemy as sa
from alembic import op

revision = "holidays"
down_revision = "member_photo"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("schedule_exception", sa.Column("holiday", sa.String(), nullable=True))
