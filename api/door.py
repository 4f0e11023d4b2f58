"""The threshold of the API: which addresses are its own, and what every one of its answers carries."""

import logging

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import overloaded, unexpected
from api.rates import HEADERS
from api.tracing import id_of

log = logging.getLogger(__name__)

MOST_UNDER_WAY = 150
"""Requests at once. Who comes to a queue of some seconds is told so, instead of waiting until nobody hears the answer."""
WELL_KNOWN = "/.well-known/oauth-authorization-server"


def is_ours(path: str) -> bool:
    """Whether the API answers at this path."""
    return path == "/api" or path.startswith("/api/") or path == WELL_KNOWN


class Door:
    """Gives every answer its request id, its client's rate headers and no cache; what nobody foresaw becomes a 500, and
    what would wait too long a 503."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.under_way = 0

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

        self.under_way += 1
        try:
            app = self.app if self.under_way <= MOST_UNDER_WAY else overloaded()
            await app(scope, receive, send_with_headers)
        except ClientDisconnect:
            log.info("The client of request %s went away.", request_id)
        except Exception:
            log.exception("Request %s failed.", request_id)
            if begun:
                raise
            await unexpected()(scope, receive, send_with_headers)
        finally:
            self.under_way -= 1
