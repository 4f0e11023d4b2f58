"""How a delivery is signed, in two families: Callboard's own headers, and Standard Webhooks.

Callboard's: hex HMAC-SHA256 of the raw body, keyed with the whole `whsec_…` text. Standard Webhooks, version 1
(https://www.standardwebhooks.com): base64 HMAC-SHA256 of `id.timestamp.body`, keyed with the bytes that the part behind
`whsec_` encodes. While a secret is rotated both sign.
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from .instants import iso

_MARK = "whsec_"


@dataclass(frozen=True, slots=True)
class Keys:
    """The secret in force and, while a rotation runs, the one that will follow."""

    secret: str
    next_secret: str | None = None


def fresh_secret() -> str:
    """A new secret: 256 random bits."""
    return _MARK + b64encode(secrets.token_bytes(32)).decode()


def own_signature(secret: str, body: bytes) -> str:
    """`sha256=<hex>`: the value of `X-Callboard-Signature`."""
    return f"sha256={hmac.digest(secret.encode(), body, sha256).hex()}"


def standard_signature(secret: str, event_id: str, timestamp: int, body: bytes) -> str:
    """`v1,<base64>`: one value of `webhook-signature`; `timestamp` in whole seconds since 1970."""
    signed = b".".join((event_id.encode(), str(timestamp).encode(), body))
    return f"v1,{b64encode(hmac.digest(b64decode(secret.removeprefix(_MARK)), signed, sha256)).decode()}"


def headers(
    prefix: str, keys: Keys, *, event_id: str, event: str, delivery: str, at: datetime, body: bytes
) -> dict[str, str]:
    """Every header that says what a delivery is and proves who sent it. `at` is the instant of this attempt."""
    timestamp = int(at.timestamp())
    signing = [keys.secret, keys.next_secret] if keys.next_secret else [keys.secret]
    named = {
        f"{prefix}-Signature": own_signature(keys.secret, body),
        f"{prefix}-Event": event,
        f"{prefix}-Delivery": delivery,
        f"{prefix}-Timestamp": iso(at),
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(standard_signature(key, event_id, timestamp, body) for key in signing),
    }
    if keys.next_secret:
        named[f"{prefix}-Signature-New"] = own_signature(keys.next_secret, body)
    return named
