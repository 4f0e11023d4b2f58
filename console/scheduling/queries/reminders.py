"""Messages that are due, and who holds them."""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col, func, select

from ..models import Booking, Reminder
from .sending import not_paused


def has_due(session: Session, now: datetime, channel: str | None = None) -> bool:
    """Whether any message, or any of this channel, waits to be sent."""
    return session.exec(select(Reminder.id).where(_is_due(session, now), *_on(channel)).limit(1)).first() is not None


def lease(
    session: Session, count: int, worker: str, now: datetime, lasting: timedelta, channel: str | None = None
) -> list[Reminder]:
    """Give the worker the oldest `count` due messages, of one channel or of all; each counts as one more try."""
    due = (
        select(Reminder.id)
        .where(_is_due(session, now), *_on(channel))
        .order_by(col(Reminder.fire_at), col(Reminder.id))
        .limit(count)
        .with_for_update(skip_locked=True)
        .cte("due")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    claimed = (
        update(Reminder)
        .where(col(Reminder.id).in_(select(due.c.id)))
        .values(leased_by=worker, leased_until=now + lasting, attempts=Reminder.attempts + 1)
        .returning(Reminder)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(session.scalars(claimed), key=lambda row: (row.fire_at, row.id))


def leased(session: Session, reminder_id: str, worker: str, attempt: int) -> Reminder | None:
    """The message, if this try of this worker is still the latest word on it."""
    mine = select(Reminder).where(
        Reminder.id == reminder_id,
        Reminder.leased_by == worker,
        Reminder.attempts == attempt,
        Reminder.status == "pending",
    )
    return session.exec(mine.with_for_update()).first()


def page(
    session: Session, app_id: str, status: str, channel: str, now: datetime, limit: int
) -> list[tuple[Reminder, Booking]]:
    """The app's messages with their bookings, latest first; those to come, soonest first, only where they are asked for."""
    condition = [col(Reminder.app_id) == app_id, *_on(channel or None)]
    condition.append(col(Reminder.status) == status if status else col(Reminder.fire_at) <= now)
    order = (col(Reminder.fire_at), col(Reminder.id))
    listed = (
        select(Reminder, Booking)
        .join(Booking, col(Booking.id) == col(Reminder.booking_id))
        .where(*condition)
        .order_by(*(order if status == "pending" else (each.desc() for each in order)))
    )
    return list(session.exec(listed.limit(limit)).all())


def of_booking(session: Session, booking_id: str) -> list[Reminder]:
    """The messages of one booking, sent, planned and cancelled, in the order in which they are due."""
    mine = select(Reminder).where(Reminder.booking_id == booking_id)
    return list(session.exec(mine.order_by(col(Reminder.fire_at), col(Reminder.id))))


def unsent(session: Session, app_id: str) -> dict[str, int]:
    """How many messages of the app were not sent, by channel."""
    counted = (
        select(Reminder.channel, func.count())
        .where(Reminder.app_id == app_id, Reminder.status == "not_sent")
        .group_by(col(Reminder.channel))
    )
    return dict(session.exec(counted).all())


def by_provider_id(session: Session, provider_id: str, *, lock: bool = False) -> Reminder | None:
    """The message that its channel knows by this name; with `lock`, for a change."""
    found = select(Reminder).where(Reminder.provider_id == provider_id)
    return session.exec(found.with_for_update() if lock else found).first()


def locked(session: Session, reminder_id: str) -> Reminder | None:
    """The message, for a change."""
    return session.exec(select(Reminder).where(Reminder.id == reminder_id).with_for_update()).first()


def has_twin(session: Session, row: Reminder, channel: str) -> bool:
    """Whether the same message was planned for another channel in the same act."""
    twin = select(Reminder.id).where(
        Reminder.booking_id == row.booking_id,
        Reminder.kind == row.kind,
        Reminder.channel == channel,
        Reminder.created_at == row.created_at,
    )
    return session.exec(twin.limit(1)).first() is not None


def has_reply_to(session: Session, booking_id: str, message_id: str) -> bool:
    """Whether this message of the customer has had its answer."""
    ours = select(Reminder).where(
        Reminder.booking_id == booking_id, Reminder.kind == "reminder_custom", Reminder.channel == "whatsapp"
    )
    return any(row.details.get("reply_to") == message_id for row in session.exec(ours))


def workers(session: Session) -> set[str]:
    """Whoever holds a message."""
    held = select(Reminder.leased_by).where(col(Reminder.status) == "pending", col(Reminder.leased_until).is_not(None))
    return {worker for worker in session.exec(held.distinct()) if worker}


def release(session: Session, worker: str) -> None:
    """Let others have what this worker holds."""
    held = and_(col(Reminder.leased_by) == worker, col(Reminder.status) == "pending")
    session.execute(update(Reminder).where(held).values(leased_until=None))


def _on(channel: str | None):
    return [] if channel is None else [col(Reminder.channel) == channel]


def _is_due(session: Session, now: datetime):
    may_leave = not_paused(session, "messages", Reminder.app_id)
    free = or_(col(Reminder.leased_until).is_(None), col(Reminder.leased_until) <= now)
    return and_(col(Reminder.status) == "pending", col(Reminder.fire_at) <= now, free, *may_leave)
