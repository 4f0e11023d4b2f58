"""The threshold of the API: which addresses are its own, and what every one of its answers carries."""

import logging

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import unexpected
from api.rates import HEADERS
from api.tracing import id_of

log = logging.getLogger(__name__)

WELL_KNOWN = "/.well-known/oauth-authorization-server"


def is_ours(path: str) -> bool:
    """Whether the API answers at this path."""
    return path == "/api" or path.startswith("/api/") or path == WELL_KNOWN


class Door:
    """Gives every answer its request id, its client's rate headers and no cache; what nobody foresaw becomes a 500."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = id_of(scope)
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                headers.setdefault("Cache-Control", "no-store")
                if message["status"] not in (401, 403):
                    headers.update(scope.get(HEADERS, {}))
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except ClientDisconnect:
            log.info("The client of request %s went away.", request_id)
        except Exception:
            log.exception("Request %s failed.", request_id)
            if begun:
                raise
            await unexpected()(scope, receive, send_with_headers)
