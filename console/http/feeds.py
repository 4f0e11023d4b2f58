"""`/calendar/{token}.ics`: calls as a calendar to subscribe to. The address is the key; looking changes nothing."""

import asyncio
import gzip

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from console.scheduling.errors import NotFound, Unavailable
from console.scheduling.services import calendars

_WORTH_PACKING = 1_400
"""Bytes; what is smaller goes into one packet anyhow."""
_PRIVATE = {
    "Cache-Control": "private, max-age=60",
    "Vary": "Accept-Encoding",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


async def feed(request: Request) -> Response:
    """The calendar, or `304` for who has it already; one that was revoked is as unknown as one that never was."""
    return await asyncio.to_thread(_answer, request)


def _answer(request: Request) -> Response:
    try:
        found = calendars.read_feed(request.path_params["token"])
    except NotFound as unknown:
        return PlainTextResponse(unknown.message, 404, {"Cache-Control": "no-store"})
    except Unavailable as away:
        return PlainTextResponse(away.message, 503, {"Retry-After": "60", "Cache-Control": "no-store"})
    headers = _PRIVATE | {"ETag": found.etag}
    if _is_known(request.headers.get("if-none-match", ""), found.etag):
        return Response(status_code=304, headers=headers)
    content = found.file()
    if len(content) > _WORTH_PACKING and "gzip" in request.headers.get("accept-encoding", ""):
        content, headers["Content-Encoding"] = gzip.compress(content, 5), "gzip"
    headers["Content-Disposition"] = 'inline; filename="calls.ics"'
    return Response(content, media_type="text/calendar", headers=headers)


def _is_known(if_none_match: str, etag: str) -> bool:
    """By weak comparison (RFC 9110, 13.1.2)."""
    asked = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in asked or etag.removeprefix("W/") in asked


routes = [Route("/calendar/{token}.ics", feed, methods=["GET"])]
