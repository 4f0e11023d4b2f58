"""What must never be in the database: looked for by the operator's check-up, which may take its time."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, select
from sqlmodel import Session, SQLModel, col

from ..models import Booking, Hold
from ..rules.lifecycle import LIVE

_ROWS_AT_A_TIME = 1_000


class Taken(NamedTuple):
    """A live booking as the guard sees it: the call in UTC, and its buffers in minutes."""

    agent_id: str
    id: str
    start: datetime
    end: datetime
    buffer_before: int
    buffer_after: int


def live_bookings(session: Session) -> Iterator[Taken]:
    """Every booking that takes its agent's time, by agent and start, in all apps."""
    rows = (
        select(
            *(col(Booking.agent_id), col(Booking.id), col(Booking.scheduled_at), col(Booking.ends_at)),
            *(col(Booking.buffer_before_minutes), col(Booking.buffer_after_minutes)),
        )
        .where(col(Booking.status).in_(LIVE), col(Booking.agent_id).is_not(None))
        .order_by(col(Booking.agent_id), col(Booking.scheduled_at), col(Booking.id))
    )
    found = session.connection().execution_options(yield_per=_ROWS_AT_A_TIME).execute(rows)
    return (Taken(*row) for row in found)


def orphans(session: Session) -> dict[str, int]:
    """How many rows refer to one that is not there, by `table.column`; the database forbids it, damage does not ask."""
    counts = {f"{table}.{column}": count for table, column, count in _orphans(session) if count}
    unowned = select(func.count()).where(col(Booking.status).in_(LIVE), col(Booking.agent_id).is_(None))
    if nobodys := session.execute(unowned).scalar_one():
        counts["booking.agent_id"] = nobodys
    return counts


def outlived_holds(session: Session, before: datetime) -> int:
    """How many holds ended before this instant and still stand."""
    return session.execute(select(func.count()).where(col(Hold.expires_at) < before)).scalar_one()


def _orphans(session: Session) -> Iterator[tuple[str, str, int]]:
    for table in SQLModel.metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            parent: Any = key.column.table.alias()
            lost = and_(key.parent.is_not(None), ~exists().where(parent.c[key.column.name] == key.parent))
            yield (
                table.name,
                key.parent.name,
                session.execute(select(func.count()).select_from(table).where(lost)).scalar_one(),
            )
