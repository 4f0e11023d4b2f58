"""The delivery log: what was owed to a subscription, and sending it again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, update
from sqlmodel import Session, col, select

from ..models import Attempt, Booking, Delivery, OutboxEvent, Replay, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which deliveries: `event` is one event's name, `since` and `until` bound the event's time (half-open).

    `search` is a call's reference or id, or the id of an event or a delivery, whole.
    """

    statuses: Collection[str] = ()
    event: str = ""
    since: datetime | None = None
    until: datetime | None = None
    search: str = ""


class Answer(NamedTuple):
    """What an attempt came to."""

    status_code: int | None
    error: str | None


class LogRow(NamedTuple):
    """A delivery with its event, the event's booking and what its latest attempt came to."""

    delivery: Delivery
    event: OutboxEvent
    booking: Booking | None
    last: Answer | None


def rows(
    session: Session, subscription: Subscription, wanted: LogFilter, before: str | None, limit: int
) -> list[LogRow]:
    """A subscription's deliveries, newest event first; `before` is the event id that the last page ended with."""
    found = (
        select(Delivery, OutboxEvent, Booking)
        .join(OutboxEvent, col(OutboxEvent.id) == Delivery.event_id)
        .join(Booking, col(Booking.id) == OutboxEvent.booking_id, isouter=True)
        .where(*_matches(subscription, wanted))
        .order_by(col(Delivery.event_id).desc())
        .limit(limit)
    )
    if before:
        found = found.where(Delivery.event_id < before)
    page = session.exec(found).all()
    last = _last_answers(session, [row.id for row, *_ in page])
    return [LogRow(row, event, booking, last.get(row.id)) for row, event, booking in page]


def count(session: Session, subscription: Subscription, wanted: LogFilter) -> int:
    """How many deliveries there are in all."""
    return session.scalar(select(func.count()).select_from(Delivery).where(*_matches(subscription, wanted))) or 0


def delivery(session: Session, app_id: str | None, delivery_id: str) -> Delivery | None:
    """A delivery of the app, to a subscription that is not deleted."""
    found = (
        select(Delivery)
        .join(Subscription)
        .where(Delivery.id == delivery_id, Subscription.app_id == app_id, col(Subscription.deleted_at).is_(None))
    )
    return session.exec(found).first()


def attempts(session: Session, delivery_id: str) -> list[Attempt]:
    """Every try of a delivery, first first."""
    return list(session.exec(select(Attempt).where(Attempt.delivery_id == delivery_id).order_by(col(Attempt.number))))


def failed_since(subscription_id: str, since: datetime) -> ColumnElement[bool]:
    """The deliveries that were given up, of events since then."""
    return and_(
        col(Delivery.subscription_id) == subscription_id,
        col(Delivery.status) == "failed",
        col(Delivery.created_at) >= since,
    )


def these(subscription_id: str, delivery_ids: Collection[str]) -> ColumnElement[bool]:
    """The subscription's deliveries of these ids."""
    return and_(col(Delivery.subscription_id) == subscription_id, col(Delivery.id).in_(delivery_ids))


def count_of(session: Session, which: ColumnElement[bool]) -> int:
    """How many deliveries these are."""
    return session.scalar(select(func.count()).select_from(Delivery).where(which)) or 0


def requeue(session: Session, which: ColumnElement[bool], replay_id: str | None, now: datetime) -> int:
    """Make these deliveries due again, with a fresh set of retries. Gives how many."""
    again = update(Delivery).where(which)
    values = {"status": "pending", "finished_at": None, "failures": 0, "due_at": now, "replay_id": replay_id}
    return session.execute(again.values(values)).rowcount  # pyright: ignore[reportAttributeAccessIssue]


def latest_replay(session: Session, subscription_id: str, lock: bool = False) -> Replay | None:
    """The subscription's latest replay of several deliveries."""
    found = select(Replay).where(Replay.subscription_id == subscription_id).order_by(col(Replay.id).desc()).limit(1)
    return session.exec(found.with_for_update() if lock else found).first()


def replayed(session: Session, replay_id: str) -> dict[str, int]:
    """How many deliveries of a replay stand in each status."""
    grouped = (
        select(Delivery.status, func.count()).where(Delivery.replay_id == replay_id).group_by(col(Delivery.status))
    )
    return dict(session.exec(grouped).all())


def stop(session: Session, replay_id: str, now: datetime) -> int:
    """Put back what has not gone out yet and is not under way: to what it was before, as its attempts tell."""
    tried = exists().where(col(Attempt.delivery_id) == Delivery.id)
    before = case(
        (tried.where(col(Attempt.error).is_(None)), "delivered"),
        (tried, "failed"),
        else_="skipped",
    )
    waiting = update(Delivery).where(
        col(Delivery.replay_id) == replay_id,
        col(Delivery.status) == "pending",
        col(Delivery.leased_until).is_(None),
    )
    return session.execute(waiting.values(status=before, finished_at=now)).rowcount  # pyright: ignore[reportAttributeAccessIssue]


def _last_answers(session: Session, delivery_ids: Collection[str]) -> dict[str, Answer]:
    """Asked apart from the page: joined to it, PostgreSQL would read every attempt there is."""
    tries = select(Attempt.delivery_id, Attempt.status_code, Attempt.error).where(
        col(Attempt.delivery_id).in_(delivery_ids)
    )
    rows = session.exec(tries.order_by(col(Attempt.delivery_id), col(Attempt.number)))
    return {of: Answer(status_code, error) for of, status_code, error in rows}


def _matches(subscription: Subscription, wanted: LogFilter) -> list[ColumnElement[bool]]:
    which = [col(Delivery.subscription_id) == subscription.id]
    if wanted.statuses:
        which.append(col(Delivery.status).in_(wanted.statuses))
    if wanted.since:
        which.append(col(Delivery.created_at) >= wanted.since)
    if wanted.until:
        which.append(col(Delivery.created_at) < wanted.until)
    if wanted.event:
        which.append(col(Delivery.event_id).in_(select(OutboxEvent.id).where(OutboxEvent.event == wanted.event)))
    if word := wanted.search.strip():
        which.append(_is_about(subscription.app_id, word))
    return which


def _is_about(app_id: str, word: str) -> ColumnElement[bool]:
    folded = word.lower()
    if folded.startswith("evt_"):
        return col(Delivery.event_id) == folded
    if folded.startswith("dlv_"):
        return col(Delivery.id) == folded
    calls = select(Booking.id).where(Booking.app_id == app_id)
    named = Booking.id == folded if folded.startswith("bkg_") else func.upper(Booking.reference) == word.upper()
    return col(Delivery.event_id).in_(select(OutboxEvent.id).where(col(OutboxEvent.booking_id).in_(calls.where(named))))
