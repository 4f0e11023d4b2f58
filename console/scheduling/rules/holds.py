"""In whose name a hold stands, how long it is kept, and how many there may be (CONTRACT section 2, "Holds")."""

from datetime import datetime, timedelta
from hashlib import blake2b

from ..actors import Actor
from ..errors import NotAllowed
from . import limits

MOST_PER_CLIENT = 20
"""Live holds of one client, or of one colleague at the console."""
MOST_PER_VISITOR = 2
"""Live holds of one visitor of the booking page; the next takes the place of the oldest."""
LONGEST_KEPT = timedelta(hours=1)
"""However often it is renewed, a hold lives no longer than this, or than its preset's minutes if they are more."""
_KEY_LENGTH = 200
_NETWORK_LENGTH = 100


def is_customers(actor: Actor) -> bool:
    """Whether all holds of this holder are one customer's: a client, or a colleague, keeps times for many."""
    return actor.surface == "public_booking"


def holder_of(actor: Actor, key: str | None) -> str:
    """A visitor's key, apart from everybody's ids, or the client's or colleague's own id. Raises Invalid, NotAllowed."""
    if is_customers(actor):
        return f"visitor:{limits.text(key, 'holder', _KEY_LENGTH, required=True)}"
    if actor.id is None:
        raise NotAllowed("Only a visitor, a client or a colleague can hold a time.")
    return actor.id


def network_of(actor: Actor, address: str | None, key: bytes) -> str | None:
    """A digest of a visitor's network address, with the installation's key; None for all others. Raises Invalid."""
    if not is_customers(actor):
        return None
    network = limits.text(address, "network", _NETWORK_LENGTH, required=True)
    return blake2b(network.encode(), key=key, digest_size=16, person=b"hold.network").hexdigest()


def most(actor: Actor, per_network: int, beside: int) -> int:
    """How many live holds this holder may have, where `beside` are others' of the same network; none if below one."""
    return min(MOST_PER_VISITOR, per_network - beside) if is_customers(actor) else MOST_PER_CLIENT


def renewed_until(made_at: datetime, minutes: int, now: datetime) -> datetime:
    """When a hold that is renewed now expires; `minutes` are its preset's."""
    kept = timedelta(minutes=minutes)
    return min(now + kept, made_at + max(kept, LONGEST_KEPT))
