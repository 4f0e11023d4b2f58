"""Messages to customers, planned with the booking and sent by the jobs."""

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
    )

    id: str = Field(default_factory=lambda: new_id("rem"), primary_key=True)
    app_id: str = Field(foreign_key="app.id", index=True)
    booking_id: str = Field(foreign_key="booking.id")
    kind: str
    """`invitation`, `reminder_24h`, `reminder_1h`, `reminder_15m`, `cancellation`, `conflict_notice` or
    `reminder_custom`."""
    channel: str
    """`email` or `whatsapp`."""
    recipient: str | None = None
    message: str | None = None
    details: dict[str, Any] = json_object()
    """What the text needs beside the booking, such as the old time of a move."""
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
