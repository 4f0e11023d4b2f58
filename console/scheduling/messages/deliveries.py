"""A delivery as it goes over the wire: the body of CONTRACT section 7, its signatures, and the copy that is kept."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .instants import iso
from .signing import Keys, headers

_MASK = "***"


@dataclass(frozen=True, slots=True)
class Owed:
    """A delivery that a worker has claimed: everything an attempt needs. `attempt` is this attempt's number.

    `links` are added to the stored payload when it is sent: they are keys, and never stored.
    """

    delivery_id: str
    attempt: int
    subscription_id: str
    url: str
    keys: Keys
    event_id: str
    event: str
    sequence: int
    test: bool
    payload: dict[str, Any]
    links: dict[str, str]
    since: datetime | None = None
    """When it began to be owed: as its event was committed."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is posted, and `kept_body`: the same with the keys in its links masked."""

    headers: dict[str, str]
    body: bytes
    kept_body: str


def compose(owed: Owed, prefix: str, at: datetime) -> Letter:
    """The letter for one attempt, made at the instant `at`. `prefix` is that of our own headers."""
    body = _json(owed, owed.links, at).encode()
    proof = headers(
        prefix,
        owed.keys,
        event_id=owed.event_id,
        event=owed.event,
        delivery=f"{owed.subscription_id}:{owed.attempt}",
        at=at,
        body=body,
    )
    masked = {name: f"{url.rpartition('/')[0]}/{_MASK}" for name, url in owed.links.items()}
    return Letter({"Content-Type": "application/json", **proof}, body, _json(owed, masked, at))


def _json(owed: Owed, links: dict[str, str], at: datetime) -> str:
    call = {**owed.payload["scheduled_call"], **links}
    envelope = {
        "id": owed.event_id,
        "event": owed.event,
        "deliveredAt": iso(at),
        "attempt": owed.attempt,
        "sequence": owed.sequence,
        "test": owed.test,
        "payload": {**owed.payload, "scheduled_call": call},
    }
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))
