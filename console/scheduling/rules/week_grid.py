"""A week as a grid on one wall clock: where weekly windows stand on it, and what becomes of those that are drawn there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from .availability import WeeklyWindow
from .clock_changes import ahead

DAY = 24 * 60
WEEK = 7 * DAY


class Block(NamedTuple):
    """A stretch of one weekday (0 is Monday), in minutes from its midnight; it may end at 1440."""

    weekday: int
    start_minute: int
    end_minute: int


def blocks(window: WeeklyWindow, timezone: str, now: datetime) -> list[Block]:
    """Where the zone's wall clock shows the window when it comes next; in two blocks when midnight passes meanwhile."""
    if window.timezone == timezone:
        return [Block(window.weekday, window.start_minute, window.end_minute)]
    later = ahead(window.weekday, window.start_minute, window.timezone, timezone, now)
    start = window.weekday * DAY + window.start_minute + later
    return list(_by_day(start, start + window.end_minute - window.start_minute))


def moved(window: WeeklyWindow, by_start: int, by_end: int) -> list[WeeklyWindow]:
    """The window with its start and its end so many minutes later, or earlier; split where it passes a midnight.

    None is left where it would end before it starts; a week is the longest there is.
    """
    start, end = (window.weekday * DAY + at for at in (window.start_minute + by_start, window.end_minute + by_end))
    return [
        WeeklyWindow(block.weekday, block.start_minute, block.end_minute, window.timezone)
        for block in _by_day(start, min(end, start + WEEK))
    ]


def joined(new: WeeklyWindow, others: Sequence[WeeklyWindow]) -> tuple[WeeklyWindow, list[int]]:
    """One window of the new one and those of its day and zone that it overlaps, and the places of those.

    Windows that only touch stay two: each begins the grid of starts anew.
    """
    taken: list[int] = []
    while more := [place for place, other in enumerate(others) if place not in taken and _overlap(new, other)]:
        taken += more
        start = min(new.start_minute, *(others[place].start_minute for place in more))
        end = max(new.end_minute, *(others[place].end_minute for place in more))
        new = replace(new, start_minute=start, end_minute=end)
    return new, sorted(taken)


def _by_day(start: int, end: int) -> Iterator[Block]:
    """The parts of a stretch of minutes of the week, which begins anew after Sunday, cut at every midnight."""
    while start < end:
        midnight = start - start % DAY + DAY
        stop = min(end, midnight)
        yield Block(start // DAY % 7, start % DAY, stop - midnight + DAY)
        start = stop


def _overlap(one: WeeklyWindow, other: WeeklyWindow) -> bool:
    same_day = (one.weekday, one.timezone) == (other.weekday, other.timezone)
    return same_day and one.start_minute < other.end_minute and other.start_minute < one.end_minute
