"""Who is answered over plain HTTP reads the language of their browser, unless a page knows better."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from console.scheduling.messages.words import speak, wished


class Speaking:
    """Wraps the plain pages: whatever they say without naming a language is in the reader's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            speak(wished(accept_language=Headers(scope=scope).get("accept-language", "")))
        await self._app(scope, receive, send)
