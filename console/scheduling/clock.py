"""The only reader of the clock. Rules take `now` as an argument; everybody else asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The present instant, aware UTC, in whole milliseconds: what the API prints is what the store holds."""
    instant = _pretended.get() or datetime.now(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


@contextmanager
def pretending(instant: datetime) -> Iterator[None]:
    """Within the block, and in its thread alone, it is this instant: so the demo lives through its past."""
    token = _pretended.set(instant)
    try:
        yield
    finally:
        _pretended.reset(token)
