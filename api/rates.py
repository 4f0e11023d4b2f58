"""How often a client may call: a window a minute, an hour and a day, each with the client's own limit."""

import math
import time
from datetime import UTC, datetime
from functools import cache

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import Request

from console.scheduling.errors import TooMany
from console.scheduling.services.access import Access
from console.scheduling.settings import settings

_WINDOWS: dict[str, type[RateLimitItem]] = {
    "minute": RateLimitItemPerMinute,
    "hour": RateLimitItemPerHour,
    "day": RateLimitItemPerDay,
}
HEADERS = "callboard.rate_headers"
"""Where a request's scope keeps the headers for `api.door` to send, whatever the answer will be."""


def count(request: Request, access: Access) -> None:
    """Count this call against its client. Raises TooMany while a window is used up; such calls count for nothing more."""
    limits = {window: item(access.rate_limits[window]) for window, item in _WINDOWS.items()}
    refused = next((window for window, item in limits.items() if not _limiter().hit(item, access.client_id)), None)
    stats = {window: _limiter().get_window_stats(item, access.client_id) for window, item in limits.items()}
    tightest = refused or min(stats, key=lambda window: (stats[window].remaining, -stats[window].reset_time))
    reset = max(math.ceil(stats[tightest].reset_time), math.ceil(time.time()))
    request.scope[HEADERS] = {
        "X-RateLimit-Limit": str(limits[tightest].amount),
        "X-RateLimit-Remaining": str(0 if refused else stats[tightest].remaining),
        "X-RateLimit-Reset": str(reset),
        "X-RateLimit-Window": tightest,
    }
    if refused:
        raise TooMany(
            f"This client has used up its calls of this {refused}.", next_allowed_at=datetime.fromtimestamp(reset, UTC)
        )


@cache
def _limiter() -> FixedWindowRateLimiter:
    """Counts in this process's memory, or in Redis when several processes share the work."""
    return FixedWindowRateLimiter(storage_from_string(settings().redis_url or "memory://"))


def forget_all() -> None:
    """Start anew, as a restart would."""
    _limiter.cache_clear()
