"""Find my call: a customer names the address that they booked with, and the links to their calls go there, nowhere else.

Whether an address is known can be told neither from the answer nor from the time it takes: all that asking does is to
write down that somebody asked. Who that is, the jobs look afterwards.
"""

from dataclasses import dataclass
from typing import Literal

from limits import RateLimitItemPerDay
from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import AppNotFound
from ..models import App, LinkRequest, Reminder
from ..queries import link_requests as found
from ..queries import terms
from ..rules import contacts, limits
from ..rules.permissions import Subject, require
from ..rules.reminders import CALL_LINKS
from . import channels, places, reminders, throttle
from .changes import Change, announce
from .transaction import asks, reads, writes

_PER_ADDRESS = RateLimitItemPerDay(5)
"""Enough for who loses the message; too few to pester somebody with."""
_AT_A_TIME = 20
_LANGUAGE_LENGTH = 35


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the channel, and the address as it is written to, such as `+573005550100`.

    `goes_out`: whether the app can send messages on this channel at all.
    """

    channel: Literal["email", "whatsapp"]
    address: str
    goes_out: bool


def ask(actor: Actor, typed: str, language: str) -> Asked:
    """Owe the links to this address's live calls, if it has any, in one message to it. The same for an unknown one.

    A phone without its country is read as dialled where the app is at home. Raises NotAllowed, AppNotFound, Invalid
    (`address`), and TooMany when this address was asked for often today.
    """
    asked = _understand(actor, typed)
    throttle.count(_PER_ADDRESS, "call_links", actor.app_id or "", asked.address.casefold())
    _keep(actor, asked, language[:_LANGUAGE_LENGTH])
    return asked


@reads
def ways(session: Session, actor: Actor) -> frozenset[str]:
    """The channels on which the app can send messages at all. Raises NotAllowed, AppNotFound."""
    app = _app(session, actor)
    return frozenset(channel for channel in channels.CHANNELS if channels.is_set_up(app, channel))


@asks
def has_waiting(session: Session) -> bool:
    """Whether a request waits for its answer; asked first, since looking never waits for a writer."""
    return found.is_any(session)


@writes
def answer(session: Session) -> int:
    """Plan the messages that are owed to whoever asked and is known, forget the requests, and give how many these were."""
    now = clock.now()
    requests = found.oldest(session, _AT_A_TIME)
    for request in requests:
        calls = found.coming_calls(session, request.app_id, request.channel, request.address, now, 1)
        for booking, _ in calls:
            if found.is_owed(session, booking.id, CALL_LINKS, request.channel):
                continue
            session.add(
                Reminder(
                    app_id=request.app_id,
                    booking_id=booking.id,
                    kind=CALL_LINKS,
                    channel=request.channel,
                    recipient=booking.guest_email if request.channel == "email" else booking.guest_phone,
                    details={"on_request": True, "at_once": True, "language": request.language},
                    fire_at=reminders.free_moment(session, booking.id, CALL_LINKS, request.channel, now),
                    created_at=now,
                )
            )
            announce(session, Change(request.app_id, "message", booking.id, booking.agent_id))
        session.delete(request)
    return len(requests)


@reads
def _understand(session: Session, actor: Actor, typed: str) -> Asked:
    app = _app(session, actor)
    given = limits.text(typed, "address", contacts.EMAIL_LENGTH, required=True)
    if "@" in given:
        return Asked("email", contacts.email(given, field="address"), channels.is_set_up(app, "email"))
    phone = contacts.phone(given, places.region(app.timezone), field="address")
    return Asked("whatsapp", phone, channels.is_set_up(app, "whatsapp"))


@writes
def _keep(session: Session, actor: Actor, asked: Asked, language: str) -> None:
    address = contacts.folded(asked.address) if asked.channel == "email" else asked.address
    app = _app(session, actor)
    session.add(
        LinkRequest(app_id=app.id, channel=asked.channel, address=address, language=language, created_at=clock.now())
    )


def _app(session: Session, actor: Actor) -> App:
    require(actor, "ask_for_links", Subject(app_id=actor.app_id))
    app = terms.app(session, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    return app
