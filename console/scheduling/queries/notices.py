"""Notices to staff that are owed, and who holds them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import and_, case, func, or_, update
from sqlmodel import Session, col, select

from ..models import Booking, Member, Person, StaffNotice
from .sending import not_paused

R = TypeVar("R", Booking, Person)


def active_people(session: Session, app_id: str, roles: Collection[str]) -> list[Member]:
    """The people who act in the app in one of these roles."""
    acting = (
        select(Member)
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


def active_member(session: Session, app_id: str, person_id: str) -> Member | None:
    """The person in this app, if they act there."""
    member, person = session.get(Member, (app_id, person_id)), session.get(Person, person_id)
    is_active = member and person and member.disabled_at is None and person.disabled_at is None
    return member if is_active else None


def standing(
    session: Session, subject_id: str, kinds: Collection[str], person_id: str | None = None
) -> list[StaffNotice]:
    """What has not reached its people about this, oldest first: e-mails that nobody has tried, what was not read."""
    untried = and_(
        col(StaffNotice.status) == "pending", col(StaffNotice.attempts) == 0, col(StaffNotice.leased_until).is_(None)
    )
    unread = and_(
        col(StaffNotice.channel) == "browser", col(StaffNotice.status) == "sent", col(StaffNotice.read_at).is_(None)
    )
    about = select(StaffNotice).where(StaffNotice.subject_id == subject_id, col(StaffNotice.kind).in_(kinds))
    if person_id is not None:
        about = about.where(StaffNotice.person_id == person_id)
    return list(session.exec(about.where(or_(untried, unread)).order_by(col(StaffNotice.id)).with_for_update()))


def latest_of_kind(session: Session, subject_id: str, kind: str) -> StaffNotice | None:
    """The latest notice of this kind about this, to whomever."""
    rows = select(StaffNotice).where(StaffNotice.subject_id == subject_id, StaffNotice.kind == kind)
    return session.exec(rows.order_by(col(StaffNotice.id).desc()).limit(1)).first()


def is_overtaken(session: Session, row: StaffNotice, kinds: Collection[str]) -> bool:
    """Whether the person is owed a later word of these kinds about the same, by the same way."""
    later = select(StaffNotice.id).where(
        StaffNotice.subject_id == row.subject_id,
        StaffNotice.person_id == row.person_id,
        StaffNotice.channel == row.channel,
        StaffNotice.id > row.id,
        StaffNotice.status != "withdrawn",
        col(StaffNotice.kind).in_(kinds),
    )
    return session.exec(later.limit(1)).first() is not None


def in_browser(
    session: Session, app_id: str, person_id: str, since: datetime, limit: int
) -> tuple[list[StaffNotice], int]:
    """What the person is shown in this app, latest first; and how many they have not read, however few are shown."""
    unread = func.sum(case((col(StaffNotice.read_at).is_(None), 1), else_=0)).over()
    shown = (
        select(StaffNotice, unread)
        .where(
            StaffNotice.person_id == person_id,
            StaffNotice.app_id == app_id,
            StaffNotice.channel == "browser",
            StaffNotice.status == "sent",
            StaffNotice.created_at > since,
        )
        .order_by(col(StaffNotice.sent_at).desc(), col(StaffNotice.id).desc())
    )
    rows = session.exec(shown.limit(limit)).all()
    return [row for row, _ in rows], int(rows[0][1]) if rows else 0


def by_ids(session: Session, table: type[R], ids: Collection[str]) -> dict[str, R]:
    """These rows by their ids; they are then at hand in the session."""
    rows = session.exec(select(table).where(col(table.id).in_(ids))).all() if ids else ()
    return {row.id: row for row in rows}


def mark_read(session: Session, app_id: str, person_id: str, now: datetime, notice_id: str | None = None) -> None:
    """The person has seen this notice; without one, all of this app."""
    seen = update(StaffNotice).where(
        col(StaffNotice.app_id) == app_id,
        col(StaffNotice.person_id) == person_id,
        col(StaffNotice.channel) == "browser",
        col(StaffNotice.status) == "sent",
        col(StaffNotice.read_at).is_(None),
    )
    session.execute((seen if notice_id is None else seen.where(col(StaffNotice.id) == notice_id)).values(read_at=now))


def has_due(session: Session, now: datetime) -> bool:
    """Whether any notice waits to be sent."""
    return session.exec(select(StaffNotice.id).where(_is_due(session, now)).limit(1)).first() is not None


def lease(session: Session, count: int, worker: str, now: datetime, lasting: timedelta) -> list[StaffNotice]:
    """Give the worker the oldest `count` due notices; each counts as one more try."""
    due = (
        select(StaffNotice.id)
        .where(_is_due(session, now))
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


def _is_due(session: Session, now: datetime):
    may_leave = not_paused(session, "notices", StaffNotice.app_id)
    free = or_(col(StaffNotice.leased_until).is_(None), col(StaffNotice.leased_until) <= now)
    return and_(col(StaffNotice.status) == "pending", col(StaffNotice.due_at) <= now, free, *may_leave)
