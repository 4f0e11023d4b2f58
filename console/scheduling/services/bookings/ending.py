"""Confirming a booking, and cancelling it."""

from datetime import datetime

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import NotAllowed, StaleVersion
from ...models import Booking
from ...rules import customer_changes, lifecycle, limits
from .. import reminders
from ..transaction import writes
from . import story

REASON_LENGTH = 500


@writes
def confirm(
    session: Session,
    actor: Actor,
    booking_id: str,
    *,
    seen_at: datetime | None = None,
    expected_version: int | None = None,
) -> Booking:
    """Acknowledge a booking; a confirmed one stays as it is.

    `seen_at` is the start that stood before whoever confirms: nobody confirms a time that they have not seen. Raises
    NotFound, NotAllowed, StaleVersion, FinalState, AlreadyStarted.
    """
    now = clock.now()
    booking = story.take(session, actor, booking_id, "confirm", expected_version)
    if seen_at and seen_at != booking.scheduled_at and booking.status not in lifecycle.FINAL:
        raise StaleVersion("This call has a new time by now. Please look at it, and confirm if it suits you.")
    if booking.status == "confirmed":
        return booking
    lifecycle.require_step(booking.status, "confirmed")
    story.apply_status(booking, "confirmed", now)
    story.tell(session, booking, actor, "confirmed")
    return story.finish(session, booking, now)


@writes
def cancel(
    session: Session, actor: Actor, booking_id: str, *, reason: str | None = None, expected_version: int | None = None
) -> Booking:
    """Cancel a booking; a cancelled one comes back unchanged. The customer may only as the preset allows.

    Raises NotFound, NotAllowed, Invalid, StaleVersion, FinalState.
    """
    now = clock.now()
    booking = story.take(session, actor, booking_id, "cancel")
    if booking.status == "cancelled":
        return booking
    story.require_version(booking, expected_version)
    lifecycle.require_step(booking.status, "cancelled")
    preset = story.preset_of(session, booking)
    if actor.kind == "customer":
        terms = customer_changes.ChangeTerms(preset.customer_may_cancel, preset.change_notice_minutes)
        refused = customer_changes.may_customer_change(
            "cancel", booking.status, booking.scheduled_at, booking.moves, terms, now
        )
        if refused:
            raise NotAllowed(refused.sentence, code=refused.code)
    booking.cancellation_reason = limits.text(reason, "reason", REASON_LENGTH) or None if reason else None
    return call_off(session, actor, booking, now)


def call_off(session: Session, actor: Actor, booking: Booking, now: datetime, *, tell: bool = True) -> Booking:
    """Inside a verb that has judged the actor: cancel a locked, live booking. Without `tell` the customer gets no message."""
    story.apply_status(booking, "cancelled", now)
    story.give_turn_back(session, booking, "cancel", now)
    story.tell(session, booking, actor, "cancelled", reason=booking.cancellation_reason)
    reminders.cancel(session, booking, now, tell, by_customer=actor.kind == "customer")
    return story.finish(session, booking, now)
