"""Who people are to the provider that they sign in with."""

import sqlalchemy as sa
from alembic import op

from console.scheduling.models import columns

revision = "person_identity"
down_revision = "preset_position"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_identity",
        sa.Column("issuer", sa.String(), primary_key=True),
        sa.Column("subject", sa.String(), primary_key=True),
        sa.Column("person_id", sa.String(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("linked_at", columns.Instant(), nullable=False),
        sa.UniqueConstraint("person_id", "issuer", name="person_identity_of_person"),
    )
