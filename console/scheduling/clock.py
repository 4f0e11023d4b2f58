"""The only reader of the clock. Rules take `now` as an argument; everybody else asks here."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware UTC, in whole milliseconds: what the API prints is what the store holds."""
    instant = datetime.now(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
