"""A booking in other hands: taking a pool call over, and what each change of hands leaves behind."""

from datetime import datetime

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import Conflict, NotFound, StaleVersion
from ...models import Booking, Person, Preset
from ...queries import bookings as found
from ...queries import locks
from ...rules import lifecycle, permissions
from ...rules.availability import ReasonCode
from ...rules.permissions import Subject
from .. import engine, reminders
from ..changes import announce
from ..engine import Ask
from ..transaction import writes
from . import story


@writes
def take_over(session: Session, actor: Actor, booking_id: str, *, expected_version: int) -> Booking:
    """Take a pool call over. Of two who try, the slower gets StaleVersion, which says who has it now.

    Raises also NotFound, NotAllowed, Conflict and SlotUnavailable.
    """
    now = clock.now()
    booking = locks.lock_booking(session, booking_id)
    if booking is None or actor.id is None or booking.app_id != actor.app_id:
        raise NotFound("There is no such call in this app.")
    preset = story.preset_of(session, booking)
    taker = engine.agent(session, preset, actor.id)
    subject = story.subject_of(session, booking)
    permissions.require(
        actor,
        "take_over",
        Subject(
            app_id=subject.app_id,
            agent_id=subject.agent_id,
            team_id=subject.team_id,
            booking_id=booking.id,
            pool_member=taker.in_preset and booking.assignment_method == "pool",
        ),
    )
    if booking.version != expected_version:
        raise _somebody_was_faster(session, booking)
    if booking.assignment_method != "pool" or booking.status not in lifecycle.TAKE_OVER:
        raise Conflict("This call is not open to be taken over.", code="final_state")
    if booking.agent_id == taker.id:
        return booking
    unmoved: set[ReasonCode] = {"too_soon", "too_far"}
    ask = asking(booking, preset, booking.scheduled_at, booking.duration_minutes, unmoved)
    engine.require_free(session, ask, taker, now)
    agent_before = booking.agent_id
    hand_over(session, actor, booking, taker.id, "take_over", None, now)
    reminders.tell_agent(session, booking, preset, now, agent_before)
    return story.finish(session, booking, now)


def asking(
    booking: Booking, preset: Preset, start: datetime, minutes: int, aside: set[ReasonCode], *, grid: bool = False
) -> Ask:
    """The booking's own terms at another time: it keeps its buffers, and does not stand in its own way."""
    return Ask(
        preset=preset,
        span=engine.span(start, minutes),
        terms=engine.terms_of(preset, booking.buffer_before_minutes, booking.buffer_after_minutes),
        # A booking that exists may be changed while its preset takes no new ones.
        set_aside=frozenset({*aside, "scheduling_off"}),
        grid=grid,
        moving=booking.id,
    )


def hand_over(
    session: Session,
    actor: Actor,
    booking: Booking,
    agent_id: str,
    act: str,
    reason: str | None,
    now: datetime,
    *,
    old_agent_id: str | None = None,
    override: bool = False,
) -> None:
    """Inside a verb: make it this agent's, whose link is a new one; `act` says how it came to that."""
    previous = {"assigned_agent_id": old_agent_id or booking.agent_id}
    announce(session, story.changed(booking, previous["assigned_agent_id"]))
    booking.agent_id = agent_id
    booking.agent_link_epoch += 1
    booking.agent_joined_at = None
    story.give_turn_back(session, booking, act, now)
    story.tell(
        session,
        booking,
        actor,
        "assigned",
        {"assigned_agent_id": agent_id, "act": act} | ({"override": True} if override else {}),
        reason=reason,
        previous=previous,
    )


def _somebody_was_faster(session: Session, booking: Booking) -> StaleVersion:
    last = found.last_event(session, booking.id)
    if last is None or last.event_type != "assigned":
        return StaleVersion("Somebody else was faster: this call has just changed.")
    holder = session.get_one(Person, booking.agent_id).name
    return StaleVersion(f"Somebody else was faster: {holder} has this call now.")
