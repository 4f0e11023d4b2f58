"""How a message ends: its status, what the timeline says of it, and the channel it takes instead when it failed."""

from datetime import datetime

from sqlmodel import Session

from ...actors import SYSTEM
from ...models import Booking, Customer, Preset, Reminder, TimelineEvent
from ...queries import reminders as found
from ...rules import reminders as rules
from .. import notices
from ..changes import Change, announce
from .planning import free_moment


def finish(row: Reminder, status: str) -> None:
    """Nobody sends it any more."""
    row.status, row.leased_by, row.leased_until = status, None, None


def fail(session: Session, row: Reminder, problem: str, now: datetime) -> None:
    """It is given up: the timeline says why, and the next channel of the preset takes over; without one, admins hear."""
    row.problem = problem
    finish(row, "failed")
    tell(session, row, "reminder_failed", now)
    if not _send_otherwise(session, row, now):
        notices.of_message(session, row.app_id, now)


def tell(session: Session, row: Reminder, event_type: str, now: datetime) -> None:
    """Write what became of it into the booking's timeline."""
    payload = {"kind": row.kind, "channel": row.channel}
    if row.problem:
        payload["problem"] = row.problem
    session.add(
        TimelineEvent(
            booking_id=row.booking_id, event_type=event_type, actor_type=SYSTEM.kind, payload=payload, created_at=now
        )
    )
    announce(session, Change(row.app_id, "message", row.booking_id))


def _send_otherwise(session: Session, row: Reminder, now: datetime) -> bool:
    """The same message on the next channel, unless it goes out there anyway, or has taken a second way already.

    Gives whether it reaches the customer in another way.
    """
    booking = session.get_one(Booking, row.booking_id)
    addresses = {"email": booking.guest_email, "whatsapp": booking.guest_phone}
    to_another = row.recipient is not None and row.recipient != addresses[row.channel]
    stays = row.details.get("instead_of") or row.details.get("reply") or row.kind == rules.CALL_LINKS
    if stays or to_another:
        return False
    opt_outs = session.get_one(Customer, booking.customer_id).opt_outs
    preset = session.get_one(Preset, booking.preset_id)
    for channel in rules.next_channels(preset.reminders, row.kind, row.channel):
        if not addresses[channel] or rules.refuses(opt_outs, row.kind, channel):
            continue
        if not found.has_twin(session, row, channel):
            session.add(
                Reminder(
                    app_id=row.app_id,
                    booking_id=row.booking_id,
                    kind=row.kind,
                    channel=channel,
                    message=row.message,
                    details={**row.details, "instead_of": row.id},
                    fire_at=free_moment(session, row.booking_id, row.kind, channel, now),
                    created_at=now,
                )
            )
        return True
    return False
