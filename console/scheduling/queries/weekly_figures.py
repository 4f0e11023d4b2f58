"""Who wishes for a week's figures, and whose are due."""

from datetime import datetime

from sqlmodel import Session, col, select

from ..models import StaffNotice, WeeklyFigures


def wish(session: Session, app_id: str, person_id: str) -> WeeklyFigures | None:
    """The person's wish in this app."""
    return session.get(WeeklyFigures, (app_id, person_id))


def due(session: Session, now: datetime, limit: int) -> list[WeeklyFigures]:
    """Those to look at, the longest due first."""
    waiting = select(WeeklyFigures).where(WeeklyFigures.due_at <= now)
    return list(session.exec(waiting.order_by(col(WeeklyFigures.due_at), WeeklyFigures.person_id).limit(limit)))


def taken(session: Session, seen: WeeklyFigures) -> WeeklyFigures | None:
    """The same wish, kept from all others until the transaction ends; None where somebody was faster."""
    same = select(WeeklyFigures).where(
        WeeklyFigures.app_id == seen.app_id,
        WeeklyFigures.person_id == seen.person_id,
        WeeklyFigures.due_at == seen.due_at,
    )
    return session.exec(same.with_for_update()).first()


def is_told(session: Session, person_id: str, occasion: str) -> bool:
    """Whether the person is, or was, owed a notice of this occasion."""
    same = select(StaffNotice.id).where(StaffNotice.person_id == person_id, StaffNotice.occasion == occasion)
    return session.exec(same.limit(1)).first() is not None
