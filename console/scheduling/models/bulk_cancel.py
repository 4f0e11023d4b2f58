"""Many bookings cancelled by one act: what is still to be done survives the tab, and the process, that began it."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from .columns import instant, maybe_instant
from .ids import new_id
from .record import Record


class BulkCancel(Record, table=True):
    """One such act of a person. It is over once `finished_at` is set; `stopped_at` says that the rest was left alone."""

    __table_args__ = (
        Index("bulk_cancel_of_person", "app_id", "person_id", "id"),
        Index("bulk_cancel_by_end", "finished_at", "id"),
    )

    id: str = Field(default_factory=lambda: new_id("blk"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    person_id: str = Field(foreign_key="person.id", index=True)
    reason: str | None = None
    total: int
    leased_by: str | None = None
    """The worker that is at it; another one may go on when `leased_until` has passed."""
    leased_until: datetime | None = maybe_instant()
    created_at: datetime = instant()
    stopped_at: datetime | None = maybe_instant()
    finished_at: datetime | None = maybe_instant()
    seen_at: datetime | None = maybe_instant()
    """When its person put away what came of it."""


class BulkCancelRow(Record, table=True):
    """One booking of the act, as it was when it was chosen."""

    __table_args__ = (Index("bulk_cancel_row_by_status", "act_id", "status", "position"),)

    act_id: str = Field(foreign_key="bulk_cancel.id", primary_key=True)
    booking_id: str = Field(foreign_key="booking.id", primary_key=True, index=True)
    position: int
    version: int
    """The booking's version when it was chosen: one that has changed since is left alone."""
    status: str = "pending"
    """`pending`, `done`, `failed` or `left`, when the act was stopped before."""
    problem: str | None = None
    """Why it failed, in a sentence."""
