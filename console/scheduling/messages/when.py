"""Times as people read them: clock times, days, months and distances in a language, and zones named by their city.

A `locale` is a language tag such as `es-CO`, the reader's if none is given; it decides order, month names and the 12- or
24-hour clock. Bare `en` reads as British English: a day before its month, 24 hours. A zone is a ZoneInfo from
`rules.zones.zone`.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    format_timedelta,
    get_timezone_location,
    match_skeleton,
)

from .words import READER, tag, word

_PLAIN_ENGLISH = "en_GB"


def locale_of(locale: str = READER) -> Locale:
    """The nearest locale that CLDR knows to a language tag; anything unreadable is English."""
    return _nearest(tag(locale))


@lru_cache(maxsize=500)
def _nearest(known_as: str) -> Locale:
    for name in (known_as.replace("_", "-"), known_as.replace("_", "-").split("-")[0]):
        try:
            return Locale.parse(_PLAIN_ENGLISH if name == "en" else name, sep="-" if "-" in name else "_")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(_PLAIN_ENGLISH)


def clock_time(at: datetime, tz: ZoneInfo, locale: str = READER) -> str:
    """`15:00`, or `3:00 PM` where people say it so; `01:30 (GMT-5)` when that night has the time twice."""
    local = at.astimezone(tz)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    said = wall_time(local, locale)
    return f"{said} ({offset(at, tz)})" if twice else said


def wall_time(shown: datetime, locale: str = READER) -> str:
    """What a clock shows, whichever it is: `15:00`, or `3:00 PM` where people say it so."""
    return _wall_time(shown.hour, shown.minute, locale_of(locale))


@lru_cache(maxsize=10_000)
def _wall_time(hour: int, minute: int, spoken: Locale) -> str:
    return format_time(time(hour, minute), "short", locale=spoken).replace("\u202f", " ")


def day(of: date, locale: str = READER, today: date | None = None) -> str:
    """`Tuesday 24 November`; with its year when that is not the year of `today`."""
    spoken = locale_of(locale)
    if today is not None and of.year != today.year:
        return format_date(of, "full", locale=spoken)
    return format_date(of, _day_pattern(spoken), locale=spoken)


def short_day(of: date, locale: str = READER) -> str:
    """`Tue 24 Nov`."""
    return _short_day(of, locale_of(locale))


@lru_cache(maxsize=10_000)
def _short_day(of: date, spoken: Locale) -> str:
    return format_skeleton("MMMEd", of, locale=spoken)


def month(of: date, locale: str = READER) -> str:
    """`November 2026`."""
    return format_skeleton("yMMMM", of, locale=locale_of(locale))


def weekdays(locale: str = READER) -> list[str]:
    """The short names of the days in the order of the locale's week."""
    spoken = locale_of(locale)
    names = spoken.days["stand-alone"]["abbreviated"]
    return [names[(spoken.first_week_day + place) % 7] for place in range(7)]


def first_weekday(locale: str = READER) -> int:
    """The day a week begins with; 0 is Monday."""
    return locale_of(locale).first_week_day


def distance(at: datetime, now: datetime, locale: str = READER) -> str:
    """`in 2 days`, `3 hours ago`."""
    return format_timedelta(at - now, add_direction=True, locale=locale_of(locale))


def away(at: datetime, tz: ZoneInfo, now: datetime, locale: str = READER) -> str:
    """`in 2 days`, as a calendar in the zone counts them; `tomorrow`; `in 5 hours` for what is near or on the same day."""
    days = (at.astimezone(tz).date() - now.astimezone(tz).date()).days
    spoken = locale_of(locale)
    if days == 0 or abs(at - now) < timedelta(hours=12):
        return format_timedelta(at - now, threshold=1, add_direction=True, locale=spoken)
    if days == 1:
        return word("tomorrow_away", locale)
    return format_timedelta(timedelta(days=days), threshold=2, add_direction=True, locale=spoken)


def city(tz: ZoneInfo, locale: str = READER) -> str:
    """The zone's city: `Bogotá` for America/Bogota in Spanish; `UTC` and its kin keep their name."""
    if "/" not in tz.key or tz.key.startswith("Etc/"):
        return tz.key.removeprefix("Etc/")
    return get_timezone_location(tz, locale=locale_of(locale), return_city=True).rsplit("/", 1)[-1]


def zone_time(tz: ZoneInfo, locale: str = READER) -> str:
    """`Bogota time`: how a zone is named beside a time."""
    return word("zone_time", locale, city=city(tz, locale))


def offset(at: datetime, tz: ZoneInfo) -> str:
    """`GMT-5`, `GMT+5:30`, `GMT`: how far the zone's clock stands from UTC at this instant."""
    behind = at.astimezone(tz).utcoffset()
    minutes = int(behind.total_seconds() // 60) if behind else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return "GMT" + (f"{sign}{hours}" if minutes else "") + (f":{rest:02}" if rest else "")


def browser_locale(locale: str = READER) -> str:
    """`en-GB`: the same locale as browsers know it."""
    return str(locale_of(locale)).replace("_", "-")


def utc_offset(at: datetime, tz: ZoneInfo) -> str:
    """`-05:00`, for machines: how far the zone's clock stands from UTC at this instant."""
    return at.astimezone(tz).isoformat(timespec="minutes")[-6:]


def in_words(at: datetime, tz: ZoneInfo, now: datetime, locale: str = READER) -> str:
    """`Tuesday 24 November, 15:00, Bogota time`."""
    today = now.astimezone(tz).date()
    return word(
        "day_time_zone",
        locale,
        day=day(at.astimezone(tz).date(), locale, today),
        time=clock_time(at, tz, locale),
        zone=zone_time(tz, locale),
    )


@lru_cache(maxsize=500)
def _day_pattern(spoken: Locale) -> str:
    """The locale's own order of weekday, day and month, all of them written out."""
    nearest = match_skeleton("MMMMEEEEd", spoken.datetime_skeletons)
    pattern = str(spoken.datetime_skeletons[nearest or "MMMEd"])
    return re.sub(r"L{3,}|M{3,}", "MMMM", re.sub(r"[Ec]+", "EEEE", pattern))
