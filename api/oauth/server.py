"""An OAuth 2.0 server for client credentials, on Authlib's core.

What Authlib leaves open or gets wrong is settled here: an unknown client and a wrong secret read the same, broken Basic
credentials are a refusal and no crash, no more than one way to authenticate, tokens never reach a log.
"""

import binascii
import logging
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import unquote_plus

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    ClientMixin,
    InvalidClientError,
    InvalidGrantError,
    InvalidRequestError,
)
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7662 import IntrospectionEndpoint

from api.oauth.asking import Asked
from console.scheduling.errors import TooMany
from console.scheduling.models import Client
from console.scheduling.services import access, tokens
from console.scheduling.services.access import TOKEN_LIFETIME, TokenFacts
from console.scheduling.services.clients import SCOPES

METHODS = ["client_secret_basic", "client_secret_post"]
GRANT = "client_credentials"

logging.getLogger("authlib").setLevel(logging.INFO)  # at DEBUG it writes whole tokens

_SENTENCES = {
    "invalid_request": "The request lacks a parameter or is malformed.",
    "invalid_client": "The client is unknown or its secret is wrong.",
    "unsupported_grant_type": f"The only grant_type here is {GRANT}.",
    "invalid_scope": "The scope is unknown, malformed or more than this client has.",
    "invalid_grant": "The token was issued to another client.",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server says, before it is put into one of the two shapes. An error has `error` in its body."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


def respond(endpoint: Literal["token", "revocation", "introspection"], asked: Asked) -> Reply:
    """Answer one request; every refusal that OAuth knows is a reply too. Raises Unavailable."""
    try:
        request = asked.request()
        if endpoint == "token":
            return _server.create_token_response(request)
        return _server.create_endpoint_response(endpoint, request)
    except OAuth2Error as error:
        return _server.handle_error_response(None, error)
    except TooMany as error:
        return Reply(429, {"error": error.code, "error_description": error.message, "until": error.next_allowed_at})


class _Client(ClientMixin):
    """A client of ours as Authlib looks at it."""

    def __init__(self, client: Client) -> None:
        self.id = client.id
        self.scopes = client.scopes

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == GRANT

    def get_allowed_scope(self, scope: Any) -> Any:
        """The scope asked for, or all that the client has; None when it asks for more."""
        wanted = scope.split(" ") if scope else self.scopes
        return " ".join(each for each in SCOPES if each in wanted) if set(wanted) <= set(self.scopes) else None


class _Server(AuthorizationServer):
    def __init__(self) -> None:
        super().__init__(scopes_supported=list(SCOPES))
        self.register_grant(ClientCredentialsGrant)
        self.register_endpoint(_Revocation)
        self.register_endpoint(_Introspection)
        lifetime = int(TOKEN_LIFETIME.total_seconds())
        self.register_token_generator(
            "default",
            BearerTokenGenerator(lambda **_: tokens.fresh("cbt_"), expires_generator=lambda *_: lifetime),
        )

    def create_oauth2_request(self, request: Any) -> Any:
        return request

    def get_token_grant(self, request: Any) -> Any:
        if not request.payload.grant_type:
            raise InvalidRequestError("The parameter grant_type is missing.")
        return super().get_token_grant(request)

    def authenticate_client(self, request: Any, methods: Any, endpoint: str = "token") -> _Client:  # noqa: ARG002
        """By either method at every endpoint."""
        client_id, secret = _credentials(request)
        client = access.authenticate(client_id, secret, request.address)
        if client is None:
            raise InvalidClientError(status_code=401)
        return _Client(client)

    def save_token(self, token: Any, request: Any) -> None:
        access.issue(request.client.id, token["access_token"], token["scope"].split())

    def handle_response(self, status: int, body: Any, headers: Any) -> Any:  # noqa: ARG002 - the route sets them
        return Reply(status, body)

    def handle_error_response(self, request: Any, error: Any) -> Any:  # noqa: ARG002 - an error needs no request
        said = error.description or _SENTENCES[error.error]
        challenge = {"WWW-Authenticate": 'Basic realm="callboard", charset="UTF-8"'} if error.status_code == 401 else {}
        return Reply(error.status_code, {"error": error.error, "error_description": said}, challenge)

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nobody listens."""


class _Revocation(RevocationEndpoint):
    CLIENT_AUTH_METHODS = METHODS

    def authenticate_token(self, request: Any, client: Any) -> Any:
        token = _asked_about(request)
        if token and token.client_id != client.id:
            raise InvalidGrantError()
        return token

    def revoke_token(self, token: Any, request: Any) -> None:  # noqa: ARG002 - the database knows it by its text
        access.revoke(request.form["token"])


class _Introspection(IntrospectionEndpoint):
    CLIENT_AUTH_METHODS = METHODS

    def authenticate_token(self, request: Any, client: Any) -> Any:
        token = _asked_about(request)
        return token if token and token.client_id == client.id else None

    def create_introspection_payload(self, token: Any) -> Any:
        if token is None:
            return {"active": False}
        return {
            "active": True,
            "client_id": token.client_id,
            "scope": " ".join(token.scopes),
            "token_type": "Bearer",
            "iat": int(token.issued_at.timestamp()),
            "exp": int(token.expires_at.timestamp()),
        }


def _asked_about(request: Any) -> TokenFacts | None:
    """The token in the request, looked for whatever its hint says (RFC 7009 section 2.1)."""
    if "token" not in request.form:
        raise InvalidRequestError("The parameter token is missing.")
    return access.introspect(request.form["token"])


def _credentials(request: Any) -> tuple[str, str]:
    """The client's id and secret, sent in one way only (RFC 6749 section 2.3). Raises OAuth2Error."""
    form, header = request.form, request.headers["Authorization"]
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() == "basic":
        if "client_secret" in form:
            raise InvalidRequestError("Send the secret in the header or in the body, not in both.")
        client_id, secret = _basic(encoded)
        if form.get("client_id", client_id) != client_id:
            raise InvalidRequestError("The header and the body name different clients.")
        return client_id, secret
    if "client_id" in form and "client_secret" in form:
        return form["client_id"], form["client_secret"]
    # Section 5.2: whoever tried the header, be it with another scheme, is shown the right one.
    raise InvalidClientError("Send client_id and client_secret.", status_code=401 if header else 400)


def _basic(encoded: str) -> tuple[str, str]:
    try:
        client_id, colon, secret = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        raise InvalidClientError(status_code=401) from None
    if not (client_id and colon and secret):
        raise InvalidClientError(status_code=401)
    return unquote_plus(client_id), unquote_plus(secret)


_server: Any = _Server()
