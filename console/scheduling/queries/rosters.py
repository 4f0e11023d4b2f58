"""Shifts on single dates."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from ..models import Person, RosterShift

_PIECE = 5_000


def between(
    session: Session, app_id: str, person_ids: Collection[str], first: date, last: date | None = None
) -> list[RosterShift]:
    """The shifts of these people on the dates from `first` to `last`, both included, in order."""
    query = select(RosterShift).where(
        RosterShift.app_id == app_id, col(RosterShift.person_id).in_(person_ids), RosterShift.day >= first
    )
    if last is not None:
        query = query.where(RosterShift.day <= last)
    return list(session.scalars(query.order_by(col(RosterShift.day), col(RosterShift.start_minute), RosterShift.id)))


def with_addresses(
    session: Session, app_id: str, person_ids: Collection[str], first: date
) -> list[tuple[str, RosterShift]]:
    """Each shift of these people from a date on with the person's e-mail address, in the order of addresses and dates."""
    query = (
        select(Person.email, RosterShift)
        .join(Person, col(Person.id) == RosterShift.person_id)
        .where(RosterShift.app_id == app_id, col(RosterShift.person_id).in_(person_ids), RosterShift.day >= first)
        .order_by(col(Person.email_key), col(RosterShift.day), col(RosterShift.start_minute), RosterShift.id)
    )
    return [(email, shift) for email, shift in session.exec(query)]


def remove(session: Session, ids: Collection[str]) -> None:
    """Forget these shifts."""
    listed = list(ids)
    for start in range(0, len(listed), _PIECE):
        session.connection().execute(delete(RosterShift).where(col(RosterShift.id).in_(listed[start : start + _PIECE])))


def add(session: Session, shifts: Iterable[RosterShift]) -> None:
    """Keep these shifts; many at once."""
    if rows := [shift.model_dump() for shift in shifts]:
        session.connection().execute(insert(RosterShift), rows)
