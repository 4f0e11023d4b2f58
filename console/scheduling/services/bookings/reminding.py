"""Sending the customer a message because somebody asks for it, beside those that the preset plans."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import Conflict, Invalid
from ...messages.instants import iso
from ...models import Booking, Customer, Preset, Reminder
from ...rules import contacts, lifecycle, limits
from ...rules import reminders as rules
from .. import reminders
from ..changes import announce
from ..once import Once
from ..transaction import writes
from . import story

MESSAGE_LENGTH = 1000

_ADDRESS: Mapping[str, tuple[str, Callable[..., str]]] = {
    "email": ("guest_email", contacts.email),
    "whatsapp": ("guest_phone", contacts.phone),
}
"""Channel -> the booking's field that it writes to, and what such an address must be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderWish:
    """A message that somebody wants sent now. None means: the preset's first channel, the customer's own address."""

    kind: str = "reminder_custom"
    channel: str | None = None
    recipient: str | None = None
    message: str | None = None
    """The text of a `reminder_custom`."""


@writes
def send_reminder(
    session: Session, actor: Actor, booking_id: str, wish: ReminderWish, *, once: Once | None = None
) -> Reminder:
    """Owe the customer a message, due as soon as their quiet hours allow. With `once`, what comes again sends nothing more.

    Raises NotFound, NotAllowed, Invalid, FinalState, Conflict and AnsweredBefore.
    """
    now = clock.now()
    if once:
        once.claim(session)
    booking = story.take(session, actor, booking_id, "send_reminder")
    if booking.status in lifecycle.FINAL:
        lifecycle.require_movable(booking.status)
    preset = story.preset_of(session, booking)
    channel = wish.channel or _first_channel(booking, preset)
    reminder = Reminder(
        app_id=booking.app_id,
        booking_id=booking.id,
        kind=wish.kind,
        channel=channel,
        recipient=_recipient(session, booking, wish.kind, channel, wish.recipient),
        message=_message(wish),
        details={"on_request": True},
        fire_at=_moment(session, booking, preset, wish.kind, channel, now),
        created_at=now,
    )
    session.add(reminder)
    session.flush()
    if once:
        once.keep(session, {"reminder": reminder_object(reminder)})
    announce(session, story.changed(booking))
    return reminder


@writes
def ask_to_move(session: Session, actor: Actor, booking_id: str, *, expected_version: int | None = None) -> Booking:
    """Ask the customer for another time: they may move the booking once, which stays as it is until then.

    Raises NotFound, NotAllowed, StaleVersion, FinalState, AlreadyStarted, and Conflict (`gets_no_message`).
    """
    booking = story.take(session, actor, booking_id, "reschedule", expected_version)
    lifecycle.require_movable(booking.status)
    if not reminders.will_be_asked(session, booking):
        raise Conflict("This customer would get no message.", code="gets_no_message")
    reminders.plan_conflict_notice(session, booking, clock.now())
    announce(session, story.changed(booking))
    return booking


def reminder_object(reminder: Reminder) -> dict[str, Any]:
    """The message as clients know it, ready for JSON."""
    return {
        "id": reminder.id,
        "fire_at": iso(reminder.fire_at),
        "reminder_kind": reminder.kind,
        "channel": reminder.channel,
        "status": reminder.status,
    }


def _first_channel(booking: Booking, preset: Preset) -> str:
    """The first that the preset uses at all, else the one on which the customer gave an address."""
    used = [channel for entry in preset.reminders for channel in entry["channels"]]
    return used[0] if used else "email" if booking.guest_email else "whatsapp"


def _recipient(session: Session, booking: Booking, kind: str, channel: str, wanted: str | None) -> str:
    customer = session.get_one(Customer, booking.customer_id)
    if rules.refuses(customer.opt_outs, kind, channel):
        raise Invalid.of("channel", "The customer does not want messages on this channel.", "opted_out")
    field, checked = _ADDRESS[channel]
    if wanted is not None:
        return checked(limits.text(wanted, "recipient", contacts.EMAIL_LENGTH, required=True), field="recipient")
    if own := getattr(booking, field):
        return own
    raise Invalid.of("recipient", "The customer gave no address for this channel: name one.", "required")


def _message(wish: ReminderWish) -> str | None:
    if wish.message is None:
        return None
    if wish.kind != "reminder_custom":
        raise Invalid.of("message", "Only a reminder_custom has a text of its own.")
    return limits.text(wish.message, "message", MESSAGE_LENGTH, required=True)


def _moment(session: Session, booking: Booking, preset: Preset, kind: str, channel: str, now: datetime) -> datetime:
    """Now, or when the customer's quiet hours are over."""
    at = reminders.sends_at(booking, preset, kind, now)
    return reminders.free_moment(session, booking.id, kind, channel, at)
