"""The audit log, newest first."""

from typing import NamedTuple

from sqlmodel import Session, col, select

from ..models import AuditEntry, Person


class NamedEntry(NamedTuple):
    """An entry with the name of the person who acted, where it was one."""

    entry: AuditEntry
    actor_name: str | None


def entries(session: Session, app_id: str, before: str | None, limit: int) -> list[NamedEntry]:
    """An app's entries that are older than the one with the id `before`; ids sort by time."""
    query = (
        select(AuditEntry, Person.name)
        .join(Person, col(Person.id) == AuditEntry.actor_id, isouter=True)
        .where(AuditEntry.app_id == app_id)
        .order_by(col(AuditEntry.id).desc())
        .limit(limit)
    )
    if before:
        query = query.where(col(AuditEntry.id) < before)
    return [NamedEntry(entry, name) for entry, name in session.exec(query)]
