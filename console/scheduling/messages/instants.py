"""Instants as programs write and read them; `messages.when` says them to people."""

import re
from datetime import UTC, datetime, timedelta, timezone

from ..errors import Invalid

_RFC_3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)


def iso(instant: datetime) -> str:
    """An aware instant as the API prints it: `2026-05-01T15:00:00.000Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_instant(text: object, field: str = "instant") -> datetime:
    """The UTC instant of an RFC 3339 text with an offset or `Z`. Raises Invalid for all else, numbers included."""
    found = _RFC_3339.fullmatch(text) if isinstance(text, str) else None
    try:
        if found is None:
            raise ValueError
        return _instant_of(found)
    except (ValueError, OverflowError) as refused:
        message = "Give an instant with its offset, such as 2026-05-01T15:00:00Z or 2026-05-01T10:00:00-05:00."
        raise Invalid.of(field, message, "invalid_instant") from refused


def _instant_of(found: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    fraction, sign, hours, minutes = found.groups()[6:]
    microsecond = int((fraction or "")[:6].ljust(6, "0"))
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if int(minutes or 0) > 59:
        raise ValueError
    tz = timezone(-offset if sign == "-" else offset)
    return datetime(year, month, day, hour, minute, second, microsecond, tz).astimezone(UTC)
