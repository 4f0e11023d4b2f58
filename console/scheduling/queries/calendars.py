"""People's own calendars: what is known of them, which are due to be read, and who reads them at present."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, or_, update
from sqlmodel import Session, col, select

from ..models import App, Booking, BusyCalendar, BusyTime, Member, Person, Preset


def of_person(session: Session, person_id: str) -> list[BusyCalendar]:
    """The calendars of a person, the oldest first."""
    return list(
        session.scalars(
            select(BusyCalendar)
            .where(BusyCalendar.person_id == person_id)
            .order_by(col(BusyCalendar.created_at), BusyCalendar.id)
        )
    )


def locked(session: Session, person_id: str) -> Person:
    """The person, whose calendars nobody else changes until this transaction ends."""
    return session.scalars(select(Person).where(Person.id == person_id).with_for_update()).one()


def counts(session: Session, person_id: str, now: datetime) -> dict[str, int]:
    """How many busy times are not over yet, by calendar; those that have none are left out."""
    found = session.exec(
        select(BusyTime.calendar_id, func.count())
        .where(BusyTime.person_id == person_id, BusyTime.end_at > now)
        .group_by(col(BusyTime.calendar_id))
    )
    return dict(found.all())


def times(session: Session, calendar_id: str) -> list[BusyTime]:
    """Every busy time that is kept of a calendar."""
    return list(session.scalars(select(BusyTime).where(BusyTime.calendar_id == calendar_id)))


def homes(session: Session, person_id: str) -> list[Member]:
    """The memberships by which a person may enter apps, the oldest first."""
    return list(
        session.scalars(
            select(Member)
            .join(App, col(App.id) == Member.app_id)
            .where(Member.person_id == person_id, col(Member.disabled_at).is_(None), col(App.archived_at).is_(None))
            .order_by(col(Member.joined_at), Member.app_id)
        )
    )


def furthest_horizon(session: Session, app_ids: Sequence[str]) -> int:
    """Days of the furthest horizon among the presets of these apps; 0 when there are none."""
    asked = select(func.max(Preset.horizon_days)).where(
        col(Preset.app_id).in_(app_ids), col(Preset.archived_at).is_(None)
    )
    return session.scalar(asked) or 0


def bookings_among(session: Session, ids: Collection[str]) -> set[str]:
    """Which of these are bookings of this installation."""
    known: set[str] = set()
    listed = sorted(ids)
    for first in range(0, len(listed), 500):
        known.update(session.scalars(select(Booking.id).where(col(Booking.id).in_(listed[first : first + 500]))))
    return known


def has_due(session: Session, now: datetime) -> bool:
    """Whether any calendar waits to be read."""
    return session.exec(select(BusyCalendar.id).where(_is_due(now)).limit(1)).first() is not None


def lease(session: Session, count: int, worker: str, now: datetime, lasting: timedelta) -> list[BusyCalendar]:
    """Give the worker `count` due calendars: those that were never read first, for somebody waits for them."""
    due = (
        select(BusyCalendar.id)
        .where(_is_due(now))
        .order_by(col(BusyCalendar.fetched_at).is_not(None), col(BusyCalendar.due_at), col(BusyCalendar.id))
        .limit(count)
        .with_for_update(skip_locked=True)
        .cte("due")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    claimed = (
        update(BusyCalendar)
        .where(col(BusyCalendar.id).in_(select(due.c.id)))
        .values(leased_by=worker, leased_until=now + lasting, looks=BusyCalendar.looks + 1)
        .returning(BusyCalendar)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return list(session.scalars(claimed))


def leased(session: Session, calendar_id: str, worker: str, look: int) -> BusyCalendar | None:
    """The calendar, if this look of this worker is still the latest word on it."""
    mine = select(BusyCalendar).where(
        BusyCalendar.id == calendar_id,
        BusyCalendar.leased_by == worker,
        BusyCalendar.looks == look,
        col(BusyCalendar.leased_until).is_not(None),
    )
    return session.exec(mine.with_for_update()).first()


def workers(session: Session) -> set[str]:
    """Whoever reads a calendar."""
    held = select(BusyCalendar.leased_by).where(col(BusyCalendar.leased_until).is_not(None))
    return {worker for worker in session.exec(held.distinct()) if worker}


def release(session: Session, worker: str) -> None:
    """Let others have what this worker holds."""
    held = and_(col(BusyCalendar.leased_by) == worker, col(BusyCalendar.leased_until).is_not(None))
    session.execute(update(BusyCalendar).where(held).values(leased_until=None))


def _is_due(now: datetime):
    """Due, held by nobody, and of a person who still is a member somewhere."""
    free = or_(col(BusyCalendar.leased_until).is_(None), col(BusyCalendar.leased_until) <= now)
    belongs = exists().where(
        col(Member.person_id) == BusyCalendar.person_id,
        col(Member.disabled_at).is_(None),
        col(Person.id) == BusyCalendar.person_id,
        col(Person.disabled_at).is_(None),
        col(App.id) == Member.app_id,
        col(App.archived_at).is_(None),
    )
    return and_(col(BusyCalendar.due_at) <= now, free, belongs)
