"""Ranges and times as people say them (`today`, `this week`, a date and a clock), made into instants."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from console.scheduling.errors import Invalid
from console.scheduling.rules import limits, zones

_STILL_RUNNING = timedelta(hours=1)
"""How far `upcoming` looks back, so that a call does not leave the list the moment it starts."""


class Range(NamedTuple):
    """`[start, end)`; None means without an end on that side."""

    start: datetime | None
    end: datetime | None


def named(name: str, zone_name: str, now: datetime) -> Range:
    """A range of whole days (see `named_days`), `upcoming` or `past`; else all of time."""
    if days := named_days(name, zone_name, now):
        return Range(zones.day_bounds(days[0], zone_name).start, zones.day_bounds(days[1], zone_name).end)
    match name:
        case "upcoming":
            return Range(now - _STILL_RUNNING, None)
        case "past":
            return Range(None, now)
        case _:
            return Range(None, None)


def named_days(name: str, zone_name: str, now: datetime) -> tuple[date, date] | None:
    """The first and the last of some local dates: `today`, `tomorrow`, `week` (Monday to Sunday), `seven_days` (from today).

    `last_seven_days`, `last_thirty_days` and `last_ninety_days` end with today; `last_month` is the whole one before
    this. None for any other name.
    """
    today = zones.local_day(now, zone_name)
    monday = today - timedelta(days=today.weekday())
    month_end = today.replace(day=1) - timedelta(days=1)
    return {
        "today": (today, today),
        "tomorrow": (today + timedelta(days=1), today + timedelta(days=1)),
        "week": (monday, monday + timedelta(days=6)),
        "seven_days": (today, today + timedelta(days=6)),
        "last_seven_days": (today - timedelta(days=6), today),
        "last_thirty_days": (today - timedelta(days=29), today),
        "last_ninety_days": (today - timedelta(days=89), today),
        "last_month": (month_end.replace(day=1), month_end),
    }.get(name)


def of_dates(first: str, last: str, zone_name: str) -> Range:
    """From local date to local date (`YYYY-MM-DD`), both inclusive; an empty or odd one leaves its side open."""
    start, end = _date(first), _date(last)
    return Range(
        zones.day_bounds(start, zone_name).start if start else None,
        zones.day_bounds(end, zone_name).end if end else None,
    )


def wall_instant(day: str, clock: str, zone_name: str, field: str = "scheduled_at") -> datetime:
    """The instant at which the zone's wall clock shows `YYYY-MM-DD` and `HH:MM`; of two such, the earlier.

    Raises Invalid on `field` for anything else, and for a time that a clock change skips.
    """
    parsed = _date(day)
    try:
        at = datetime.strptime(clock, "%H:%M")  # noqa: DTZ007 - a wall clock has no zone
    except ValueError:
        at = None
    if parsed is None or at is None:
        raise Invalid.of(field, "Give a date and a time.")
    minute = at.hour * 60 + at.minute
    shown = zones.wall_stretches(parsed, minute, minute + 1, zone_name)
    if not shown:
        raise Invalid.of(field, "On that day the clocks skip this time. Choose another.")
    return shown[0].start


def longest_within(start: str, end: str, lengths: Sequence[int]) -> int:
    """The longest of these minutes that fits between two wall-clock texts (`YYYY-MM-DDTHH:MM`), else the shortest.

    Without texts that can be read, it is the shortest, too.
    """
    try:
        room = (datetime.fromisoformat(end) - datetime.fromisoformat(start)) / timedelta(minutes=1)
    except (TypeError, ValueError):
        room = 0
    return max((minutes for minutes in lengths if minutes <= room), default=min(lengths))


def typed(from_day: str, from_clock: str, to_day: str, to_clock: str, zone_name: str) -> tuple[datetime, datetime]:
    """From a date and a clock until a date and a clock, on the zone's wall clock.

    Without a clock the first day counts from its beginning and the last until its end. Raises Invalid, which names
    `start_at` and `end_at`.
    """
    findings = limits.Findings()
    first, last = _date(from_day), _date(to_day)
    if first and not from_clock:
        start = zones.day_bounds(first, zone_name).start
    else:
        start = findings.take(wall_instant, from_day, from_clock, zone_name, "start_at")
    if last and not to_clock:
        end = zones.day_bounds(last, zone_name).end
    else:
        end = findings.take(wall_instant, to_day, to_clock, zone_name, "end_at")
    findings.settle()
    assert start and end
    return start, end


def this_minute(now: datetime) -> datetime:
    """The whole minute that runs."""
    return now.replace(second=0, microsecond=0)


def next_half_hour(now: datetime) -> datetime:
    """The next instant at which a clock that counts from UTC in full half hours shows one."""
    return this_minute(now) + timedelta(minutes=30 - now.minute % 30)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
