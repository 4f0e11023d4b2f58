"""Tokens: issue, revoke, introspect, and the document that tells clients where (RFC 6749, 7009, 7662, 8414)."""

import math
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api.answers import failure, success
from api.door import WELL_KNOWN
from api.oauth import asking
from api.oauth.asking import Asked
from api.oauth.server import GRANT, METHODS, Reply, respond
from console.scheduling import clock
from console.scheduling.services.clients import SCOPES
from console.scheduling.settings import settings

router = APIRouter(tags=["OAuth"])

_BASE = "/api/v1/oauth"
_UNCACHED = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@router.post(f"{_BASE}/token", summary="Get a token")
async def token(request: Request) -> Response:
    """Buy a token for an hour with a client's id and secret."""
    return await _answer("token", request)


@router.post(f"{_BASE}/revoke", summary="Revoke a token")
async def revoke(request: Request) -> Response:
    """End a token of the client's own at once."""
    return await _answer("revocation", request)


@router.post(f"{_BASE}/introspect", summary="Introspect a token")
async def introspect(request: Request) -> Response:
    """Whether a token of the client's own is active, and what for."""
    return await _answer("introspection", request)


@router.get(WELL_KNOWN, summary="Find the OAuth endpoints")
async def metadata() -> Response:
    """RFC 8414's document."""
    base = settings().base_url
    return JSONResponse(
        {
            "issuer": base,
            "token_endpoint": f"{base}{_BASE}/token",
            "token_endpoint_auth_methods_supported": METHODS,
            "grant_types_supported": [GRANT],
            "response_types_supported": [],
            "scopes_supported": list(SCOPES),
            "revocation_endpoint": f"{base}{_BASE}/revoke",
            "revocation_endpoint_auth_methods_supported": METHODS,
            "introspection_endpoint": f"{base}{_BASE}/introspect",
            "introspection_endpoint_auth_methods_supported": METHODS,
        }
    )


async def _answer(endpoint: Literal["token", "revocation", "introspection"], request: Request) -> Response:
    asked = await asking.read(request)
    return _shaped(await run_in_threadpool(respond, endpoint, asked), asked)


def _shaped(reply: Reply, asked: Asked) -> Response:
    """Plain as in the RFCs for whoever asked with a form, else in the envelope."""
    headers = {**_UNCACHED, **reply.headers}
    body = dict(reply.body)
    if until := body.pop("until", None):
        headers["Retry-After"] = str(max(1, math.ceil((until - clock.now()).total_seconds())))
    if asked.is_form:
        return JSONResponse(body, reply.status, headers)
    if "error" in body:
        return failure(reply.status, body["error"], body["error_description"], headers=headers)
    return success(body, status=reply.status, headers=headers)
