"""Holds that have not expired."""

from datetime import datetime

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
