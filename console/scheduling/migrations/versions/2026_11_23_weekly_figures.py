"""Who gets a week's figures by e-mail."""

import sqlalchemy as sa
from alembic import op

from console.scheduling.models import columns

revision = "weekly_figures"
down_revision = "holidays"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weekly_figures",
        sa.Column("app_id", sa.String(), sa.ForeignKey("app.id"), primary_key=True),
        sa.Column("person_id", sa.String(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
    )
    op.create_index("ix_weekly_figures_person_id", "weekly_figures", ["person_id"])
    op.create_index("ix_weekly_figures_due_at", "weekly_figures", ["due_at"])


def downgrade() -> None:
    op.drop_table("weekly_figures")
