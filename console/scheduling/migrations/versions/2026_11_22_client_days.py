"""How often each API client calls, day by day."""

import sqlalchemy as sa
from alembic import op

revision = "client_days"
down_revision = "messages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "client_day",
        sa.Column("client_id", sa.String(), sa.ForeignKey("client.id"), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True, index=True),
        sa.Column("calls", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
    )
