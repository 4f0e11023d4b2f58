"""Exceptions, shifts and the marked days of a year, ready to show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from console.scheduling.messages import moments, when
from console.scheduling.messages.words import word
from console.scheduling.models import ScheduleException
from console.scheduling.rules.availability import DatedShift
from console.scheduling.rules.intervals import hull
from console.scheduling.rules.year_marks import DayMark
from console.scheduling.rules.zones import wall_stretches, zone

Tone = Literal["success", "danger", "accent", "neutral"]


@dataclass(frozen=True)
class ExceptionRow:
    """An exception, ready to show."""

    id: str = ""
    time: str = ""
    kind_label: str = ""
    tone: Tone = "danger"
    note: str = ""
    day: str = ""
    """The date of a shift, which is no exception and has no id."""


@dataclass(frozen=True)
class YearDay:
    """A day that is not like the others of its weekday: `closed`, `holiday`, `hours` or `part`, and why."""

    day: str = ""
    kind: str = ""
    note: str = ""


def exception_row(one: ScheduleException, tz: ZoneInfo, now: datetime) -> ExceptionRow:
    """An exception on the wall clock of `tz`, its days named from now."""
    extra = one.kind == "available_extra"
    kind = "exception_extra" if extra else "day_holiday" if one.holiday else "exception_blocked"
    return ExceptionRow(
        id=one.id,
        time=moments.days_or_stretch(one.start_at, one.end_at, tz, now),
        kind_label=word(kind),
        tone="success" if extra else "accent" if one.holiday else "danger",
        note=one.note or "",
    )


def shift_row(shift: DatedShift, timezone: str) -> ExceptionRow:
    """A shift on its own wall clock; its zone is named where that is not the agent\'s, `timezone`."""
    tz = zone(shift.timezone)
    day = when.short_day(shift.day).replace(",", "")
    shown = wall_stretches(shift.day, shift.start_minute, shift.end_minute, shift.timezone)
    whole = hull(shown) if shown else None
    return ExceptionRow(
        id=shift.day.isoformat(),
        time=f"{day}, {moments.time_span(whole.start, whole.end, tz)}" if whole else day,
        kind_label=word("shift" if whole else "shift_off"),
        tone="success" if whole else "neutral",
        note="" if shift.timezone == timezone else city(shift.timezone),
        day=shift.day.isoformat(),
    )


def city(timezone: str) -> str:
    """The zone by its city."""
    return when.city(zone(timezone))


def year_day(mark: DayMark) -> YearDay:
    """A marked day of the year."""
    return YearDay(mark.day.isoformat(), mark.kind, "; ".join(mark.notes))
