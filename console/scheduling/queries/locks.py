"""Locks that end with the transaction, taken in one order.

It is: form, customer contact, or holder and network, hold, pool, booking, agents ascending.
On SQLite a writing transaction already has the database to itself, so these do nothing.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import text
from sqlmodel import Session, col, select

from ..database import is_sqlite
from ..models import Booking

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def stands_alone(session: Session) -> bool:
    """Whether this writing transaction has the database to itself: whatever it has read still holds."""
    return is_sqlite(session)


def lock_form(session: Session, booking_id: str) -> None:
    """Let nobody else make this booking, so that a form that is sent twice books once."""
    _lock(session, [f"form:{booking_id}"])


def lock_contacts(session: Session, app_id: str, contacts: Iterable[str]) -> None:
    """Let nobody else book for these phones and e-mails until this transaction ends, so that limits count right."""
    _lock(session, [f"contact:{app_id}:{contact}" for contact in contacts])


def lock_holder(session: Session, holder: str, network: str | None) -> None:
    """Let nobody else hold in this name, or from this network, so that the holds of both are counted right."""
    _lock(session, [f"holder:{holder}", *([f"network:{network}"] if network else [])])


def lock_pool(session: Session, preset_id: str) -> None:
    """Let nobody else draw from this preset's pool, so that turns are given one after the other."""
    _lock(session, [f"pool:{preset_id}"])


def lock_booking(session: Session, booking_id: str) -> Booking | None:
    """The booking as it is now, and as it stays until this transaction ends."""
    return session.get(Booking, booking_id, with_for_update=True, populate_existing=True)


def lock_free_bookings(session: Session, booking_ids: Collection[str]) -> list[Booking]:
    """Those of the bookings that nobody else has locked, as `lock_booking` gives one: who only helps out need not wait."""
    these = select(Booking).where(col(Booking.id).in_(booking_ids))
    return list(session.exec(these.with_for_update(skip_locked=True).execution_options(populate_existing=True)))


def lock_agents(session: Session, agent_ids: Iterable[str]) -> None:
    """Let nobody else book these agents; the same lock that the booking guard takes."""
    _lock(session, agent_ids)


def lock_feed(session: Session, app_id: str) -> None:
    """Let nobody else give numbers to this app's events; taken alone."""
    _lock(session, [f"feed:{app_id}"])


def _lock(session: Session, names: Iterable[str]) -> None:
    if is_sqlite(session):
        return
    for name in sorted(set(names)):
        session.execute(_LOCK, {"name": name})
