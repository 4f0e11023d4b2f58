"""Sending again: one delivery, some, or all that failed since a time; how far that has come, and stopping it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import Invalid, NotFound
from ...models import Delivery, Replay
from ...queries import delivery_log as found
from ...rules.permissions import Subject, require
from .. import audit
from ..changes import Change, announce
from ..transaction import reads, writes
from .subscriptions import take

_MOST = 200
"""How many deliveries can be chosen one by one."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the latest replay of several has come: of `total`, `left` still wait, `failed` were given up again."""

    total: int
    left: int
    failed: int
    started_at: datetime
    is_stopped: bool

    @property
    def done(self) -> int:
        """How many have gone out, or were given up."""
        return self.total - self.left


@writes
def replay(session: Session, actor: Actor, delivery_id: str) -> Delivery:
    """Send a delivery again, with the same event id and a fresh set of retries. Raises NotAllowed, NotFound."""
    require(actor, "edit_webhooks", Subject(app_id=actor.app_id))
    row = found.delivery(session, actor.app_id, delivery_id)
    if row is None:
        raise NotFound("There is no such delivery in this app.")
    row.status, row.finished_at = "pending", None
    row.failures, row.due_at = 0, clock.now()
    _note(session, actor, row.subscription_id, row.id)
    return row


@writes
def replay_these(session: Session, actor: Actor, subscription_id: str, delivery_ids: Collection[str]) -> int:
    """Send these deliveries of the subscription again, oldest first. Gives how many. Raises NotAllowed, NotFound, Invalid."""
    take(session, actor, subscription_id)
    if len(delivery_ids) > _MOST:
        raise Invalid.of("delivery_ids", f"At most {_MOST} deliveries at once.", "too_many")
    return _again(session, actor, subscription_id, found.these(subscription_id, delivery_ids))


@writes
def replay_failed(session: Session, actor: Actor, subscription_id: str, since: datetime) -> int:
    """Send again every delivery that was given up, of events since then, oldest first. Gives how many.

    Raises NotAllowed, NotFound.
    """
    take(session, actor, subscription_id)
    return _again(session, actor, subscription_id, found.failed_since(subscription_id, since))


@reads
def failed_since(session: Session, actor: Actor, subscription_id: str, since: datetime) -> int:
    """How many `replay_failed` would send now. Raises NotAllowed, NotFound."""
    take(session, actor, subscription_id, lock=False)
    return found.count_of(session, found.failed_since(subscription_id, since))


@reads
def replay_progress(session: Session, actor: Actor, subscription_id: str) -> Progress | None:
    """How far the latest replay of several has come; None when there was none. Raises NotAllowed, NotFound."""
    take(session, actor, subscription_id, lock=False)
    latest = found.latest_replay(session, subscription_id)
    if latest is None:
        return None
    standing = found.replayed(session, latest.id)
    left, failed = standing.get("pending", 0), standing.get("failed", 0)
    return Progress(latest.total, left, failed, latest.created_at, latest.stopped_at is not None)


@writes
def stop_replay(session: Session, actor: Actor, subscription_id: str) -> int:
    """Leave what has not gone out yet as it was before the latest replay. Gives how many. Raises NotAllowed, NotFound."""
    take(session, actor, subscription_id)
    latest = found.latest_replay(session, subscription_id, lock=True)
    if latest is None:
        return 0
    latest.stopped_at = clock.now()
    audit.record(session, actor, "webhook.replay_stopped", subscription_id)
    announce(session, Change(actor.app_id or "", "delivery", subscription_id))
    return found.stop(session, latest.id, latest.stopped_at)


def _again(session: Session, actor: Actor, subscription_id: str, which: ColumnElement[bool]) -> int:
    total = found.count_of(session, which)
    if not total:
        return 0
    made = Replay(subscription_id=subscription_id, total=total, created_at=clock.now())
    session.add(made)
    session.flush()
    made.total = found.requeue(session, which, made.id, made.created_at)
    _note(session, actor, subscription_id, subscription_id)
    return made.total


def _note(session: Session, actor: Actor, subscription_id: str, subject_id: str) -> None:
    audit.record(session, actor, "webhook.replayed", subject_id)
    announce(session, Change(actor.app_id or "", "delivery", subscription_id))
