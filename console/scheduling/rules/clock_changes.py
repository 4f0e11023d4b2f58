"""The nights on which a clock jumps: which times never come or come twice, and which shift for who is elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from .zones import spans, zone

_MINUTE = timedelta(minutes=1)
_WEEKS = 54
"""More than a year of any kind: Morocco's clock follows the moon's, of 354 days."""


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
    own, other = zone(zone_name), zone(elsewhere)
    found: list[Shift] = []
    known: int | None = None
    passed = now
    for at in _weekly(weekday, minute, own, now):
        between = _ahead(at, own, other)
        if known is not None and between != known:
            jump, on = _last_jump(passed, at, (zone_name, elsewhere))
            found.append(Shift(jump, on, minute + known, minute + between))
        known, passed = between, at
    return found


def ahead(weekday: int, minute: int, zone_name: str, elsewhere: str, now: datetime) -> int:
    """By how many minutes the clock elsewhere is ahead of the zone's when that next shows this weekly time."""
    own, other = zone(zone_name), zone(elsewhere)
    return _ahead(next(_weekly(weekday, minute, own, now)), own, other)


def _weekly(weekday: int, minute: int, tz: ZoneInfo, now: datetime) -> Iterator[datetime]:
    """The instants at which the zone's clock shows this time, week after week, from the next one on."""
    today = now.astimezone(tz).date()
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    for week in range(_WEEKS + 1):
        shown = datetime.combine(day + timedelta(weeks=week), time(), tz) + timedelta(minutes=minute)
        at = shown.astimezone(UTC)
        if at >= now:
            yield at


def _ahead(at: datetime, own: ZoneInfo, other: ZoneInfo) -> int:
    """Whole minutes by which the other clock is ahead at this instant."""
    offsets = (at.astimezone(tz).utcoffset() or timedelta(0) for tz in (other, own))
    return (next(offsets) - next(offsets)) // _MINUTE


def _last_jump(after: datetime, until: datetime, zone_names: tuple[str, str]) -> tuple[datetime, date]:
    """The last jump of either clock in `(after, until]`, and its date on the clock that jumps."""
    jumps = {
        (earlier.end, (earlier.end + earlier.offset).date())
        for name in zone_names
        for year in {after.year, until.year}
        for earlier, _ in pairwise(spans(name, year))
        if after < earlier.end <= until
    }
    return max(jumps)
