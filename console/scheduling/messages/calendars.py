"""A person's own calendars in lines: how much busy time is known of each, and why one cannot be read. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from console.scheduling.messages import moments
from console.scheduling.messages.words import READER, word
from console.scheduling.rules.calendars import STALE_AFTER


class Known(Protocol):
    """What is known of a calendar; see `services.calendars.CalendarView`."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def busy(self) -> int: ...
    @property
    def known_until(self) -> datetime | None: ...
    @property
    def unread(self) -> int: ...
    @property
    def fetched_at(self) -> datetime | None: ...
    @property
    def problem(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar, ready to show. `problem` says why what is told may be old."""

    id: str = ""
    name: str = ""
    told: str = ""
    problem: str = ""
    is_new: bool = False
    """Whether it has not been read yet, nor failed."""


def calendar_row(calendar: Known, tz: ZoneInfo, now: datetime, locale: str = READER) -> CalendarRow:
    """`42 busy times until Wed 20 Jan`, and where something is wrong with it, what."""
    if calendar.fetched_at is None:
        told = word("calendar_reading", locale) if calendar.problem is None else word("calendar_never_read", locale)
    else:
        last = (calendar.known_until or now) - timedelta(minutes=1)  # it ends where the next day begins
        until = moments.day_name(last, tz, now, locale)
        told = word("calendar_busy" if calendar.busy else "calendar_nothing", locale, count=calendar.busy, until=until)
    return CalendarRow(
        id=calendar.id,
        name=calendar.name,
        told=told,
        problem=_problem(calendar, now, locale),
        is_new=calendar.fetched_at is None and calendar.problem is None,
    )


def _problem(calendar: Known, now: datetime, locale: str) -> str:
    said: list[str] = []
    is_stale = calendar.fetched_at is not None and now - calendar.fetched_at > STALE_AFTER
    if calendar.problem:
        code, _, detail = calendar.problem.partition(":")
        said.append(word(f"calendar_{code}", locale, status=detail))
    if calendar.fetched_at is not None and (calendar.problem or is_stale):
        said.append(word("calendar_last_read", locale, ago=moments.how_far(calendar.fetched_at, now, locale)))
    if calendar.unread and not calendar.problem:
        said.append(word("calendar_unread", locale, count=calendar.unread))
    return " ".join(said)
