"""Holds: those that have not expired, and the end of those that have."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from ..models import Hold


def live_of(session: Session, holder: str, now: datetime, *, lock: bool = False) -> list[Hold]:
    """What this holder keeps, the oldest first; with `lock` nobody else changes it until this transaction ends."""
    query = select(Hold).where(Hold.holder == holder, Hold.expires_at > now).order_by(col(Hold.created_at), Hold.id)
    return list(session.exec(query.with_for_update() if lock else query))


def live_in(session: Session, network: str, but_holder: str, now: datetime) -> list[Hold]:
    """What everybody else in this network keeps."""
    query = select(Hold).where(Hold.network == network, Hold.holder != but_holder, Hold.expires_at > now)
    return list(session.exec(query))


def lock(session: Session, app_id: str | None, hold_id: str, holder: str, now: datetime) -> Hold | None:
    """This hold, if it lives and is the holder's; nobody else changes it until this transaction ends."""
    query = select(Hold).where(Hold.id == hold_id, Hold.app_id == app_id, Hold.holder == holder, Hold.expires_at > now)
    return session.exec(query.with_for_update()).first()


def take_expired(session: Session, now: datetime, most: int) -> list[Hold]:
    """Delete holds that have expired, and give them: each to one process alone."""
    over = select(Hold.id).where(Hold.expires_at <= now).order_by(col(Hold.expires_at)).limit(most)
    gone = delete(Hold).where(col(Hold.id).in_(over.with_for_update(skip_locked=True))).returning(Hold)
    return list(session.scalars(gone))
