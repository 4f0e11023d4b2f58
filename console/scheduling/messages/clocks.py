"""What people are told about clocks: that theirs jumps on a day, and what somebody else's shows."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ..rules.clock_changes import ClockChange, clock_changes
from ..rules.zones import zone
from . import when
from .words import READER, word


@dataclass(frozen=True, slots=True)
class OtherClock:
    """The clock that is told beside the reader's: the agent's own where they are named, else the app's.

    `name` is the agent's or the app's; `zone` is an IANA name.
    """

    zone: str
    name: str
    is_agent: bool = False


def changes(day: date, zone_name: str, locale: str = READER) -> list[str]:
    """A sentence for each time that the zone's clock jumps on this local date; on most days there is none."""
    tz = zone(zone_name)
    return [_change(each, tz, locale) for each in clock_changes(day, zone_name)]


def beside(at: datetime, tz: ZoneInfo, other: OtherClock | None, locale: str = READER) -> str:
    """`21:00 in Madrid, where Ana is`; nothing where that clock shows the same at this instant."""
    if other is None or not _differs(at, tz, other):
        return ""
    return word(_kind("time_beside", other), locale, **_there(at, tz, other, locale))


def compared(at: datetime, tz: ZoneInfo, other: OtherClock | None, locale: str = READER) -> str:
    """`15:00 in Bogota is 21:00 in Madrid, where Ana is.`; nothing where both clocks show the same at this instant."""
    if other is None or not _differs(at, tz, other):
        return ""
    here = when.clock_time(at, tz, locale)
    values = _there(at, tz, other, locale)
    return word(_kind("times_beside", other), locale, here=here, city=when.city(tz, locale), **values)


def _change(change: ClockChange, tz: ZoneInfo, locale: str) -> str:
    start, end = (when.wall_time(wall, locale) for wall in (change.start, change.end))
    if not change.twice:
        return word("clocks_go_forward", locale, start=start, end=end)
    before, after = when.offset(change.at - change.at.resolution, tz), when.offset(change.at, tz)
    return word("clocks_go_back", locale, start=start, end=end, before=before, after=after)


def _differs(at: datetime, tz: ZoneInfo, other: OtherClock) -> bool:
    """Whether that clock shows another time, and stands in a place that can be named."""
    return "/" in other.zone and at.astimezone(tz).utcoffset() != at.astimezone(zone(other.zone)).utcoffset()


def _there(at: datetime, tz: ZoneInfo, other: OtherClock, locale: str) -> dict[str, str]:
    """The time there, with its day where that is another."""
    there = zone(other.zone)
    day, shown = at.astimezone(there).date(), when.clock_time(at, there, locale)
    if day != at.astimezone(tz).date():
        shown = word("day_and_time", locale, day=when.day(day, locale), time=shown)
    return {"there": shown, "other": when.city(there, locale), "name": other.name}


def _kind(name: str, other: OtherClock) -> str:
    return f"{name}_{'agent' if other.is_agent else 'app'}"
