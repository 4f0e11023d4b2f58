"""A week's grid as it is drawn: each window on the clock of who works by it, and said in words. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ..rules import week_grid
from ..rules.availability import WeeklyWindow
from ..rules.zones import zone
from . import when
from .words import READER, word


@dataclass(frozen=True, slots=True)
class GridBlock:
    """A window, or the part of it on one day. `start` and `end` are minutes from midnight on the grid's clock."""

    key: str = ""
    """The window's; two blocks of one window have the same."""
    weekday: int = 0
    start: int = 0
    end: int = 0
    time: str = ""
    """`09:00–17:00`, on the grid's clock."""
    city: str = ""
    """Where the window's own clock stands, when that is another."""
    label: str = ""
    """All of it in words: `Monday 14:00–18:00, 20:00–00:00 in Madrid`."""


def grid_blocks(
    windows: Iterable[tuple[str, WeeklyWindow]], timezone: str, now: datetime, locale: str = READER
) -> list[GridBlock]:
    """These windows, each with its key, on the clock of a zone as it will show them next; in the order of the week."""
    found = [block for key, window in windows for block in _blocks(key, window, timezone, now, locale)]
    return sorted(found, key=lambda block: (block.weekday, block.start, block.end))


def wall_time(minute: int, locale: str = READER) -> str:
    """What a clock shows so many minutes after midnight: `09:00`."""
    return when.wall_time(datetime(2000, 1, 1, minute // 60 % 24, minute % 60), locale)  # noqa: DTZ001  (a wall clock's)


def days_told(weekdays: Iterable[int], locale: str = READER) -> str:
    """`Mon–Wed, Fri`."""
    names = when.locale_of(locale).days["stand-alone"]["abbreviated"]
    runs: list[list[int]] = []
    for weekday in sorted(set(weekdays)):
        if runs and runs[-1][-1] == weekday - 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    return ", ".join("–".join(dict.fromkeys((names[run[0]], names[run[-1]]))) for run in runs)


def _blocks(key: str, window: WeeklyWindow, timezone: str, now: datetime, locale: str) -> Iterator[GridBlock]:
    city = "" if window.timezone == timezone else when.city(zone(window.timezone), locale)
    there = _span(window.start_minute, window.end_minute, locale)
    for block in week_grid.blocks(window, timezone, now):
        day, time = word(f"weekday_{block.weekday}", locale), _span(block.start_minute, block.end_minute, locale)
        elsewhere = word("week_grid_elsewhere", locale, day=day, time=time, there=there, city=city)
        label = elsewhere if city else f"{day} {time}"
        yield GridBlock(key, block.weekday, block.start_minute, block.end_minute, time, city, label)


def _span(start: int, end: int, locale: str) -> str:
    return f"{wall_time(start, locale)}–{wall_time(end, locale)}"
