"""Time counted in whole minutes since 1970, as bookings start: for sweeps, which compare numbers faster than instants."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


def floor(instant: datetime) -> int:
    """The last whole minute that has begun by this aware instant."""
    return (instant - _EPOCH) // _MINUTE


def ceil(instant: datetime) -> int:
    """The first whole minute that begins at or after this aware instant."""
    return -((_EPOCH - instant) // _MINUTE)


def instant(minute: int) -> datetime:
    """The instant, in UTC, at which a minute begins."""
    return datetime.fromtimestamp(minute * 60, UTC)
