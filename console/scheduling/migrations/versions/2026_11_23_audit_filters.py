"""The audit log by act, by who acted and by what was acted upon: a page of it is walked, however long it is."""

from alembic import op

revision = "audit_filters"
down_revision = "saved_views"
branch_labels = None
depends_on = None

_INDEXES = {
    "audit_entry_by_act": ["act"],
    "audit_entry_by_actor": ["actor_id"],
    "audit_entry_by_actor_and_act": ["actor_id", "act"],
    "audit_entry_by_subject": ["subject_id"],
}


def upgrade() -> None:
    for name, columns in _INDEXES.items():
        op.create_index(name, "audit_entry", ["app_id", *columns, "id"])
