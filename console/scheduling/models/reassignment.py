"""What a plan has moved from agent to agent, kept so that it can be undone."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from .columns import instant, maybe_instant
from .ids import new_id
from .record import Record


class Reassignment(Record, table=True):
    """A plan that somebody applied, whole or in part."""

    __table_args__ = (Index("reassignment_by_actor", "app_id", "actor_id", "created_at"),)

    id: str = Field(default_factory=lambda: new_id("rea"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    actor_id: str = Field(foreign_key="person.id")
    exception_id: str | None = None
    """The blocked time that was set with it, and goes when it is undone; an id alone, since it may be removed before."""
    created_at: datetime = instant(index=True)


class ReassignedCall(Record, table=True):
    """A booking as the plan left it: who had it, who got it, and when it was to start."""

    reassignment_id: str = Field(foreign_key="reassignment.id", primary_key=True)
    booking_id: str = Field(foreign_key="booking.id", primary_key=True)
    place: int
    """The order of the acts, from 0; they are undone from the last."""
    from_agent_id: str = Field(foreign_key="person.id")
    to_agent_id: str = Field(foreign_key="person.id")
    scheduled_at: datetime = instant()
    duration_minutes: int
    undone_at: datetime | None = maybe_instant()
