"""What became of a booking's webhooks."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from ..models import Delivery, OutboxEvent, Subscription


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One event of a booking, owed to one address."""

    event: str
    url: str
    status: str
    attempts: int
    occurred_at: datetime


def of_booking(session: Session, booking_id: str) -> list[DeliveryLine]:
    """Every delivery of the booking's events, oldest first."""
    query = (
        select(OutboxEvent.event, Subscription.url, Delivery.status, Delivery.attempts, OutboxEvent.occurred_at)  # pyright: ignore[reportCallIssue]
        .join(Delivery, col(Delivery.event_id) == OutboxEvent.id)
        .join(Subscription, col(Subscription.id) == Delivery.subscription_id)
        .where(col(OutboxEvent.booking_id) == booking_id)
        .order_by(OutboxEvent.position)
    )
    return [DeliveryLine(*row) for row in session.execute(query)]
