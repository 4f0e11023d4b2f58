"""Sending that is paused, as it is after a restore: what is due by then, and whether it is sent or skipped.

A backup knows nothing of what went out after it was made. So nothing leaves a restored installation - no webhook, no
message, no notice - until each app's owner, or the operator, has said of each kind what is to become of what is due.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from .. import clock
from ..actors import Actor, operator
from ..errors import AppNotFound
from ..queries import apps, sending, terms
from ..queries.moment import database_now
from ..queries.sending import KINDS, Kind
from ..rules.permissions import Subject, may, require
from . import audit
from .changes import Change, announce
from .transaction import reads, writes

__all__ = ["KINDS", "Kind", "Paused", "Waiting", "app_ids", "note_restored", "pause", "resume", "skip", "status"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A kind that is held back: how many of it are due, and since when the oldest one is (None: none is)."""

    kind: Kind
    due: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Paused:
    """What an app holds back. `may_decide`: whether who looks may say what is to become of it."""

    since: datetime
    waiting: tuple[Waiting, ...]
    may_decide: bool


@reads
def status(session: Session, actor: Actor) -> Paused | None:
    """What is held back in the actor's app; None when nothing is, and for who may not change the app's settings."""
    if not may(actor, "edit_settings", _app(actor)):
        return None
    since = sending.paused_since(session, actor.app_id or "")
    if not since:
        return None
    now = database_now(session)
    waiting = [Waiting(kind, *sending.due(session, kind, actor.app_id or "", now)) for kind in KINDS if kind in since]
    return Paused(min(since.values()), tuple(waiting), may(actor, "resume_sending", _app(actor)))


@writes
def resume(session: Session, actor: Actor, kinds: Collection[Kind] = KINDS) -> list[Kind]:
    """Send what is due of these kinds, and whatever comes; gives those that were held back. Raises NotAllowed, AppNotFound."""
    _judge(session, actor)
    released = _release(session, actor, kinds)
    if released:
        audit.record(session, actor, "sending.resumed", actor.app_id, released)
    return released


@writes
def skip(session: Session, actor: Actor, kinds: Collection[Kind] = KINDS) -> int:
    """Never send what is due of these kinds, as far as they are held back, and send what comes; gives how many they were.

    What was planned for later goes out at its time. Raises NotAllowed, AppNotFound.
    """
    _judge(session, actor)
    now, held = database_now(session), sending.paused_since(session, actor.app_id or "")
    skipped = sum(sending.skip(session, kind, actor.app_id or "", now) for kind in kinds if kind in held)
    released = _release(session, actor, kinds)
    if released:
        audit.record(session, actor, "sending.skipped", actor.app_id, released)
    return skipped


@writes
def pause(session: Session, actor: Actor) -> None:
    """Hold everything back from now on, as a restore does. Raises NotAllowed, AppNotFound."""
    _judge(session, actor)
    for kind in KINDS:
        sending.pause(session, kind, actor.app_id or "", clock.now())
    audit.record(session, actor, "sending.paused", actor.app_id)
    announce(session, Change(actor.app_id or "", "sending"))


@reads
def app_ids(session: Session) -> list[str]:
    """Every app of this installation, for the operator."""
    return [app.id for app in apps.every(session)]


def note_restored(session: Session, app_id: str) -> None:
    """Write into the app's audit log that what is restored is held back."""
    whoever = operator(app_id)
    audit.record(session, whoever, "sending.restored", app_id)


def _release(session: Session, actor: Actor, kinds: Collection[Kind]) -> list[Kind]:
    released: list[Kind] = [
        kind for kind in KINDS if kind in kinds and sending.release(session, kind, actor.app_id or "")
    ]
    announce(session, Change(actor.app_id or "", "sending"))
    announce(session, Change(actor.app_id or "", "delivery"))
    return released


def _judge(session: Session, actor: Actor) -> None:
    require(actor, "resume_sending", _app(actor))
    if terms.app(session, actor.app_id or "") is None:
        raise AppNotFound("There is no such app.")


def _app(actor: Actor) -> Subject:
    return Subject(app_id=actor.app_id)
