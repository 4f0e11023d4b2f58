"""What messages need: when customers wrote to us, and messages sent on trial.

The outbox page walks an app's messages in the order of their time, and counts those that were not sent.
"""

import sqlalchemy as sa
from alembic import op

from console.scheduling.models import columns

revision = "messages"
down_revision = "calendars"
branch_labels = None
depends_on = None

UNSENT = sa.text("status = 'not_sent'")


def upgrade() -> None:
    op.add_column("customer_contact", sa.Column("wrote_at", columns.Instant(), nullable=True))
    op.drop_index("ix_reminder_app_id", "reminder")
    op.create_index("reminder_by_app", "reminder", ["app_id", "fire_at", "id"])
    op.create_index("reminder_unsent", "reminder", ["app_id", "channel"], sqlite_where=UNSENT, postgresql_where=UNSENT)
    op.create_table(
        "trial_message",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("app_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("claimed_at", columns.Instant(), nullable=True),
        sa.Column("finished_at", columns.Instant(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["app.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_trial_message_app_id", "trial_message", ["app_id"])
