"""Which notices each member wants, and which they have read in the browser."""

import sqlalchemy as sa
from alembic import op

from console.scheduling.models import columns

revision = "staff_notices"
down_revision = "webhook_health"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("member", sa.Column("notices", columns.Json, nullable=False, server_default="{}"))
    op.add_column("staff_notice", sa.Column("read_at", columns.Instant(), nullable=True))
    op.create_index("staff_notice_of_person", "staff_notice", ["person_id", "app_id", "channel", "id"])
