"""How subscriptions are doing: the state that the rules keep, and telling admins whenever it changes."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlmodel import Session

from ... import clock
from ...actors import SYSTEM, Actor
from ...models import Subscription
from ...queries import webhooks as found
from ...rules import retries
from ...rules.permissions import Subject, may
from .. import notices
from ..changes import Change, announce
from ..notices import NewNotice
from ..transaction import reads


@dataclass(frozen=True, slots=True)
class Unwell:
    """Subscriptions that are not delivering and were not paused by hand. `since`: the first failure of the oldest trouble."""

    failing: int
    paused: int
    since: datetime | None


@reads
def unwell(session: Session, actor: Actor) -> Unwell | None:
    """What is wrong with the app's webhooks; None while nothing is, and for who may not manage them."""
    if not may(actor, "edit_webhooks", Subject(app_id=actor.app_id)):
        return None
    sick = found.unwell(session, actor.app_id)
    if not sick:
        return None
    failing = sum(one.status == "failing" for one in sick)
    since = min((one.failing_since for one in sick if one.failing_since), default=None)
    return Unwell(failing, len(sick) - failing, since)


def health_of(kept: Subscription) -> retries.Health:
    """How the subscription has been doing, as the rules see it."""
    return retries.Health(kept.status, kept.failures_in_row, kept.failing_since, kept.paused_reason)  # pyright: ignore[reportArgumentType]


def set_health(session: Session, kept: Subscription, health: retries.Health, by: Actor = SYSTEM) -> None:
    """Inside a verb: write back what the rules made of it. A change of state is told to the app's admins, but for `by`."""
    was = _state(kept.status, kept.paused_reason)
    since = kept.failing_since or health.failing_since
    kept.status, kept.paused_reason = health.status, health.paused_by
    kept.failures_in_row, kept.failing_since = health.failures, health.failing_since
    now = _state(kept.status, kept.paused_reason)
    if was == now or kept.deleted_at:
        return
    announce(session, Change(kept.app_id, "webhook", kept.id))
    facts = {
        "address": _address(kept.url),
        "since": (since or clock.now()).isoformat(),
    }
    notices.owe(
        session,
        NewNotice(
            app_id=kept.app_id,
            kind=f"webhook_{now}",
            subject_id=kept.id,
            was=was,
            now=now,
            facts=facts,
            known_to=[by.id],
        ),
        "edit_webhooks",
    )


def _state(status: str, paused_reason: str | None) -> str:
    """`active`, `failing`, or `paused_` and why."""
    return f"paused_{paused_reason}" if status == "paused" else status


def _address(url: str) -> str:
    """Host and path: what stands behind a question mark may be a key."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"
