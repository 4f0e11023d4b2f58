"""The calls that a change of somebody's time falls upon, and what must be known to judge and tell of them."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from ..models import Booking, Customer, Person, Preset
from ..rules.intervals import Interval, hull
from ..rules.lifecycle import TAKE_OVER

_LONGEST_CALL = timedelta(minutes=480)


class Counted(NamedTuple):
    """A booking as a daily cap counts it."""

    id: str
    agent_id: str
    preset_id: str
    status: str
    scheduled_at: datetime
    created_at: datetime


def to_come(
    session: Session, app_id: str, agent_ids: Collection[str] | None, during: Interval, limit: int | None = None
) -> list[Booking]:
    """Calls of the app that have not begun to run and share time with a stretch; soonest first, of these agents or all."""
    query = select(Booking).where(
        Booking.app_id == app_id,
        col(Booking.status).in_(TAKE_OVER),
        Booking.scheduled_at > during.start - _LONGEST_CALL,
        Booking.scheduled_at < during.end,
        Booking.ends_at > during.start,
    )
    if agent_ids is not None:
        query = query.where(col(Booking.agent_id).in_(agent_ids))
    return list(session.scalars(query.order_by(col(Booking.scheduled_at), Booking.id).limit(limit)))


def during_any(
    session: Session, app_id: str, agent_ids: Collection[str] | None, stretches: Sequence[Interval], limit: int
) -> list[Booking]:
    """As `to_come`, of what shares time with any of these stretches; there must be at least one."""
    whole = hull(stretches)
    query = select(Booking).where(
        Booking.app_id == app_id,
        col(Booking.status).in_(TAKE_OVER),
        Booking.scheduled_at > whole.start - _LONGEST_CALL,
        Booking.scheduled_at < whole.end,
        or_(*(and_(col(Booking.scheduled_at) < each.end, col(Booking.ends_at) > each.start) for each in stretches)),
    )
    if agent_ids is not None:
        query = query.where(col(Booking.agent_id).in_(agent_ids))
    return list(session.scalars(query.order_by(col(Booking.scheduled_at), Booking.id).limit(limit)))


def counted(session: Session, agent_ids: Sequence[str], since: datetime) -> list[Counted]:
    """All that counts towards these people's daily caps from an instant on, in any app; those made last come last."""
    query = (
        select(  # pyright: ignore[reportCallIssue]  (more columns than sqlmodel types)
            Booking.id,
            Booking.agent_id,
            Booking.preset_id,
            Booking.status,
            Booking.scheduled_at,
            Booking.created_at,
        )
        .where(col(Booking.agent_id).in_(agent_ids), col(Booking.status) != "cancelled", Booking.scheduled_at >= since)
        .order_by(col(Booking.created_at), Booking.id)
    )
    return [Counted(*row) for row in session.execute(query)]


def names(session: Session, calls: Sequence[Booking]) -> dict[str, str]:
    """The names of these calls' agents."""
    query = select(Person.id, Person.name).where(col(Person.id).in_({call.agent_id for call in calls}))
    return dict(session.execute(query).all())


@contextmanager
def at_hand(session: Session, calls: Sequence[Booking]) -> Iterator[None]:
    """Meanwhile, looking one of the calls' presets or customers up asks nothing."""
    presets = select(Preset).where(col(Preset.id).in_({call.preset_id for call in calls}))
    customers = select(Customer).where(col(Customer.id).in_({call.customer_id for call in calls}))
    kept = [*session.scalars(presets), *session.scalars(customers)]  # the session alone would let go of them
    yield
    kept.clear()
