"""Bookings that the clock must look at, and when."""

from datetime import datetime, timedelta

from sqlalchemy import text, update
from sqlmodel import Session, col, select

from ..database import is_sqlite
from ..models import Booking

_GRACE_CHANGED = text(
    "UPDATE booking SET due_at = scheduled_at + :after WHERE preset_id = :preset AND due_at = scheduled_at + :before "
    "AND status IN ('scheduled', 'confirmed') AND call_kind = 'link' "
    "AND guest_joined_at IS NULL AND agent_joined_at IS NULL AND needs_outcome_since IS NULL"
)
_DEADLINE_CHANGED = text(
    "UPDATE booking SET due_at = CASE WHEN coalesce(confirmation_asked_at, created_at) < scheduled_at - :lead "
    "THEN scheduled_at - :lead ELSE scheduled_at END "
    "WHERE preset_id = :preset AND status = 'pending_confirmation'"
)


def due(session: Session, now: datetime, limit: int) -> list[str]:
    """The bookings that are due, longest due first."""
    query = select(Booking.id).where(col(Booking.due_at) <= now).order_by(col(Booking.due_at)).limit(limit)
    return list(session.exec(query))


def put_off(session: Session, booking_id: str, until: datetime) -> None:
    """Let the clock look at this one later."""
    session.execute(update(Booking).where(col(Booking.id) == booking_id).values(due_at=until))


def grace_changed(session: Session, preset_id: str, before: int, after: int) -> None:
    """Calls of this preset that nobody has joined are due after another grace, in minutes."""
    minutes = {"before": _length(session, before), "after": _length(session, after)}
    session.execute(_GRACE_CHANGED, {"preset": preset_id} | minutes)


def deadline_changed(session: Session, preset_id: str, minutes: int) -> None:
    """Bookings of this preset that wait for a yes are given up so many minutes before the start."""
    session.execute(_DEADLINE_CHANGED, {"preset": preset_id, "lead": _length(session, minutes)})


def _length(session: Session, minutes: int) -> int | timedelta:
    """As this database adds it to an instant, see `models.columns.Instant`."""
    return minutes * 60_000 if is_sqlite(session) else timedelta(minutes=minutes)
