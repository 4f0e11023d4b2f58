"""Each request has an id, which its answer and every line of the log about it carry; how long it took is counted."""

import logging
import re
import time
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from api import stopping
from api.metrics import figures
from console.scheduling.messages.words import word

log = logging.getLogger(__name__)

REQUEST_ID = "callboard.request_id"
"""Where a request's scope keeps its id."""
PROXIED = "callboard.proxied"
"""In the scope of what came through a proxy that the operator trusts."""
_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_FAMILIES = frozenset({"_event", "api", "app", "assets", "book", "health", "metrics"})
"""First parts of addresses that stand for all below them, where no route of ours names the rest."""
_UNTOLD = ("/health/", "/metrics", "/assets", "/_event")
"""What would fill the log and says nothing: figures of it are kept all the same."""


def traced(app: ASGIApp) -> ASGIApp:
    """Wrap everything behind `api.edge`."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        request_id = scope[REQUEST_ID] = id_of(scope)
        began, status = time.perf_counter(), 0

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                if stopping.has_begun():
                    headers["Connection"] = "close"
            await send(message)

        with bound_contextvars(request_id=request_id):
            try:
                await app(scope, receive, send_named)
            except ClientDisconnect:
                status = status or 499
            except Exception:
                log.exception("The request failed.")
                if not status:
                    said = word("unexpected_named", id=request_id)
                    await PlainTextResponse(said, 500)(scope, receive, send_named)
            finally:
                _told(scope, status or 500, time.perf_counter() - began)

    return wrapped


def id_of(scope: Scope) -> str:
    """The id that an API client or a trusted proxy gave, if it is one that can stand in a log, else a fresh one."""
    if given := scope.get(REQUEST_ID):
        return given
    offered = Headers(scope=scope).get("x-request-id", "")
    may_name = scope.get(PROXIED) or scope["path"].startswith("/api/")
    return offered if may_name and _SANE.fullmatch(offered) else f"req_{uuid4().hex}"


def route_of(scope: Scope) -> str:
    """The address with the names of its parts in place of their values: it never holds an id, a token or a name."""
    if path := getattr(scope.get("route"), "path", ""):
        return path
    first = scope["path"].split("/", 2)[1]
    return f"/{first}" if first in _FAMILIES else "other"


def _told(scope: Scope, status: int, seconds: float) -> None:
    route, method = route_of(scope), scope["method"] if scope["method"] in _METHODS else "other"
    figures.REQUESTS.labels(route, method, f"{status // 100}xx").observe(seconds)
    if not scope["path"].startswith(_UNTOLD):
        said = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        log.info("Answered.", extra=said)
