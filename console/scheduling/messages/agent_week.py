"""An agent's week as entries for a calendar: what stands where on the wall clock, and what is said of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval

from console.scheduling.messages import when
from console.scheduling.messages.calendar_entries import CalendarEntry, EntryKind
from console.scheduling.messages.calendar_wall import (
    ALL_HOURS,
    FIRST_HOUR,
    LAST_HOUR,
    became_of,
    hours_around,
    kind_of,
    stretch,
)
from console.scheduling.messages.rows import Booked
from console.scheduling.messages.words import READER, word
from console.scheduling.models.hours import DndWindow, ScheduleException
from console.scheduling.rules.intervals import Interval, subtract

_HOURS_AT_HAND = 8
"""So many are seen without scrolling."""


class Week(Protocol):
    """What `services.agent_week` knows about seven days."""

    @property
    def first(self) -> date: ...
    @property
    def within(self) -> Interval: ...
    @property
    def calls(self) -> Sequence[Booked]: ...
    @property
    def taken(self) -> Sequence[Interval]: ...
    @property
    def dnd(self) -> Sequence[DndWindow]: ...
    @property
    def exceptions(self) -> Sequence[ScheduleException]: ...
    @property
    def busy(self) -> Sequence[Interval]: ...
    @property
    def open(self) -> Sequence[Interval]: ...
    @property
    def has_hours(self) -> bool: ...
    @property
    def movable(self) -> Mapping[str, Sequence[int]]: ...


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One of the seven days, as a button: `date` is `YYYY-MM-DD`."""

    date: str = ""
    short: str = ""
    number: str = ""
    told: str = ""
    is_today: bool = False
    has_calls: bool = False


def entries(week: Week, tz: ZoneInfo, now: datetime, locale: str = READER) -> list[CalendarEntry]:
    """Everything of the week, the ground first."""
    closed = subtract((week.within,), week.open) if week.has_hours else ()
    behind = [
        *_ground("closed", closed, "", tz, locale),
        *_ground("busy", week.busy, word("layer_busy_calendar", locale), tz, locale),
        *(_exception(each, week.within, tz, locale) for each in week.exceptions),
    ]
    before = [
        *(_call(each, week.movable.get(each.booking.id, ()), tz, locale) for each in week.calls),
        *(_entry("taken", each, tz, locale, title=word("layer_taken", locale)) for each in week.taken),
        *(_dnd(each, tz, now, locale) for each in week.dnd),
    ]
    return behind + sorted(before, key=lambda entry: (entry.start, entry.end, entry.id))


def hours_shown(week: Week, tz: ZoneInfo) -> tuple[int, int]:
    """From and until which full hour the days must be drawn, so that all that is open and all calls have room.

    So has a do-not-disturb time, unless it goes on over midnight.
    """
    spans = [
        *((each.start, each.end) for each in (*week.open, *week.taken)),
        *((each.booking.scheduled_at, each.booking.ends_at) for each in week.calls),
    ]
    hours = [hours_around(start, end, tz) for start, end in spans]
    short = (hours_around(each.start_at, each.end_at, tz) for each in week.dnd)
    hours += [each for each in short if each != ALL_HOURS]
    return min((start for start, _ in hours), default=FIRST_HOUR), max((end for _, end in hours), default=LAST_HOUR)


def first_hour(week: Week, tz: ZoneInfo, now: datetime) -> int:
    """The full hour by which a calendar stands at first: where the days begin, or later where it is late already."""
    begins = min((each.start.astimezone(tz).hour for each in week.open), default=FIRST_HOUR)
    is_this_week = week.within.start <= now < week.within.end
    return max(begins, now.astimezone(tz).hour - _HOURS_AT_HAND + 2) if is_this_week else begins


def week_days(first: date, calls: Iterable[CalendarEntry], today: date, locale: str = READER) -> list[WeekDay]:
    """The seven days from `first` on, each with how many calls stand on it."""
    starts = [entry.start[:10] for entry in calls if entry.kind == "call"]
    days = [first + timedelta(days=each) for each in range(7)]
    return [
        WeekDay(
            date=day.isoformat(),
            short=format_date(day, "EEE", locale=when.locale_of(locale)),
            number=str(day.day),
            told=word(
                "week_day_told",
                locale,
                day=when.day(day, locale, today),
                calls=word("calls_counted", locale, count=starts.count(day.isoformat())),
            ),
            is_today=day == today,
            has_calls=day.isoformat() in starts,
        )
        for day in days
    ]


def week_told(first: date, locale: str = READER) -> str:
    """`23–29 November 2026`."""
    return format_interval(first, first + timedelta(days=6), "yMMMMd", locale=when.locale_of(locale))


def _call(call: Booked, lengths: Sequence[int], tz: ZoneInfo, locale: str) -> CalendarEntry:
    booking = call.booking
    status, tone = became_of(booking, locale)
    return _entry(
        "call",
        Interval(booking.scheduled_at, booking.ends_at),
        tz,
        locale,
        id=booking.id,
        title=booking.guest_name,
        note=status,
        tone=tone,
        is_movable=bool(lengths),
        lengths=lengths,
        version=booking.version,
    )


def _dnd(window: DndWindow, tz: ZoneInfo, now: datetime, locale: str) -> CalendarEntry:
    return _entry(
        "dnd",
        Interval(window.start_at, window.end_at),
        tz,
        locale,
        id=window.id,
        title=window.note or word("do_not_disturb", locale),
        note=word("do_not_disturb", locale) if window.note else "",
        is_movable=window.end_at > now,
    )


def _exception(exception: ScheduleException, within: Interval, tz: ZoneInfo, locale: str) -> CalendarEntry:
    shown = Interval(max(exception.start_at, within.start), min(exception.end_at, within.end))
    kind, title = kind_of(exception, locale)
    return _entry(kind, shown, tz, locale, id=exception.id, title=title, note=exception.note or "", is_behind=True)


def _ground(
    kind: EntryKind, stretches: Iterable[Interval], title: str, tz: ZoneInfo, locale: str
) -> list[CalendarEntry]:
    return [_entry(kind, each, tz, locale, title=title, is_behind=True) for each in stretches]


def _entry(
    kind: EntryKind,
    span: Interval,
    tz: ZoneInfo,
    locale: str,
    *,
    id: str = "",
    title: str = "",
    note: str = "",
    tone: str = "",
    is_behind: bool = False,
    is_movable: bool = False,
    lengths: Sequence[int] = (),
    version: int = 0,
) -> CalendarEntry:
    start, end, time, day = stretch(span.start, span.end, tz, locale)
    return CalendarEntry(
        id=id or f"{kind}-{start}",
        kind=kind,
        start=start,
        end=end,
        time=time,
        title=title,
        note=note,
        day=day,
        tone=tone,
        is_behind=is_behind,
        is_movable=is_movable,
        lengths=list(lengths),
        version=version,
    )
