"""The way to the provider and back, remembered by the browser alone: nothing is stored, and any process may go on.

The browser keeps a random token with its end, sealed under the installation's key. What the provider is told (`state`,
`nonce`, and the challenge of the `verifier`) derives from the token and the key, so that neither what the browser keeps
nor what stands in an address shows the verifier.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

from .. import clock
from ..errors import NotFound
from . import installation, tokens

LIFETIME = timedelta(minutes=10)
_LONGEST_PATH = 500


@dataclass(frozen=True, slots=True)
class Flow:
    """One sign-in under way. `state` comes back in the address, `nonce` in the ID token; `verifier` is PKCE's."""

    kept: str
    """What the browser keeps of it."""
    wanted: str
    """Where the person was going."""
    state: str
    nonce: str
    verifier: str


def begin(wanted: str = "") -> Flow:
    """Somebody sets out for the provider."""
    end = int((clock.now() + LIFETIME).timestamp())
    told = json.dumps([tokens.fresh(), end, wanted if len(wanted) <= _LONGEST_PATH else ""])
    return _flow(urlsafe_b64encode(told.encode()).decode())


def resume(kept: str, state: str) -> Flow:
    """Who comes back with this state, to the browser that set out. Raises NotFound for any other, and when it is late."""
    sealed, _, proof = kept.rpartition(".")
    over = NotFound("This took too long, or was begun elsewhere. Please sign in again.", code="flow_over")
    if not sealed.isascii() or not hmac.compare_digest(
        proof.encode(errors="replace"), _derived("seal", sealed).encode()
    ):
        raise over
    flow = _flow(sealed)
    is_late = json.loads(urlsafe_b64decode(sealed))[1] <= clock.now().timestamp()
    if is_late or not hmac.compare_digest(flow.state.encode(), state.encode(errors="replace")):
        raise over
    return flow


def _flow(sealed: str) -> Flow:
    token, _, wanted = json.loads(urlsafe_b64decode(sealed))
    state, nonce, verifier = (_derived(name, token) for name in ("state", "nonce", "verifier"))
    return Flow(f"{sealed}.{_derived('seal', sealed)}", wanted, state, nonce, verifier)


def _derived(name: str, token: str) -> str:
    return hmac.digest(installation.key(), f"provider {name}:{token}".encode(), "sha256").hex()
