"""Indexes that count an agent's turns, and the calls for which they were named, without a look at the rows."""

import sqlalchemy as sa
from alembic import op

revision = "turns_counted"
down_revision = "booking_search"
branch_labels = None
depends_on = None

NAMED = sa.text("assignment_method IN ('manual', 'self_selected')")


def upgrade() -> None:
    op.drop_index("turn_by_pool", table_name="turn")
    op.create_index("turn_by_agent", "turn", ["preset_id", "agent_id", "given_at", "returned_at"])
    op.create_index(
        "booking_named",
        "booking",
        ["preset_id", "agent_id", "created_at", "assignment_method"],
        sqlite_where=NAMED,
        postgresql_where=NAMED,
    )
