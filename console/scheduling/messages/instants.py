"""Instants as text: exact for programs, in words for people."""

import re
from datetime import UTC, datetime, timedelta, timezone

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from console.scheduling.errors import Invalid
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone

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


def in_words(instant: datetime, zone_name: str, locale: str = "en") -> str:
    """An instant as a person in the zone says it: `Tuesday 24 November, 15:00, Bogota time`."""
    day, time = day_label(instant, zone_name, locale), clock_label(instant, zone_name, locale)
    return word("instant_in_words", locale, day=day, time=time, city=city_of(zone_name))


def day_label(instant: datetime, zone_name: str, locale: str = "en") -> str:
    """The date in the zone with its weekday, without the year: `Tuesday 24 November`."""
    local, known = _local(instant, zone_name), _babel(locale)
    weekday, date = format_date(local, "EEEE", locale=known), format_skeleton("MMMMd", local, locale=known)
    return word("weekday_and_date", locale, weekday=weekday, date=date)


def clock_label(instant: datetime, zone_name: str, locale: str = "en") -> str:
    """The time in the zone: `15:00`. A time that the clock shows twice that night says which: `01:30 (UTC-5)`."""
    local = _local(instant, zone_name)
    label = format_skeleton("Hm", local, locale=_babel(locale))
    return f"{label} ({offset_label(instant, zone_name)})" if _occurs_twice(local) else label


def offset_label(instant: datetime, zone_name: str) -> str:
    """The zone's distance from UTC at this instant: `UTC`, `UTC-5`, `UTC+5:45`."""
    minutes = (_local(instant, zone_name).utcoffset() or timedelta(0)) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return "UTC" if not minutes else f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def city_of(zone_name: str) -> str:
    """The city that a zone is called after: `America/Argentina/Buenos_Aires` is `Buenos Aires`."""
    return zone_name.rsplit("/", 1)[-1].replace("_", " ")


def _instant_of(found: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    fraction, sign, hours, minutes = found.groups()[6:]
    microsecond = int((fraction or "")[:6].ljust(6, "0"))
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if int(minutes or 0) > 59:
        raise ValueError
    tz = timezone(-offset if sign == "-" else offset)
    return datetime(year, month, day, hour, minute, second, microsecond, tz).astimezone(UTC)


def _local(instant: datetime, zone_name: str) -> datetime:
    return instant.astimezone(zone(zone_name))


def _occurs_twice(local: datetime) -> bool:
    """Whether the wall clock shows this time a second time, for it was set back."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _babel(locale: str) -> Locale:
    """The nearest locale that Babel knows; plain English puts the day before the month, as most of the world does."""
    parts = locale.replace("-", "_")
    for name in ("en_GB" if parts == "en" else parts, parts.split("_")[0]):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_GB")
