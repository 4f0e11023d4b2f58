"""Requests for links that wait for their answer, and the calls that they are about."""

from datetime import datetime

from sqlmodel import Session, col, select

from ..models import Booking, LinkRequest, Person, Reminder
from ..rules.lifecycle import LIVE


def is_any(session: Session) -> bool:
    """Whether a request waits."""
    return session.exec(select(LinkRequest.id).limit(1)).first() is not None


def oldest(session: Session, count: int) -> list[LinkRequest]:
    """The requests that wait longest, and that nobody else answers just now."""
    waiting = select(LinkRequest).order_by(col(LinkRequest.created_at), col(LinkRequest.id)).limit(count)
    return list(session.exec(waiting.with_for_update(skip_locked=True)))


def coming_calls(
    session: Session, app_id: str, channel: str, address: str, now: datetime, limit: int
) -> list[tuple[Booking, str]]:
    """The live calls of an app, with their agents' names, that are booked with this very address and not over.

    Not those of its customer: whoever knows a customer's phone can book with it and an e-mail of their own.
    """
    booked_with = Booking.guest_email_key if channel == "email" else Booking.guest_phone
    calls = (
        select(Booking, Person.name)
        .join(Person, col(Person.id) == col(Booking.agent_id))
        .where(
            Booking.app_id == app_id,
            col(booked_with) == address,
            col(Booking.status).in_(LIVE),
            col(Booking.ends_at) > now,
        )
        .order_by(col(Booking.scheduled_at), col(Booking.id))
        .limit(limit)
    )
    return list(session.exec(calls).all())


def is_owed(session: Session, booking_id: str, kind: str, channel: str) -> bool:
    """Whether such a message of this booking waits to be sent."""
    unsent = select(Reminder.id).where(
        Reminder.booking_id == booking_id,
        Reminder.kind == kind,
        Reminder.channel == channel,
        Reminder.status == "pending",
    )
    return session.exec(unsent.limit(1)).first() is not None
