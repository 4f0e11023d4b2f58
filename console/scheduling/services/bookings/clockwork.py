"""The clock's acts: calls that start, end, are missed or were never confirmed, each exactly once."""

import logging

from sqlmodel import Session

from ... import clock
from ...actors import SYSTEM
from ...errors import CallboardError
from ...queries import bookings as booking_queries
from ...queries import locks
from ...rules import lifecycle
from .. import reminders
from ..transaction import reads, writes
from . import story

log = logging.getLogger(__name__)


def advance_due(limit: int = 200) -> int:
    """Let the clock act on up to `limit` bookings that are due, one transaction each; gives how many it acted on.

    Any number of processes may call it: each looks again under the booking's lock.
    """
    acted = 0
    for booking_id in _due(limit):
        try:
            acted += _advance(booking_id)
        except CallboardError as refused:
            log.warning("The clock could not act on %s: %s", booking_id, refused.message)
    return acted


@reads
def _due(session: Session, limit: int) -> list[str]:
    return booking_queries.due(session, clock.now(), limit)


@writes
def _advance(session: Session, booking_id: str) -> bool:
    now = clock.now()
    booking = locks.lock_booking(session, booking_id)
    if booking is None or booking.due_at is None or booking.due_at > now:
        return False
    preset = story.preset_of(session, booking)
    facts = story.facts_of(session, booking, preset)
    step = lifecycle.clock_step(facts, now)
    if step is None:  # the preset's terms changed since; look again when they say
        booking.due_at = lifecycle.next_due(facts)
        session.add(booking)
        return False
    story.apply_status(booking, step.to, now)
    booking.absent = step.absent
    booking.cancellation_reason = step.reason if step.to == "cancelled" else booking.cancellation_reason
    if step.to in ("cancelled", "no_show"):
        story.give_turn_back(session, booking, "cancel" if step.to == "cancelled" else "no_show", now)
    story.tell(session, booking, SYSTEM, step.to, dict(step.payload), reason=step.reason)
    if step.to == "cancelled":
        reminders.cancel(session, booking, now)
    story.finish(session, booking, now)
    return True
