"""The audit log as a table to take along: one line an entry, newest first, with its time on a wall clock."""

from collections.abc import Iterator

from sqlmodel import Session

from ..actors import Actor
from ..messages.audit_story import sentence, who
from ..messages.instants import iso
from ..rules.permissions import Subject, require
from ..rules.zones import zone
from . import audit
from .audit import AuditFilter
from .exports import Cell
from .transaction import writes

_BATCH = 500
_NAMES = ("who", "what", "fields", "act", "subject_id", "actor_type", "actor_id", "id", "created_at")
_FILTERS = ("actor_id", "acts", "subject_id", "start", "end")


@writes
def begin(session: Session, actor: Actor, wanted: AuditFilter, kind: str) -> None:
    """Note that the log is taken along, and by which filters it was narrowed. Raises NotAllowed."""
    require(actor, "see_audit", Subject(app_id=actor.app_id))
    audit.record(session, actor, "audit.exported", kind, [name for name in _FILTERS if getattr(wanted, name)])


def head(zone_name: str) -> list[str]:
    """The names of the columns; that of the wall clock names its zone."""
    return [f"time ({zone_name})", *_NAMES]


def lines(actor: Actor, wanted: AuditFilter, zone_name: str) -> Iterator[list[Cell]]:
    """The entries, as `head` names their columns. Raises NotAllowed."""
    tz, before = zone(zone_name), None
    while True:
        batch = audit.list_entries(actor, wanted, before=before, limit=_BATCH)
        for entry in batch:
            yield [
                entry.created_at.astimezone(tz).replace(tzinfo=None),
                who(entry.actor_type, entry.actor_id, entry.actor_name),
                sentence(entry.act, entry.subject_id, entry.subject_name),
                ", ".join(entry.fields),
                entry.act,
                entry.subject_id,
                entry.actor_type,
                entry.actor_id,
                entry.id,
                iso(entry.created_at),
            ]
        if len(batch) < _BATCH:
            return
        before = batch[-1].id
