"""A real OpenID Connect provider on loopback, which keeps the protocol or, as told, breaks it."""

import base64
import contextlib
import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from console.scheduling import clock

Claims = dict[str, Any]
CLIENT_ID, CLIENT_SECRET = "callboard", "s3cret of the client"


@dataclass
class Provider:
    """Whom it has signed in, and how it misbehaves. `claims` change those of the ID token; None takes one out."""

    issuer: str
    returns_to: str
    email: str = "bo@agents.test"
    subject: str = "8f14e45f"
    is_verified: object = True
    claims: Claims = field(default_factory=dict)
    sign: Callable[["Provider", Claims], str] | None = None
    document: Claims = field(default_factory=dict)
    """Changes to what it publishes."""
    in_userinfo: Claims | None = None
    """What only the userinfo endpoint tells."""
    answers: dict[str, Callable[[], Response]] = field(default_factory=dict)
    """Other answers, by path."""
    error: str = ""
    """What it answers instead of a code."""
    iss: str = ""
    """Who it says the answer is from; empty: itself."""
    asked: list[str] = field(default_factory=list)
    """The paths that were asked for."""
    given: list[dict[str, str]] = field(default_factory=list)
    """What came to the authorization endpoint."""
    key: ECKey = field(default_factory=lambda: fresh_key("one"))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def published(self) -> Claims:
        here = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "authorization_response_iss_parameter_supported": True,
            "id_token_signing_alg_values_supported": ["ES256", "RS256", "HS256", "none"],
        }
        return _changed(here, self.document)

    def code_for(self, given: dict[str, str]) -> str:
        code = secrets.token_urlsafe(16)
        self.codes[code] = given
        return code

    def id_token(self, given: dict[str, str], access_token: str) -> str:
        now = int(clock.now().timestamp())
        half = hashlib.sha256(access_token.encode()).digest()[:16]
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": given["nonce"],
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
        }
        if self.in_userinfo is None:
            claims |= {"email": self.email, "email_verified": self.is_verified}
        return (self.sign or _signed)(self, _changed(claims, self.claims))


@contextmanager
def oidc_provider(returns_to: str) -> Iterator[Provider]:
    """A provider on a port of its own, where Callboard is registered with this redirect URI."""
    server = uvicorn.Server(uvicorn.Config(_app(lambda: provider), port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    provider = Provider(f"http://127.0.0.1:{port}", returns_to)
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join()


def fresh_key(kid: str) -> ECKey:
    """A signing key; its name is what tokens are found to be signed by."""
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})


def _signed(provider: Provider, claims: Claims) -> str:
    return jwt.encode({"alg": "ES256", "kid": provider.key.kid}, claims, provider.key)


def with_other_key(provider: Provider, claims: Claims) -> str:
    """Signed by a stranger under the name of the provider's key."""
    return jwt.encode({"alg": "ES256", "kid": provider.key.kid}, claims, fresh_key(str(provider.key.kid)))


def with_unknown_key(_: Provider, claims: Claims) -> str:
    """Signed by a key that is not published."""
    return jwt.encode({"alg": "ES256", "kid": "another"}, claims, fresh_key("another"))


def with_own_key_inside(_: Provider, claims: Claims) -> str:
    """Signed by a stranger's key, which comes along in the header."""
    key = RSAKey.generate_key(2048)
    return jwt.encode({"alg": "RS256", "jwk": key.as_dict(private=False)}, claims, key)


def unsigned(provider: Provider, claims: Claims) -> str:
    """`alg: none`."""
    return _by_hand({"alg": "none", "kid": provider.key.kid}, claims, lambda _: b"")


def with_client_secret(provider: Provider, claims: Claims) -> str:
    """HMAC with the client's secret."""
    return _by_hand({"alg": "HS256", "kid": provider.key.kid}, claims, _hmac(CLIENT_SECRET.encode()))


def with_public_key_as_secret(provider: Provider, claims: Claims) -> str:
    """HMAC with what everybody knows."""
    return _by_hand({"alg": "HS256", "kid": provider.key.kid}, claims, _hmac(provider.key.as_pem(private=False)))


def changed_after_signing(provider: Provider, claims: Claims) -> str:
    """Other claims under a genuine signature."""
    head, _, signature = _signed(provider, claims).split(".")
    return f"{head}.{_part({**claims, 'sub': 'somebody-else'})}.{signature}"


