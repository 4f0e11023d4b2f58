"""What calendars on screen share: a stretch of time on the wall clock of one zone, and what is said of it. Pure."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from console.scheduling.messages import moments, when
from console.scheduling.messages.calendar_entries import EntryKind
from console.scheduling.messages.rows import status_word
from console.scheduling.messages.words import word
from console.scheduling.models.booking import Booking
from console.scheduling.models.hours import ScheduleException

FIRST_HOUR, LAST_HOUR = 8, 18
"""What is shown of days on which nothing is."""
ALL_HOURS = (0, 24)
_WALL = "%Y-%m-%dT%H:%M"


class Stretch(NamedTuple):
    """From and until when as `YYYY-MM-DDTHH:MM`, and in words: its times and the day on which it begins."""

    start: str
    end: str
    time: str
    day: str


@lru_cache(maxsize=20_000)  # sixty agents have their calls at the same times
def stretch(start: datetime, end: datetime, tz: ZoneInfo, locale: str) -> Stretch:
    """A stretch on the wall clock of a zone; where the clock is put back meanwhile, it is drawn as long as it lasts."""
    from_wall, until_wall = start.astimezone(tz), end.astimezone(tz)
    first, last = f"{from_wall:{_WALL}}", f"{until_wall:{_WALL}}"
    if last <= first:
        last = f"{from_wall.replace(tzinfo=None) + (end - start):{_WALL}}"
    if from_wall.date() == until_wall.date():
        time = moments.time_span(start, end, tz, locale)
    else:
        time = f"{moments.since(start, tz, start, locale)} – {moments.since(end, tz, start, locale)}"
    return Stretch(first, last, time, when.day(from_wall.date(), locale))


@lru_cache(maxsize=20_000)
def hours_around(start: datetime, end: datetime, tz: ZoneInfo) -> tuple[int, int]:
    """The full hours of the day around a stretch; all of them for one that goes on after midnight."""
    first, last = start.astimezone(tz), end.astimezone(tz) - timedelta(microseconds=1)
    return (first.hour, last.hour + 1) if first.date() == last.date() else ALL_HOURS


def became_of(booking: Booking, locale: str) -> tuple[str, str]:
    """A call's status in words, and the tone by which it is coloured; one that lacks its outcome says that."""
    if booking.needs_outcome_since is not None:
        return word("needs_outcome", locale), "needs_outcome"
    return status_word(booking.status, locale), booking.status


def kind_of(exception: ScheduleException, locale: str) -> tuple[EntryKind, str]:
    """As what an exception stands on a calendar, and what it is called there."""
    if exception.kind == "available_extra":
        return "extra", word("layer_extra", locale)
    return "blocked", word("layer_blocked" if exception.person_id else "week_closure", locale)
