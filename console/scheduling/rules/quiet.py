"""Quiet hours: when a message to a customer had better wait for their morning (CONTRACT section 8).

They stand on the wall clock of the customer's own zone, so that a night of a clock change is an hour shorter or longer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from .hours import minute
from .intervals import Interval
from .terms import QuietTerms
from .zones import local_day, wall_stretches

_DAY = 24 * 60
_LONGEST_WAIT_DAYS = 3
"""Quiet hours are shorter than a day; one of these dates has a waking minute whatever its clock does."""

_NEVER_WAITS = ("reminder_1h", "reminder_15m")
_CHANGES = ("invitation", "cancellation", "conflict_notice")
"""The kinds that tell of something new, which the customer must know before the call."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` until `end`, minutes of the day on the wall clock; over midnight where the end comes first."""

    start: int
    end: int


def quiet_hours(terms: QuietTerms | None) -> QuietHours | None:
    """A preset's quiet hours; None where they are switched off."""
    return terms and QuietHours(minute(terms.start, "start"), minute(terms.end, "end"))


def wakes_at(quiet: QuietHours, at: datetime, zone_name: str) -> datetime:
    """The first instant from `at` on that is not in the quiet hours; `at` itself by day."""
    return next(max(at, awake.start) for awake in _waking(quiet, at, zone_name) if at < awake.end)


def send_at(
    kind: str,
    at: datetime,
    quiet: QuietHours | None,
    zone_name: str,
    start: datetime,
    moved_from: datetime | None = None,
) -> datetime:
    """When a message that is due `at` goes out: then, or when the quiet hours in the customer's zone are over.

    Reminders of an hour and of 15 minutes never wait; nor does what tells a change of a call that begins (or, moved,
    would have begun) on the same day, or before the customer is awake again: in the morning it would come too late.
    """
    if quiet is None or kind in _NEVER_WAITS:
        return at
    awake_at = wakes_at(quiet, at, zone_name)
    if kind in _CHANGES and any(_is_near(call, at, awake_at, zone_name) for call in (start, moved_from) if call):
        return at
    return awake_at


def _is_near(call: datetime, at: datetime, awake_at: datetime, zone_name: str) -> bool:
    return call <= awake_at or local_day(call, zone_name) == local_day(at, zone_name)


def _waking(quiet: QuietHours, at: datetime, zone_name: str) -> Iterator[Interval]:
    """The stretches outside the quiet hours, in order, from the local day of `at` on."""
    today = local_day(at, zone_name)
    for days in range(_LONGEST_WAIT_DAYS + 1):
        day = today + timedelta(days=days)
        if quiet.start < quiet.end:
            yield from wall_stretches(day, 0, quiet.start, zone_name)
            yield from wall_stretches(day, quiet.end, _DAY, zone_name)
        else:
            yield from wall_stretches(day, quiet.end, quiet.start, zone_name)
