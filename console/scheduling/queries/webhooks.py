"""Subscriptions, what is owed to them, and what became of it."""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, literal, or_, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from ..database import is_sqlite
from ..models import Attempt, Booking, Delivery, OutboxEvent, Subscription
from ..models.columns import Instant
from ..rules.deliveries import HANGING_AFTER, LEASE, Queue
from ..rules.webhook_record import LATEST, Try
from .sending import not_paused

_EVER = literal(datetime(1970, 1, 1, tzinfo=UTC), Instant())
_CLAIMING = 0x0CA11B0A
"""The PostgreSQL advisory lock under which places are counted and given out."""


def subscription(session: Session, app_id: str | None, subscription_id: str, lock: bool = False) -> Subscription | None:
    """The app's subscription, unless it is deleted; with `lock`, nobody else changes it meanwhile."""
    found = select(Subscription).where(
        Subscription.id == subscription_id,
        Subscription.app_id == app_id,
        col(Subscription.deleted_at).is_(None),
    )
    return session.exec(found.with_for_update(key_share=True) if lock else found).first()


def subscriptions(session: Session, app_id: str | None) -> list[Subscription]:
    """The app's subscriptions, oldest first."""
    of_app = select(Subscription).where(Subscription.app_id == app_id, col(Subscription.deleted_at).is_(None))
    return list(session.exec(of_app.order_by(Subscription.id)))


def unwell(session: Session, app_id: str | None) -> list[Subscription]:
    """The app's subscriptions that fail, or that were paused by what their receivers answered."""
    sick = select(Subscription).where(
        Subscription.app_id == app_id,
        col(Subscription.deleted_at).is_(None),
        or_(
            col(Subscription.status) == "failing",
            and_(col(Subscription.status) == "paused", col(Subscription.paused_reason) != "hand"),
        ),
    )
    return list(session.exec(sick))


def latest_tries(session: Session, subscription_ids: Collection[str]) -> dict[str, list[Try]]:
    """The latest hundred attempts of each subscription, oldest first."""
    older = aliased(Attempt)
    oldest = (
        select(older.started_at)
        .where(older.subscription_id == Subscription.id)
        .order_by(col(older.started_at).desc())
        .offset(LATEST - 1)
        .limit(1)
        .correlate(Subscription)
        .scalar_subquery()
    )
    begins = (
        select_columns(col(Subscription.id).label("id"), func.coalesce(oldest, _EVER).label("begins"))
        .where(col(Subscription.id).in_(subscription_ids))
        .cte("begins")
    )
    rows = session.execute(
        select_columns(
            col(Attempt.subscription_id), col(Attempt.started_at), col(Attempt.duration_ms), col(Attempt.error)
        )
        .join(begins, begins.c.id == Attempt.subscription_id)
        .where(col(Attempt.started_at) >= begins.c.begins)
        .order_by(col(Attempt.subscription_id), col(Attempt.started_at), col(Attempt.id))
    )
    tries: dict[str, list[Try]] = {}
    for of, started_at, duration_ms, error in rows:
        tries.setdefault(of, []).append(Try(started_at, duration_ms, error is None))
    return {of: found[-LATEST:] for of, found in tries.items()}


def counts(session: Session, subscription_ids: Collection[str]) -> dict[tuple[str, str], int]:
    """How many deliveries each subscription has, by status; the delivered ones are not counted."""
    grouped = (
        select(Delivery.subscription_id, Delivery.status, func.count())
        .where(col(Delivery.subscription_id).in_(subscription_ids), col(Delivery.status).in_(("pending", "failed")))
        .group_by(Delivery.subscription_id, Delivery.status)
    )
    return {(of, status): count for of, status, count in session.exec(grouped)}


def lock_claims(session: Session) -> None:
    """Make claims one after the other, for as long as this transaction runs; SQLite has one writer anyway."""
    if not is_sqlite(session):
        session.execute(select(func.pg_advisory_xact_lock(_CLAIMING)))


