"""Sweeping: what has outlived its use is deleted, a few hundred rows a transaction, so that nobody waits for it.

Whoever uses these rows looks at their time, so that nothing works longer than it should however late they are swept.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, tuple_
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col, select

from .. import clock
from ..models import (
    AccessToken,
    Attempt,
    BulkCancel,
    BulkCancelRow,
    ClientDay,
    ClientSecret,
    Delivery,
    KeptAnswer,
    OneTimeLink,
    OutboxEvent,
    ReassignedCall,
    Reassignment,
    Replay,
    SignInSession,
    StaffNotice,
    TrialMessage,
)
from .once import KEPT_FOR
from .transaction import writes

EVENTS_KEPT = timedelta(days=30)
"""How long events, their deliveries and attempts are kept: the event feed and the delivery log reach back so far."""
CALLS_KEPT = timedelta(days=90)
"""How long it is known how often a client called on a day."""
_TRIALS_KEPT = timedelta(days=1)
_PLANS_KEPT = timedelta(days=1)
_PLANS_AT_ONCE = 20
_BATCH = 500
_EVENTS_AT_ONCE = 100
"""Each takes its deliveries along, and these their attempts with all that was sent and answered."""


def sweep() -> int:
    """Delete what is over of sessions, links, tokens, secrets, kept answers, trials, notices, counted calls, plans, bulk acts.

    Gives how many rows went. Any number of processes may sweep at the same time.
    """
    credentials = (_sessions, _links, _tokens, _secrets)
    steps = (*credentials, _answers, _trials, _notices, _client_days, _reassignments, _bulk_rows, _bulk_cancels)
    return sum(_drain(step) for step in steps)


def sweep_events() -> int:
    """Delete events that were kept long enough, with their deliveries and attempts; gives how many events went."""
    events = _drain(_events)
    _drain(_replays)
    return events


def _drain(step: Callable[[], int]) -> int:
    total = 0
    while gone := step():
        total += gone
    return total


@writes
def _sessions(session: Session) -> int:
    return _delete(session, SignInSession, col(SignInSession.token_hash), col(SignInSession.expires_at) <= clock.now())


@writes
def _links(session: Session) -> int:
    return _delete(session, OneTimeLink, col(OneTimeLink.token_hash), col(OneTimeLink.expires_at) <= clock.now())


@writes
def _tokens(session: Session) -> int:
    return _delete(session, AccessToken, col(AccessToken.token_hash), col(AccessToken.expires_at) <= clock.now())


@writes
def _secrets(session: Session) -> int:
    return _delete(session, ClientSecret, col(ClientSecret.secret_hash), col(ClientSecret.expires_at) <= clock.now())


@writes
def _answers(session: Session) -> int:
    over = col(KeptAnswer.created_at) <= clock.now() - KEPT_FOR
    return _delete(session, KeptAnswer, col(KeptAnswer.key), over)


@writes
def _trials(session: Session) -> int:
    over = col(TrialMessage.created_at) <= clock.now() - _TRIALS_KEPT
    return _delete(session, TrialMessage, col(TrialMessage.id), over)


@writes
def _notices(session: Session) -> int:
    over = col(StaffNotice.created_at) <= clock.now() - EVENTS_KEPT
    return _delete(session, StaffNotice, col(StaffNotice.id), over)


@writes
def _client_days(session: Session) -> int:
    over = col(ClientDay.day) < (clock.now() - CALLS_KEPT).date()
    return _delete(session, ClientDay, col(ClientDay.client_id), over)


@writes
def _reassignments(session: Session) -> int:
    """Plans that nobody can undo any more."""
    over = (
        select(Reassignment.id).where(col(Reassignment.created_at) <= clock.now() - _PLANS_KEPT).limit(_PLANS_AT_ONCE)
    )
    plans: Sequence[str] = session.exec(over).all()
    session.execute(delete(ReassignedCall).where(col(ReassignedCall.reassignment_id).in_(plans)))
    session.execute(delete(Reassignment).where(col(Reassignment.id).in_(plans)))
    return len(plans)


@writes
def _bulk_rows(session: Session) -> int:
    """What came of each booking of acts that are long over."""
    over = select(BulkCancel.id).where(col(BulkCancel.finished_at) <= clock.now() - EVENTS_KEPT)
    key = tuple_(col(BulkCancelRow.act_id), col(BulkCancelRow.booking_id))
    rows = select(BulkCancelRow.act_id, BulkCancelRow.booking_id).where(col(BulkCancelRow.act_id).in_(over))
    gone = session.execute(delete(BulkCancelRow).where(key.in_(rows.limit(_BATCH))))
    return gone.rowcount  # pyright: ignore[reportAttributeAccessIssue]


@writes
def _bulk_cancels(session: Session) -> int:
    rows = exists().where(col(BulkCancelRow.act_id) == BulkCancel.id)
    over = and_(col(BulkCancel.finished_at) <= clock.now() - EVENTS_KEPT, ~rows)
    return _delete(session, BulkCancel, col(BulkCancel.id), over)


@writes
def _events(session: Session) -> int:
    """Events with everything that hangs on them, but for those that a subscription, paused perhaps, still waits for."""
    awaited = exists().where(col(Delivery.event_id) == OutboxEvent.id, col(Delivery.status) == "pending")
    over = select(OutboxEvent.id).where(col(OutboxEvent.occurred_at) <= clock.now() - EVENTS_KEPT, ~awaited)
    events: Sequence[str] = session.exec(over.limit(_EVENTS_AT_ONCE)).all()
    owed = select(Delivery.id).where(col(Delivery.event_id).in_(events))
    session.execute(delete(Attempt).where(col(Attempt.delivery_id).in_(owed)))
    session.execute(delete(Delivery).where(col(Delivery.event_id).in_(events)))
    session.execute(delete(OutboxEvent).where(col(OutboxEvent.id).in_(events)))
    return len(events)


@writes
def _replays(session: Session) -> int:
    """What remains of replays when their deliveries are gone."""
    in_use = exists().where(col(Delivery.replay_id) == Replay.id)
    over = and_(col(Replay.created_at) <= clock.now() - EVENTS_KEPT, ~in_use)
    return _delete(session, Replay, col(Replay.id), over)


def _delete(session: Session, table: type[SQLModel], key: Mapped[str], over: ColumnElement[bool]) -> int:
    gone = session.execute(delete(table).where(key.in_(select(key).where(over).limit(_BATCH)), over))
    return gone.rowcount  # pyright: ignore[reportAttributeAccessIssue]