def nonsense(_: Provider, __: Claims) -> str:
    """No token at all."""
    return "nonsense"


def _hmac(secret: bytes) -> Callable[[bytes], bytes]:
    return lambda text: hmac.digest(secret, text, "sha256")


def _by_hand(header: Claims, claims: Claims, sign: Callable[[bytes], bytes]) -> str:
    text = f"{_part(header)}.{_part(claims)}"
    return f"{text}.{base64.urlsafe_b64encode(sign(text.encode())).rstrip(b'=').decode()}"


def _part(document: Claims) -> str:
    return base64.urlsafe_b64encode(JSONResponse(document).body).rstrip(b"=").decode()


def _changed(document: Claims, changes: Claims) -> Claims:
    return {name: value for name, value in {**document, **changes}.items() if value is not None}


def _app(provider: Callable[[], Provider]) -> Starlette:
    def answering(path: str, answer: Callable[[Provider, Request], Any], *methods: str) -> Route:
        async def endpoint(request: Request) -> Response:
            here = provider()
            here.asked.append(path)
            other = here.answers.get(path)
            return other() if other else await answer(here, request)

        return Route(path, endpoint, methods=list(methods) or ["GET"])

    return Starlette(
        routes=[
            answering("/.well-known/openid-configuration", _configuration),
            answering("/jwks", _jwks),
            answering("/authorize", _authorize),
            answering("/token", _token, "POST"),
            answering("/userinfo", _userinfo),
        ]
    )


async def _configuration(provider: Provider, _: Request) -> Response:
    return JSONResponse(provider.published())


async def _jwks(provider: Provider, _: Request) -> Response:
    return JSONResponse({"keys": [provider.key.as_dict(private=False)]})


async def _authorize(provider: Provider, request: Request) -> Response:
    """A page with the way back, as if a person signed in there."""
    given = dict(request.query_params)
    provider.given.append(given)
    is_right = (
        given.get("client_id") == CLIENT_ID
        and given.get("redirect_uri") == provider.returns_to
        and given.get("response_type") == "code"
        and given.get("code_challenge_method") == "S256"
        and {"openid", "email"} <= set(given.get("scope", "").split())
    )
    if not is_right:
        return PlainTextResponse("This is not the client that was registered.", 400)
    told = {"error": provider.error} if provider.error else {"code": provider.code_for(given)}
    back = (
        f"{provider.returns_to}?{urlencode({**told, 'state': given['state'], 'iss': provider.iss or provider.issuer})}"
    )
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(
            f'<title>Provider</title><a href="{back.replace("&", "&amp;")}">Continue as {provider.email}</a>'
        )
    return RedirectResponse(back, 303)


async def _token(provider: Provider, request: Request) -> Response:
    """Codes are good once, for who shows the secret and the verifier."""
    posted = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    given = provider.codes.pop(posted.get("code", ""), None)
    digest = hashlib.sha256(posted.get("code_verifier", "").encode()).digest()
    if scheme != "Basic" or base64.b64decode(shown).decode() != f"{CLIENT_ID}:{CLIENT_SECRET}":
        return JSONResponse({"error": "invalid_client"}, 401)
    if (
        given is None
        or posted.get("redirect_uri") != given["redirect_uri"]
        or base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != given["code_challenge"]
    ):
        return JSONResponse({"error": "invalid_grant"}, 400)
    access = secrets.token_urlsafe(16)
    token = {"access_token": access, "token_type": "Bearer", "id_token": provider.id_token(given, access)}
    return JSONResponse(token)


async def _userinfo(provider: Provider, request: Request) -> Response:
    if not request.headers.get("authorization", "").startswith("Bearer "):
        return JSONResponse({}, 401)
    return JSONResponse({"sub": provider.subject, **(provider.in_userinfo or {})})


def hang(released: threading.Event) -> Callable[[], Response]:
    """Say nothing until the test is over."""

    def answer() -> Response:
        class Hanging(Response):
            async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
                with contextlib.suppress(Exception):
                    while not released.is_set() and (await receive())["type"] != "http.disconnect":
                        pass

        return Hanging()

    return answer


def path_of(address: str) -> str:
    """The address without its host."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
