"""Tokens. JSON is answered in the envelope, a form plainly as in the RFCs, errors too."""

from collections.abc import Mapping
from typing import Any

from api.documents.oauth import (
    Endpoints,
    Introspection,
    IntrospectionAnswer,
    Token,
    TokenAnswer,
    TokenQuestion,
    TokenRequest,
)
from api.documents.shapes import Nothing, NothingAnswer
from api.openapi import samples
from api.openapi.common import NOT_JSON, TOO_LARGE, UNAVAILABLE
from api.openapi.operation import Example, Examples, Operation
from api.openapi.operations.envelope import envelope
from api.openapi.refusals import Refusal

_KINDS = ("application/json", "application/x-www-form-urlencoded")
_CREDENTIALS = {"client_id": samples.CLIENT, "client_secret": samples.CLIENT_SECRET}
_TOKEN = {
    "access_token": samples.TOKEN,
    "token_type": "Bearer",
    "expires_in": 3600,
    "scope": "scheduling:read scheduling:write",
}
_ACTIVE = {
    "active": True,
    "client_id": samples.CLIENT,
    "scope": "scheduling:read scheduling:write",
    "token_type": "Bearer",
    "iat": 1809007401,
    "exp": 1809011001,
}
_BASIC = "Or leave `client_id` and `client_secret` out and send them as HTTP Basic."


def _refused(status: int, code: str, message: str, when: str, **extra: Any) -> Refusal:
    return Refusal(status=status, kind=code, code=code, when=when, message=message, extra=extra)


_MISSING = _refused(400, "invalid_client", "Send client_id and client_secret.", "The client's id or secret is missing.")
_WRONG = _refused(
    401,
    "invalid_client",
    "The client is unknown or its secret is wrong.",
    "The client is unknown or disabled, or its secret is wrong: all read the same.",
)
_TOO_MANY = _refused(
    429,
    "rate_limit_exceeded",
    "Too many attempts. Please wait a little and try again.",
    "Too many wrong secrets from one address.",
)
_EVERYWHERE = (_MISSING, _WRONG, _TOO_MANY, TOO_LARGE, NOT_JSON, UNAVAILABLE)
_NO_TOKEN = _refused(400, "invalid_request", "The parameter token is missing.", "The token is missing.")


def _plain(*refusals: Refusal) -> Mapping[int, Examples]:
    """The same refusals as an asker with a form hears them."""
    found: dict[int, dict[str, Example]] = {}
    for each in refusals:
        if each.status in (400, 401, 429):
            value = {"error": each.kind, "error_description": each.message}
            found.setdefault(each.status, {})[f"form_{each.code}"] = Example(f"{each.when} (Form)", value)
    return found


_TOKEN_REFUSALS = (
    *_EVERYWHERE,
    _refused(
        400,
        "invalid_request",
        "The parameter grant_type is missing.",
        "A parameter is missing, stands twice or is no text; or the secret is sent in two ways.",
    ),
    _refused(
        400,
        "unsupported_grant_type",
        "The only grant_type here is client_credentials.",
        "Another `grant_type` is asked for.",
    ),
    _refused(
        400,
        "invalid_scope",
        "The scope is unknown, malformed or more than this client has.",
        "The scope is unknown, malformed or more than this client has.",
    ),
)
_REVOKE_REFUSALS = (
    *_EVERYWHERE,
    _NO_TOKEN,
    _refused(
        400, "invalid_grant", "The token was issued to another client.", "The token was issued to another client."
    ),
)
_INTROSPECT_REFUSALS = (*_EVERYWHERE, _NO_TOKEN)

OPERATIONS = {
    "getAToken": Operation(
        description=f"""Buy a token for an hour with a client's id and secret. Keep it until shortly before `expires_in` \
seconds have passed, then buy another: there is no refresh token.

A JSON body is answered in the envelope. RFC 6749's form encoding, with `client_secret_basic` or `client_secret_post`, is \
answered plainly, errors too, so that any OAuth library works. {_BASIC}""",
        answers=[TokenAnswer, Token],
        success="A token. Never cached.",
        examples={
            "json": Example("To a JSON body", envelope(_TOKEN)),
            "form": Example("To a form", _TOKEN),
        },
        body=TokenRequest,
        body_kinds=_KINDS,
        bodies={
            "every_scope": Example(
                "Every scope that the client has", {"grant_type": "client_credentials", **_CREDENTIALS}
            ),
            "read_only": Example(
                "Only to look", {"grant_type": "client_credentials", **_CREDENTIALS, "scope": "scheduling:read"}
            ),
        },
        refusals=_TOKEN_REFUSALS,
        plain_refusals=_plain(*_TOKEN_REFUSALS),
        limited=False,
    ),
    "revokeAToken": Operation(
        description=f"End a token of the client's own at once (RFC 7009). One that is unknown or over is success too. {_BASIC}",
        answers=[NothingAnswer, Nothing],
        success="It opens nothing from now on.",
        examples={"json": Example("To a JSON body", envelope({})), "form": Example("To a form", {})},
        body=TokenQuestion,
        body_kinds=_KINDS,
        bodies={"token": Example("A token", {"token": samples.TOKEN, **_CREDENTIALS})},
        refusals=_REVOKE_REFUSALS,
        plain_refusals=_plain(*_REVOKE_REFUSALS),
        limited=False,
    ),
    "introspectAToken": Operation(
        description=f"Whether a token of the client's own is active, and what for (RFC 7662). {_BASIC}",
        answers=[IntrospectionAnswer, Introspection],
        success="What the token is good for.",
        examples={
            "json": Example("A live token, to a JSON body", envelope(_ACTIVE)),
            "form": Example("A live token, to a form", _ACTIVE),
            "over": Example("One that is over, or another client's, to a form", {"active": False}),
        },
        body=TokenQuestion,
        body_kinds=_KINDS,
        bodies={"token": Example("A token", {"token": samples.TOKEN, **_CREDENTIALS})},
        refusals=_INTROSPECT_REFUSALS,
        plain_refusals=_plain(*_INTROSPECT_REFUSALS),
        limited=False,
    ),
    "findTheOauthEndpoints": Operation(
        description="RFC 8414's document: where tokens are issued, revoked and introspected, and how clients prove themselves.",
        answers=[Endpoints],
        success="Where everything is.",
        examples={
            "endpoints": Example(
                "This installation",
                {
                    "issuer": samples.SITE,
                    "token_endpoint": f"{samples.SITE}/api/v1/oauth/token",
                    "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                    "grant_types_supported": ["client_credentials"],
                    "response_types_supported": [],
                    "scopes_supported": ["scheduling:read", "scheduling:write"],
                    "revocation_endpoint": f"{samples.SITE}/api/v1/oauth/revoke",
                    "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                    "introspection_endpoint": f"{samples.SITE}/api/v1/oauth/introspect",
                    "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                },
            )
        },
        limited=False,
    ),
}
