"""Moving a booking in time, giving it to another agent, and changing the customer's details, all in one act."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import Invalid, NotAllowed, SlotUnavailable
from ...models import Booking, Preset
from ...queries import locks
from ...rules import customer_changes, lifecycle, limits, permissions
from ...rules.availability import ReasonCode
from ...rules.permissions import Subject
from .. import engine, reminders, slots
from ..transaction import writes
from . import guest, story
from .handing_over import asking, hand_over


class _Unset(Enum):
    UNSET = "unset"


UNSET: Final = _Unset.UNSET
"""A field that a change leaves alone; None clears it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingChange:
    """What is to be different. At least one field must be set; the reason and the flags do not count."""

    scheduled_at: datetime | _Unset = UNSET
    duration_minutes: int | _Unset = UNSET
    agent_id: str | _Unset = UNSET
    guest_name: str | _Unset = UNSET
    guest_phone: str | None | _Unset = UNSET
    guest_email: str | None | _Unset = UNSET
    guest_timezone: str | None | _Unset = UNSET
    guest_language: str | None | _Unset = UNSET
    guest_intake_notes: str | None | _Unset = UNSET
    reason: str | None = None
    respect_working_hours: bool = True
    expected_version: int | None = None

    def guest_fields(self) -> dict[str, Any]:
        """The customer's details that are to change."""
        names = [name for name in self.__dataclass_fields__ if name.startswith("guest_")]
        return {name: value for name in names if (value := getattr(self, name)) is not UNSET}


def reschedule(
    actor: Actor,
    booking_id: str,
    scheduled_at: datetime,
    *,
    duration_minutes: int | None = None,
    reason: str | None = None,
    respect_working_hours: bool = True,
    expected_version: int | None = None,
) -> Booking:
    """Move a booking to another time; its id, reference and links stay. Raises as `change` does."""
    return change(
        actor,
        booking_id,
        BookingChange(
            scheduled_at=scheduled_at,
            duration_minutes=UNSET if duration_minutes is None else duration_minutes,
            reason=reason,
            respect_working_hours=respect_working_hours,
            expected_version=expected_version,
        ),
    )


def reassign(
    actor: Actor,
    booking_id: str,
    agent_id: str,
    *,
    reason: str | None = None,
    respect_working_hours: bool = True,
    expected_version: int | None = None,
) -> Booking:
    """Give a booking to another agent at the same time; its status stays. Raises as `change` does."""
    return change(
        actor,
        booking_id,
        BookingChange(
            agent_id=agent_id,
            reason=reason,
            respect_working_hours=respect_working_hours,
            expected_version=expected_version,
        ),
    )


def change(actor: Actor, booking_id: str, wanted: BookingChange) -> Booking:
    """Change time, length, agent and the customer's details in one act, each with a timeline event of its own.

    What is already as wanted is no change. Raises NotFound, NotAllowed, Invalid, StaleVersion, FinalState,
    AlreadyStarted, and SlotUnavailable with the nearest times that can be booked instead.
    """
    try:
        return _change(actor, booking_id, wanted)
    except SlotUnavailable as refused:
        raise slots.with_alternatives_to_move(refused, actor, booking_id, wanted) from refused


@writes
def _change(session: Session, actor: Actor, booking_id: str, wanted: BookingChange) -> Booking:
    return change_within(session, actor, booking_id, wanted)


def change_within(session: Session, actor: Actor, booking_id: str, wanted: BookingChange) -> Booking:
    """Inside a verb: what `change` does. Raises as it does, but looks for no other times."""
    now = clock.now()
    first, *others = _verbs(wanted)
    findings = limits.Findings()
    fields = guest.checked(wanted.guest_fields(), findings)
    locks.lock_contacts(session, actor.app_id or "", guest.contact_keys(fields))
    booking = story.take(session, actor, booking_id, first, wanted.expected_version)
    for verb in others:
        story.require(session, actor, verb, booking)
    if booking.status in lifecycle.FINAL:
        lifecycle.require_movable(booking.status)
    guest.require_reachable(
        fields.get("guest_phone", booking.guest_phone), fields.get("guest_email", booking.guest_email), findings
    )
    findings.settle()
    changed = _move(session, actor, booking, wanted, now)
    changed |= guest.update(session, actor, booking, fields, wanted.reason, now)
    return story.finish(session, booking, now) if changed else booking


def _verbs(wanted: BookingChange) -> list[permissions.Verb]:
    verbs: list[permissions.Verb] = []
    if wanted.scheduled_at is not UNSET or wanted.duration_minutes is not UNSET:
        verbs.append("reschedule")
    if wanted.agent_id is not UNSET:
        verbs.append("reassign")
    if wanted.guest_fields():
        verbs.append("update")
    if not verbs:
        raise Invalid.of("body", "Say what is to change.", "required")
    return verbs


