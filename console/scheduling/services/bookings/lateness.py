"""Running late: the guest hears of a delay at once, and of each delay once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import Conflict
from ...messages import when
from ...messages.words import word
from ...models import App, Booking, Customer, Person, Reminder
from ...queries import now as found
from ...rules import now as rules
from ...rules import permissions
from ...rules.permissions import Subject
from ...rules.reminders import refuses
from ...rules.zones import zone
from .. import channels, reminders
from ..changes import announce
from ..transaction import writes
from . import story

KIND = "running_late"


@dataclass(frozen=True, slots=True)
class ToldLate:
    """What a guest was told of a delay. `goes_out`: whether the channel is set up, so that it reaches them."""

    minutes: int
    channel: str
    goes_out: bool


@writes
def tell_late(session: Session, actor: Actor, booking_id: str) -> ToldLate:
    """Tell the guest, whatever the hour, about how many minutes late the call starts; the timeline says so.

    Raises NotFound, NotAllowed and Conflict: `not_late` when no guest expects the agent now, `already_told` while what
    was told still holds, `unreachable` when the guest wants no messages.
    """
    now = clock.now()
    booking = story.take(session, actor, booking_id, "send_reminder")
    minutes = rules.minutes_late(found.facts_of(booking), now)
    if minutes is None:
        raise Conflict("No customer waits for this call to begin, so there is no delay to tell of.", code="not_late")
    last = found.told_late(session, [booking.id]).get(booking.id)
    if last and holds(last, booking, now):
        raise Conflict("The customer has been told, and that still holds.", code="already_told")
    app = session.get_one(App, booking.app_id)
    told = _way(session, booking, app, minutes)
    session.add(
        Reminder(
            app_id=booking.app_id,
            booking_id=booking.id,
            kind=KIND,
            channel=told.channel,
            message=_text(session, booking, app, minutes, now),
            details={
                "on_request": True,
                "at_once": True,
                "minutes": minutes,
                "until": (booking.scheduled_at + timedelta(minutes=minutes)).isoformat(),
            },
            fire_at=reminders.free_moment(session, booking.id, KIND, told.channel, now),
            created_at=now,
        )
    )
    story.tell(session, booking, actor, "updated", {"late_minutes": minutes}, webhook=False)
    announce(session, story.changed(booking))
    return told


def may_tell(actor: Actor, booking: Booking, subject: Subject, told: Reminder | None, now: datetime) -> bool:
    """Whether this actor can tell the guest of a delay now; `told` is the last message that did."""
    is_late = rules.minutes_late(found.facts_of(booking), now) is not None
    still_holds = told is not None and holds(told, booking, now)
    return is_late and not still_holds and permissions.may(actor, "send_reminder", subject)


def holds(message: Reminder, booking: Booking, now: datetime) -> bool:
    """Whether what this message told of a delay is about the call's present time, and still true."""
    until = booking.scheduled_at + timedelta(minutes=message.details["minutes"])
    return now < until and until.isoformat() == message.details["until"]


def _way(session: Session, booking: Booking, app: App, minutes: int) -> ToldLate:
    """The preset's first channel that is set up and reaches the customer; else one that would. Raises Conflict."""
    used = [channel for entry in story.preset_of(session, booking).reminders for channel in entry["channels"]]
    addresses = {"email": booking.guest_email, "whatsapp": booking.guest_phone}
    opt_outs = session.get_one(Customer, booking.customer_id).opt_outs
    open_ways = [
        channel
        for channel in dict.fromkeys([*used, *addresses])
        if addresses[channel] and not refuses(opt_outs, KIND, channel)
    ]
    if not open_ways:
        raise Conflict("The customer wants no messages. Please call them.", code="unreachable")
    ready = [channel for channel in open_ways if channels.is_set_up(app, channel)]
    return ToldLate(minutes, (ready or open_ways)[0], goes_out=bool(ready) and app.test_of_app_id is None)


def _text(session: Session, booking: Booking, app: App, minutes: int, now: datetime) -> str:
    """The sentence, in the customer's language and zone."""
    language = booking.guest_language or app.language
    tz = zone(booking.guest_timezone or booking.app_timezone)
    return word(
        "running_late_message",
        language,
        agent=session.get_one(Person, booking.agent_id).name,
        at=when.in_words(booking.scheduled_at, tz, now, language),
        minutes=minutes,
    )
