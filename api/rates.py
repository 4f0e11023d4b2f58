"""How often a client may call: a window a minute, an hour and a day, each with the client's own limit.

A window begins with its first call. Counts are exact: of however many calls at once, those within the limit pass.
"""

import math
import threading
import time
from datetime import UTC, datetime
from typing import Protocol

from starlette.requests import Request

from api import usage
from console.scheduling.errors import TooMany
from console.scheduling.services import shared_counts
from console.scheduling.services.access import Access

_WINDOWS = {"minute": 60, "hour": 3_600, "day": 86_400}
"""Seconds."""
_ROUNDED = 0.5
"""Seconds by which Redis may say that a window ends too early: it counts in whole ones."""
HEADERS = "callboard.rate_headers"
"""Where a request's scope keeps the headers for `api.door` to send, whatever the answer will be."""


class _Counts(Protocol):
    """Where calls are counted: `limits` has it for Redis."""

    def incr(self, key: str, expiry: int) -> int:
        """Count one under this key, from the first one on for `expiry` seconds; gives how many that makes."""
        ...

    def get_expiry(self, key: str) -> float:
        """When this key's count ends, in epoch seconds."""
        ...


class _Own:
    """Counts in this process's memory.

    Those of `limits` answer with what the count is by then, so that of several calls at once fewer than the limit pass.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, tuple[int, float]] = {}

    def incr(self, key: str, expiry: int) -> int:
        now = time.time()
        with self._lock:
            count, end = self._counts.get(key, (0, 0.0))
            count, end = (count + 1, end) if now < end else (1, now + expiry)
            self._counts[key] = count, end
        return count

    def get_expiry(self, key: str) -> float:
        return self._counts[key][1]

    def reset(self) -> None:
        self._counts.clear()


_own = _Own()


def count(request: Request, access: Access) -> None:
    """Count this call against its client. Raises TooMany while a window is used up; such calls count for nothing more."""
    window, left, reset = shared_counts.count(lambda shared: _count(shared, access), lambda: _count(_own, access))
    usage.count(access.client_id, refused=left < 0)
    request.scope[HEADERS] = {
        "X-RateLimit-Limit": str(access.rate_limits[window]),
        "X-RateLimit-Remaining": str(max(0, left)),
        "X-RateLimit-Reset": str(reset),
        "X-RateLimit-Window": window,
    }
    if left < 0:
        raise TooMany(
            f"This client has used up its calls of this {window}.", next_allowed_at=datetime.fromtimestamp(reset, UTC)
        )


def _count(counts: _Counts, access: Access) -> tuple[str, int, int]:
    """The tightest window, how many calls it has left (below 0: this one was too many), when it ends (epoch seconds)."""
    left: dict[str, int] = {}
    for window, seconds in _WINDOWS.items():
        left[window] = access.rate_limits[window] - counts.incr(_key(access, window), seconds)
        if left[window] < 0:
            break
    fewest = min(left.values())
    tightest = [window for window in left if left[window] == fewest]
    ends = {window: counts.get_expiry(_key(access, window)) for window in tightest}
    last = max(ends, key=ends.__getitem__)
    return last, fewest, math.ceil(ends[last] + (0 if counts is _own else _ROUNDED))


def _key(access: Access, window: str) -> str:
    return f"{access.client_id}/{window}"


def forget_all() -> None:
    """Start anew, as a restart would."""
    _own.reset()
