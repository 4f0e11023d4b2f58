"""What marks the days of a year: closed, a public holiday, other hours than the week's, or a part of the day blocked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .availability import DatedShift
from .intervals import Interval, contains, merge
from .zones import day_bounds, local_day

Kind = Literal["closed", "holiday", "hours", "part"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Override:
    """An exception: `blocks` or opens the time; `note` says why; a public holiday `is_holiday`."""

    during: Interval
    blocks: bool
    note: str = ""
    is_holiday: bool = False


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day that is not like the others of its weekday, and the notes of all that makes it so."""

    day: date
    kind: Kind
    notes: tuple[str, ...] = ()


def year_marks(overrides: Sequence[Override], shifts: Iterable[DatedShift], year: int, timezone: str) -> list[DayMark]:
    """The days of a year that anything marks, in order, as a calendar in the zone has them.

    A day that is blocked whole is closed, or a holiday where a holiday is among what blocks it; a day off in the roster is
    closed too. Else shifts and extra time make other hours of it, and what blocks some of it a part.
    """
    touching: dict[date, list[Override]] = defaultdict(list)
    for each in overrides:
        for day in _days(each.during, year, timezone):
            touching[day].append(each)
    rostered: dict[date, bool] = {}
    for shift in shifts:
        if shift.day.year == year:
            rostered[shift.day] = rostered.get(shift.day, False) or shift.end_minute > shift.start_minute
    blocked = merge(each.during for each in overrides if each.blocks)
    marks = []
    for day in sorted(touching.keys() | rostered.keys()):
        is_blocked = contains(blocked, day_bounds(day, timezone))
        marks.append(DayMark(day, _kind(touching[day], rostered.get(day), is_blocked), _notes(touching[day])))
    return marks


def _kind(overrides: Sequence[Override], works: bool | None, is_blocked: bool) -> Kind:
    if overrides and is_blocked:
        return "holiday" if any(each.is_holiday for each in overrides) else "closed"
    if works or any(not each.blocks for each in overrides):
        return "hours"
    return "closed" if works is False else "part"


def _notes(overrides: Iterable[Override]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.note for each in overrides if each.note))


def _days(during: Interval, year: int, timezone: str) -> Iterator[date]:
    first = max(local_day(during.start, timezone), date(year, 1, 1))
    last = min(local_day(during.end - timedelta(microseconds=1), timezone), date(year, 12, 31))
    for passed in range((last - first).days + 1):
        yield first + passed * _DAY
