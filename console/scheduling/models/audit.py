"""Administrative changes, append-only: ids and names of changed fields, never a customer's values."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from .columns import instant, json_list
from .ids import new_id
from .record import Record


class AuditEntry(Record, table=True):
    """Who changed which fields of what. A trigger refuses to change or delete a row."""

    __table_args__ = (
        Index("audit_entry_by_app", "app_id", "id"),
        Index("audit_entry_by_act", "app_id", "act", "id"),
        Index("audit_entry_by_actor", "app_id", "actor_id", "id"),
        Index("audit_entry_by_actor_and_act", "app_id", "actor_id", "act", "id"),
        Index("audit_entry_by_subject", "app_id", "subject_id", "id"),
    )

    id: str = Field(default_factory=lambda: new_id("aud"), primary_key=True)
    app_id: str | None = None
    actor_type: str
    actor_id: str | None = None
    act: str
    """A verb with its noun, such as `preset.changed` or `client.created`."""
    subject_id: str | None = None
    fields: list[str] = json_list()
    created_at: datetime = instant()
