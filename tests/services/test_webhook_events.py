"""Every change in a call's life, through every surface that may make it, is an event that says who and through which door."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlmodel import select

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.messages.instants import iso
from console.scheduling.messages.whatsapp_news import Incoming, News
from console.scheduling.models import Booking, OutboxEvent, Reminder
from console.scheduling.services import bookings, whatsapp
from console.scheduling.services.bookings import BookingChange
from tests.services.conftest import Acme

SURFACES = ("admin", "agent", "public_booking", "api")


@dataclass(frozen=True)
class Act:
    """Something done to a call that the API booked as `booked` says; `preset` are terms that it needs."""

    event: str
    do: Callable[[Acme, Booking], object]
    actor: str
    preset: dict[str, Any] = field(default_factory=dict)
    booked: dict[str, Any] = field(default_factory=dict)


def actor_of(acme: Acme, surface: str, booking: Booking | None = None) -> Actor:
    match surface:
        case "admin":
            return acme.admin
        case "agent":
            return acme.agent(acme.ada)
        case "public_booking":
            return acme.guest(booking) if booking else acme.visitor
        case _:
            return acme.system


def by(surface: str, verb: Callable[[Actor, Acme, Booking], object]) -> Callable[[Acme, Booking], object]:
    return lambda acme, booking: verb(actor_of(acme, surface, booking), acme, booking)


def after(hours: float) -> Callable[[Acme, Booking], object]:
    """The clock alone: so many hours after Monday at 10:00."""

    def pass_by(acme: Acme, _: Booking) -> None:
        acme.hand.move_to(acme.at(hours))
        bookings.advance_due()

    return pass_by


def joined(hours: float, *sides: str, until: float | None = None) -> Callable[[Acme, Booking], object]:
    """These come to the call so many hours after its start; the clock then acts `until` another time."""

    def come(acme: Acme, booking: Booking) -> None:
        acme.hand.move_to(acme.at(hours))
        for side in sides:
            if side == "guest":
                bookings.join(acme.guest(booking), booking.id, "guest")
            else:
                bookings.join(acme.agent(acme.ada), booking.id, "agent")
        if until is not None:
            after(until)(acme, booking)

    return come


def assumed(acme: Acme, booking: Booking) -> None:
    """Nobody says how the call went, though they are asked."""
    after(0.6)(acme, booking)
    after(25)(acme, booking)


def replied(text: str) -> Callable[[Acme, Booking], object]:
    """The customer presses a quick reply under a message on WhatsApp."""

    def press(acme: Acme, booking: Booking) -> None:
        phone = booking.guest_phone or ""
        with database.writing() as session:
            session.add(
                Reminder(
                    app_id=acme.app_id,
                    booking_id=booking.id,
                    kind="reminder_24h",
                    channel="whatsapp",
                    recipient=phone,
                    status="sent",
                    provider_id="wamid.1",
                    fire_at=acme.at(-2),
                    created_at=acme.at(-2),
                )
            )
        whatsapp.take(News((), (Incoming("wamid.in1", phone, text, "106540352242922", answers="wamid.1"),)))

    return press


def take_over(acme: Acme, booking: Booking) -> None:
    other = acme.bo if booking.agent_id == acme.ada else acme.ada
    bookings.take_over(acme.agent(other), booking.id, expected_version=booking.version)


def move(actor: Actor, acme: Acme, booking: Booking) -> None:
    bookings.reschedule(actor, booking.id, acme.at(2))


def cancel(actor: Actor, _: Acme, booking: Booking) -> None:
    bookings.cancel(actor, booking.id, reason="ill")


def assign(actor: Actor, acme: Acme, booking: Booking) -> None:
    bookings.reassign(actor, booking.id, acme.bo)


def confirm(actor: Actor, _: Acme, booking: Booking) -> None:
    bookings.confirm(actor, booking.id)


def start(actor: Actor, _: Acme, booking: Booking) -> None:
    bookings.start(actor, booking.id)


def no_show(actor: Actor, _: Acme, booking: Booking) -> None:
    bookings.mark_no_show(actor, booking.id)


def rename(actor: Actor, _: Acme, booking: Booking) -> None:
    bookings.change(actor, booking.id, BookingChange(guest_name="Joan"))


def done(actor: Actor, _: Acme, booking: Booking) -> None:
    bookings.done(actor, booking.id)


PENDING = {"require_confirmation": True}
PHONE = {"call_kind": "phone"}
POOL = {"agent_id": None, "assignment_method": "pool"}
ON_WHATSAPP = {"guest_phone": "+573005550100"}

ACTS = [
    *(Act("scheduled.rescheduled", by(surface, move), surface) for surface in SURFACES),
    *(Act("scheduled.cancelled", by(surface, cancel), surface) for surface in SURFACES),
    *(Act("scheduled.assigned", by(surface, assign), surface) for surface in ("admin", "agent", "api")),
    *(Act("scheduled.confirmed", by(surface, confirm), surface, PENDING) for surface in SURFACES[:3]),
    *(Act("scheduled.updated", by(surface, rename), surface) for surface in ("admin", "agent", "api")),
    *(Act("scheduled.started", by(surface, start), surface, PHONE) for surface in ("admin", "agent")),
    *(Act("scheduled.no_show", by(surface, no_show), surface, PHONE) for surface in ("admin", "agent")),
    Act("scheduled.completed", by("agent", done), "agent", PHONE),
    Act("scheduled.assigned", take_over, "agent", booked=POOL),
    Act("scheduled.confirmed", joined(-0.1, "guest"), "public_booking", PENDING),
    Act("scheduled.started", joined(0, "guest"), "public_booking"),
    Act("scheduled.started", joined(0, "agent"), "agent"),
    Act("scheduled.confirmed", replied("Confirm"), "public_booking", PENDING, ON_WHATSAPP),
    Act("scheduled.cancelled", replied("Cancel"), "public_booking", booked=ON_WHATSAPP),
    Act("scheduled.started", joined(-0.1, "guest", until=0.01), "system"),
    Act("scheduled.no_show", after(0.3), "system"),
    Act("scheduled.no_show", joined(0.02, "guest", until=0.6), "system"),
    Act("scheduled.no_show", joined(0.02, "agent", until=0.6), "system"),
    Act("scheduled.cancelled", after(0.1), "system", PENDING),
    Act("scheduled.completed", joined(0.02, "guest", "agent", until=0.6), "system"),
    Act("scheduled.completed", assumed, "system", PHONE),
]
KINDS = {"admin": "admin", "agent": "agent", "public_booking": "customer", "api": "api", "system": "system"}


@pytest.mark.parametrize("surface", SURFACES)
def test_a_booking_made_through_a_surface_says_so(acme: Acme, surface: str):
    acme.set_preset(assignment_mode="pick")
    made = acme.book(actor_of(acme, surface))
    [created] = told(made)
    assert (created.event, created.sequence) == ("scheduled.created", 1)
    assert created.payload["change"]["actor_type"] == KINDS[surface]
    assert created.payload["scheduled_call"]["booking_source"] == surface


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.event.removeprefix('scheduled.')}-{act.actor}")
def test_every_act_is_told_with_who_did_it_and_what_was(acme: Acme, act: Act):
    acme.set_preset(**act.preset)
    made = acme.book(acme.system, **act.booked)
    if act.preset == PHONE:
        acme.hand.move_to(acme.at(0.02))
    act.do(acme, made)
    events = told(made)
    last = events[-1]
    assert last.event == act.event
    assert last.payload["change"]["actor_type"] == KINDS[act.actor]
    assert last.payload["scheduled_call"]["booking_source"] == "api"
    assert [one.sequence for one in events] == list(range(1, len(events) + 1))
    if act.event in ("scheduled.rescheduled", "scheduled.assigned", "scheduled.updated"):
        assert last.payload["change"]["previous"]


def test_a_change_tells_its_reason_and_what_it_replaced(acme: Acme):
    made = acme.book()
    bookings.reschedule(acme.admin, made.id, acme.at(2))
    bookings.cancel(acme.admin, made.id, reason="ill")
    moved, cancelled = told(made)[1:]
    assert moved.payload["change"]["previous"]["scheduled_at"] == iso(acme.at(0))
    assert cancelled.payload["change"]["reason"] == "ill"


def told(booking: Booking) -> list[OutboxEvent]:
    with database.reading() as session:
        events = select(OutboxEvent).where(OutboxEvent.booking_id == booking.id).order_by(OutboxEvent.sequence)
        return list(session.exec(events))
