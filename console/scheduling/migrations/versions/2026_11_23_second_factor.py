"""Authenticator apps with their recovery codes, and where a browser signed in from."""

import sqlalchemy as sa
from alembic import op

from console.scheduling.models import columns

revision = "second_factor"
down_revision = "audit_filters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.String(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("on_since", columns.Instant(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(), primary_key=True),
        sa.Column("person_id", sa.String(), sa.ForeignKey("person.id"), nullable=False),
    )
    op.create_index("ix_recovery_code_person_id", "recovery_code", ["person_id"])
    op.add_column("sign_in_session", sa.Column("address", sa.String(), nullable=False, server_default=""))
