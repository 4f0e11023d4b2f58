"""What becomes of the demo's bookings: confirmed, noted on, moved, handed over, cancelled, held or missed."""

from datetime import timedelta

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.models import Booking
from console.scheduling.rules.lifecycle import ASSUMED_AFTER, Side
from console.scheduling.services import bookings, slots
from console.scheduling.services.bookings import BookingChange
from console.scheduling.services.slots import SlotQuery

from . import team
from .guests import MOVES, NOTES, REASONS
from .stage import DAY, HOUR, MINUTE, Stage

_FATES = {"kept": 60, "missed": 12, "cancelled": 13, "moved": 9, "alone": 2, "handed_over": 7}
"""`missed`: the customer does not come; `alone`: the agent does not."""
_GRACE = 10 * MINUTE
_TICK = timedelta(seconds=1)


def plan_life(stage: Stage, booking: Booking) -> None:
    """Plan everything that happens to a booking that was just made."""
    made, start = clock.now(), booking.scheduled_at
    fate = stage.draw(_FATES)
    if stage.chance(0.75 if booking.status == "pending_confirmation" else 0.45):
        stage.plan(stage.between(made, start, 0.05, 0.5), bookings.confirm, stage.guest(booking), booking.id)
    if stage.chance(0.3):
        stage.plan(stage.between(made, start, 0.02, 0.9), _note, stage, booking)
    if stage.chance(0.06):
        change = BookingChange(guest_intake_notes="Please call me by my first name.", reason="As the customer asked")
        stage.plan(stage.between(made, start, 0.1, 0.8), bookings.change, stage.admin(), booking.id, change)
    if booking.assignment_method == "pool" and stage.chance(0.4):
        stage.plan(stage.between(made, start, 0.1, 0.4), _take_over, stage, booking)
    turn = {"cancelled": _cancel, "moved": _move, "handed_over": _hand_over}.get(fate)
    if turn:
        stage.plan(stage.between(made, start, 0.3, 0.9), turn, stage, booking)
    plan_call(stage, booking, fate)


def plan_call(stage: Stage, booking: Booking, fate: str = "kept") -> None:
    """Plan the call itself, and every time at which the clock has something to decide or to send."""
    stage.renew(booking)
    start, end = booking.scheduled_at, booking.ends_at
    due = booking.due_at or start
    for at in (start - DAY, start - HOUR, due, start, start + _GRACE, end, end + ASSUMED_AFTER):
        stage.plan(at + _TICK, bookings.advance_due)
    if booking.call_kind == "phone":
        _plan_phone_call(stage, booking, fate)
        return
    if fate not in ("missed", "cancelled"):
        stage.plan_for(booking, start + stage.rng.uniform(-4, 3) * MINUTE, join, stage, booking, "guest")
    if fate not in ("alone", "cancelled"):
        stage.plan_for(booking, start + stage.rng.uniform(-2, 2) * MINUTE, join, stage, booking, "agent")


def join(stage: Stage, booking: Booking, side: Side) -> None:
    """One side comes to the call."""
    bookings.join(stage.guest(booking) if side == "guest" else stage.agent(booking.agent_id), booking.id, side)


def _plan_phone_call(stage: Stage, booking: Booking, fate: str) -> None:
    agent, start = stage.agent(booking.agent_id), booking.scheduled_at
    if fate == "missed":
        stage.plan_for(booking, start + 6 * MINUTE, bookings.mark_no_show, agent, booking.id)
    elif fate not in ("alone", "cancelled"):
        stage.plan_for(booking, start + MINUTE, bookings.start, agent, booking.id)
        if stage.chance(0.85):  # the others wait for a word about their outcome
            outcome, note = stage.rng.choice(team.OUTCOMES), stage.rng.choice(NOTES)
            at = start + stage.rng.uniform(6, 14) * MINUTE
            stage.plan_for(booking, at, bookings.done, agent, booking.id, outcome=outcome, note=note)


def _note(stage: Stage, booking: Booking) -> None:
    author = stage.admin() if stage.chance(0.3) else stage.agent(booking.agent_id)
    bookings.add_note(author, booking.id, stage.rng.choice(NOTES))


def _cancel(stage: Stage, booking: Booking) -> None:
    if stage.chance(0.35):
        bookings.cancel(stage.admin(), booking.id, reason="The specialist is ill")
    else:
        bookings.cancel(stage.guest(booking), booking.id, reason=stage.rng.choice(REASONS))


def _move(stage: Stage, booking: Booking) -> None:
    """To another time of the next days, by the customer or by the team; the call is then held there."""
    actor = stage.admin() if stage.chance(0.4) else stage.guest(booking)
    day = booking.scheduled_at.replace(hour=0, minute=0) + stage.rng.choice((0, 1, 2)) * DAY
    query = SlotQuery(
        start=max(day, clock.now() + 3 * HOUR),
        end=max(day, clock.now()) + 2 * DAY,
        duration_minutes=booking.duration_minutes,
        agent_id=booking.agent_id,
        preset_id=booking.preset_id,
        moving=booking.id,
    )
    starts = sorted({slot.start_at for slot in slots.offered(stage.admin(), query)})
    if starts:
        to, reason = stage.rng.choice(starts), stage.rng.choice(MOVES) or None
        plan_call(stage, bookings.reschedule(actor, booking.id, to, reason=reason))


def _hand_over(stage: Stage, booking: Booking) -> None:
    """To the first colleague who is free then."""
    for agent in stage.rng.sample(team.AGENTS, len(team.AGENTS)):
        if stage.person(agent.key) == booking.agent_id:
            continue
        try:
            reason = "Knows the product better"
            handed = bookings.reassign(stage.admin(), booking.id, stage.person(agent.key), reason=reason)
        except CallboardError:
            continue
        plan_call(stage, handed)
        return


def _take_over(stage: Stage, booking: Booking) -> None:
    taker = stage.agent(stage.anybody())
    plan_call(stage, bookings.take_over(taker, booking.id, expected_version=booking.version))
