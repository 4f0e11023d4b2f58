"""Checks of the settings: each may be right alone and wrong beside another."""

from urllib.parse import urlsplit

from console.commands.settings import unknown_variables
from console.scheduling.settings import settings

from .findings import Note, Wrong

_SHORTEST_TOKEN = 24
_LOCAL = ("localhost", "127.0.0.1", "::1")


def public_address() -> str:
    """Whether links lead where people are, over TLS."""
    base = settings().base_url
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Wrong(
            f"{base} is no address of a site.", "Set CALLBOARD_PUBLIC_URL to one like https://calls.example.com."
        )
    if not settings().public_url:
        raise Note(f"CALLBOARD_PUBLIC_URL is not set: links in messages lead to {base}.", "Set it to what people type.")
    if parts.scheme != "https" and parts.hostname not in _LOCAL:
        raise Note(f"{base} is not https: cookies and calls can be read on the way.", "Put a proxy with TLS in front.")
    return base


def proxies() -> str:
    """Whether the addresses of visitors, by which limits count, are theirs."""
    trusted = settings().trusted_proxies
    behind = settings().public_url and urlsplit(settings().base_url).port != settings().port
    if any(network.endswith("/0") for network in trusted):
        raise Wrong(
            "Every network is a trusted proxy: whoever writes X-Forwarded-For escapes the limits.",
            "Name the proxy's own network in CALLBOARD_TRUSTED_PROXIES.",
        )
    if behind and not trusted:
        raise Note(
            f"People come by {settings().base_url}, hence by a proxy, and none is trusted: all visitors share one limit.",
            "Set CALLBOARD_TRUSTED_PROXIES to the proxy's address, such as 127.0.0.1/32.",
        )
    return ", ".join(trusted) or "none is trusted, and none is needed"


def metrics() -> str:
    """Whether the token of /metrics cannot be guessed."""
    token = settings().metrics_token
    if token and len(token) < _SHORTEST_TOKEN:
        raise Wrong(
            f"CALLBOARD_METRICS_TOKEN has {len(token)} characters: it can be guessed.",
            "Set it to what `python -c 'import secrets; print(secrets.token_urlsafe(32))'` prints.",
        )
    return "a token guards /metrics" if token else "/metrics is closed: CALLBOARD_METRICS_TOKEN is not set"


def processes() -> str:
    """Whether what several processes need is there."""
    ours = settings()
    if ours.redis_url and not ours.database_url.startswith("postgresql"):
        raise Note(
            "CALLBOARD_REDIS_URL is set, and the database is SQLite, which serves one machine.",
            "`callboard migrate --to postgresql://...` for several processes; else unset it.",
        )
    if not ours.jobs:
        raise Note("CALLBOARD_JOBS is false: `callboard up` sends nothing.", "Run `callboard jobs` beside it.")
    return "PostgreSQL and Redis serve any number" if ours.redis_url else "one that serves, which needs no Redis"


def unknown() -> str:
    """Whether every CALLBOARD_ variable is one that there is."""
    if odd := unknown_variables():
        said = ", ".join(f"{name} (did you mean {meant}?)" if meant else name for name, meant in odd.items())
        raise Note(f"There is no setting {said}.", "Unset it, or write it as `callboard settings` does.")
    return "none"
