"""The delivery log: what was owed to a subscription, every attempt with its bodies, and sending it again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import NotFound
from ...models import Attempt, Booking, Delivery, OutboxEvent
from ...queries import webhooks as found
from ...rules.permissions import Subject, require
from .. import audit
from ..transaction import Change, announce, reads, writes


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A line of the log. `reference` is the call's, None for a test-send; the `last_` fields are the latest attempt's.

    `due_at` is when a pending delivery is tried next. `event_id` of the last line read is the `before` of the next page.
    """

    id: str
    event_id: str
    event: str
    sequence: int
    test: bool
    booking_id: str | None
    reference: str | None
    status: str
    attempts: int
    created_at: datetime
    due_at: datetime
    finished_at: datetime | None
    last_status_code: int | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One try, as it was sent and answered; keys in links are masked."""

    number: int
    started_at: datetime
    duration_ms: int
    status_code: int | None
    error: str | None
    request_headers: dict[str, str]
    request_body: str
    response_body: str


@dataclass(frozen=True, slots=True)
class DeliveryDetail:
    """A delivery and all its attempts, first first."""

    delivery: DeliveryView
    attempts: tuple[AttemptView, ...]


@reads
def deliveries(
    session: Session,
    actor: Actor,
    subscription_id: str,
    *,
    statuses: Collection[str] = (),
    before: str | None = None,
    limit: int = 50,
) -> list[DeliveryView]:
    """A subscription's deliveries, newest event first. Raises NotAllowed, NotFound."""
    _require(session, actor, subscription_id)
    return [_view(*row) for row in found.log(session, subscription_id, statuses, before, min(limit, 200))]


@reads
def delivery(session: Session, actor: Actor, delivery_id: str) -> DeliveryDetail:
    """One delivery with its attempts. Raises NotAllowed, NotFound."""
    row = _take(session, actor, delivery_id)
    event, booking = found.events(session, [row.event_id])[row.event_id]
    tries = found.attempts(session, row.id)
    return DeliveryDetail(
        _view(row, event, booking, tries[-1] if tries else None), tuple(_attempt_view(one) for one in tries)
    )


@writes
def replay(session: Session, actor: Actor, delivery_id: str) -> Delivery:
    """Send a delivery again, with the same event id and a fresh set of retries. Raises NotAllowed, NotFound."""
    row = _take(session, actor, delivery_id)
    row.status, row.finished_at = "pending", None
    row.failures, row.due_at = 0, clock.now()
    _note(session, actor, row.subscription_id, row.id)
    return row


@writes
def replay_failed(session: Session, actor: Actor, subscription_id: str, since: datetime) -> int:
    """Send again every delivery that was given up, of events since then. Gives how many. Raises NotFound."""
    _require(session, actor, subscription_id)
    count = found.requeue_failed(session, subscription_id, since, clock.now())
    if count:
        _note(session, actor, subscription_id, subscription_id)
    return count


def _require(session: Session, actor: Actor, subscription_id: str) -> None:
    require(actor, "edit_webhooks", Subject(app_id=actor.app_id))
    if found.subscription(session, actor.app_id, subscription_id) is None:
        raise NotFound("There is no such webhook subscription in this app.")


def _take(session: Session, actor: Actor, delivery_id: str) -> Delivery:
    require(actor, "edit_webhooks", Subject(app_id=actor.app_id))
    row = found.delivery(session, actor.app_id, delivery_id)
    if row is None:
        raise NotFound("There is no such delivery in this app.")
    return row


def _note(session: Session, actor: Actor, subscription_id: str, subject_id: str) -> None:
    audit.record(session, actor, "webhook.replayed", subject_id)
    announce(session, Change(actor.app_id or "", "delivery", subscription_id))


def _view(row: Delivery, event: OutboxEvent, booking: Booking | None, last: Attempt | None) -> DeliveryView:
    return DeliveryView(
        id=row.id,
        event_id=row.event_id,
        event=event.event,
        sequence=event.sequence,
        test=event.test,
        booking_id=event.booking_id,
        reference=booking.reference if booking else None,
        status=row.status,
        attempts=row.attempts,
        created_at=row.created_at,
        due_at=row.due_at,
        finished_at=row.finished_at,
        last_status_code=last.status_code if last else None,
        last_error=last.error if last else None,
    )


def _attempt_view(one: Attempt) -> AttemptView:
    return AttemptView(
        number=one.number,
        started_at=one.started_at,
        duration_ms=one.duration_ms,
        status_code=one.status_code,
        error=one.error,
        request_headers=one.request_headers,
        request_body=one.request_body,
        response_body=one.response_body,
    )
