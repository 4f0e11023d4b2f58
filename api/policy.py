"""What every answer tells the browser: what may run in it, who may frame or take it, how long it may be kept."""

from functools import cache

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope

from console.scheduling.settings import settings

_YEAR = 31_536_000
_ANCESTORS, _SCRIPTS = "Callboard-Ancestors", "Callboard-Scripts"
"""Headers from within: the sites that may frame this page, and the scripts in it that are ours. They become parts of the
content policy."""
_FOR_ANYBODY = ("/embed.js",)
"""What other sites load into their pages."""

_CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: https:; connect-src {sources}; font-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
)
"""Emotion, with which Reflex styles what Tailwind does not, writes styles as it runs; scripts are known by their hashes."""
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def dress(scope: Scope, message: Message) -> None:
    """Add to the head of an answer what it does not say itself."""
    headers = MutableHeaders(scope=message)
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    _name_letters(headers)
    whose = "cross-origin" if scope["path"] in _FOR_ANYBODY else "same-origin"
    headers.setdefault("Cross-Origin-Resource-Policy", whose)
    scripts, ancestors = headers.get(_SCRIPTS, ""), headers.get(_ANCESTORS, "'none'")
    del headers[_SCRIPTS], headers[_ANCESTORS]
    headers.setdefault("Content-Security-Policy", _content_policy(scripts, ancestors))
    if scope["scheme"] == "https":
        headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}; includeSubDomains")
    headers.setdefault("Cache-Control", _lifetime(scope["path"], message["status"]))


def _name_letters(headers: MutableHeaders) -> None:
    """Every text of ours is UTF-8, and says so."""
    kind, _, more = headers.get("content-type", "").partition(";")
    if (kind.startswith("text/") or kind.endswith("+xml")) and "charset" not in more:
        headers["content-type"] = f"{kind}; charset=utf-8"


def _content_policy(scripts: str, ancestors: str) -> str:
    return _CONTENT_POLICY.format(
        scripts=f" {scripts}" if scripts else "", sources=_socket_sources(), ancestors=ancestors
    )


def _lifetime(path: str, status: int) -> str:
    """Files under /assets carry a hash of their content in their name; everything else may change at any time."""
    if path.startswith("/assets/") and status == 200:
        return f"public, max-age={_YEAR}, immutable"
    return "no-store" if path.startswith("/api/") else "no-cache"


@cache
def _socket_sources() -> str:
    """Our own origins, and their sockets by name: older Safari does not count them to 'self'."""
    sockets = (origin.replace("http", "ws", 1) for origin in settings().origins if "[" not in origin)  # CSP has no IPv6
    return " ".join(["'self'", *sockets])
