"""Whether this process lives, and whether it can do its work. For load balancers and `callboard up` itself."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from console.scheduling.errors import CallboardError
from console.scheduling.services import installation

_SECONDS = 3


async def live(_: Request) -> Response:
    """200 while the event loop turns, whatever the database does."""
    return JSONResponse({"status": "live"})


async def ready(_: Request) -> Response:
    """200 when requests can be served; 503 while the database is away."""
    try:
        await asyncio.wait_for(asyncio.to_thread(installation.is_empty), _SECONDS)
    except (CallboardError, TimeoutError):
        return JSONResponse({"status": "the database is away"}, 503)
    return JSONResponse({"status": "ready"})


routes = [Route("/health/live", live), Route("/health/ready", ready)]
