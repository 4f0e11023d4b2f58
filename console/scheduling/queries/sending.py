"""What a restored installation holds back: which kinds of sending are paused in which apps, and what is due of them.

A pause is a row among the installation's values, for every app and kind one, named `sending_paused:KIND:APP`; its value
is the instant since when, in ISO 8601. That table is as old as the installation's key, so that a pause can be put into
a backup of any age before anything runs on it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, delete, func, update
from sqlmodel import Session, SQLModel, col, select

from ..models import Delivery, InstallationValue, Reminder, StaffNotice, Subscription

Kind = Literal["webhooks", "messages", "notices"]
KINDS: tuple[Kind, ...] = ("webhooks", "messages", "notices")
"""Deliveries to receivers; messages to customers, and trials of a channel; notices to staff, with their weekly figures."""

PAUSE_ALL = (
    "INSERT INTO installation (name, value)"
    " SELECT 'sending_paused:' || kind.name || ':' || app.id, '{since}' FROM app,"
    " (SELECT 'webhooks' AS name UNION ALL SELECT 'messages' UNION ALL SELECT 'notices') AS kind"
    " WHERE app.archived_at IS NULL"
    " ON CONFLICT (name) DO NOTHING"
)
"""Pauses every kind in every app, as both databases and their own programs understand it; `since` is an instant."""

_OVER: Mapping[Kind, tuple[type[SQLModel], dict[str, Any]]] = {
    "webhooks": (Delivery, {"status": "skipped"}),
    "messages": (Reminder, {"status": "cancelled", "problem": "skipped after a restore"}),
    "notices": (StaffNotice, {"status": "withdrawn", "problem": "skipped after a restore"}),
}
"""The table of each kind, and what one becomes that is skipped."""


def paused_apps(session: Session, kind: Kind) -> list[str]:
    """The apps in which nothing of this kind may leave."""
    prefix = _name(kind, "")
    paused = col(InstallationValue.name).startswith(prefix, autoescape=True)
    names = session.exec(select(InstallationValue.name).where(paused))
    return [name.removeprefix(prefix) for name in names]


def not_paused(session: Session, kind: Kind, app_id: Any) -> list[ColumnElement[bool]]:
    """What a query for things to send asks of their app's column; nothing at all while nothing is paused."""
    paused = paused_apps(session, kind)
    return [col(app_id).not_in(paused)] if paused else []


def paused_since(session: Session, app_id: str) -> dict[Kind, datetime]:
    """The kinds that are paused in the app, each with the instant since when."""
    names: dict[str, Kind] = {_name(kind, app_id): kind for kind in KINDS}
    rows = session.exec(
        select(InstallationValue).where(col(InstallationValue.name).in_(names)).order_by(InstallationValue.name)
    )
    return {names[row.name]: datetime.fromisoformat(row.value) for row in rows}


def pause(session: Session, kind: Kind, app_id: str, since: datetime) -> None:
    """Hold this kind back in the app from now on."""
    session.merge(InstallationValue(name=_name(kind, app_id), value=since.isoformat()))


def release(session: Session, kind: Kind, app_id: str) -> bool:
    """Hold this kind back no more; False when it was not held back."""
    row = delete(InstallationValue).where(col(InstallationValue.name) == _name(kind, app_id))
    return bool(session.execute(row).rowcount)  # pyright: ignore[reportAttributeAccessIssue]


def due(session: Session, kind: Kind, app_id: str, now: datetime) -> tuple[int, datetime | None]:
    """How many of this kind are due in the app, and since when the oldest is."""
    table, _ = _OVER[kind]
    count, oldest = session.execute(
        select(func.count(), func.min(_time(kind))).select_from(table).where(*_is_due(kind, app_id, now))
    ).one()
    return count, oldest


def skip(session: Session, kind: Kind, app_id: str, now: datetime) -> int:
    """End those of this kind that are due in the app, unsent; gives how many."""
    table, values = _OVER[kind]
    if kind == "webhooks":
        values = values | {"finished_at": now}
    ended = (
        update(table).where(*_is_due(kind, app_id, now)).values(**values, leased_by=None, leased_until=None)
    ).execution_options(synchronize_session=False)
    return session.execute(ended).rowcount  # pyright: ignore[reportAttributeAccessIssue]


def _is_due(kind: Kind, app_id: str, now: datetime) -> list[ColumnElement[bool]]:
    """Deliveries that a subscription keeps, since it is paused itself, are not due: its own resumption asks about them."""
    if kind != "webhooks":
        table = _OVER[kind][0]
        return [table.app_id == app_id, table.status == "pending", _time(kind) <= now]  # pyright: ignore[reportAttributeAccessIssue]
    awake = select(Subscription.id).where(
        Subscription.app_id == app_id, Subscription.status != "paused", col(Subscription.deleted_at).is_(None)
    )
    waiting = [col(Delivery.status) == "pending", col(Delivery.due_at) <= now]
    return [*waiting, col(Delivery.subscription_id).in_(awake)]


def _time(kind: Kind) -> Any:
    return {"webhooks": Delivery.due_at, "messages": Reminder.fire_at, "notices": StaffNotice.due_at}[kind]


def _name(kind: str, app_id: str) -> str:
    return f"sending_paused:{kind}:{app_id}"
