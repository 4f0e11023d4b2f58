"""The clock's acts: calls that start, end, are missed or were never confirmed, each exactly once."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from ... import clock
from ...actors import SYSTEM
from ...errors import CallboardError, Unavailable
from ...models import Booking
from ...queries import due_bookings as queries
from ...queries import locks
from ...rules import lifecycle
from .. import reminders
from ..changes import announce
from ..transaction import reads, writes
from . import story

log = logging.getLogger(__name__)

_TOGETHER = 10
"""Bookings in one transaction: they share the wait for the disk, and who wants to act on one of them waits for no more."""
_TRY_AGAIN_AFTER = timedelta(minutes=1)
"""When the clock returns to a booking on which it could not act, so that this one never keeps others waiting."""


def advance_due(limit: int = 200, hand: int = 0, hands: int = 1) -> int:
    """Let the clock act on up to `limit` bookings that are due, a few in a transaction; gives how many it acted on.

    Any number of processes may call it: each looks again under the bookings' locks. Of several hands that work at the
    same time, each takes its share. Raises Unavailable.
    """
    due = _due(limit)[hand::hands]
    return sum(_advance_few(due[first : first + _TOGETHER]) for first in range(0, len(due), _TOGETHER))


def leave_alone(session: Session, app_id: str) -> None:
    """Inside a verb: have the clock act on none of this app's bookings any more."""
    waiting = update(Booking).where(col(Booking.app_id) == app_id, col(Booking.due_at).is_not(None))
    session.execute(waiting.values(due_at=None))


@reads
def _due(session: Session, limit: int) -> list[str]:
    return queries.due(session, clock.now(), limit)


def _advance_few(booking_ids: Sequence[str]) -> int:
    """Act on these in one transaction; when that fails each has its own, and the one at fault is put off."""
    try:
        return _advance(booking_ids)
    except Unavailable:
        raise
    except Exception as met:
        if len(booking_ids) > 1:
            return sum(_advance_few([booking_id]) for booking_id in booking_ids)
        [at_fault] = booking_ids
        log.error("The clock could not act on %s.", at_fault, exc_info=not isinstance(met, CallboardError))
        _put_off(at_fault)
        return 0


@writes
def _advance(session: Session, booking_ids: Sequence[str]) -> int:
    now = clock.now()
    free = locks.lock_free_bookings(session, booking_ids)  # on the others somebody else acts
    due = [booking for booking in free if booking.due_at is not None and booking.due_at <= now]
    with session.no_autoflush:  # one flush at the end writes the rows of all acts together
        for booking in due:
            _act_on(session, booking, now)
    return len(due)


def _act_on(session: Session, booking: Booking, now: datetime) -> None:
    facts = story.facts_of(session, booking, story.preset_of(session, booking))
    step = lifecycle.clock_step(facts, now)
    if step is None:  # the preset's terms changed since; look again when they say
        booking.due_at = lifecycle.next_due(facts)
    elif step.to is None:
        _ask_for_outcome(session, booking, facts)
    else:
        owed = max(lifecycle.next_due(facts) or now, booking.due_at or now)
        _take(session, booking, step, step.to, owed, now)


def _ask_for_outcome(session: Session, booking: Booking, facts: lifecycle.CallFacts) -> None:
    """Only a person can say how the call went: it waits under *Needs outcome*."""
    booking.needs_outcome_since = lifecycle.outcome_asked_at(facts)
    booking.due_at = booking.needs_outcome_since + lifecycle.ASSUMED_AFTER
    announce(session, story.changed(booking))


def _take(
    session: Session, booking: Booking, step: lifecycle.Step, to: lifecycle.Status, due: datetime, now: datetime
) -> None:
    """Take the step as of the moment at which it was due, however late the clock comes."""
    story.apply_status(booking, to, due)
    booking.absent = step.absent
    if to == "cancelled":
        booking.cancellation_reason = step.reason
        reminders.cancel(session, booking, now)
    if to in ("cancelled", "no_show"):
        story.give_turn_back(session, booking, "cancel" if to == "cancelled" else "no_show", due)
    story.tell(session, booking, SYSTEM, to, dict(step.payload), reason=step.reason)
    story.finish(session, booking, now)


@writes
def _put_off(session: Session, booking_id: str) -> None:
    queries.put_off(session, booking_id, clock.now() + _TRY_AGAIN_AFTER)
