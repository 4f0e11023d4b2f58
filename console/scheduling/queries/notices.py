"""Notices to staff that are owed, and who holds them."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col, select

from ..models import Member, Person, StaffNotice


def active_people(session: Session, app_id: str, roles: Collection[str]) -> list[str]:
    """The people who act in the app in one of these roles."""
    acting = (
        select(Member.person_id)
        .join(Person, col(Person.id) == Member.person_id)
        .where(
            Member.app_id == app_id,
            col(Member.role).in_(roles),
            col(Member.disabled_at).is_(None),
            col(Person.disabled_at).is_(None),
        )
    )
    return list(session.scalars(acting.order_by(Member.person_id)))


def withdraw(session: Session, subject_id: str) -> list[StaffNotice]:
    """Take back what has not gone out about this, oldest first."""
    unsent = select(StaffNotice).where(
        StaffNotice.subject_id == subject_id,
        StaffNotice.status == "pending",
        StaffNotice.attempts == 0,
        col(StaffNotice.leased_until).is_(None),
    )
    rows = list(session.exec(unsent.order_by(col(StaffNotice.id)).with_for_update()))
    for row in rows:
        row.status = "withdrawn"
    return rows


def has_due(session: Session, now: datetime) -> bool:
    """Whether any notice waits to be sent."""
    return session.exec(select(StaffNotice.id).where(_is_due(now)).limit(1)).first() is not None


def lease(session: Session, count: int, worker: str, now: datetime, lasting: timedelta) -> list[StaffNotice]:
    """Give the worker the oldest `count` due notices; each counts as one more try."""
    due = (
        select(StaffNotice.id)
        .where(_is_due(now))
        .order_by(col(StaffNotice.due_at), col(StaffNotice.id))
        .limit(count)
        .with_for_update(skip_locked=True)
        .cte("due")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    claimed = (
        update(StaffNotice)
        .where(col(StaffNotice.id).in_(select(due.c.id)))
        .values(leased_by=worker, leased_until=now + lasting, attempts=StaffNotice.attempts + 1)
        .returning(StaffNotice)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(session.scalars(claimed), key=lambda row: (row.due_at, row.id))


def leased(session: Session, notice_id: str, worker: str, attempt: int) -> StaffNotice | None:
    """The notice, if this try of this worker is still the latest word on it."""
    mine = select(StaffNotice).where(
        StaffNotice.id == notice_id,
        StaffNotice.leased_by == worker,
        StaffNotice.attempts == attempt,
        StaffNotice.status == "pending",
    )
    return session.exec(mine.with_for_update()).first()


def workers(session: Session) -> set[str]:
    """Whoever holds a notice."""
    held = select(StaffNotice.leased_by).where(
        col(StaffNotice.status) == "pending", col(StaffNotice.leased_until).is_not(None)
    )
    return {worker for worker in session.exec(held.distinct()) if worker}


def release(session: Session, worker: str) -> None:
    """Let others have what this worker holds."""
    held = and_(col(StaffNotice.leased_by) == worker, col(StaffNotice.status) == "pending")
    session.execute(update(StaffNotice).where(held).values(leased_until=None))


def _is_due(now: datetime):
    free = or_(col(StaffNotice.leased_until).is_(None), col(StaffNotice.leased_until) <= now)
    return and_(col(StaffNotice.status) == "pending", col(StaffNotice.due_at) <= now, free)
