"""Time zones, from PyPI's `tzdata` alone, and what a wall clock shows on a given date.

The system's own zone files differ from machine to machine, so they are switched off here, once, for the whole process.
All arithmetic is done in UTC: adding hours to a local time lies across a clock change.
"""

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from ..errors import Invalid
from .intervals import Interval, hull, merge

zoneinfo.reset_tzpath([])

_PROBE = timedelta(hours=6)
"""No zone changes its clock twice within this time."""


class Span(NamedTuple):
    """A stretch of UTC over which a zone keeps one offset."""

    start: datetime
    end: datetime
    offset: timedelta


@cache
def names() -> frozenset[str]:
    """Every zone name that may be stored."""
    return frozenset(zoneinfo.available_timezones()) - {"Factory"}


def zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone of this IANA name. Raises Invalid (`timezone`) for anything else, odd paths included."""
    if not isinstance(name, str) or name not in names():
        raise Invalid.of("timezone", "This is not a known time zone, such as America/Bogota.", "unknown_timezone")
    return _loaded(name)


@cache
def _loaded(name: str) -> zoneinfo.ZoneInfo:
    """Once read, a zone is kept: `zoneinfo` itself keeps eight, and reads every other one from its file again."""
    return zoneinfo.ZoneInfo(name)


def checked_zone(name: object, field: str) -> str:
    """The same zone's name, if it is one. Raises Invalid on the field that holds it."""
    if not isinstance(name, str) or name not in names():
        raise Invalid.of(field, "This is not a known time zone, such as America/Bogota.", "unknown_timezone")
    return name


def local_day(instant: datetime, zone_name: str) -> date:
    """The date that a calendar in the zone shows at this instant."""
    return instant.astimezone(zone(zone_name)).date()


def day_bounds(day: date, zone_name: str) -> Interval:
    """The instants of a local date: 23, 24 or 25 hours as a rule, none for a date that the zone left out."""
    shown = wall_stretches(day, 0, 24 * 60, zone_name)
    if shown:
        return hull(shown)
    left_out_at = next(span.start for span in spans(zone_name, day.year) if (span.start + span.offset).date() > day)
    return Interval(left_out_at, left_out_at)


@lru_cache(maxsize=100_000)
def wall_stretches(day: date, start_minute: int, end_minute: int, zone_name: str) -> tuple[Interval, ...]:
    """The instants at which the zone's wall clock shows this date and a time in `[start_minute, end_minute)`.

    Times that a clock change skips are not there; times that occur twice are there twice, which may take two stretches.
    """
    as_if_utc = datetime(day.year, day.month, day.day, tzinfo=UTC)
    start = as_if_utc + timedelta(minutes=start_minute)
    end = as_if_utc + timedelta(minutes=end_minute)
    return merge(
        Interval(max(span.start, start - span.offset), min(span.end, end - span.offset))
        for span in spans(zone_name, day.year)
    )


@cache
def spans(zone_name: str, year: int) -> tuple[Span, ...]:
    """The offsets of a zone over a year and two days on either side of it, in order and without gaps."""
    tz = zone(zone_name)
    margin = timedelta(days=2)
    start, last = datetime(year, 1, 1, tzinfo=UTC) - margin, datetime(year + 1, 1, 1, tzinfo=UTC) + margin
    spans: list[Span] = []
    at = start
    while at < last:
        probe = min(at + _PROBE, last)
        if _offset(probe, tz) != _offset(at, tz):
            change = _change_between(at, probe, tz)
            spans.append(Span(start, change, _offset(at, tz)))
            start = change
        at = probe
    spans.append(Span(start, last, _offset(last, tz)))
    return tuple(spans)


def _offset(instant: datetime, tz: zoneinfo.ZoneInfo) -> timedelta:
    return instant.astimezone(tz).utcoffset() or timedelta(0)


def _change_between(before: datetime, after: datetime, tz: zoneinfo.ZoneInfo) -> datetime:
    """The first whole second at which the offset is no longer what it was `before`."""
    old = _offset(before, tz)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _offset(middle, tz) == old:
            before = middle
        else:
            after = middle
    return after
