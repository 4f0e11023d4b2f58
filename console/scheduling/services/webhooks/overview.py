"""Subscriptions as their admins see them: without secrets, with how they have been doing lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...models import Subscription
from ...queries import webhooks as found
from ...rules.webhook_record import Summary, Try, summary_of
from ..transaction import reads
from .subscriptions import ROTATION, keys_of, require_editor, take


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """A subscription without its secret.

    `waiting` deliveries are still to go out, `failed` ones were given up. `rotates_until`: both secrets sign until then.
    `tries` are the latest hundred attempts, oldest first, and `summary` sums them up.
    """

    id: str
    url: str
    events: tuple[str, ...]
    status: str
    paused_reason: str | None
    failures_in_row: int
    failing_since: datetime | None
    last_success_at: datetime | None
    rotates_until: datetime | None
    created_at: datetime
    waiting: int
    failed: int
    tries: tuple[Try, ...]
    summary: Summary


@reads
def list_subscriptions(session: Session, actor: Actor) -> list[SubscriptionView]:
    """The app's subscriptions, oldest first, in three queries however many there are. Raises NotAllowed."""
    require_editor(actor)
    return _views(session, found.subscriptions(session, actor.app_id))


@reads
def subscription(session: Session, actor: Actor, subscription_id: str) -> SubscriptionView:
    """One subscription. Raises NotAllowed, NotFound."""
    return _views(session, [take(session, actor, subscription_id, lock=False)])[0]


def _views(session: Session, kept: Sequence[Subscription]) -> list[SubscriptionView]:
    ids = [one.id for one in kept]
    count, tries = found.counts(session, ids), found.latest_tries(session, ids)
    return [
        SubscriptionView(
            id=one.id,
            url=one.url,
            events=tuple(one.events),
            status=one.status,
            paused_reason=one.paused_reason,
            failures_in_row=one.failures_in_row,
            failing_since=one.failing_since,
            last_success_at=one.last_success_at,
            rotates_until=one.rotated_at + ROTATION
            if keys_of(one, clock.now()).next_secret and one.rotated_at
            else None,
            created_at=one.created_at,
            waiting=count.get((one.id, "pending"), 0),
            failed=count.get((one.id, "failed"), 0),
            tries=tuple(tries.get(one.id, ())),
            summary=summary_of(tries.get(one.id, ())),
        )
        for one in kept
    ]
