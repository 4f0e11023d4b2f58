"""The audit log: who changed which fields of what. It never holds the values, so that a customer can be erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..models import AuditEntry
from ..queries import audit as log
from ..rules.permissions import Subject, require
from .transaction import reads


@dataclass(frozen=True, slots=True)
class AuditView:
    """One entry as the audit page shows it; `actor_name` is None for the command line and for clients."""

    id: str
    actor_type: str
    actor_id: str | None
    actor_name: str | None
    act: str
    subject_id: str | None
    fields: tuple[str, ...]
    created_at: datetime


def record(
    session: Session,
    actor: Actor,
    act: str,
    subject_id: str | None = None,
    fields: Iterable[str] = (),
    *,
    app_id: str | None = None,
) -> None:
    """Inside a verb: note an administrative act, such as `preset.changed`, in the actor's app or the one named."""
    session.add(
        AuditEntry(
            app_id=app_id or actor.app_id,
            actor_type=actor.kind,
            actor_id=actor.id,
            act=act,
            subject_id=subject_id,
            fields=sorted(fields),
            created_at=clock.now(),
        )
    )


@reads
def list_entries(session: Session, actor: Actor, *, before: str | None = None, limit: int = 100) -> list[AuditView]:
    """The app's entries, newest first; `before` is the id of the last one already seen. Raises NotAllowed."""
    require(actor, "see_audit", Subject(app_id=actor.app_id))
    return [
        AuditView(
            entry.id,
            entry.actor_type,
            entry.actor_id,
            name,
            entry.act,
            entry.subject_id,
            tuple(entry.fields),
            entry.created_at,
        )
        for entry, name in log.entries(session, actor.app_id or "", before, min(limit, 500))
    ]
