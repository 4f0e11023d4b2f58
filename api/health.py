"""Whether this process lives, and whether it can do its work. For load balancers, and for `callboard up` itself.

`ready` is 503 only where this process cannot serve: the database is away or has lost its guard, or the process is about
to stop. Jobs that are late, a backlog or a Redis that is away are told beside a 200: another process would serve no
better, and the pages and the API go on.
"""

import asyncio
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api import stopping
from console.scheduling.errors import CallboardError
from console.scheduling.services import vital_signs

_SECONDS = 3
"""How long the database may take to answer."""
_KEPT_FOR = 1.0
"""Seconds for which an answer is given again: however many ask, the database is asked once."""

Checks = dict[str, dict[str, Any]]


async def live(_: Request) -> Response:
    """200 while the event loop turns, whatever the database does."""
    return JSONResponse({"status": "live"})


async def ready(_: Request) -> Response:
    """200 when requests can be served, else 503; with what was found of each thing."""
    if stopping.has_begun():
        return JSONResponse({"status": "stopping"}, 503)
    checks = await _kept.look()
    can_serve = all(checks.get(name, {}).get("status") == "ok" for name in ("database", "guard"))
    is_well = all(check["status"] == "ok" for check in checks.values())
    status = ("ready" if is_well else "degraded") if can_serve else "not ready"
    return JSONResponse({"status": status, "checks": checks}, 200 if can_serve else 503)


class _Kept:
    """The latest look, and the one under way that all who ask meanwhile wait for."""

    def __init__(self) -> None:
        self._looking: asyncio.Task[Checks] | None = None
        self._until = 0.0

    async def look(self) -> Checks:
        task, loop = self._looking, asyncio.get_running_loop()
        if task is None or task.get_loop() is not loop or (task.done() and time.monotonic() >= self._until):
            task = self._looking = asyncio.create_task(self._anew())
        return await asyncio.shield(task)

    async def _anew(self) -> Checks:
        try:
            return await _checks()
        finally:
            self._until = time.monotonic() + _KEPT_FOR


_kept = _Kept()


async def _checks() -> Checks:
    redis = asyncio.create_task(asyncio.to_thread(vital_signs.has_redis))
    try:
        signs = await asyncio.wait_for(asyncio.to_thread(vital_signs.look), _SECONDS)
    except (CallboardError, TimeoutError):
        found: Checks = {"database": {"status": "away"}}
    else:
        found = {"database": {"status": "ok"}, **_of_installation(signs)}
    if (answers := await redis) is not None:
        found["redis"] = {"status": "ok" if answers else "away"}
    return found


def _of_installation(signs: vital_signs.Signs) -> Checks:
    silence = round((signs.now - signs.ticked_at).total_seconds()) if signs.ticked_at else None
    return {
        "guard": {"status": "ok" if signs.has_guard else "missing"},
        "jobs": {"status": "late" if signs.is_silent else "ok", "silent_for_seconds": silence},
        "backlog": {
            "status": "late" if signs.late() else "ok",
            **{kind: waiting.count for kind, waiting in signs.due.items()},
        },
    }


routes = [Route("/health/live", live), Route("/health/ready", ready)]
