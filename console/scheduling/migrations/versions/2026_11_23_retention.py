"""After how many months an app forgets its customers by itself."""

import sqlalchemy as sa
from alembic import op

revision = "retention"
down_revision = "person_identity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("app", sa.Column("retention_months", sa.Integer(), nullable=True))
