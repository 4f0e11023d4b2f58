"""The outermost wrapper of everything: whom a browser may come from, what it may do with the answer, how long to keep it."""

from functools import cache
from ipaddress import ip_address, ip_network

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.scheduling.settings import settings

_YEAR = 31_536_000
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_KEYED = ("/api/", "/manage/", "/join/", "/unsubscribe/", "/hooks/")
"""Where a token, a link or a signature is the key, and no cookie opens anything."""
_ANCESTORS = "Callboard-Ancestors"
"""A header from within: the sites that may frame this page. It becomes a part of the content policy."""

_CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: https:; connect-src {sources}; font-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors {ancestors}"
)


def edge(app: ASGIApp) -> ASGIApp:
    """Wrap the whole application."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await app(scope, receive, send)
            return
        scope = _behind_proxy(scope)
        if _is_foreign(scope):
            await _refuse(scope, receive, send)
            return

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _dress(scope, message)
            await send(message)

        await app(scope, receive, send_dressed)

    return wrapped


def _content_policy(ancestors: str) -> str:
    """Reflex needs inline scripts, and styles too; `unsafe-eval` it does without."""
    return _CONTENT_POLICY.format(sources=_socket_sources(), ancestors=ancestors)


def _dress(scope: Scope, message: Message) -> None:
    headers = MutableHeaders(scope=message)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
    ancestors = headers.get(_ANCESTORS, "'none'")
    del headers[_ANCESTORS]
    headers.setdefault("Content-Security-Policy", _content_policy(ancestors))
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if scope["scheme"] == "https":
        headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
    headers.setdefault("Cache-Control", _lifetime(scope["path"], message["status"]))
    if "location" in headers:
        headers["location"] = _within_site(scope, headers["location"])


def _lifetime(path: str, status: int) -> str:
    """Files under /assets carry a hash of their content in their name; everything else may change at any time."""
    if path.startswith("/assets/") and status == 200:
        return f"public, max-age={_YEAR}, immutable"
    return "no-store" if path.startswith("/api/") else "no-cache"


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
    origin = headers.get("origin")
    if origin is None or origin in settings().origins:
        return False
    if origin == "null" and headers.get("sec-fetch-site") == "same-origin":  # our own page with referrer `no-referrer`
        return False
    return scope["type"] == "websocket" or (scope["method"] not in _SAFE and not scope["path"].startswith(_KEYED))


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
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
    return {**scope, "client": (address, 0), "scheme": scheme}


@cache
def _is_trusted(address: str) -> bool:
    try:
        return any(ip_address(address) in ip_network(network) for network in settings().trusted_proxies)
    except ValueError:
        return False


@cache
def _socket_sources() -> str:
    """Our own origins, and their sockets by name: older Safari does not count them to 'self'."""
    sockets = (origin.replace("http", "ws", 1) for origin in settings().origins if "[" not in origin)  # CSP has no IPv6
    return " ".join(["'self'", *sockets])
