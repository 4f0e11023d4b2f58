"""The audit log, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import ColumnElement, func, union_all
from sqlmodel import Session, col, select

from ..models import (
    App,
    AuditEntry,
    BusyCalendar,
    CalendarFeed,
    Client,
    Person,
    Preset,
    SavedView,
    ScheduleException,
    Subscription,
    first_id,
)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are asked for; what is empty narrows nothing. `[start, end)`."""

    actor_id: str = ""
    acts: tuple[str, ...] = ()
    subject_id: str = ""
    start: datetime | None = None
    end: datetime | None = None


class NamedEntry(NamedTuple):
    """An entry with the name of the person or API client who acted, where it was one."""

    entry: AuditEntry
    actor_name: str | None


def entries(session: Session, app_id: str, wanted: AuditFilter, before: str | None, limit: int) -> list[NamedEntry]:
    """An app's entries that are older than the one with the id `before`; ids sort by time."""
    walks = [_walk(app_id, wanted, act, before).limit(limit) for act in wanted.acts or (None,)]
    # Each walk follows an index in order; one about several acts at once would have to sort all that match.
    found = union_all(*(sqlalchemy.select(walk.subquery()) for walk in walks)).subquery()
    ids = sqlalchemy.select(found.c.id).order_by(found.c.id.desc()).limit(limit)
    rows = session.execute(
        sqlalchemy.select(AuditEntry, col(Person.name), col(Client.name))
        .join(Person, col(Person.id) == AuditEntry.actor_id, isouter=True)
        .join(Client, col(Client.id) == AuditEntry.actor_id, isouter=True)
        .where(col(AuditEntry.id).in_(list(session.scalars(ids))))
        .order_by(col(AuditEntry.id).desc())
    )
    return [NamedEntry(entry, person or client) for entry, person, client in rows]


def names(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """What these things are called now, by id, in one statement; of what has no name, or is gone, there is nothing.

    An exception and a calendar are called by whose they are, a person or the app. Customers are never named here.
    """
    asked = [name for prefix, name in _names().items() if any(one.startswith(f"{prefix}_") for one in ids)]
    if not asked:
        return {}
    return dict(session.execute(union_all(*(each(ids) for each in asked))).all())  # pyright: ignore[reportArgumentType]


def _walk(app_id: str, wanted: AuditFilter, act: str | None, before: str | None) -> Any:
    conditions: list[ColumnElement[bool] | None] = [
        col(AuditEntry.app_id) == app_id,
        col(AuditEntry.act) == act if act else None,
        col(AuditEntry.actor_id) == wanted.actor_id if wanted.actor_id else None,
        col(AuditEntry.subject_id) == wanted.subject_id if wanted.subject_id else None,
        col(AuditEntry.id) >= first_id("aud", wanted.start) if wanted.start else None,
        col(AuditEntry.id) < first_id("aud", wanted.end) if wanted.end else None,
        col(AuditEntry.id) < before if before else None,
    ]
    held = [one for one in conditions if one is not None]
    return select(AuditEntry.id).where(*held).order_by(col(AuditEntry.id).desc())


def _names() -> dict[str, Any]:
    """Prefix of an id -> how such things are called."""

    def own(model: Any, name: Any) -> Any:
        return lambda ids: sqlalchemy.select(model.id, name).where(model.id.in_(ids))

    def of_whom(model: Any) -> Any:
        named = (
            sqlalchemy.select(model.id, func.coalesce(Person.name, App.name))
            .join(Person, col(Person.id) == model.person_id, isouter=True)
            .join(App, col(App.id) == model.app_id, isouter=True)
        )
        return lambda ids: named.where(model.id.in_(ids))

    return {
        "per": own(Person, Person.name),
        "pre": own(Preset, Preset.name),
        "cli": own(Client, Client.name),
        "whk": own(Subscription, Subscription.url),
        "view": own(SavedView, SavedView.name),
        "app": own(App, App.name),
        "exc": of_whom(ScheduleException),
        "cal": lambda ids: (
            select(BusyCalendar.id, Person.name)
            .join(Person, col(Person.id) == BusyCalendar.person_id)
            .where(col(BusyCalendar.id).in_(ids))
        ),
        "feed": of_whom(CalendarFeed),
    }
