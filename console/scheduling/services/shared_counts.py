"""Counts of tries and calls: shared by several processes through Redis; each process's own without one, or while it is away."""

import logging
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string

from ..errors import Unavailable
from ..settings import settings

log = logging.getLogger(__name__)

R = TypeVar("R")

_LONGEST_ANSWER = 1.0
"""Seconds that Redis may take. Whoever calls must not wait for what only counts them."""
_LEFT_ALONE_FOR = 10.0
"""Seconds until Redis is asked again after it did not answer."""

_asked_again_at = 0.0
_one_opens = threading.Lock()


def count(shared: Callable[[Any], R], own: Callable[[], R]) -> R:
    """What `shared` finds in the store that processes share; what `own` finds here when there is none or it is away.

    A process that counts for itself lets through up to its own whole limit: serving comes before exactness.
    """
    global _asked_again_at
    if not settings().redis_url or time.monotonic() < _asked_again_at:
        return own()
    try:
        found = shared(_store(settings().redis_url))
    except StorageError as error:
        if not _asked_again_at:
            log.warning("Redis is away; each process counts for itself meanwhile. %s", error.storage_error)
        _asked_again_at = time.monotonic() + _LEFT_ALONE_FOR
        return own()
    if _asked_again_at:
        log.warning("Redis is back; processes count together again.")
        _asked_again_at = 0.0
    return found


def answers() -> bool | None:
    """Whether Redis answers within a second; None where the settings name none."""
    if not settings().redis_url:
        return None
    try:
        return bool(_store(settings().redis_url).check())
    except StorageError:
        return False


def require_client() -> None:
    """Raises Unavailable when the settings name a Redis that this installation has no client for, or no address of one."""
    try:
        _store(settings().redis_url)
    except (ConfigurationError, ValueError):
        message = "CALLBOARD_REDIS_URL cannot be used: it is like redis://host:6379, and needs callboard[redis]."
        raise Unavailable(message) from None


def _store(url: str) -> Any:
    with _one_opens:  # threads that import a client at once find it half loaded
        return _opened(url)


@cache
def _opened(url: str) -> Any:
    if not url:
        return None
    try:
        from redis.backoff import NoBackoff
        from redis.retry import Retry
    except ImportError:
        raise ConfigurationError("there is no client for Redis") from None
    options: dict[str, Any] = {
        "socket_timeout": _LONGEST_ANSWER,
        "socket_connect_timeout": _LONGEST_ANSWER,
        "retry": Retry(NoBackoff(), 1),  # a connection that Redis closed while it was idle
    }
    return storage_from_string(url, wrap_exceptions=True, **options)