def _move(session: Session, actor: Actor, booking: Booking, wanted: BookingChange, now: datetime) -> bool:
    """Ask the engine for the new time, length and agent together, then write each as its own event."""
    start = booking.scheduled_at if wanted.scheduled_at is UNSET else wanted.scheduled_at
    minutes = booking.duration_minutes if wanted.duration_minutes is UNSET else wanted.duration_minutes
    agent_id = booking.agent_id if wanted.agent_id is UNSET else wanted.agent_id
    moved, resized, handed = (
        start != booking.scheduled_at,
        minutes != booking.duration_minutes,
        agent_id != booking.agent_id,
    )
    if not (moved or resized or handed):
        return False
    lifecycle.require_movable(booking.status)
    preset = story.preset_of(session, booking)
    if moved:
        limits.start(start, now)
        _require_customer_may(session, actor, booking, preset, now)
    limits.whole(minutes, "duration_minutes", limits.DURATION)
    agent = engine.agent(session, preset, agent_id)
    if handed:
        permissions.require(
            actor, "assign_to", Subject(app_id=booking.app_id, agent_id=agent.id, team_id=agent.team_id)
        )
    aside: set[ReasonCode] = set(engine.set_aside(actor, wanted.respect_working_hours, booking.agent_id))
    if not moved:
        aside |= {"too_soon", "too_far"}  # notice and horizon judge only a new start
    if not handed:
        aside.add("not_in_preset")  # who takes the call already was chosen when that was right
    ask = asking(booking, preset, start, minutes, aside, grid=moved and actor.surface == "public_booking")
    locks.lock_agents(session, [booking.agent_id, agent.id])
    engine.require_free(session, ask, agent, now)
    override = {} if wanted.respect_working_hours else {"override": True}

    previous = {"scheduled_at": story.said(booking.scheduled_at), "ends_at": story.said(booking.ends_at)}
    old_minutes, old_start = booking.duration_minutes, booking.scheduled_at
    old_agent_id = booking.agent_id
    booking.scheduled_at, booking.ends_at, booking.duration_minutes = ask.span.start, ask.span.end, minutes
    booking.agent_id = agent.id
    if moved:
        _restart_confirmation(actor, booking, now)
    if handed:
        hand_over(
            session, actor, booking, agent.id, "reassign", wanted.reason, now, old_agent_id=old_agent_id, **override
        )
    if moved:
        payload: dict[str, Any] = {
            "scheduled_at": story.said(booking.scheduled_at),
            "ends_at": story.said(booking.ends_at),
            **override,
        }
        story.tell(session, booking, actor, "rescheduled", payload, reason=wanted.reason, previous=previous)
    if resized:
        story.tell(
            session,
            booking,
            actor,
            "updated",
            {"duration_minutes": minutes, **override},
            reason=wanted.reason,
            previous={"duration_minutes": old_minutes},
        )
    if moved:
        reminders.plan(session, booking, preset, now, moved_from=old_start, by_customer=actor.kind == "customer")
    elif handed:
        reminders.tell_agent(session, booking, preset, now, old_agent_id)
    return True


def _require_customer_may(session: Session, actor: Actor, booking: Booking, preset: Preset, now: datetime) -> None:
    """Judge a customer's move by the preset; one that a conflict notice asked for is allowed, and not counted."""
    if actor.kind != "customer":
        return
    asked = reminders.allows_a_move(session, booking)
    refused = customer_changes.may_customer_change(
        "reschedule",
        booking.status,
        booking.scheduled_at,
        booking.moves,
        customer_changes.ChangeTerms(preset.customer_may_reschedule, preset.change_notice_minutes, preset.max_moves),
        now,
        freed=asked,
    )
    if refused:
        raise NotAllowed(refused.sentence, code=refused.code)
    booking.moves += 0 if asked else 1


def _restart_confirmation(actor: Actor, booking: Booking, now: datetime) -> None:
    """After a move: confirmed only if the customer moved a confirmed one; who is surprised is asked to confirm."""
    booking.status = lifecycle.status_after_move(
        booking.status,
        by_customer=actor.kind == "customer",
        require_confirmation=booking.require_confirmation,
    )
    if booking.status != "confirmed":
        booking.confirmed_at = None
    booking.confirmation_asked_at = now if booking.status == "pending_confirmation" else booking.confirmation_asked_at
    booking.guest_joined_at = booking.agent_joined_at = None
