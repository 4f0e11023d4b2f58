"""The pages that the build wrote into files: which scripts in them are theirs."""

from functools import cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.components.inline_scripts import HEADER, sources

_BUILT = Path(__file__).parents[2] / ".web" / "build" / "client"


def built_pages(app: ASGIApp) -> ASGIApp:
    """Wrap what serves the built files: their pages may run the scripts that the build wrote, and no other."""

    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # What a 304 says takes the place of what the browser has kept, and it names no kind.
                if message["status"] == 304 or headers.get("content-type", "").startswith("text/html"):
                    headers[HEADER] = _own_scripts()
            await send(message)

        await app(scope, receive, send_told)

    return told


@cache
def _own_scripts() -> str:
    """Of all built pages together: which file answers at an address is for Reflex to say."""
    return sources(page.read_text() for page in _BUILT.rglob("*.html"))
