"""How a client proves itself: its secret buys a token for an hour, and the token is looked at again at every request.

Tokens are opaque and stored hashed, so that revoking one, or disabling its client, works at once.
"""

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from limits import RateLimitItemPerMinute
from sqlmodel import Session

from .. import clock
from ..models import AccessToken, Client
from ..queries import clients as query
from ..rules.addresses import network_of
from . import security_log, throttle, tokens
from .clients import DEFAULT_RATE_LIMITS
from .transaction import asks, reads, writes

TOKEN_LIFETIME = timedelta(hours=1)

_FAILURES_PER_CLIENT = RateLimitItemPerMinute(30)
"""Of one client from one network: whoever guesses elsewhere cannot lock the real one out."""
_FAILURES_PER_NETWORK = RateLimitItemPerMinute(100)
_CLIENT_ID = re.compile(r"cli_[0-9a-z]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Access:
    """What a live token opens."""

    client_id: str
    scopes: frozenset[str]
    """What the token was issued for, as far as the client still has it."""
    rate_limits: Mapping[str, int]
    """Requests per `minute`, `hour` and `day`."""
    reaches_app: bool
    """Whether the client may enter the app that was asked about."""


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What a client may learn about a live token of its own."""

    client_id: str
    scopes: tuple[str, ...]
    issued_at: datetime
    expires_at: datetime


def authenticate(client_id: str, secret: str, address: str = "") -> Client | None:
    """The client that this secret opens; None for an unknown or disabled client as for a wrong secret.

    Failures are counted by client and by `address`, where the request came from. Raises TooMany.
    """
    network = network_of(address)
    throttle.require(_FAILURES_PER_NETWORK, "token", network)
    throttle.require(_FAILURES_PER_CLIENT, "token", network, tokens.digest(client_id))
    client = _authenticate(client_id, tokens.digest(secret))
    if client is None:
        named = client_id if _CLIENT_ID.fullmatch(client_id) else None  # else it may be a secret in the wrong place
        security_log.warning("client.refused", client=named, address=address)
        throttle.count(_FAILURES_PER_NETWORK, "token", network)
        throttle.count(_FAILURES_PER_CLIENT, "token", network, tokens.digest(client_id))
        return None
    security_log.info("client.secret_right", client=client.id, address=address)
    return client


@writes
def issue(session: Session, client_id: str, token: str, scopes: Sequence[str]) -> None:
    """Keep a fresh token of this client for an hour. The text itself is not stored."""
    now = clock.now()
    session.add(
        AccessToken(
            token_hash=tokens.digest(token),
            client_id=client_id,
            scopes=list(scopes),
            issued_at=now,
            expires_at=now + TOKEN_LIFETIME,
        )
    )
    session.get_one(Client, client_id).last_used_at = now


@asks
def resolve(session: Session, token: str, app_id: str) -> Access | None:
    """What this token opens at this moment; None when it is unknown, expired or revoked, or its client disabled."""
    found = query.live_token(session, tokens.digest(token), clock.now(), app_id)
    if found is None:
        return None
    return Access(
        client_id=found.client.id,
        scopes=frozenset(found.token.scopes) & frozenset(found.client.scopes),
        rate_limits={**DEFAULT_RATE_LIMITS, **found.client.rate_limits},
        reaches_app=found.reaches,
    )


@reads
def introspect(session: Session, token: str) -> TokenFacts | None:
    """A live token's facts; None when it opens nothing."""
    found = query.live_token(session, tokens.digest(token), clock.now())
    if found is None:
        return None
    scopes = tuple(scope for scope in found.token.scopes if scope in found.client.scopes)
    return TokenFacts(found.client.id, scopes, found.token.issued_at, found.token.expires_at)


@writes
def revoke(session: Session, token: str) -> None:
    """End this token; one that is unknown or over is left as it is."""
    found = session.get(AccessToken, tokens.digest(token))
    if found is not None:
        found.revoked_at = found.revoked_at or clock.now()


@reads
def _authenticate(session: Session, client_id: str, secret_hash: str) -> Client | None:
    client = session.get(Client, client_id)
    live = [secret.secret_hash for secret in query.live_secrets(session, client_id, clock.now())]
    right = any(hmac.compare_digest(each, secret_hash) for each in live)
    return client if right and client is not None and client.disabled_at is None else None
