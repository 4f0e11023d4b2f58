"""A booking's story, oldest first, and the internal notes that never leave the console."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from .columns import instant, json_object, maybe_instant
from .ids import new_id
from .record import Record


class TimelineEvent(Record, table=True):
    """One thing that happened to a booking. Ids sort in the order in which events were written."""

    __table_args__ = (Index("timeline_event_by_booking", "booking_id", "id"),)

    id: str = Field(default_factory=lambda: new_id("tle"), primary_key=True)
    booking_id: str = Field(foreign_key="booking.id")
    event_type: str
    actor_type: str
    actor_id: str | None = None
    payload: dict[str, Any] = json_object()
    created_at: datetime = instant()


class InternalNote(Record, table=True):
    """A remark for colleagues, append-only. Of one that was removed the text is gone, and that it stood there remains."""

    __table_args__ = (Index("internal_note_by_booking", "booking_id", "id"),)

    id: str = Field(default_factory=lambda: new_id("note"), primary_key=True)
    booking_id: str = Field(foreign_key="booking.id")
    author_id: str = Field(foreign_key="person.id")
    body: str
    created_at: datetime = instant()
    removed_at: datetime | None = maybe_instant()
    removed_by_id: str | None = Field(default=None, foreign_key="person.id")
