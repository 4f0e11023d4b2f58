"""Booking a call: one way in for all four surfaces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from secrets import randbelow
from typing import Any

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import Conflict, Problem, SchedulingOff, SlotUnavailable, TooMany
from ...models import App, Booking, Hold, Preset, Turn, new_id
from ...queries import bookings as booking_queries
from ...queries import locks
from ...queries.terms import PoolAgent
from ...rules import assignment, contacts, intake, lifecycle, limits, permissions, references
from ...rules.availability import ReasonCode
from ...rules.permissions import Subject
from ...rules.search import search_text
from ...rules.zones import checked_zone
from .. import counting, customers, engine, holds, reminders, slots
from ..calls import call_object
from ..changes import announce
from ..engine import Ask
from ..once import AnsweredBefore, Once
from ..transaction import writes
from . import guest, story

GUEST_FIELDS = (
    "guest_name",
    "guest_phone",
    "guest_email",
    "guest_timezone",
    "guest_language",
    "guest_intake_notes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBooking:
    """A call that somebody wants. None means: as the preset, or the app, has it.

    `scheduled_at` is an aware instant on a whole minute; durations and buffers are minutes; zones are IANA names.
    """

    guest_name: str
    scheduled_at: datetime
    guest_phone: str | None = None
    guest_email: str | None = None
    app_timezone: str | None = None
    agent_id: str | None = None
    assignment_method: str | None = None
    guest_timezone: str | None = None
    guest_language: str | None = None
    guest_intake_notes: str | None = None
    intake: Mapping[str, Any] = field(default_factory=dict)
    duration_minutes: int | None = None
    buffer_before_minutes: int | None = None
    buffer_after_minutes: int | None = None
    require_confirmation: bool | None = None
    respect_working_hours: bool = True
    hold_id: str | None = None
    """The hold that kept this time; one that has expired is as none."""
    holder: str | None = None
    """The visitor's key on the booking page, as in `holds.NewHold`."""
    preset_id: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    booking_id: str | None = None
    """The id that the booking is to have, as `booking_forms` promised it: asked for again, it is given and none is made."""


def book(actor: Actor, new: NewBooking, *, once: Once | None = None) -> Booking:
    """Book a call, with its first timeline events, outbox rows and planned messages, or change nothing.

    With `once`, a request that comes again books nothing more. Raises NotAllowed, AppNotFound, NotFound, SchedulingOff,
    Invalid, TooMany, AnsweredBefore, and SlotUnavailable with the nearest times that can be booked instead.
    """
    try:
        with counting.judged("booking", {AnsweredBefore: "repeated"}, source=actor.surface):
            return _book(actor, new, once)
    except SlotUnavailable as refused:
        query = slots.SlotQuery(
            start=new.scheduled_at,
            end=new.scheduled_at,
            duration_minutes=new.duration_minutes,
            agent_id=new.agent_id,
            preset_id=new.preset_id,
            buffer_before_minutes=new.buffer_before_minutes,
            buffer_after_minutes=new.buffer_after_minutes,
            respect_working_hours=new.respect_working_hours,
            holder=new.holder,
        )
        raise slots.with_alternatives(refused, actor, query) from refused


