"""The outermost wrapper of everything: whom a browser may come from, and what it is told of every answer (`policy`)."""

from functools import cache
from ipaddress import ip_address, ip_network

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import policy
from api.tracing import PROXIED
from console.scheduling.services import security_log
from console.scheduling.settings import settings

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_KEYED = ("/api/", "/manage/", "/join/", "/unsubscribe/", "/hooks/")
"""Where a token, a link or a signature is the key, and no cookie opens anything."""


def edge(app: ASGIApp) -> ASGIApp:
    """Wrap the whole application."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await app(scope, receive, send)
            return
        scope = _behind_proxy(scope)

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy.dress(scope, message)
                _shorten(scope, message)
            await send(message)

        await (_refuse if _is_foreign(scope) else app)(scope, receive, send_dressed)

    return wrapped


def _shorten(scope: Scope, message: Message) -> None:
    headers = MutableHeaders(scope=message)
    if "location" in headers:
        headers["location"] = _within_site(scope, headers["location"])


def _within_site(scope: Scope, location: str) -> str:
    """Starlette redirects to `http://host/...` even behind TLS: our own addresses become paths."""
    host = Headers(scope=scope).get("host", "")
    for scheme in ("http", "https"):
        own = f"{scheme}://{host}/"
        if location.startswith(own):
            return location[len(own) - 1 :]
    return location


def _is_foreign(scope: Scope) -> bool:
    """Whether another site's page asks for what rides on cookies: a socket, or an act that no key opens."""
    headers = Headers(scope=scope)
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is None:  # a program, or a browser that says it the other way
        is_ours = site not in ("cross-site", "same-site")
    elif origin == "null":  # our own page with referrer `no-referrer`
        is_ours = site == "same-origin"
    else:
        is_ours = origin in settings().origins
    acts = scope["type"] == "websocket" or (scope["method"] not in _SAFE and not scope["path"].startswith(_KEYED))
    return acts and not is_ours


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    security_log.warning("foreign_page.refused", by=scope["type"], address=(scope.get("client") or ("",))[0])
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await PlainTextResponse("This request came from another site.", status_code=403)(scope, receive, send)


def _behind_proxy(scope: Scope) -> Scope:
    """The scope with the client's own address and scheme, told by a proxy the operator trusts."""
    headers = Headers(scope=scope)
    told = [part.strip() for part in headers.get("x-forwarded-for", "").split(",") if part.strip()]
    client = scope.get("client") or ("", 0)
    if not told or not _is_trusted(client[0]):
        return scope
    address = next((one for one in reversed(told) if not _is_trusted(one)), told[0])
    secure = headers.get("x-forwarded-proto") == "https"
    scheme = {"http": "https", "ws": "wss"}.get(scope["scheme"], scope["scheme"]) if secure else scope["scheme"]
    return {**scope, "client": (address, 0), "scheme": scheme, PROXIED: True}


@cache
def _is_trusted(address: str) -> bool:
    try:
        return any(ip_address(address) in ip_network(network) for network in settings().trusted_proxies)
    except ValueError:
        return False
