"""What only the demo's past needs: messages that went out in it, though nobody was there to send them."""

from sqlmodel import Session, col, select

from .. import clock
from ..actors import SYSTEM
from ..models import Booking, Reminder, TimelineEvent
from .transaction import reads, writes

_UPCOMING = ("scheduled", "pending_confirmation", "confirmed")


def send_messages() -> None:
    """Take every message that is due by now for sent, or for cancelled where nobody needs it any more."""
    if _is_any_due():
        _send()


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