@writes
def _book(session: Session, actor: Actor, new: NewBooking, once: Once | None) -> Booking:
    now = clock.now()
    if once:
        once.claim(session)
    app, preset = engine.find_terms(session, actor, new.preset_id)
    if made := _made_before(session, app, new):
        return made
    named = engine.agent(session, preset, new.agent_id) if new.agent_id else None
    permissions.require(
        actor, "create", Subject(app_id=app.id, agent_id=new.agent_id, team_id=named.team_id if named else None)
    )
    if not preset.scheduling_enabled:
        raise SchedulingOff(engine.sentence("scheduling_off"))
    new = _checked(actor, app, preset, new, now)
    method = assignment.method_for(preset.assignment_mode, new.assignment_method, named is not None, actor.surface)
    contact = customers.Contact(
        name=new.guest_name,
        phone=new.guest_phone,
        email_key=contacts.folded(new.guest_email) if new.guest_email else None,
        language=new.guest_language,
        timezone=new.guest_timezone,
    )
    locks.lock_contacts(session, app.id, [value for _, value in contact.keys])
    _require_within_limits(session, actor, preset, contact, now)
    own_holds = holds.own(session, actor, new.hold_id, new.holder, now)
    ask = _ask(actor, preset, new, own_holds)
    drawn = None
    if named:
        engine.require_free(session, ask, named, now)
    else:
        drawn = engine.draw(session, ask, method, now, lambda agent: _may_take(actor, agent, app.id))  # pyright: ignore[reportArgumentType]
    customer = customers.gather(session, app.id, contact, now)
    agent_id = drawn.agent_id if drawn else new.agent_id or ""
    booking = _insert(session, actor, app, ask, new, contact, customer.id, method, agent_id, now)
    holds.end(session, own_holds)
    if actor.kind == "customer":
        actor = replace(actor, id=booking.customer_id)
    _tell(session, actor, booking, new, drawn, now)
    reminders.plan(session, booking, preset, now, by_customer=actor.kind == "customer")
    if once:
        once.keep(session, {"call": call_object(booking, None)})
    announce(session, story.changed(booking))
    return booking


def _made_before(session: Session, app: App, new: NewBooking) -> Booking | None:
    """The booking that this very request has made already. Raises Conflict for another app's."""
    if new.booking_id is None:
        return None
    locks.lock_form(session, new.booking_id)
    made = session.get(Booking, new.booking_id)
    if made and made.app_id != app.id:
        raise Conflict("This was booked elsewhere.")
    return made


def _ask(actor: Actor, preset: Preset, new: NewBooking, own_holds: Sequence[Hold]) -> Ask:
    """The question for the engine. Raises NotAllowed, and Invalid when the hold that is named kept something else."""
    span = engine.span(new.scheduled_at, new.duration_minutes or preset.default_duration_minutes)
    set_aside: set[ReasonCode] = set(engine.set_aside(actor, new.respect_working_hours, new.agent_id))
    if kept := next((each for each in own_holds if each.id == new.hold_id), None):
        holds.require_match(kept, preset, span, new.agent_id)
        set_aside |= {"too_soon", "too_far"}  # notice and horizon were judged when the hold was made
    return Ask(
        preset=preset,
        span=span,
        terms=engine.terms_of(preset, new.buffer_before_minutes, new.buffer_after_minutes),
        set_aside=frozenset(set_aside),
        grid=actor.surface == "public_booking",
        own_holds=frozenset(each.id for each in own_holds),
    )


def _checked(actor: Actor, app: App, preset: Preset, new: NewBooking, now: datetime) -> NewBooking:
    """The same booking with every field in bounds and in its stored form. Raises Invalid naming each that is not."""
    minutes = preset.default_duration_minutes if new.duration_minutes is None else new.duration_minutes
    findings = limits.Findings()
    fields = guest.checked({name: getattr(new, name) for name in GUEST_FIELDS}, findings)
    guest.require_reachable(new.guest_phone, new.guest_email, findings)
    findings.take(limits.start, new.scheduled_at, now)
    findings.take(limits.whole, minutes, "duration_minutes", limits.DURATION)
    for name in ("buffer_before_minutes", "buffer_after_minutes"):
        if getattr(new, name) is not None:
            findings.take(limits.whole, getattr(new, name), name, limits.BUFFER)
    zone = findings.take(checked_zone, new.app_timezone or app.timezone, "app_timezone")
    pairs = findings.take(limits.metadata, new.metadata)
    public = actor.surface == "public_booking"
    if public and minutes not in preset.durations:
        findings.problems.append(Problem("duration_minutes", "Calls of this length are not offered here."))
    if public and preset.call_kind != "link" and not new.guest_phone:
        findings.problems.append(Problem("guest_phone", "Give the phone number to call.", "required"))
    answers = findings.take(intake.checked, preset.intake, new.intake, complete=public)
    findings.settle()
    if not fields["guest_timezone"] and fields["guest_phone"]:
        fields["guest_timezone"] = contacts.zone_of_phone(fields["guest_phone"])
    return replace(
        new, **fields, duration_minutes=minutes, app_timezone=zone, metadata=pairs or {}, intake=answers or {}
    )


