"""Weekly hours as people write them: `09:00` to `17:00` on a weekday of some zone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..errors import Invalid, Problem
from . import limits, zones
from .availability import WeeklyWindow

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_MIDNIGHT = 24 * 60
_MOST = 500

SPLIT = "This window ends before it starts. Split it at midnight: one until 24:00, one from 00:00 on the next day."


@dataclass(frozen=True, slots=True)
class WindowInput:
    """A weekly window as typed: weekday 0 is Monday, `start` and `end` are HH:MM; 24:00 ends the day."""

    weekday: int
    start: str
    end: str
    timezone: str


def minute(clock: str, field: str) -> int:
    """Minutes from midnight of `HH:MM`, 00:00 to 24:00. Raises Invalid."""
    if clock == "24:00":
        return _MIDNIGHT
    if not isinstance(clock, str) or not _CLOCK.fullmatch(clock):
        raise Invalid.of(field, "Give a time from 00:00 to 24:00, such as 09:30.", "invalid_time")
    return int(clock[:2]) * 60 + int(clock[3:])


def clock(minutes: int) -> str:
    """`09:30` of 570; 1440 is `24:00`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def written(window: WeeklyWindow) -> WindowInput:
    """The window as a person would write it."""
    return WindowInput(window.weekday, clock(window.start_minute), clock(window.end_minute), window.timezone)


def on_own_clock(windows: Sequence[WindowInput], timezone: str, other: str) -> list[WindowInput]:
    """The same hours for somebody at home in another zone: what stood on the first one's own clock stands on theirs."""
    return [replace(window, timezone=other) if window.timezone == timezone else window for window in windows]


def readable(window: WindowInput) -> WeeklyWindow | None:
    """The window by itself; None for one that is only half typed, or wrong."""
    try:
        return _window(window, "window")
    except Invalid:
        return None


def checked(windows: Sequence[WindowInput], field: str = "working_hours") -> list[WeeklyWindow]:
    """The windows, in the order of the week. Raises Invalid, which names every bad one: `working_hours[2].end`.

    Windows of one weekday and zone must not overlap; those that touch are a split shift without a break, and fine.
    """
    if len(windows) > _MOST:
        raise Invalid.of(field, f"At most {_MOST} windows.", "too_long")
    findings = limits.Findings()
    read = [findings.take(_window, window, f"{field}[{position}]") for position, window in enumerate(windows)]
    findings.problems += _overlaps(read, field)
    findings.settle()
    return sorted((window for window in read if window), key=_place)


def _window(window: WindowInput, field: str) -> WeeklyWindow:
    limits.whole(window.weekday, f"{field}.weekday", (0, 6))
    start, end = minute(window.start, f"{field}.start"), minute(window.end, f"{field}.end")
    if end < start:
        raise Invalid.of(f"{field}.end", SPLIT, "backwards")
    if end == start:
        raise Invalid.of(f"{field}.end", "This window ends when it starts. A whole day is 00:00-24:00.", "empty")
    if window.timezone not in zones.names():
        raise Invalid.of(f"{field}.timezone", "This is not a known time zone.", "unknown_timezone")
    return WeeklyWindow(window.weekday, start, end, window.timezone)


def _overlaps(read: Sequence[WeeklyWindow | None], field: str) -> list[Problem]:
    placed = [(window, position) for position, window in enumerate(read) if window]
    problems = []
    furthest: dict[tuple[int, str], int] = {}
    for window, position in sorted(placed, key=lambda each: _place(each[0])):
        day = (window.weekday, window.timezone)
        if window.start_minute < furthest.get(day, 0):
            problems.append(Problem(f"{field}[{position}]", "This window overlaps another one of that day.", "overlap"))
        furthest[day] = max(furthest.get(day, 0), window.end_minute)
    return problems


def _place(window: WeeklyWindow) -> tuple[int, int, str, int]:
    """Where a window stands in the week."""
    return (window.weekday, window.start_minute, window.timezone, window.end_minute)
