"""The delivery log: what was owed to a subscription, and every attempt with its bodies."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ...actors import Actor
from ...errors import NotFound
from ...models import Attempt
from ...queries import delivery_log as found
from ...queries import webhooks as owed
from ...queries.delivery_log import LogFilter, LogRow
from ...rules import retries
from ...rules.permissions import Subject, require
from ..transaction import reads
from .subscriptions import take

_ALL = LogFilter()


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
class LogPage:
    """One page of the log of the subscription to `url`, and how many deliveries the filter finds in all."""

    url: str
    rows: tuple[DeliveryView, ...]
    total: int


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One try, as it was sent and answered, and whether the receiver has it (`ok`); keys in links are masked.

    `body_size` (bytes) and `body_hash` (hex SHA-256) are those of the body as it went out, with its links whole.
    """

    number: int
    started_at: datetime
    duration_ms: int
    ok: bool
    status_code: int | None
    error: str | None
    request_headers: dict[str, str]
    request_body: str
    body_size: int
    body_hash: str
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
    wanted: LogFilter = _ALL,
    *,
    before: str | None = None,
    limit: int = 50,
) -> LogPage:
    """A page of a subscription's deliveries, at most 200, newest event first. Raises NotAllowed, NotFound."""
    kept = take(session, actor, subscription_id, lock=False)
    rows = found.rows(session, kept, wanted, before, min(limit, 200))
    return LogPage(kept.url, tuple(_view(row) for row in rows), found.count(session, kept, wanted))


@reads
def delivery(session: Session, actor: Actor, delivery_id: str) -> DeliveryDetail:
    """One delivery with its attempts. Raises NotAllowed, NotFound."""
    require(actor, "edit_webhooks", Subject(app_id=actor.app_id))
    row = found.delivery(session, actor.app_id, delivery_id)
    if row is None:
        raise NotFound("There is no such delivery in this app.")
    event, booking = owed.events(session, [row.event_id])[row.event_id]
    tries = found.attempts(session, row.id)
    last = found.Answer(tries[-1].status_code, tries[-1].error) if tries else None
    view = _view(LogRow(row, event, booking, last))
    return DeliveryDetail(view, tuple(_attempt_view(one) for one in tries))


def _view(line: LogRow) -> DeliveryView:
    row, event, booking, last = line
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
        ok=retries.succeeded(one.status_code, one.error),
        status_code=one.status_code,
        error=one.error,
        request_headers=one.request_headers,
        request_body=one.request_body,
        body_size=one.body_size,
        body_hash=one.body_hash,
        response_body=one.response_body,
    )
