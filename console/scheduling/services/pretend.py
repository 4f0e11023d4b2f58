"""What only the demo's past needs: messages that went out in it, though nobody was there to send or to read them."""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from .. import clock
from ..actors import SYSTEM
from ..models import Booking, Reminder, StaffNotice, TimelineEvent
from .transaction import reads, writes

_REMEMBERED = timedelta(hours=5)
_UPCOMING = ("scheduled", "pending_confirmation", "confirmed")


def send_messages() -> None:
    """Take every message that is due by now for sent, or for cancelled where nobody needs it any more."""
    if _is_any_due():
        _send()


@writes
def settle_notices(session: Session) -> None:
    """Take every notice to staff for sent, and those of yesterday for read: people were at work in the demo's past."""
    now = clock.now()
    owed = update(StaffNotice).where(col(StaffNotice.status) == "pending", col(StaffNotice.due_at) <= now)
    session.execute(owed.values(status="sent", sent_at=StaffNotice.due_at))
    session.execute(
        update(StaffNotice)
        .where(col(StaffNotice.created_at) <= now - _REMEMBERED)
        .values(read_at=StaffNotice.created_at)
    )


@reads
def _is_any_due(session: Session) -> bool:
    due = select(Reminder.id).where(Reminder.status == "pending", col(Reminder.fire_at) <= clock.now())
    return session.exec(due.limit(1)).first() is not None


@writes
def _send(session: Session) -> None:
    now = clock.now()
    due = select(Reminder).where(Reminder.status == "pending", col(Reminder.fire_at) <= now)
    for row in session.exec(due.order_by(col(Reminder.fire_at))):
        booking = session.get_one(Booking, row.booking_id)
        row.status = "sent" if (booking.status in _UPCOMING) != (row.kind == "cancellation") else "cancelled"
        if row.status == "sent":
            row.sent_at, row.attempts = row.fire_at, 1
            session.add(
                TimelineEvent(
                    booking_id=row.booking_id,
                    event_type="reminder_sent",
                    actor_type=SYSTEM.kind,
                    payload={"kind": row.kind, "channel": row.channel},
                    created_at=now,
                )
            )
