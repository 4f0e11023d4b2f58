"""What is due and not done yet: how much of it there is, and since when the oldest waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from ..models import Booking, Delivery, Reminder, StaffNotice, Subscription
from .sending import not_paused

COUNTED = 10_000
"""Nobody counts beyond it: a look must stay cheap however much waits."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, at most COUNTED, and since when the oldest of all does."""

    count: int = 0
    oldest: datetime | None = None


def waiting(session: Session, now: datetime) -> Mapping[str, Waiting]:
    """What is due by this moment: `deliveries`, `messages`, `notices`, and the clock's own `acts`.

    What a restore holds back waits for its owner's word, and is not counted.
    """
    due = {
        "deliveries": _deliveries(session),
        "messages": _MESSAGES.where(*not_paused(session, "messages", Reminder.app_id)),
        "notices": _NOTICES.where(*not_paused(session, "notices", StaffNotice.app_id)),
        "acts": _ACTS,
    }
    return {name: _look(session, one, now) for name, one in due.items()}


def _due_instants(instant: Any, *those: Any) -> Select[tuple[datetime]]:
    return select_columns(instant).where(*those)


_MESSAGES = _due_instants(col(Reminder.fire_at), col(Reminder.status) == "pending")
_NOTICES = _due_instants(col(StaffNotice.due_at), col(StaffNotice.status) == "pending")
_ACTS = _due_instants(col(Booking.due_at), col(Booking.due_at).is_not(None))


def _deliveries(session: Session) -> Select[tuple[datetime]]:
    """Those of subscriptions that are served: what a paused one keeps is not late."""
    served = select_columns(col(Subscription.id)).where(
        col(Subscription.status) != "paused",
        col(Subscription.deleted_at).is_(None),
        *not_paused(session, "webhooks", Subscription.app_id),
    )
    return _due_instants(
        col(Delivery.due_at), col(Delivery.status) == "pending", col(Delivery.subscription_id).in_(served)
    )


def _look(session: Session, due: Select[tuple[datetime]], until: datetime) -> Waiting:
    instant = due.selected_columns[0]
    oldest_first = due.where(instant <= until).order_by(instant).limit(COUNTED).subquery()
    count, oldest = session.execute(select_columns(func.count(), func.min(oldest_first.c[0]))).one()
    return Waiting(count, oldest)
