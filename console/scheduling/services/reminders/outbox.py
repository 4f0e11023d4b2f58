"""The outbox: an app's messages as its admins look at them, and sending by hand one that did not go out."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import Conflict, NotFound
from ...messages.words import word
from ...models import App, Booking, Reminder
from ...queries import reminders as found
from ...queries import terms
from ...rules.permissions import Subject, may, require
from .. import channels
from ..bookings import story
from ..changes import Change, announce
from ..transaction import reads, writes
from .planning import free_moment
from .sending import is_moot

STATUSES = ("pending", "sent", "delivered", "read", "failed", "not_sent", "cancelled")
BY_HAND = ("failed", "not_sent")
"""What can be sent by hand."""
_LONGEST_PAGE = 500
_KEY = re.compile(r"/(join|manage|unsubscribe)/[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFilter:
    """Which messages; empty is any. Without a status those that are still to come are left out."""

    status: str = ""
    channel: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message. `at` is when it went out, or was or is due; `text` a person's own words, keys in it masked."""

    id: str
    booking_id: str
    reference: str
    guest_name: str
    occasion: str
    channel: str
    recipient: str
    status: str
    at: datetime
    problem: str | None
    attempts: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many messages did not go out since their channel is not set up, and which channels these are."""

    count: int = 0
    channels: tuple[str, ...] = ()


@reads
def list_messages(session: Session, actor: Actor, wanted: MessageFilter) -> list[MessageView]:
    """The app's messages, latest first, those to come soonest first; one more than `limit` if there are. Raises NotAllowed."""
    require(actor, "see_messages", Subject(app_id=actor.app_id))
    rows = found.page(
        session,
        actor.app_id or "",
        wanted.status,
        wanted.channel,
        clock.now(),
        min(wanted.limit, _LONGEST_PAGE) + 1,
    )
    return [_view(row, booking) for row, booking in rows]


@reads
def unsent(session: Session, actor: Actor) -> Unsent:
    """What a banner says to who may see messages; nothing to others, and in a test app, which sends none."""
    app = terms.app(session, actor.app_id or "")
    if app is None or app.test_of_app_id or not may(actor, "see_messages", Subject(app_id=app.id)):
        return Unsent()
    counted = {
        channel: count
        for channel, count in found.unsent(session, app.id).items()
        if not channels.is_set_up(app, channel)
    }
    return Unsent(sum(counted.values()), tuple(sorted(counted)))


@writes
def send_by_hand(session: Session, actor: Actor, reminder_id: str) -> None:
    """Send a message that failed or was not sent, now, whatever the hour: for who runs the desk of its booking.

    Raises NotFound, NotAllowed, Conflict.
    """
    row, now = found.locked(session, reminder_id), clock.now()
    if row is None or row.app_id != actor.app_id:
        raise NotFound("There is no such message in this app.")
    booking, app = session.get_one(Booking, row.booking_id), session.get_one(App, row.app_id)
    story.require(session, actor, "send_again", booking)
    _require_sendable(row, booking, app, now)
    row.fire_at = free_moment(session, row.booking_id, row.kind, row.channel, now)
    row.status, row.attempts, row.problem = "pending", 0, None
    row.details = {**row.details, "at_once": True}
    announce(session, Change(row.app_id, "message", row.booking_id, booking.agent_id))


def _require_sendable(row: Reminder, booking: Booking, app: App, now: datetime) -> None:
    if row.status not in BY_HAND:
        raise Conflict("This message has gone out, or is about to.", code="not_sendable")
    if app.test_of_app_id:
        raise Conflict("A test app sends no messages.", code="test_app")
    if not channels.is_set_up(app, row.channel):
        raise Conflict(f"{word(f'channel_{row.channel}')} is not set up.", code="channel_not_set_up")
    if is_moot(row, booking, now):
        raise Conflict("This message says nothing any more that the customer needs.", code="moot")


def _view(row: Reminder, booking: Booking) -> MessageView:
    own = booking.guest_email if row.channel == "email" else booking.guest_phone
    return MessageView(
        id=row.id,
        booking_id=booking.id,
        reference=booking.reference,
        guest_name=booking.guest_name,
        occasion="moved" if row.kind == "invitation" and row.details.get("moved_from") else row.kind,
        channel=row.channel,
        recipient=row.recipient or own or "",
        status=row.status,
        at=row.sent_at or row.fire_at,
        problem=row.problem,
        attempts=row.attempts,
        text=_KEY.sub(r"/\1/…", row.message) if row.message else None,
    )
