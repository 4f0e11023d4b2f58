"""What WhatsApp tells us: what became of messages, and customers' answers, which act as the customers themselves do."""

import hmac
import logging
from hashlib import sha256

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import CallboardError, NotAllowed, NotFound, Unavailable
from ..messages.whatsapp import fault_told
from ..messages.whatsapp_news import Incoming, News, StatusNews
from ..models import Booking, Reminder
from ..queries import customers as customer_queries
from ..queries import reminders as found
from ..rules import whatsapp as rules
from ..settings import settings
from . import bookings
from .changes import Change, announce
from .reminders import free_moment
from .reminders.outcome import fail, finish, tell
from .transaction import reads, writes

log = logging.getLogger(__name__)


def require_signature(body: bytes, signature: str) -> None:
    """Pass when the callback was signed with the app secret, `sha256=<hex HMAC of the raw body>`. Raises NotAllowed."""
    secret = settings().whatsapp_app_secret
    right = f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"
    if not secret or not hmac.compare_digest(right.encode(), signature.encode()):
        raise NotAllowed("The signature is not right.")


def knows_verify_token(token: str) -> bool:
    """Whether this is what the API was told to say when it subscribes."""
    known = settings().whatsapp_verify_token
    return bool(known) and hmac.compare_digest(known.encode(), token.encode())


def take(news: News) -> None:
    """Write everything down and act on it. What cannot be done is logged: telling it again would change nothing.

    Raises Unavailable when the database is away.
    """
    if news.statuses:
        _take_statuses(news.statuses)
    for one in news.incoming:
        try:
            _hear(one)
        except Unavailable:
            raise
        except CallboardError as refused:
            log.info("An answer on WhatsApp changed nothing: %s", refused.message)


@writes
def _take_statuses(session: Session, statuses: tuple[StatusNews, ...]) -> None:
    now = clock.now()
    for news in statuses:
        row = found.by_provider_id(session, news.provider_id, lock=True)
        if row is None and news.reminder_id:  # quicker than the answer to our own request
            row = found.locked(session, news.reminder_id)
        if row is None or row.channel != "whatsapp" or not rules.moves_on(row.status, news.status):
            continue
        row.provider_id = news.provider_id
        if news.status == "failed":
            fail(session, row, fault_told(rules.verdict(news.code).fault, news.detail), now)
            continue
        if row.sent_at is None:
            row.sent_at, row.problem = now, None
            tell(session, row, "reminder_sent", now)
        finish(row, news.status)
        announce(session, Change(row.app_id, "message", row.booking_id))


def _hear(one: Incoming) -> None:
    """What a customer wrote: STOP, START, or an answer to one of our messages; anything else only opens the window."""
    asked = rules.answer(one.text)
    _note_and_heed(one, asked)
    if asked not in ("confirm", "change", "cancel") or one.answers is None:
        return
    target = _answered(one)
    if target is None:
        return
    actor = Actor("public_booking", id=target.customer_id, app_id=target.app_id, booking_id=target.id)
    try:
        if asked == "confirm":
            bookings.confirm(actor, target.id)
        elif asked == "cancel":
            bookings.cancel(actor, target.id)
    except Unavailable:
        raise
    except CallboardError as refused:
        _reply(target.id, one, "refused", refused.message)
    else:
        _reply(target.id, one, asked)


@writes
def _note_and_heed(session: Session, one: Incoming, asked: rules.Answer | None) -> None:
    """Remember that they wrote; take them off the list, or put them back."""
    is_shared = one.phone_number_id == settings().whatsapp_phone_number_id
    apps = customer_queries.apps_of_number(session, one.phone_number_id, is_shared)
    for contact, customer in customer_queries.with_phone(session, one.phone, [app.id for app in apps]):
        contact.wrote_at = clock.now()
        others = [refused for refused in customer.opt_outs if not refused.startswith("whatsapp")]
        if asked == "stop":
            customer.opt_outs = [*others, "whatsapp"]
        elif asked == "start":
            customer.opt_outs = others


@reads
def _answered(session: Session, one: Incoming) -> Booking | None:
    """The booking that the answered message was about, if it went to this phone."""
    row = found.by_provider_id(session, one.answers or "")
    booking = session.get(Booking, row.booking_id) if row else None
    if row is None or booking is None:
        raise NotFound("No message of ours is known by this name.")
    return booking if one.phone in (row.recipient, booking.guest_phone) else None


@writes
def _reply(session: Session, booking_id: str, one: Incoming, reply: str, sentence: str | None = None) -> None:
    """Owe the customer an answer, once however often we are told."""
    booking, now = session.get_one(Booking, booking_id), clock.now()
    if found.has_reply_to(session, booking.id, one.id):
        return
    session.add(
        Reminder(
            app_id=booking.app_id,
            booking_id=booking.id,
            kind="reminder_custom",
            channel="whatsapp",
            recipient=one.phone,
            message=sentence,
            details={"reply": reply, "reply_to": one.id, "at_once": True},
            fire_at=free_moment(session, booking.id, "reminder_custom", "whatsapp", now),
            created_at=now,
        )
    )
