"""The channels' callbacks: `/hooks/whatsapp`, by which the Cloud API tells what became of messages and what customers say."""

import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from console.scheduling.errors import NotAllowed, Unavailable
from console.scheduling.messages.whatsapp_news import read
from console.scheduling.services import whatsapp

_MOST_BYTES = 3 * 1024 * 1024
"""The API's own bound for one call."""


async def subscribe(request: Request) -> Response:
    """`GET`: the API asks whether this address is ours, and wants its challenge back."""
    query = request.query_params
    if query.get("hub.mode") != "subscribe" or not whatsapp.knows_verify_token(query.get("hub.verify_token", "")):
        return PlainTextResponse("Forbidden", 403)
    return PlainTextResponse(query.get("hub.challenge", ""))


async def receive(request: Request) -> Response:
    """`POST`: whatever is signed rightly is taken with `200`, understood or not, so that it does not come again.

    Only while the database is away it is `503`: the API keeps it and comes back.
    """
    body = await _body(request)
    if body is None:
        return PlainTextResponse("Too large", 413)
    try:
        whatsapp.require_signature(body, request.headers.get("x-hub-signature-256", ""))
    except NotAllowed:
        return PlainTextResponse("Forbidden", 403)
    try:
        await run_in_threadpool(whatsapp.take, read(_decoded(body)))
    except Unavailable:
        return PlainTextResponse("Later", 503)
    return PlainTextResponse("OK")


async def _body(request: Request) -> bytes | None:
    """The raw body; None for one that is too long, of which no more is read."""
    parts, length = [], 0
    try:
        async for part in request.stream():
            length += len(part)
            if length > _MOST_BYTES:
                return None
            parts.append(part)
    except ClientDisconnect:
        return None
    return b"".join(parts)


def _decoded(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


routes = [
    Route("/hooks/whatsapp", subscribe, methods=["GET"]),
    Route("/hooks/whatsapp", receive, methods=["POST"]),
]
