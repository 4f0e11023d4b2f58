"""Claiming what is due, and recording what came of it. Called by the jobs alone, which act for no app in particular."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from ...messages.deliveries import Owed
from ...models import Attempt, Booking, Delivery, OutboxEvent, Subscription
from ...queries import webhooks as found
from ...queries.moment import database_now
from ...rules import retries
from ...rules.deliveries import PROMPT, share_out
from ...settings import settings
from .. import links
from ..changes import Change, announce
from ..transaction import reads, writes
from .health import health_of, set_health
from .sample import sample_links
from .subscriptions import keys_of, settle


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `status_code` is None when nothing did; `error` says in words why an attempt failed."""

    status_code: int | None = None
    error: str | None = None
    body: str = ""
    retry_after: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the receiver has it."""
        return retries.succeeded(self.status_code, self.error)


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt that is over. `sent_body` has the keys in its links masked; size (bytes) and hash (hex SHA-256) have not."""

    owed: Owed
    started_at: datetime
    took: timedelta
    reply: Reply
    sent_headers: dict[str, str] = field(default_factory=dict)
    sent_body: str = ""
    body_size: int = 0
    body_hash: str = ""

    @property
    def prompt(self) -> bool:
        """Whether the receiver took it at once: the next may follow without asking the database."""
        return self.reply.ok and self.took <= PROMPT


@reads
def has_due(session: Session) -> bool:
    """Whether `claim_due` would give anything now; asked first, since looking never waits for a writer."""
    return bool(share_out(found.queues(session, database_now(session))))


@writes
def claim_due(session: Session, worker: str, tried: Sequence[Tried] = (), unsent: Sequence[Owed] = ()) -> list[Owed]:
    """Lease to this worker what may be sent now, each as one more attempt; see `rules.deliveries` for how many.

    What it has `tried`, and what it gives back `unsent`, is recorded first, in the same transaction: a busy worker waits
    for the disk half as often.
    """
    _record_all(session, worker, tried, unsent)
    found.lock_claims(session)
    now = database_now(session)
    slow = {one.owed.subscription_id for one in tried if not one.prompt}
    prompt = {one.owed.subscription_id for one in tried} - slow
    shares = share_out(found.queues(session, now, worker), prompt)
    claimed = [row for of, count in shares.items() for row in found.lease(session, of, count, worker, now)]
    told = found.events(session, [row.event_id for row in claimed])
    owing = {row.subscription_id: session.get_one(Subscription, row.subscription_id) for row in claimed}
    return [_owed(row, owing[row.subscription_id], *told[row.event_id], now) for row in claimed]


@writes
def record(session: Session, worker: str, tried: Sequence[Tried], unsent: Sequence[Owed] = ()) -> None:
    """Write down finished attempts, and what they make of the deliveries and their subscriptions.

    What is given back `unsent` is as if it had never been claimed. An attempt whose lease has passed to another worker
    meanwhile changes nothing: the other's word counts.
    """
    _record_all(session, worker, tried, unsent)


@writes
def let_go(session: Session, worker: str) -> None:
    """Give back whatever this worker still holds, as it stops: others, or its successor, may go on at once."""
    found.release(session, worker)


@writes
def take_back(session: Session, is_gone: Callable[[str], bool]) -> None:
    """Free the leases of workers that are known to be dead, so that a restart need not wait for them to run out."""
    for worker in found.workers(session):
        if is_gone(worker):
            found.release(session, worker)


@writes
def settle_rotations(session: Session) -> None:
    """End the rotations whose day is over: the new secret alone remains."""
    now = database_now(session)
    for subscription in session.exec(select(Subscription).where(col(Subscription.next_secret).is_not(None))):
        settle(subscription, now)


def _owed(row: Delivery, to: Subscription, event: OutboxEvent, booking: Booking | None, now: datetime) -> Owed:
    if booking is None:
        keys_to_call = sample_links()
    else:
        made = links.links_of(booking)
        keys_to_call = {"join_url": made.join_url, "manage_url": made.manage_url}
    return Owed(
        delivery_id=row.id,
        attempt=row.attempts,
        subscription_id=to.id,
        url=to.url,
        keys=keys_of(to, now),
        event_id=event.id,
        event=event.event,
        sequence=event.sequence,
        test=event.test,
        payload=event.payload,
        links=keys_to_call,
        since=row.created_at,
    )


def _record_all(session: Session, worker: str, tried: Sequence[Tried], unsent: Sequence[Owed]) -> None:
    if not tried and not unsent:
        return
    now = database_now(session)
    owed = [*(one.owed for one in tried), *unsent]
    subscriptions = found.locked(session, {one.subscription_id for one in owed})
    held = found.leased(session, [one.delivery_id for one in owed], worker)
    for one in unsent:
        if delivery := held.get((one.delivery_id, one.attempt)):
            delivery.leased_by = delivery.leased_until = None
            delivery.attempts -= 1
    for one in tried:
        if delivery := held.get((one.owed.delivery_id, one.owed.attempt)):
            _record(session, delivery, one, subscriptions[one.owed.subscription_id], now)
    for subscription_id in sorted({one.owed.subscription_id for one in tried}):
        announce(session, Change(subscriptions[subscription_id].app_id, "attempt", subscription_id))


def _record(session: Session, delivery: Delivery, tried: Tried, subscription: Subscription, now: datetime) -> None:
    session.add(_attempt(tried))
    delivery.leased_by = delivery.leased_until = None
    if tried.reply.ok:
        delivery.status, delivery.finished_at = "delivered", now
        subscription.last_success_at = now
        set_health(session, subscription, retries.after_success(health_of(subscription)))
        return
    delivery.failures += 1
    wait = retries.wait_after(
        delivery.failures,
        settings().webhook_retry_seconds,
        random.random(),  # noqa: S311  (jitter, not a secret)
        retries.retry_after(tried.reply.retry_after, now),
    )
    if wait is None:
        delivery.status, delivery.finished_at = "failed", now
    else:
        delivery.due_at = now + wait
    set_health(session, subscription, retries.after_failure(health_of(subscription), now, tried.reply.status_code))


def _attempt(tried: Tried) -> Attempt:
    return Attempt(
        delivery_id=tried.owed.delivery_id,
        subscription_id=tried.owed.subscription_id,
        number=tried.owed.attempt,
        started_at=tried.started_at,
        duration_ms=round(tried.took.total_seconds() * 1000),
        status_code=tried.reply.status_code,
        error=tried.reply.error,
        request_headers=tried.sent_headers,
        request_body=tried.sent_body,
        body_size=tried.body_size,
        body_hash=tried.body_hash,
        response_body=tried.reply.body,
    )
