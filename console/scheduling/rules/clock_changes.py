"""The nights on which a clock jumps: which times never come or come twice, and which shift for who is elsewhere."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from .zones import spans, zone

_MINUTE = timedelta(minutes=1)
_YEAR = timedelta(weeks=54)
"""Longer than a year of any kind: Morocco's clock follows the moon's, of 354 days."""


@dataclass(frozen=True, slots=True)
class ClockChange:
    """At the instant `at` the wall clock jumps. Its times from `start` up to `end` are skipped or, if `twice`, come twice.

    `start` and `end` are wall-clock times, without a zone; they may lie on another date, or on two.
    """

    at: datetime
    start: datetime
    end: datetime
    twice: bool


def clock_changes(day: date, zone_name: str) -> list[ClockChange]:
    """The changes that skip or repeat times of this local date, in order; on most days there is none."""
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (a wall clock's)
    changes = [
        _change(earlier.end, earlier.offset, later.offset) for earlier, later in pairwise(spans(zone_name, day.year))
    ]
    return [each for each in changes if each.start < midnight + timedelta(days=1) and each.end > midnight]


def _change(at: datetime, before: timedelta, after: timedelta) -> ClockChange:
    wall = at.astimezone(UTC).replace(tzinfo=None)
    return ClockChange(at, wall + min(before, after), wall + max(before, after), twice=after < before)


@dataclass(frozen=True, slots=True)
class Shift:
    """A weekly time that a clock elsewhere will show otherwise, because one of the two clocks jumped at the instant `at`.

    `on` is the date of that jump, on the clock that jumps. `before` and `after` are what the clock elsewhere shows, in
    minutes from the midnight of the time's own date: below 0 it is the day before there, from 1440 on the day after.
    """

    at: datetime
    on: date
    before: int
    after: int


def shifts(weekday: int, minute: int, zone_name: str, elsewhere: str, now: datetime) -> list[Shift]:
    """What a weekly time (0 is Monday, minutes from midnight) of one zone will be shown as elsewhere, in the year to come.

    Nothing where both clocks keep their distance. A time that comes twice is meant when it comes first, and one that is
    skipped when the clock has jumped.
    """
    found: list[Shift] = []
    known = ahead(weekday, minute, zone_name, elsewhere, now)
    for at, on in _jumps((zone_name, elsewhere), now):
        between = ahead(weekday, minute, zone_name, elsewhere, at)
        if between != known:
            found.append(Shift(at, on, minute + known, minute + between))
        known = between
    return found


def ahead(weekday: int, minute: int, zone_name: str, elsewhere: str, now: datetime) -> int:
    """By how many minutes the clock elsewhere is ahead of the zone's when that next shows this weekly time."""
    own = zone(zone_name)
    at = _next(weekday, minute, own, now)
    return (_utc_offset(at, zone(elsewhere)) - _utc_offset(at, own)) // _MINUTE


def _next(weekday: int, minute: int, tz: ZoneInfo, now: datetime) -> datetime:
    """The first instant from `now` on at which the zone's clock shows this weekly time."""
    today = now.astimezone(tz).date()
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    at = _instant(day, minute, tz)
    return at if at >= now else _instant(day + timedelta(weeks=1), minute, tz)


def _instant(day: date, minute: int, tz: ZoneInfo) -> datetime:
    return (datetime.combine(day, time(), tz) + timedelta(minutes=minute)).astimezone(UTC)


def _utc_offset(at: datetime, tz: ZoneInfo) -> timedelta:
    return at.astimezone(tz).utcoffset() or timedelta(0)


def _jumps(zone_names: tuple[str, str], now: datetime) -> list[tuple[datetime, date]]:
    """The jumps of both clocks in the year to come, in order: each with its date on the clock that jumps."""
    until = now + _YEAR
    found = {
        (earlier.end, (earlier.end + earlier.offset).date())
        for name in zone_names
        for year in range(now.year, until.year + 1)
        for earlier, _ in pairwise(spans(name, year))
        if now < earlier.end <= until
    }
    return sorted(found)
