"""What staff are told by message, one row a person and occasion: sent by the jobs, apart from messages to customers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from .columns import instant, json_object, maybe_instant
from .ids import new_id
from .record import Record


class StaffNotice(Record, table=True):
    """One notice to one person. The unique key makes telling the same occasion twice harmless."""

    __table_args__ = (
        UniqueConstraint("person_id", "channel", "occasion"),
        Index(
            "staff_notice_due",
            "due_at",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index("staff_notice_about", "subject_id", "status"),
        Index("staff_notice_of_person", "person_id", "app_id", "channel", "id"),
    )

    id: str = Field(default_factory=lambda: new_id("ntc"), primary_key=True)
    app_id: str = Field(foreign_key="app.id", index=True)
    person_id: str = Field(foreign_key="person.id")
    channel: str = "email"
    """`email`, or `browser`: the list in the console, where `sent` is shown."""
    kind: str
    """What it tells, such as `webhook_failing`; see `messages.notices`."""
    subject_id: str
    """The id of what it is about: a subscription, a booking."""
    occasion: str
    """What happened, once: the kind, the subject and when."""
    facts: dict[str, Any] = json_object()
    """What the text needs, frozen as it was; instants in ISO 8601."""
    due_at: datetime = instant()
    status: str = "pending"
    """`pending`, `sent`, `failed`, `withdrawn` (it was no longer true before it went out), or `not_sent` when there is no
    mail server or the app is a test app."""
    attempts: int = 0
    problem: str | None = None
    leased_by: str | None = None
    leased_until: datetime | None = maybe_instant()
    created_at: datetime = instant(index=True)
    sent_at: datetime | None = maybe_instant()
    read_at: datetime | None = maybe_instant()
    """When the person has seen it in the browser."""
