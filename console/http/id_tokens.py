"""Whether an ID token is genuine, meant for this installation and of this sign-in (OpenID Connect Core, 3.1.3.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from console.scheduling import clock

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures of a key that only the provider has: never `none`, nor HMAC, whatever the provider publishes."""
_LEEWAY = 60
"""How many seconds the provider's clock may be off."""
_LONGEST_SUBJECT = 255


class NotGenuine(Exception):
    """The token proves nothing; the message says what is wrong, and nothing of what it holds."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a genuine token says."""

    subject: str
    claims: Mapping[str, Any]


def judge(token: Mapping[str, Any], keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str) -> Vouched:
    """What the ID token among what was given for a code says. Raises NotGenuine."""
    try:
        usable = [key for key in keys["keys"] if key.get("use", "sig") == "sig" and key.get("kty") != "oct"]
        found = jwt.decode(token["id_token"], KeySet.import_key_set({"keys": usable}), algorithms=ALGORITHMS)
        options = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}}
        params = {"nonce": nonce, "client_id": client_id, "access_token": token.get("access_token")}
        claims = CodeIDToken(found.claims, found.header, options, params)
        claims.validate(now=int(clock.now().timestamp()), leeway=_LEEWAY)
    except JoseError as error:
        raise NotGenuine(str(error)) from None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NotGenuine(f"it cannot be read ({type(error).__name__})") from None
    subject = claims["sub"]
    if not subject.isprintable() or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise NotGenuine("its subject cannot be kept")
    return Vouched(subject, claims)
