"""The provider that staff may sign in with (OpenID Connect), over the wire: what it publishes, and what it says of a person.

Authlib speaks OAuth and judges the ID token. What the provider publishes is kept for some minutes; its keys are asked for
at each sign-in, so that a new one is known at once.
"""

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.client import OAuth2Client

from console.http.id_tokens import NotGenuine, Vouched, judge
from console.http.provider_wire import ProviderFailed, answered, asked, deadline
from console.scheduling.services.identities import Identity
from console.scheduling.services.provider_flow import Flow
from console.scheduling.settings import settings

RETURN_PATH = "/sign-in/provider/return"
_KEPT_FOR = 600
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")

_published: dict[str, tuple[float, dict[str, Any]]] = {}


async def way_out(flow: Flow) -> str:
    """Where the browser goes to sign in there. Raises ProviderFailed."""
    async with deadline():
        published = await _discovered()
    url, _ = _client(published).create_authorization_url(
        published["authorization_endpoint"], state=flow.state, code_verifier=flow.verifier, nonce=flow.nonce
    )
    return url


async def who(flow: Flow, code: str, issuer: str = "") -> Identity:
    """Whom the provider means by this code; `issuer` is who the answer says it is from. Raises ProviderFailed."""
    async with deadline():
        published = await _discovered()
        if issuer != published["issuer"] and (
            issuer or published.get("authorization_response_iss_parameter_supported")
        ):
            raise ProviderFailed("The answer is not of the provider that was asked.")
        try:
            token = await _client(published).fetch_token(
                published["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=flow.verifier,
                redirect_uri=_return_address(),
            )
        except OAuth2Error as refused:
            raise ProviderFailed(f"The provider refused the code: {str(refused.error)[:100]!r}.") from None
        except (httpx.HTTPStatusError, ValueError, RecursionError):
            raise ProviderFailed("The provider answered the code with no token.") from None
        keys = await asked("GET", published["jwks_uri"])
        try:
            vouched = judge(token, keys, settings().oidc_issuer, settings().oidc_client_id, flow.nonce)
        except NotGenuine as found:
            raise ProviderFailed(f"The ID token was refused: {found}.") from None
        return _identity(
            vouched, vouched.claims if "email" in vouched.claims else await _told(published, token, vouched)
        )


async def look() -> str:
    """What the operator's doctor says of the provider: that it publishes what is needed. Raises ProviderFailed."""
    async with deadline():
        _published.clear()
        published = await _discovered()
        keys = await asked("GET", published["jwks_uri"])
    return f"{published['issuer']} answers, with {len(keys.get('keys', ()))} keys; it returns people to {_return_address()}"


async def _told(published: dict[str, Any], token: dict[str, Any], vouched: Vouched) -> dict[str, Any]:
    """What the provider tells of the person beside the ID token, which need not hold the e-mail (Core, 5.4)."""
    if not published.get("userinfo_endpoint"):
        return {}
    headers = {"Authorization": f"Bearer {token.get('access_token', '')}"}
    told = await asked("GET", _checked(published["userinfo_endpoint"]), headers=headers)
    if told.get("sub") != vouched.subject:
        raise ProviderFailed("The provider tells of another person than it vouched for.")
    return told


def _identity(vouched: Vouched, told: Mapping[str, Any]) -> Identity:
    email = told.get("email")
    return Identity(
        settings().oidc_issuer,
        vouched.subject,
        email if isinstance(email, str) else "",
        told.get("email_verified") is True,
    )


async def _discovered() -> dict[str, Any]:
    """The provider's own description (OpenID Connect Discovery)."""
    issuer = settings().oidc_issuer
    at, published = _published.get(issuer, (-float(_KEPT_FOR), {}))
    if time.monotonic() - at < _KEPT_FOR and published:
        return published
    found = await asked("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise ProviderFailed(f"The provider calls itself {str(found.get('issuer'))[:200]}, not {issuer}.")
    for name in _NEEDED:
        found[name] = _checked(found.get(name))
    _published[issuer] = (time.monotonic(), found)
    return found


def _checked(address: object) -> str:
    """An address that the provider published, if it is as safe as the issuer's own."""
    schemes = ("https",) if settings().oidc_issuer.startswith("https:") else ("https", "http")
    if not isinstance(address, str) or urlsplit(address).scheme not in schemes:
        raise ProviderFailed("The provider publishes an address that cannot be used.")
    return address


def _client(published: dict[str, Any]) -> "_Client":
    methods = published.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    secret = settings().oidc_client_secret or None
    by_post = "client_secret_basic" not in methods and "client_secret_post" in methods
    return _Client(
        None,
        settings().oidc_client_id,
        secret,
        token_endpoint_auth_method=("client_secret_post" if by_post else "client_secret_basic") if secret else "none",
        scope="openid email",
        redirect_uri=_return_address(),
        code_challenge_method="S256",
    )


def _return_address() -> str:
    return settings().base_url + RETURN_PATH


class _Client(OAuth2Client):
    """Authlib's client, speaking through our transport."""

    async def _fetch_token(
        self, url: str, body: str = "", headers: Any = None, auth: ClientAuth | None = None, method: str = "POST"
    ) -> dict[str, Any]:
        assert auth is not None
        url, headers, body = auth.prepare(method, url, dict(headers), body)
        return self.parse_response_token(await answered(method, _checked(url), headers=headers, content=body))
