"""The call itself: who joined, that it runs, and how it ended."""

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import Conflict, Invalid
from ...models import Booking
from ...rules import lifecycle, limits
from ..transaction import writes
from . import story

OUTCOME_LENGTH = 100


@writes
def join(session: Session, actor: Actor, booking_id: str, side: lifecycle.Side) -> Booking:
    """Record that one side comes to the call; its door is open from 15 minutes before the start to 30 after the end.

    The guest's join confirms a pending call; from the start on, the first join starts a link call. Raises NotFound,
    NotAllowed, FinalState, Conflict (`door_closed`).
    """
    now = clock.now()
    booking = story.take(session, actor, booking_id, "join")
    if booking.status in lifecycle.FINAL:
        lifecycle.require_movable(booking.status)
    if lifecycle.door_state(booking.status, booking.scheduled_at, booking.ends_at, now) != "open":
        raise Conflict("The door of this call is not open now.", code="door_closed")
    facts = story.facts_of(session, booking, story.preset_of(session, booking))
    first_time = not (facts.guest_joined if side == "guest" else facts.agent_joined)
    steps = lifecycle.after_join(facts, side, now)
    if not first_time and not steps:
        return booking
    if first_time:
        if side == "guest":
            booking.guest_joined_at = now
        else:
            booking.agent_joined_at = now
        story.tell(session, booking, actor, "joined", {"side": side})
    for status in steps:
        story.apply_status(booking, status, now)
        story.tell(session, booking, actor, status, {"by": "join"})
    return story.finish(session, booking, now)


@writes
def start(session: Session, actor: Actor, booking_id: str) -> Booking:
    """The agent's *Call*: the call runs. A started one stays as it is. Raises NotFound, NotAllowed, FinalState, WrongState."""
    now = clock.now()
    booking = story.take(session, actor, booking_id, "start")
    if booking.status == "started":
        return booking
    lifecycle.require_step(booking.status, "started")
    story.apply_status(booking, "started", now)
    story.tell(session, booking, actor, "started")
    return story.finish(session, booking, now)


@writes
def done(
    session: Session, actor: Actor, booking_id: str, *, outcome: str | None = None, note: str | None = None
) -> Booking:
    """The call took place; `outcome` is one of the preset's list. Raises NotFound, NotAllowed, Invalid, FinalState."""
    now = clock.now()
    booking = story.take(session, actor, booking_id, "done")
    lifecycle.require_step(booking.status, "completed")
    preset = story.preset_of(session, booking)
    if outcome and outcome not in preset.outcomes:
        raise Invalid.of("outcome", "Choose one of the preset's outcomes.")
    booking.outcome = outcome or None
    booking.outcome_note = limits.notes(note, "note") or None if note else None
    story.apply_status(booking, "completed", now)
    story.tell(session, booking, actor, "completed", {"outcome": booking.outcome} if booking.outcome else None)
    return story.finish(session, booking, now)


@writes
def mark_no_show(session: Session, actor: Actor, booking_id: str) -> Booking:
    """The guest did not come. Raises NotFound, NotAllowed, FinalState, and Conflict before the call's time."""
    now = clock.now()
    booking = story.take(session, actor, booking_id, "no_show")
    lifecycle.require_step(booking.status, "no_show")
    if now < booking.scheduled_at:
        raise Conflict("The call has not begun yet, so nobody has missed it.", code="too_early")
    booking.absent = "guest"
    story.apply_status(booking, "no_show", now)
    story.give_turn_back(session, booking, "no_show", now)
    story.tell(session, booking, actor, "no_show", {"absent": "guest"})
    return story.finish(session, booking, now)