def queues(session: Session, now: datetime, worker: str = "") -> list[Queue]:
    """What every subscription has waiting and claimed, as the worker sees it that asks.

    Those of apps whose webhooks are held back after a restore have nothing waiting.
    """
    may_leave = not_paused(session, "webhooks", Subscription.app_id)
    # PostgreSQL would answer EXISTS, or one in any order, by reading every delivery there ever was.
    was_delivered = select(Delivery.id).where(_of_subscription(), col(Delivery.status) == "delivered")
    delivered = was_delivered.order_by(col(Delivery.due_at)).limit(1).scalar_subquery()
    oldest = (
        select(Delivery.due_at).where(_of_subscription(), _is_due(now)).order_by(col(Delivery.due_at)).limit(1)
    ).scalar_subquery()
    rows = session.execute(
        select_columns(
            col(Subscription.id),
            case(
                (and_(col(Subscription.status) != "paused", col(Subscription.deleted_at).is_(None), *may_leave), oldest)
            ),
            _claimed(now),
            _claimed(now, col(Delivery.leased_until) <= now + LEASE - HANGING_AFTER),
            _claimed(now, col(Delivery.leased_by) != worker),
            delivered,
            col(Subscription.failures_in_row),
        )
    )
    return [
        Queue(
            subscription_id=of,
            oldest_due_at=oldest_due_at,
            claimed=claimed,
            proven=bool(one_delivered) and not failures and not hanging,
            failures=failures,
            shared=bool(elsewhere),
        )
        for of, oldest_due_at, claimed, hanging, elsewhere, one_delivered, failures in rows
        if oldest_due_at or claimed
    ]


def lease(session: Session, subscription_id: str, count: int, worker: str, now: datetime) -> list[Delivery]:
    """Give the worker the oldest `count` of a subscription's due deliveries; each counts as one more attempt."""
    due = (
        select(Delivery.id)
        .where(Delivery.subscription_id == subscription_id, _is_due(now))
        .order_by(col(Delivery.due_at), col(Delivery.id))
        .limit(count)
        .with_for_update(skip_locked=True)
        .cte("due")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    claimed = (
        update(Delivery)
        .where(col(Delivery.id).in_(select(due.c.id)))
        .values(leased_by=worker, leased_until=now + LEASE, attempts=Delivery.attempts + 1)
        .returning(Delivery)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(session.scalars(claimed), key=lambda delivery: (delivery.due_at, delivery.id))


def events(session: Session, event_ids: Collection[str]) -> dict[str, tuple[OutboxEvent, Booking | None]]:
    """Events by id, each with its booking; a test-send has none."""
    wanted = (
        select(OutboxEvent, Booking)
        .join(Booking, col(Booking.id) == OutboxEvent.booking_id, isouter=True)
        .where(col(OutboxEvent.id).in_(event_ids))
    )
    return {event.id: (event, booking) for event, booking in session.exec(wanted)}


def locked(session: Session, subscription_ids: Collection[str]) -> dict[str, Subscription]:
    """The subscriptions by id; nobody else changes them meanwhile."""
    these = select(Subscription).where(col(Subscription.id).in_(subscription_ids)).order_by(Subscription.id)
    return {one.id: one for one in session.exec(these.with_for_update(key_share=True))}


def leased(session: Session, delivery_ids: Collection[str], worker: str) -> dict[tuple[str, int], Delivery]:
    """Those that this worker still holds, locked, each by its id and the attempt for which it was claimed."""
    mine = select(Delivery).where(
        col(Delivery.id).in_(delivery_ids), Delivery.leased_by == worker, Delivery.status == "pending"
    )
    found = session.exec(mine.order_by(Delivery.id).with_for_update())
    return {(one.id, one.attempts): one for one in found}


def workers(session: Session) -> set[str]:
    """Whoever holds a lease on a delivery."""
    holding = select(Delivery.leased_by).where(col(Delivery.leased_until).is_not(None)).distinct()
    return {worker for worker in session.exec(holding) if worker}


def release(session: Session, worker: str) -> None:
    """Let others have what this worker holds."""
    session.execute(
        update(Delivery)
        .where(col(Delivery.leased_by) == worker, col(Delivery.leased_until).is_not(None))
        .values(leased_until=None)
    )


def _of_subscription():
    return col(Delivery.subscription_id) == Subscription.id


def _is_due(now: datetime):
    free = or_(col(Delivery.leased_until).is_(None), col(Delivery.leased_until) <= now)
    return and_(col(Delivery.status) == "pending", col(Delivery.due_at) <= now, free)


def _claimed(now: datetime, *those: ColumnElement[bool]) -> ScalarSelect[int]:
    counted = select(func.count()).where(_of_subscription(), col(Delivery.leased_until) > now, *those)
    return counted.select_from(Delivery).scalar_subquery()
