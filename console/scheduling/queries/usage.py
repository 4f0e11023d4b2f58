"""How often clients called, day by day."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import exists
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from ..database import is_sqlite
from ..models import Client, ClientApp, ClientDay


def lock_clients(session: Session, client_ids: Collection[str]) -> list[Client]:
    """Those of these clients that still reach an app, locked in one order.

    Who else adds to them waits; who only refers to them does not.
    """
    reaches = exists().where(col(ClientApp.client_id) == Client.id)
    query = select(Client).where(col(Client.id).in_(client_ids), reaches).order_by(Client.id)
    return list(session.scalars(query.with_for_update(key_share=True)))


def add(session: Session, days: Sequence[ClientDay]) -> None:
    """Add these counts to what is stored of the same clients and days."""
    insert = (sqlite if is_sqlite(session) else postgresql).insert(ClientDay)
    adding = insert.on_conflict_do_update(
        index_elements=["client_id", "day"],
        set_={
            "calls": ClientDay.calls + insert.excluded.calls,
            "refused": ClientDay.refused + insert.excluded.refused,
        },
    )
    session.connection().execute(adding, [day.model_dump() for day in days])


def clients_in(session: Session, app_id: str, client_ids: Collection[str] | None) -> list[str]:
    """The ids of the clients that reach this app; of these alone, unless None."""
    query = select(ClientApp.client_id).where(ClientApp.app_id == app_id)
    return list(session.exec(query if client_ids is None else query.where(col(ClientApp.client_id).in_(client_ids))))


def days_of(
    session: Session, client_ids: Collection[str], first: date, last: date
) -> Sequence[tuple[str, date, int, int]]:
    """Client id, day, calls, and those of them that were refused: of each day with calls, the ends included."""
    return session.exec(
        select(ClientDay.client_id, col(ClientDay.day), ClientDay.calls, ClientDay.refused).where(
            col(ClientDay.client_id).in_(client_ids), ClientDay.day >= first, ClientDay.day <= last
        )
    ).all()
