"""Who is calling: a bearer token becomes the actor that services judge, and every call counts against its client."""

from typing import Annotated

from fastapi import Path, Request, Security
from fastapi.openapi.models import OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import OAuth2, SecurityScopes

from api import rates
from api.errors import Refused
from api.reading import require_text
from console.scheduling.actors import Actor
from console.scheduling.errors import AppNotFound, Invalid, Problem
from console.scheduling.services import access, security_log

SCOPES = {
    "scheduling:read": "See calls, free times, agents and presets.",
    "scheduling:write": "Book, change and cancel calls.",
}
_REALM = 'Bearer realm="callboard"'
_SCHEME = OAuth2(
    flows=OAuthFlows(clientCredentials=OAuthFlowClientCredentials(tokenUrl="/api/v1/oauth/token", scopes=SCOPES)),
    scheme_name="ClientCredentials",
    auto_error=False,
)


def caller(
    request: Request,
    needed: SecurityScopes,
    authorization: Annotated[str | None, Security(_SCHEME)],
    app_id: Annotated[str, Path(alias="appId")],
) -> Actor:
    """The client behind the token, in the app of the address.

    Raises Refused (401, 403), TooMany, Invalid and AppNotFound, which reads the same for an app that does not exist and
    for one out of reach. One database read.
    """
    _require_plain_request(request)
    found = access.resolve(_bearer(authorization), app_id)
    if found is None:
        security_log.info("token.refused", address=request.client.host if request.client else None)
        raise _unauthorized('error="invalid_token", error_description="The token is unknown, expired or revoked"')
    if not found.scopes.issuperset(needed.scopes):
        security_log.info("not_allowed", verb=needed.scope_str, surface="api", actor=found.client_id)
        raise _forbidden(needed.scope_str)
    rates.count(request, found)
    if not found.reaches_app:
        security_log.info("not_allowed", verb="another app", surface="api", actor=found.client_id)
        raise AppNotFound("There is no such app.")
    return Actor("api", id=found.client_id, app_id=app_id, scopes=found.scopes)


Reader = Annotated[Actor, Security(caller, scopes=["scheduling:read"])]
"""A client that may look."""
Writer = Annotated[Actor, Security(caller, scopes=["scheduling:write"])]
"""A client that may book."""


def _bearer(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _unauthorized()
    return token.strip()


def _unauthorized(why: str = "") -> Refused:
    """RFC 6750 section 3.1: whoever sent no token at all is told no error, only how to send one."""
    challenge = f"{_REALM}, {why}" if why else _REALM
    return Refused(401, "unauthorized", "Send a valid access token.", {"WWW-Authenticate": challenge})


def _forbidden(scope: str) -> Refused:
    challenge = f'{_REALM}, error="insufficient_scope", scope="{scope}"'
    return Refused(403, "forbidden", f"This needs the scope {scope}.", {"WWW-Authenticate": challenge})


def _require_plain_request(request: Request) -> None:
    """Raises Invalid for parameters that stand twice, of which a framework would silently take one, or cannot be stored."""
    names = [name for name, _ in request.query_params.multi_items()]
    problems = [Problem(name, "This stands twice.", "repeated") for name in set(names) if names.count(name) > 1]
    if len(request.headers.getlist("authorization")) > 1:  # of which a proxy may have read the other
        problems.append(Problem("Authorization", "This stands twice.", "repeated"))
    for value in (request.url.path, *request.query_params.values(), *names):
        try:
            require_text(value)
        except ValueError:
            problems.append(Problem("", "The address holds a character that cannot be stored.", "malformed"))
            break
    if problems:
        raise Invalid(problems)
