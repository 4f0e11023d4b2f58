"""How often strangers may try: sliding windows, of all processes together where they share a Redis."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from ..errors import TooMany
from . import security_log, shared_counts

R = TypeVar("R")

_own = MovingWindowRateLimiter(MemoryStorage())


def require(limit: RateLimitItem, *names: str) -> None:
    """Raises TooMany, which says when the next try may come, if the limit under these names is used up."""
    if not _ask(lambda limiter: limiter.test(limit, *names)):
        raise _too_many(limit, *names)


def count(limit: RateLimitItem, *names: str) -> None:
    """Count one try under these names. Raises TooMany for the first that is over the limit."""
    if not _ask(lambda limiter: limiter.hit(limit, *names)):
        raise _too_many(limit, *names)


def forgive(limit: RateLimitItem, *names: str) -> None:
    """Forget the tries under these names."""
    _ask(lambda limiter: limiter.clear(limit, *names))


def _too_many(limit: RateLimitItem, *names: str) -> TooMany:
    stats = _ask(lambda limiter: limiter.get_window_stats(limit, *names))
    until = datetime.fromtimestamp(stats.reset_time, UTC)
    security_log.warning("throttled", of=names[0])
    return TooMany("Too many attempts. Please wait a little and try again.", next_allowed_at=until)


def _ask(question: Callable[[MovingWindowRateLimiter], R]) -> R:
    return shared_counts.count(lambda store: question(_shared(store)), lambda: question(_own))


@cache
def _shared(store: Any) -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(store)


def forget_all() -> None:
    """Start anew, as a restart would."""
    _own.storage.reset()
