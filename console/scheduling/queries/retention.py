"""Customers who have long stayed away."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, func, or_, select

from ..models import App, Booking, Customer
from ..rules.lifecycle import LIVE


def apps(session: Session) -> list[App]:
    """The apps that forget customers by themselves."""
    return list(
        session.scalars(select(App).where(col(App.retention_months).is_not(None), col(App.archived_at).is_(None)))
    )


def count(session: Session, app_id: str, before: datetime) -> int:
    """How many customers of the app have not been in touch since."""
    return session.scalar(select(func.count()).select_from(Customer).where(*_away(app_id, before))) or 0


def some(session: Session, app_id: str, before: datetime, limit: int) -> list[str]:
    """A few of them, by id."""
    return list(session.scalars(select(Customer.id).where(*_away(app_id, before)).order_by(Customer.id).limit(limit)))


def still(session: Session, app_id: str, before: datetime, ids: Sequence[str]) -> list[Customer]:
    """Those of these who have not been in touch meanwhile and whom nobody else is at, as they stay until the end."""
    away = select(Customer).where(col(Customer.id).in_(ids), *_away(app_id, before)).order_by(Customer.id)
    return list(session.scalars(away.with_for_update(skip_locked=True).execution_options(populate_existing=True)))


def _away(app_id: str, before: datetime) -> tuple[ColumnElement[bool], ...]:
    theirs = col(Booking.customer_id) == col(Customer.id)
    later = exists().where(theirs, or_(col(Booking.scheduled_at) >= before, col(Booking.status).in_(LIVE)))
    return (
        col(Customer.app_id) == app_id,
        col(Customer.merged_into_id).is_(None),
        col(Customer.erased_at).is_(None),
        ~later,
        or_(col(Customer.created_at) < before, exists().where(theirs)),
    )
