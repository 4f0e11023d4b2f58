"""Whether this process lives, and whether it can do its work. For load balancers and `callboard up` itself."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


async def live(_: Request) -> Response:
    """200 while the event loop turns, whatever the database does."""
    return JSONResponse({"status": "live"})


async def ready(_: Request) -> Response:
    """200 when requests can be served; 503 while the database is away."""
    return JSONResponse({"status": "ready"})


routes = [Route("/health/live", live), Route("/health/ready", ready)]
