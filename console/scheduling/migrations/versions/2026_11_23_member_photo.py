"""A picture of a member, for customers who choose whom to talk to."""

import sqlalchemy as sa
from alembic import op

revision = "member_photo"
down_revision = "link_requests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("member", sa.Column("photo", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("member", "photo")
