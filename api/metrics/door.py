"""`GET /metrics`, for whoever knows the operator's token."""

import asyncio
import hmac
import os
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.process_collector import ProcessCollector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from console.scheduling.settings import settings

from . import figures, pulse
from .looked_up import LookedUp

_looked_up = LookedUp()
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which processes of one address count together."""


async def metrics(request: Request) -> Response:
    """All figures as Prometheus reads them; `404` where the operator has set no token, `401` for another one."""
    token = settings().metrics_token
    if not token:
        return PlainTextResponse("There is nothing at this address.", 404)
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        return PlainTextResponse("Send the operator's token.", 401, {"WWW-Authenticate": "Bearer"})
    return Response(await asyncio.to_thread(exposed), media_type=CONTENT_TYPE_LATEST)


def exposed() -> bytes:
    """All figures, as of now."""
    pulse.look()
    looked_up = CollectorRegistry()
    looked_up.register(_looked_up)
    if os.environ.get(FOLDER):
        return generate_latest(together()) + generate_latest(looked_up)
    ProcessCollector(registry=looked_up)
    return generate_latest(figures.REGISTRY) + generate_latest(looked_up)


def together() -> CollectorRegistry:
    """What all processes of this address have counted."""
    folder = os.environ[FOLDER]
    _forget_the_dead(Path(folder))
    told = CollectorRegistry()
    MultiProcessCollector(told, path=folder)
    return told


def _forget_the_dead(folder: Path) -> None:
    """What a killed process held open is open no more; what it counted stays counted."""
    for pid in {int(file.stem.rpartition("_")[2]) for file in folder.glob("gauge_live*.db")}:
        if not Path(f"/proc/{pid}").exists() and Path("/proc/self").exists():
            mark_process_dead(pid)


routes = [Route("/metrics", metrics)]
