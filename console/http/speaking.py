"""Who is answered over plain HTTP reads the language of their browser, unless a page knows better."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from console.scheduling.messages.words import speak, wished


def speaking(app: ASGIApp) -> ASGIApp:
    """Wrap the pages: whatever they say without naming a language is in the reader's, where the console speaks it."""

    async def spoken_to(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            speak(wished(accept_language=Headers(scope=scope).get("accept-language", ""), door="console"))
        await app(scope, receive, send)

    return spoken_to
