"""The nights on which a zone's clock jumps: which times of a day never come, and which come twice."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from .zones import spans


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
