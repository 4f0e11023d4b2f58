"""How often strangers may try: sliding windows in this process's memory."""

from datetime import UTC, datetime

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from ..errors import TooMany

_limiter = MovingWindowRateLimiter(MemoryStorage())


def require(limit: RateLimitItem, *names: str) -> None:
    """Raises TooMany, which says when the next try may come, if the limit under these names is used up."""
    if not _limiter.test(limit, *names):
        raise _too_many(limit, *names)


def count(limit: RateLimitItem, *names: str) -> None:
    """Count one try under these names. Raises TooMany for the first that is over the limit."""
    if not _limiter.hit(limit, *names):
        raise _too_many(limit, *names)


def forgive(limit: RateLimitItem, *names: str) -> None:
    """Forget the tries under these names."""
    _limiter.clear(limit, *names)


def _too_many(limit: RateLimitItem, *names: str) -> TooMany:
    until = datetime.fromtimestamp(_limiter.get_window_stats(limit, *names).reset_time, UTC)
    return TooMany("Too many attempts. Please wait a little and try again.", next_allowed_at=until)


def forget_all() -> None:
    """Start anew, as a restart would."""
    _limiter.storage.reset()
