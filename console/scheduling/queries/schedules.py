"""Weekly hours, exceptions and DND windows as people edit them."""

from datetime import datetime

from sqlmodel import Session, col, select

from ..models import DndWindow, ScheduleException, WorkingWindow


def windows(session: Session, app_id: str, person_id: str) -> list[WorkingWindow]:
    """An agent's weekly windows, in the order of the week."""
    return list(
        session.scalars(
            select(WorkingWindow)
            .where(WorkingWindow.app_id == app_id, WorkingWindow.person_id == person_id)
            .order_by(col(WorkingWindow.weekday), col(WorkingWindow.start_minute), WorkingWindow.timezone)
        )
    )


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
