"""Shifts on single dates, which replace the weekly hours of these dates."""

import sqlalchemy as sa
from alembic import op

revision = "roster"
down_revision = "weekly_figures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_shift",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("app_id", sa.String(), sa.ForeignKey("app.id"), nullable=False),
        sa.Column("person_id", sa.String(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.CheckConstraint(
            "0 <= start_minute AND start_minute < 1440 AND start_minute <= end_minute"
            " AND end_minute <= start_minute + 1440",
            name="roster_shift_within_a_day",
        ),
    )
    op.create_index("roster_shift_by_agent", "roster_shift", ["app_id", "person_id", "day"])
