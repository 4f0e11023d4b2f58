"""What the world is told: an event, and a delivery for each subscription that wants it."""

import logging
from typing import Any

from sqlmodel import Session, col, select

from .. import clock
from ..actors import Actor
from ..models import App, Booking, Delivery, OutboxEvent, Subscription
from . import journal
from .calls import call_object
from .changes import Change, announce

log = logging.getLogger(__name__)

WEBHOOK_EVENTS = {
    "created": "scheduled.created",
    "rescheduled": "scheduled.rescheduled",
    "cancelled": "scheduled.cancelled",
    "confirmed": "scheduled.confirmed",
    "no_show": "scheduled.no_show",
    "assigned": "scheduled.assigned",
    "updated": "scheduled.updated",
    "started": "scheduled.started",
    "completed": "scheduled.completed",
}
"""The webhook event of each timeline event that has one (CONTRACT section 7)."""


def emit(
    session: Session,
    booking: Booking,
    event_type: str,
    actor: Actor,
    *,
    reason: str | None = None,
    previous: dict[str, Any] | None = None,
) -> OutboxEvent:
    """Write the event of a booking, frozen as the booking now is, and owe it to every subscription that asked for it.

    Join and manage links are keys and never stored: they are added when a delivery is sent.
    """
    with session.no_autoflush:  # most acts end with one flush that writes all rows of a kind together
        app = session.get_one(App, booking.app_id)
    booking.event_sequence += 1
    event = OutboxEvent(
        app_id=booking.app_id,
        booking_id=booking.id,
        event=WEBHOOK_EVENTS[event_type],
        sequence=booking.event_sequence,
        occurred_at=clock.now(),
        test=app.test_of_app_id is not None,
        payload={
            "scheduled_call": call_object(booking, None),
            "change": {
                "actor_type": actor.kind,
                "actor_id": actor.id,
                "reason": reason,
                "previous": previous or {},
            },
        },
    )
    session.add(event)
    owe(session, event)
    journal.note(
        session,
        log,
        "Event.",
        kind=event.event,
        event_id=event.id,
        booking_id=booking.id,
        sequence=event.sequence,
        actor_type=actor.kind,
    )
    return event


def owe(session: Session, event: OutboxEvent) -> None:
    """A delivery of this event for each subscription of its app that asked for it, the paused ones too."""
    wanting = select(Subscription).where(Subscription.app_id == event.app_id, col(Subscription.deleted_at).is_(None))
    with session.no_autoflush:
        subscribed = [one for one in session.exec(wanting) if event.event in one.events]
    if not subscribed:
        return
    session.flush()  # the event stands before what refers to it
    for subscription in subscribed:
        session.add(
            Delivery(
                subscription_id=subscription.id,
                event_id=event.id,
                due_at=event.occurred_at,
                created_at=event.occurred_at,
            )
        )
        announce(session, Change(event.app_id, "delivery"))
