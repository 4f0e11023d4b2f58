"""Messages that are due, and who holds them."""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col, select

from ..models import Reminder


def has_due(session: Session, now: datetime) -> bool:
    """Whether any message waits to be sent."""
    return session.exec(select(Reminder.id).where(_is_due(now)).limit(1)).first() is not None


def lease(session: Session, count: int, worker: str, now: datetime, lasting: timedelta) -> list[Reminder]:
    """Give the worker the oldest `count` due messages; each counts as one more try."""
    due = (
        select(Reminder.id)
        .where(_is_due(now))
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


def workers(session: Session) -> set[str]:
    """Whoever holds a message."""
    held = select(Reminder.leased_by).where(col(Reminder.status) == "pending", col(Reminder.leased_until).is_not(None))
    return {worker for worker in session.exec(held.distinct()) if worker}


def release(session: Session, worker: str) -> None:
    """Let others have what this worker holds."""
    held = and_(col(Reminder.leased_by) == worker, col(Reminder.status) == "pending")
    session.execute(update(Reminder).where(held).values(leased_until=None))


def _is_due(now: datetime):
    free = or_(col(Reminder.leased_until).is_(None), col(Reminder.leased_until) <= now)
    return and_(col(Reminder.status) == "pending", col(Reminder.fire_at) <= now, free)
