"""Messages to customers, planned with the booking or asked for, sent by the jobs; and the trials of who sets up a channel."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from .columns import instant, json_object, maybe_instant
from .ids import new_id
from .record import Record


class Reminder(Record, table=True):
    """One message of one kind on one channel. The unique key makes any number of planners harmless."""

    __table_args__ = (
        UniqueConstraint("booking_id", "kind", "channel", "fire_at"),
        Index(
            "reminder_due",
            "fire_at",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index("reminder_by_app", "app_id", "fire_at", "id"),
        Index(
            "reminder_failed",
            "app_id",
            "fire_at",
            sqlite_where=text("status = 'failed'"),
            postgresql_where=text("status = 'failed'"),
        ),
        Index(
            "reminder_unsent",
            "app_id",
            "channel",
            sqlite_where=text("status = 'not_sent'"),
            postgresql_where=text("status = 'not_sent'"),
        ),
    )

    id: str = Field(default_factory=lambda: new_id("rem"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    booking_id: str = Field(foreign_key="booking.id")
    kind: str
    """`invitation`, `reminder_24h`, `reminder_1h`, `reminder_15m`, `cancellation`, `conflict_notice`, `running_late`,
    `reminder_custom`, or `call_links`: a customer's links to all their calls, as they asked."""
    channel: str
    """`email` or `whatsapp`."""
    recipient: str | None = None
    message: str | None = None
    details: dict[str, Any] = json_object()
    """What the text needs beside the booking, such as the old time of a move; see `services.reminders`."""
    fire_at: datetime = instant()
    status: str = "pending"
    """`pending`, `sent`, `delivered`, `read`, `failed`, `cancelled`; or `not_sent` when the channel is not set up."""
    attempts: int = 0
    problem: str | None = None
    provider_id: str | None = Field(default=None, index=True)
    leased_by: str | None = None
    leased_until: datetime | None = maybe_instant()
    created_at: datetime = instant()
    sent_at: datetime | None = maybe_instant()


class TrialMessage(Record, table=True):
    """A message by which an admin tries a channel out. It is tried once, and its row is kept for a day."""

    id: str = Field(default_factory=lambda: new_id("trm"), primary_key=True)
    app_id: str = Field(foreign_key="app.id", index=True)
    person_id: str | None = Field(default=None, foreign_key="person.id")
    channel: str
    recipient: str
    claimed_at: datetime | None = maybe_instant()
    finished_at: datetime | None = maybe_instant()
    problem: str | None = None
    """Why it did not go out; None once `finished_at` is set: it did."""
    created_at: datetime = instant()


class LinkRequest(Record, table=True):
    """Somebody has asked for the links to the calls of an address. It stands here until the jobs have looked who that is."""

    id: str = Field(default_factory=lambda: new_id("lrq"), primary_key=True)
    app_id: str = Field(foreign_key="app.id", index=True)
    channel: str
    address: str
    """A phone in E.164, or a folded e-mail, as `CustomerContact.value`."""
    language: str
    """What whoever asked was reading."""
    created_at: datetime = instant()
