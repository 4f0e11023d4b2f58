"""How webhooks are doing: the latest attempts of each subscription, what was sent again together, and notices to staff."""

import sqlalchemy as sa
from alembic import op

from console.scheduling.models import columns

revision = "webhook_health"
down_revision = "customer_merged"
branch_labels = None
depends_on = None

REPLAYED = sa.text("replay_id IS NOT NULL")
PENDING = sa.text("status = 'pending'")


def upgrade() -> None:
    _subscriptions()
    _attempts()
    _replays()
    _notices()


def _subscriptions() -> None:
    op.add_column("subscription", sa.Column("last_success_at", columns.Instant(), nullable=True))
    op.execute(
        "UPDATE subscription SET last_success_at = (SELECT max(finished_at) FROM delivery"
        " WHERE delivery.subscription_id = subscription.id AND delivery.status = 'delivered')"
    )


def _attempts() -> None:
    op.add_column("attempt", sa.Column("subscription_id", sa.String(), nullable=True))
    op.add_column("attempt", sa.Column("body_size", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("attempt", sa.Column("body_hash", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE attempt SET subscription_id = (SELECT subscription_id FROM delivery"
        " WHERE delivery.id = attempt.delivery_id)"
    )
    with op.batch_alter_table("attempt") as batch:
        batch.alter_column("subscription_id", existing_type=sa.String(), nullable=False)
        batch.create_foreign_key("attempt_subscription", "subscription", ["subscription_id"], ["id"])
    op.create_index("attempt_latest", "attempt", ["subscription_id", "started_at"])


def _replays() -> None:
    op.create_table(
        "replay",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("subscription_id", sa.String(), sa.ForeignKey("subscription.id"), nullable=False, index=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("stopped_at", columns.Instant(), nullable=True),
    )
    op.execute("ALTER TABLE delivery ADD COLUMN replay_id VARCHAR REFERENCES replay (id)")
    op.create_index(
        "delivery_replayed", "delivery", ["replay_id", "status"], sqlite_where=REPLAYED, postgresql_where=REPLAYED
    )


def _notices() -> None:
    op.create_table(
        "staff_notice",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("app_id", sa.String(), sa.ForeignKey("app.id"), nullable=False, index=True),
        sa.Column("person_id", sa.String(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("facts", columns.Json, nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("leased_by", sa.String(), nullable=True),
        sa.Column("leased_until", columns.Instant(), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False, index=True),
        sa.Column("sent_at", columns.Instant(), nullable=True),
        sa.UniqueConstraint("person_id", "channel", "occasion"),
    )
    op.create_index("staff_notice_due", "staff_notice", ["due_at"], sqlite_where=PENDING, postgresql_where=PENDING)
    op.create_index("staff_notice_about", "staff_notice", ["subject_id", "status"])
