"""Slots as people choose them: months whose bookable days are lit, and days whose times are grouped by part of the day.

Pure but for the zone tables: instants in, rows ready to show out. Every row is in one zone and one language.
"""

from calendar import Calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from ..messages import clocks, when
from ..messages.clocks import OtherClock
from ..messages.instants import iso
from ..messages.words import READER, word
from ..rules import zones
from ..rules.intervals import Interval

_PARTS = (("morning", 12), ("afternoon", 18), ("evening", 24))
"""Parts of a day, each with the hour it ends at."""


@dataclass(frozen=True, slots=True)
class DayCell:
    """One square of a month; outside the month it is empty. `label` is the accessible name of a bookable day."""

    date: str = ""
    number: str = ""
    label: str = ""
    bookable: bool = False
    today: bool = False


@dataclass(frozen=True, slots=True)
class SlotButton:
    """One start to choose. `start` is the instant in UTC; `label`, its accessible name, holds the time and the zone."""

    start: str = ""
    time: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class SlotGroup:
    """The starts of one part of a day: `morning`, `afternoon` or `evening`, titled in the reader's language."""

    title: str
    slots: list[SlotButton] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of squares in whole weeks, with the months beside it as `YYYY-MM`."""

    title: str = ""
    previous: str = ""
    next: str = ""
    weekdays: list[str] = field(default_factory=list)
    days: list[DayCell] = field(default_factory=list)


def month_of(at: datetime, zone: str) -> str:
    """The `YYYY-MM` that a calendar in the zone shows at this instant."""
    return f"{zones.local_day(at, zone):%Y-%m}"


def day_of(at: datetime, zone: str) -> str:
    """The `YYYY-MM-DD` that a calendar in the zone shows at this instant."""
    return zones.local_day(at, zone).isoformat()


def next_month(month: str, times: int = 1) -> str:
    """The `YYYY-MM` so many months later."""
    first = _first(month)
    for _ in range(times):
        first = _next(first)
    return f"{first:%Y-%m}"


def month_before(month: str) -> str:
    """The `YYYY-MM` before it."""
    return f"{_first(month) - timedelta(days=1):%Y-%m}"


def month_bounds(month: str, zone: str) -> Interval:
    """The instants of a month `YYYY-MM` in the zone. Raises ValueError for anything else."""
    first = _first(month)
    last = _next(first) - timedelta(days=1)
    return Interval(zones.day_bounds(first, zone).start, zones.day_bounds(last, zone).end)


def day_bounds(day: str, zone: str) -> Interval:
    """The instants of a day `YYYY-MM-DD` in the zone. Raises ValueError for anything else."""
    return zones.day_bounds(date.fromisoformat(day), zone)


def month_rows(month: str, starts: Iterable[datetime], zone: str, now: datetime, locale: str = READER) -> Month:
    """The month as squares; a day is bookable when one of the starts falls on it in this zone."""
    first, today = _first(month), zones.local_day(now, zone)
    times = Counter(zones.local_day(start, zone) for start in set(starts))
    weeks = Calendar(when.first_weekday(locale)).monthdatescalendar(first.year, first.month)
    return Month(
        title=when.month(first, locale),
        previous=f"{first - timedelta(days=1):%Y-%m}",
        next=f"{_next(first):%Y-%m}",
        weekdays=when.weekdays(locale),
        days=[_cell(day, first, today, times[day], locale) for week in weeks for day in week],
    )


def day_rows(starts: Iterable[datetime], zone: str, locale: str = READER) -> list[SlotGroup]:
    """The starts of one day by part of the day; each instant once, in order."""
    tz = zones.zone(zone)
    groups: dict[str, list[SlotButton]] = {}
    for start in sorted(set(starts)):
        groups.setdefault(_part(start.astimezone(tz).hour), []).append(_button(start, zone, locale))
    return [SlotGroup(word(part, locale), slots) for part, slots in groups.items()]


def day_title(day: str, zone: str, now: datetime, locale: str = READER) -> str:
    """A day `YYYY-MM-DD` in words: `Tuesday 24 November`."""
    return when.day(date.fromisoformat(day), locale, zones.local_day(now, zone))


def day_notes(
    day: str, starts: Iterable[datetime], zone: str, other: OtherClock | None = None, locale: str = READER
) -> list[str]:
    """What to know about a day `YYYY-MM-DD`: that its clock jumps, and what the other clock shows at its first start."""
    notes = clocks.changes(date.fromisoformat(day), zone, locale)
    first = min(starts, default=None)
    compared = clocks.compared(first, zones.zone(zone), other, locale) if first else ""
    return [*notes, compared] if compared else notes


def alternative_rows(starts: Iterable[datetime], zone: str, now: datetime, locale: str = READER) -> list[SlotButton]:
    """A few starts of any day, each with its day and time."""
    tz = zones.zone(zone)
    rows = []
    for start in sorted(set(starts)):
        day = when.day(start.astimezone(tz).date(), locale, now.astimezone(tz).date())
        shown = word("day_and_time", locale, day=day, time=when.clock_time(start, tz, locale))
        rows.append(
            SlotButton(iso(start), shown, word("slot_label", locale, time=shown, zone=when.zone_time(tz, locale)))
        )
    return rows


def bookable_days(starts: Iterable[datetime], zone: str) -> list[str]:
    """The local days, `YYYY-MM-DD`, on which a start falls, in order."""
    return sorted({zones.local_day(start, zone).isoformat() for start in starts})


def nearest_day(day: str, bookable: Iterable[str]) -> str:
    """Of some days `YYYY-MM-DD` the one nearest to `day`, the later of two; empty where there is none."""
    wanted = date.fromisoformat(day)
    days = [date.fromisoformat(each) for each in bookable]
    nearest = min(days, key=lambda each: (abs(each - wanted), each < wanted), default=None)
    return nearest.isoformat() if nearest else ""


# Every visitor of one page is shown the same squares and buttons: they are made once, and kept once.
@lru_cache(maxsize=20_000)
def _button(start: datetime, zone: str, locale: str) -> SlotButton:
    tz = zones.zone(zone)
    shown = when.clock_time(start, tz, locale)
    return SlotButton(iso(start), shown, word("slot_label", locale, time=shown, zone=when.zone_time(tz, locale)))


@lru_cache(maxsize=20_000)
def _cell(day: date, first: date, today: date, times: int, locale: str) -> DayCell:
    if day.month != first.month:
        return DayCell()
    label = word("day_with_times", locale, day=when.day(day, locale, today), count=times) if times else ""
    return DayCell(day.isoformat(), str(day.day), label, times > 0, day == today)


def _part(hour: int) -> str:
    return next(part for part, end in _PARTS if hour < end)


def _first(month: str) -> date:
    return datetime.strptime(month, "%Y-%m").date()  # noqa: DTZ007  (a month has no zone)


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
