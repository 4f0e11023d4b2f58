"""Keys to one booking: the join links of guest and agent, and the customer's to manage it, decline reminders, book again.

A token names its booking and carries an HMAC over the booking, the role and an epoch, under the installation's key. So
nothing need be stored, a token cannot be guessed, and the agent's token ends when the agent changes (the epoch grows).
"""

import hmac
from base64 import b32encode
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import ChangedHands, NotFound
from ..models import App, Booking
from ..rules.lifecycle import MANAGE_LINK_LIVES
from ..settings import settings
from . import installation
from .transaction import reads

LinkRole = Literal["guest", "agent", "manage", "unsubscribe", "again"]
_LETTER: dict[LinkRole, str] = {"guest": "g", "agent": "a", "manage": "m", "unsubscribe": "u", "again": "b"}
_ROLE: dict[str, LinkRole] = {letter: role for role, letter in _LETTER.items()}


@dataclass(frozen=True, slots=True)
class GuestLinks:
    """The customer's links to a booking, as whole addresses."""

    join_url: str
    manage_url: str


@dataclass(frozen=True, slots=True)
class Links(GuestLinks):
    """All links of a booking."""

    agent_join_url: str


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """What a token opens."""

    role: LinkRole
    booking_id: str
    app_id: str
    agent_id: str
    customer_id: str


def links_of(booking: Booking) -> Links:
    """The booking's links; the guest's and the manage link stay the same for the booking's life."""
    agent_join_url = f"{settings().base_url}/join/{_token(booking.id, 'agent', booking.agent_link_epoch)}"
    return Links(join_url(booking.id), manage_url(booking.id), agent_join_url)


def guest_links(booking_id: str) -> GuestLinks:
    """The customer's links; they stay the same for the booking's life."""
    return GuestLinks(join_url(booking_id), manage_url(booking_id))


def join_url(booking_id: str) -> str:
    """Where the customer joins this booking's call."""
    return f"{settings().base_url}/join/{_token(booking_id, 'guest')}"


def manage_url(booking_id: str) -> str:
    """Where the customer looks after this booking."""
    return f"{settings().base_url}/manage/{_token(booking_id, 'manage')}"


def unsubscribe_url(booking_id: str) -> str:
    """Where the customer of this booking declines reminders; it works for as long as the booking is kept."""
    return f"{settings().base_url}/unsubscribe/{_token(booking_id, 'unsubscribe')}"


def again_key(booking_id: str) -> str:
    """A key to what the customer typed for this booking, for a booking page to fill in; it opens nothing else."""
    return _token(booking_id, "again")


@reads
def resolve(session: Session, token: str) -> LinkTarget:
    """What this token opens now.

    Raises ChangedHands for the link of an agent who had the call before, and NotFound for an unknown, forged or
    outlived one: all read the same.
    """
    letter, _, rest = token.partition("-")
    booking_id, _, _ = rest.rpartition("-")
    role = _ROLE.get(letter)
    booking = session.get(Booking, f"bkg_{booking_id}") if role else None
    if role is None or booking is None or session.get_one(App, booking.app_id).archived_at:
        raise NotFound("This link does not lead to a call.")
    epoch = booking.agent_link_epoch if role == "agent" else 0
    if not _is(token, booking, role, epoch):
        if any(_is(token, booking, role, before) for before in range(epoch)):
            raise ChangedHands(booking.app_id)
        raise NotFound("This link does not lead to a call.")
    if role in ("manage", "again") and clock.now() > booking.ends_at + MANAGE_LINK_LIVES:
        raise NotFound("This link does not lead to a call.")
    return LinkTarget(role, booking.id, booking.app_id, booking.agent_id, booking.customer_id)


def actor_of(target: LinkTarget) -> Actor:
    """Who acts through this link: the customer, or the agent through their own join link."""
    if target.role == "agent":
        return Actor("agent", id=target.agent_id, app_id=target.app_id, role="agent", booking_id=target.booking_id)
    return Actor("public_booking", id=target.customer_id, app_id=target.app_id, booking_id=target.booking_id)


def customer_of(booking: Booking) -> Actor:
    """The booking's customer, as their manage link lets them act."""
    return Actor("public_booking", id=booking.customer_id, app_id=booking.app_id, booking_id=booking.id)


def _is(token: str, booking: Booking, role: LinkRole, epoch: int) -> bool:
    return hmac.compare_digest(_token(booking.id, role, epoch).encode(), token.encode())


def _token(booking_id: str, role: LinkRole, epoch: int = 0) -> str:
    return _made(installation.key(), booking_id, role, epoch)


@lru_cache(maxsize=20_000)  # lists tell the same links again and again, and Python's base 32 is slow
def _made(key: bytes, booking_id: str, role: LinkRole, epoch: int) -> str:
    proof = hmac.digest(key, f"{role}:{booking_id}:{epoch}".encode(), "sha256")[:20]
    # Letters and digits alone: a "-" parts a token's fields, and messengers cut a link before a closing dot.
    return f"{_LETTER[role]}-{booking_id.removeprefix('bkg_')}-{b32encode(proof).decode().lower()}"
