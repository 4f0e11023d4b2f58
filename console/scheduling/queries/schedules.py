"""Weekly hours, exceptions and DND windows as people edit them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from ..models import Booking, DndWindow, ScheduleException, WorkingWindow
from ..rules.availability import WeeklyWindow
from ..rules.intervals import Interval


def windows(session: Session, app_id: str, person_id: str) -> list[WorkingWindow]:
    """An agent's weekly windows, in the order of the week."""
    return list(
        session.scalars(
            select(WorkingWindow)
            .where(WorkingWindow.app_id == app_id, WorkingWindow.person_id == person_id)
            .order_by(col(WorkingWindow.weekday), col(WorkingWindow.start_minute), WorkingWindow.timezone)
        )
    )


def weekdays(session: Session, app_id: str, person_ids: Collection[str]) -> dict[str, frozenset[int]]:
    """The weekdays on which each of these people has a weekly window; 0 is Monday."""
    query = (
        select(WorkingWindow.person_id, WorkingWindow.weekday)
        .where(WorkingWindow.app_id == app_id, col(WorkingWindow.person_id).in_(person_ids))
        .distinct()
    )
    found: dict[str, frozenset[int]] = {}
    for person_id, weekday in session.exec(query):
        found[person_id] = found.get(person_id, frozenset()) | {weekday}
    return found


def weeks(session: Session, app_id: str, person_ids: Sequence[str]) -> list[tuple[str, WeeklyWindow]]:
    """These agents' weekly windows, each with whose it is, in the order of the week."""
    query = (
        select(  # pyright: ignore[reportCallIssue]  (more columns than sqlmodel types)
            WorkingWindow.person_id,
            WorkingWindow.weekday,
            WorkingWindow.start_minute,
            WorkingWindow.end_minute,
            WorkingWindow.timezone,
        )
        .where(WorkingWindow.app_id == app_id, col(WorkingWindow.person_id).in_(person_ids))
        .order_by(
            col(WorkingWindow.weekday),
            col(WorkingWindow.start_minute),
            WorkingWindow.timezone,
            col(WorkingWindow.end_minute),
        )
    )
    return [(person_id, WeeklyWindow(*window)) for person_id, *window in session.execute(query)]


def customer_zones(session: Session, app_id: str, person_id: str, since: datetime, limit: int) -> list[str]:
    """The zones of an agent's customers in calls that start after `since`, the most frequent first."""
    query = (
        select(Booking.app_id, Booking.guest_timezone)
        .where(
            Booking.agent_id == person_id,
            Booking.scheduled_at > since,
            col(Booking.guest_timezone).is_not(None),
        )
        .group_by(Booking.app_id, col(Booking.guest_timezone))
        .order_by(func.count().desc(), col(Booking.guest_timezone))
    )
    # The app is told apart here: as a condition it would have SQLite read all that the app has in that time.
    found = [timezone for app, timezone in session.exec(query) if app == app_id and timezone]
    return found[:limit]


def exceptions(session: Session, app_id: str, person_id: str | None, since: datetime) -> list[ScheduleException]:
    """The exceptions of an agent, or with None the app's own, that end after `since`; earliest first."""
    return list(
        session.scalars(
            select(ScheduleException)
            .where(
                ScheduleException.app_id == app_id,
                ScheduleException.person_id == person_id,
                ScheduleException.end_at > since,
            )
            .order_by(col(ScheduleException.start_at), ScheduleException.id)
        )
    )


def dnd(session: Session, app_id: str, person_id: str, since: datetime) -> list[DndWindow]:
    """An agent's DND windows that end after `since`; earliest first."""
    return list(
        session.scalars(
            select(DndWindow)
            .where(DndWindow.app_id == app_id, DndWindow.person_id == person_id, DndWindow.end_at > since)
            .order_by(col(DndWindow.start_at), DndWindow.id)
        )
    )


def dnd_within(session: Session, app_id: str, person_id: str, within: Interval) -> list[DndWindow]:
    """An agent's DND windows that reach into a stretch; earliest first."""
    return list(
        session.scalars(
            select(DndWindow)
            .where(
                DndWindow.app_id == app_id,
                DndWindow.person_id == person_id,
                DndWindow.start_at < within.end,
                DndWindow.end_at > within.start,
            )
            .order_by(col(DndWindow.start_at), DndWindow.id)
        )
    )


def exceptions_within(
    session: Session, app_id: str, person_id: str | None, within: Interval
) -> list[ScheduleException]:
    """The exceptions of an agent, if one is named, and those of the whole app that reach into a stretch; earliest first."""
    return list(
        session.scalars(
            select(ScheduleException)
            .where(
                ScheduleException.app_id == app_id,
                or_(col(ScheduleException.person_id) == person_id, col(ScheduleException.person_id).is_(None)),
                ScheduleException.start_at < within.end,
                ScheduleException.end_at > within.start,
            )
            .order_by(col(ScheduleException.start_at), ScheduleException.id)
        )
    )
