"""The installation's key: 256 random bits, made with the database, so that whoever needs it only ever reads.

Links derive from it. A second key would make every link already sent unknown, hence once and never again.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "installation_key"
down_revision = "booking_guard"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.get_bind().execute(
        sa.text("INSERT INTO installation (name, value) VALUES ('key', :key) ON CONFLICT (name) DO NOTHING"),
        {"key": secrets.token_hex(32)},
    )