def _require_within_limits(
    session: Session, actor: Actor, preset: Preset, contact: customers.Contact, now: datetime
) -> None:
    """The preset's customer limits, which bind the public page and the API. Raises TooMany."""
    if actor.surface not in ("public_booking", "api"):
        return
    open_starts, created = booking_queries.of_contact(session, preset.app_id, contact.phone, contact.email_key, now)
    bounds = limits.CustomerLimits(preset.limit_open, preset.limit_per_day, preset.limit_per_week)
    wait = limits.next_allowed_at(bounds, open_starts, created, now)
    if wait:
        raise TooMany("This customer has as many calls as may be booked for now.", next_allowed_at=wait)


def _may_take(actor: Actor, agent: PoolAgent, app_id: str) -> bool:
    """Whether the engine may draw this agent for this actor: a lead's draw stays in their team."""
    return permissions.may(actor, "create", Subject(app_id=app_id, agent_id=agent.id, team_id=agent.team_id))


def _insert(
    session: Session,
    actor: Actor,
    app: App,
    ask: Ask,
    new: NewBooking,
    contact: customers.Contact,
    customer_id: str,
    method: str,
    agent_id: str,
    now: datetime,
) -> Booking:
    preset = ask.preset
    confirm = preset.require_confirmation if new.require_confirmation is None else new.require_confirmation
    reference = _free_reference(session, app.id)
    booking = Booking(
        id=new.booking_id or new_id("bkg"),
        reference=reference,
        app_id=app.id,
        preset_id=preset.id,
        customer_id=customer_id,
        booking_source=actor.surface,
        status=lifecycle.first_status(confirm),
        call_kind=preset.call_kind,
        assignment_method=method,
        agent_id=agent_id,
        guest_name=new.guest_name,
        guest_phone=new.guest_phone,
        guest_email=new.guest_email,
        guest_email_key=contact.email_key,
        guest_timezone=new.guest_timezone,
        guest_language=new.guest_language,
        guest_intake_notes=new.guest_intake_notes,
        intake=dict(new.intake),
        meta=dict(new.metadata),
        search_text=search_text(new.guest_name, new.guest_email, new.guest_phone, reference),
        scheduled_at=ask.span.start,
        ends_at=ask.span.end,
        duration_minutes=new.duration_minutes or preset.default_duration_minutes,
        buffer_before_minutes=ask.terms.buffer_before,
        buffer_after_minutes=ask.terms.buffer_after,
        app_timezone=new.app_timezone or app.timezone,
        require_confirmation=confirm,
        confirmation_asked_at=now if confirm else None,
        created_at=now,
        updated_at=now,
    )
    booking.due_at = lifecycle.next_due(story.facts_of(session, booking, preset))
    session.add(booking)
    session.flush()  # the guard speaks here
    return booking


def _tell(
    session: Session,
    actor: Actor,
    booking: Booking,
    new: NewBooking,
    drawn: assignment.Draw | None,
    now: datetime,
) -> None:
    created: dict[str, Any] = {
        "booking_source": booking.booking_source,
        "scheduled_at": story.said(booking.scheduled_at),
        "duration_minutes": booking.duration_minutes,
    }
    if not new.respect_working_hours:
        created["override"] = True
    story.tell(session, booking, actor, "created", created)
    assigned: dict[str, Any] = drawn.payload() if drawn else {"assignment_method": booking.assignment_method}
    for considered in assigned.get("considered", ()):
        considered["last_given_at"] = story.said(considered["last_given_at"])
    story.tell(
        session,
        booking,
        actor,
        "assigned",
        {**assigned, "assigned_agent_id": booking.agent_id},
        webhook=False,
    )
    story.publish(session, booking)
    if drawn:
        session.add(Turn(preset_id=booking.preset_id, agent_id=drawn.agent_id, booking_id=booking.id, given_at=now))


def _free_reference(session: Session, app_id: str) -> str:
    """A reference that no booking of this app has; the odds of two misses are small, of ten nil."""
    for _ in range(10):
        reference = references.reference(randbelow(references.COUNT))
        if not booking_queries.reference_taken(session, app_id, reference):
            return reference
    raise Conflict("No free reference was found. Nothing was saved; please try again.")
