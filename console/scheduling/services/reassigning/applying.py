"""Applying a plan call by call, and undoing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import CallboardError, Conflict, NotFound
from ...models import Booking, ReassignedCall, Reassignment
from ...queries import locks, members
from ...queries import reassigning as found
from ...rules.permissions import Subject, may
from .. import schedules
from ..bookings import BookingChange
from ..bookings.moving import change_within
from ..transaction import reads, writes

UNDO_FOR = timedelta(minutes=15)
"""How long a plan that was applied can be undone."""


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a plan, as the person who applies it has seen it: the booking in this version goes to this agent."""

    booking_id: str
    agent_id: str
    version: int
    place: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one call: done, or refused with a code and a sentence."""

    booking_id: str
    code: str = ""
    message: str = ""

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return not self.code


@dataclass(frozen=True, slots=True)
class Undoable:
    """A plan that the actor has applied, and until when they can undo it. `away`: whose absence was set with it."""

    id: str
    calls: int
    away: str
    applied_at: datetime
    until: datetime


@writes
def begin(session: Session, actor: Actor, exception_id: str | None = None) -> str:
    """Note that a plan is about to be carried out; gives the id under which it can be undone.

    `exception_id` is the absence that was set with it. Raises NotFound for somebody without an account.
    """
    if actor.id is None or actor.app_id is None:
        raise NotFound("Only people apply plans.")
    begun = Reassignment(app_id=actor.app_id, actor_id=actor.id, exception_id=exception_id, created_at=clock.now())
    session.add(begun)
    session.flush()
    return begun.id


def apply(actor: Actor, plan_id: str, moves: Sequence[Move]) -> list[Outcome]:
    """Carry out steps of a plan in their order, each judged anew and in a transaction of its own.

    What is refused is told, and stops nothing else. A call that has changed since the plan was made stays as it is.
    """
    return [attempt(hand_over, actor, plan_id, move) for move in sorted(moves, key=lambda move: move.place)]


@writes
def hand_over(session: Session, actor: Actor, plan_id: str, move: Move) -> Booking:
    """One step of a plan. Raises as `bookings.reassign` does, and NotFound for a plan that is not the actor's."""
    _own_plan(session, actor, plan_id)
    booking = locks.lock_booking(session, move.booking_id)
    before = booking.agent_id if booking else ""
    wanted = BookingChange(agent_id=move.agent_id, expected_version=move.version)
    booking = change_within(session, actor, move.booking_id, wanted)
    session.add(
        ReassignedCall(
            reassignment_id=plan_id,
            booking_id=booking.id,
            place=move.place,
            from_agent_id=before,
            to_agent_id=booking.agent_id,
            scheduled_at=booking.scheduled_at,
            duration_minutes=booking.duration_minutes,
        )
    )
    return booking


@reads
def undoable(session: Session, actor: Actor) -> list[Undoable]:
    """What the actor can still undo, the newest first; nothing for who may act on no calls but their own."""
    now = clock.now()
    if not may(actor, "bulk_reassign", Subject(app_id=actor.app_id, team_id=actor.team_id)):
        return []
    listed = found.undoable(session, actor.app_id or "", actor.id or "", now - UNDO_FOR)
    names = {row.person.id: row.person.name for row in members.rows(session, actor.app_id or "")} if listed else {}
    return [
        Undoable(each.plan.id, each.calls, names.get(each.away_id or "", ""), at, at + UNDO_FOR)
        for each in listed
        if (each.calls or each.away_id) and (at := each.plan.created_at)
    ]


def undo(actor: Actor, plan_id: str) -> list[Outcome]:
    """Give every call of a plan back to its first agent, the last one first, and let the absence that came with it go.

    A call that was moved, given away again or ended meanwhile stays as it is, and is told. Raises NotFound for a plan
    that is not the actor's, and Conflict (`too_late`) after `UNDO_FOR`.
    """
    return [attempt(_give_back, actor, plan_id, booking_id) for booking_id in _undo(actor, plan_id)]


def attempt(verb: Callable[..., Any], *args: Any) -> Outcome:
    """One act on a booking, named by the last argument; a refusal becomes its outcome."""
    about = args[-1]
    booking_id = about if isinstance(about, str) else about.booking_id
    try:
        verb(*args)
    except CallboardError as refused:
        return Outcome(booking_id, refused.code, refused.message)
    return Outcome(booking_id)


@writes
def _undo(session: Session, actor: Actor, plan_id: str) -> Sequence[str]:
    """End the absence; gives the bookings to give back, in their order."""
    applied = _own_plan(session, actor, plan_id)
    if clock.now() - applied.created_at > UNDO_FOR:
        raise Conflict("This was done more than 15 minutes ago.", code="too_late")
    if applied.exception_id:
        schedules.withdraw(session, actor, applied.exception_id)
    return found.to_undo(session, plan_id)


@writes
def _give_back(session: Session, actor: Actor, plan_id: str, booking_id: str) -> None:
    moved = found.locked(session, plan_id, booking_id)
    if moved is None or moved.undone_at is not None:
        return  # somebody else has just undone it
    booking = locks.lock_booking(session, booking_id)
    if booking is None or _placement(booking) != (moved.to_agent_id, moved.scheduled_at, moved.duration_minutes):
        raise Conflict("This call was changed meanwhile.", code="changed_since")
    # The first agent's hours were judged when the call became theirs.
    change_within(session, actor, booking_id, BookingChange(agent_id=moved.from_agent_id, respect_working_hours=False))
    moved.undone_at = clock.now()
    session.add(moved)


def _placement(booking: Booking) -> tuple[str, datetime, int]:
    return booking.agent_id, booking.scheduled_at, booking.duration_minutes


def _own_plan(session: Session, actor: Actor, plan_id: str) -> Reassignment:
    applied = session.get(Reassignment, plan_id)
    if applied is None or applied.app_id != actor.app_id or applied.actor_id != actor.id:
        raise NotFound("There is no such plan.")
    return applied
