"""Times as the console says them: days named from today, spans, distances. Built on `when`, which names one time."""

import re
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_timedelta

from console.scheduling.messages import when
from console.scheduling.messages.words import READER, word

_HALF = re.compile(r"(.*\d)([ \u00a0]\D+)")
"""A clock time with its half of the day: `3:00 PM`, `3:00 p. m.`"""


def day_name(instant: datetime, tz: ZoneInfo, now: datetime, locale: str = READER) -> str:
    """`Today`, `Tomorrow`, `Yesterday`, else `Tue 24 Nov`, with the year where it is another one."""
    day, today = instant.astimezone(tz).date(), now.astimezone(tz).date()
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days)
    if near:
        return word(near, locale)
    short = when.short_day(day, locale).replace(",", "")
    return short if day.year == today.year else f"{short} {day.year}"


def time_span(start: datetime, end: datetime, tz: ZoneInfo, locale: str = READER) -> str:
    """`15:00–15:30`; `3:00–3:30 PM`, where both are of the same half of the day."""
    first, last = when.clock_time(start, tz, locale), when.clock_time(end, tz, locale)
    halves = [_HALF.fullmatch(said) for said in (first, last)]
    if halves[0] and halves[1] and halves[0][2] == halves[1][2]:
        first = halves[0][1]
    return f"{first}–{last}"


def moment(instant: datetime, tz: ZoneInfo, now: datetime, locale: str = READER) -> str:
    """`Today, 15:05`."""
    return f"{day_name(instant, tz, now, locale)}, {when.clock_time(instant, tz, locale)}"


def dated(instant: datetime, tz: ZoneInfo, now: datetime, locale: str = READER) -> str:
    """`Tue 24 Nov, 15:05`, as it reads inside a sentence whenever that is read; with the year where it is another one."""
    day = instant.astimezone(tz).date()
    short = when.short_day(day, locale).replace(",", "")
    said = short if day.year == now.astimezone(tz).year else f"{short} {day.year}"
    return f"{said}, {when.clock_time(instant, tz, locale)}"


def since(instant: datetime, tz: ZoneInfo, now: datetime, locale: str = READER) -> str:
    """As it reads after *since* and *until*: `14:02` of today, else `Tue 24 Nov, 14:02`."""
    day, today = instant.astimezone(tz).date(), now.astimezone(tz).date()
    clock = when.clock_time(instant, tz, locale)
    return clock if day == today else f"{when.short_day(day, locale).replace(',', '')}, {clock}"


def stretch(start: datetime, end: datetime, tz: ZoneInfo, now: datetime, locale: str = READER) -> str:
    """`Today, 15:00–15:30`; both days are named where they differ."""
    if start.astimezone(tz).date() == end.astimezone(tz).date():
        return f"{day_name(start, tz, now, locale)}, {time_span(start, end, tz, locale)}"
    return f"{moment(start, tz, now, locale)} – {moment(end, tz, now, locale)}"


def days_or_stretch(start: datetime, end: datetime, tz: ZoneInfo, now: datetime, locale: str = READER) -> str:
    """`Thu 24 Dec – Fri 25 Dec` where it is whole days, from midnight to midnight; else as `stretch`."""
    midnight = time()
    if {start.astimezone(tz).time(), end.astimezone(tz).time()} != {midnight}:
        return stretch(start, end, tz, now, locale)
    first, last = (day_name(instant, tz, now, locale) for instant in (start, end - timedelta(minutes=1)))
    return first if first == last else f"{first} – {last}"


def long_moment(start: datetime, end: datetime, tz: ZoneInfo, now: datetime, locale: str = READER) -> str:
    """`Tuesday 24 November, 15:00–15:30`."""
    day = when.day(start.astimezone(tz).date(), locale, now.astimezone(tz).date())
    return f"{day}, {time_span(start, end, tz, locale)}"


def how_far(instant: datetime, now: datetime, locale: str = READER) -> str:
    """`in 25 min`, `2 hr ago`, `now` within half a minute."""
    distance = instant - now
    if abs(distance) < timedelta(seconds=30):
        return word("at_this_moment", locale)
    return _distance(distance // timedelta(seconds=1), when.locale_of(locale))


@lru_cache(maxsize=10_000)
def _distance(seconds: int, spoken: Locale) -> str:
    said = format_timedelta(
        timedelta(seconds=seconds),
        granularity="minute",
        threshold=1.5,
        add_direction=True,
        format="short",
        locale=spoken,
    )
    return said.replace(".", "")  # some locales abbreviate: `in 25 min.`


def length(minutes: int, locale: str = READER) -> str:
    """`45 min`, `1 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    parts = [word("hours_short", locale, hours=hours)] if hours else []
    if rest or not hours:
        parts.append(word("minutes_short", locale, minutes=rest))
    return " ".join(parts)
