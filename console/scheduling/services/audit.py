"""The audit log: who changed which fields of what. It never holds the values, so that a customer can be erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..models import AuditEntry
from ..queries import audit as log
from ..queries.audit import AuditFilter
from ..rules.permissions import Subject, may, require
from .transaction import reads

__all__ = ["AuditFilter", "AuditView", "list_entries", "may_see", "record"]


@dataclass(frozen=True, slots=True)
class AuditView:
    """One entry as the audit page shows it; `actor_name` is None for the command line and for the clock."""

    id: str
    actor_type: str
    actor_id: str | None
    actor_name: str | None
    act: str
    subject_id: str | None
    subject_name: str | None
    """What that is called now; None where it has no name or is gone. Customers are never named."""
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


def may_see(actor: Actor) -> bool:
    """Whether this actor may read the app's audit log."""
    return may(actor, "see_audit", Subject(app_id=actor.app_id))


@reads
def list_entries(
    session: Session,
    actor: Actor,
    wanted: AuditFilter | None = None,
    *,
    before: str | None = None,
    limit: int = 100,
) -> list[AuditView]:
    """The app's entries, newest first; `before` is the id of the last one already seen. Raises NotAllowed."""
    require(actor, "see_audit", Subject(app_id=actor.app_id))
    found = log.entries(session, actor.app_id or "", wanted or AuditFilter(), before, min(limit, 500))
    names = log.names(session, sorted({one.entry.subject_id for one in found if one.entry.subject_id}))
    return [_view(one, names.get(one.entry.subject_id or "")) for one in found]


def _view(found: log.NamedEntry, subject_name: str | None) -> AuditView:
    entry = found.entry
    if subject_name and entry.act.startswith("webhook."):
        subject_name = urlsplit(subject_name).hostname  # the rest of an address may be a key
    return AuditView(
        entry.id,
        entry.actor_type,
        entry.actor_id,
        found.actor_name,
        entry.act,
        entry.subject_id,
        subject_name,
        tuple(entry.fields),
        entry.created_at,
    )
