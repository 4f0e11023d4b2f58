"""An agent's own day in lines: its days, calls of the pool that are up for taking over, times not to be disturbed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from console.scheduling.messages import moments, when
from console.scheduling.messages.refusals import why
from console.scheduling.messages.rows import Booked, BookingRow, DayOfRows, by_day
from console.scheduling.messages.words import READER, word
from console.scheduling.models.hours import DndWindow
from console.scheduling.rules.availability import Reason
from console.scheduling.rules.focus import FocusEnds


class Pooled(Protocol):
    """A pool call, and what keeps the reader from taking it."""

    @property
    def call(self) -> Booked: ...
    @property
    def held_back_by(self) -> Sequence[Reason]: ...


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A call that somebody else has and the reader may take: no more of the customer than a first name."""

    id: str = ""
    version: int = 0
    day: str = ""
    time: str = ""
    customer: str = ""
    preset: str = ""
    waits: str = ""
    """`booked 3 hr ago`: how long it has been there for anybody to take."""
    why_not: str = ""
    """Why the reader cannot take it; empty where they can."""


@dataclass(frozen=True, slots=True)
class DndRow:
    """A time not to be disturbed; `is_now` while it runs."""

    id: str = ""
    time: str = ""
    note: str = ""
    is_now: bool = False
    until: str = ""
    """`15:30`; with its day where that is not today."""
    ends_at: str = ""
    """ISO 8601, to count down to."""


@dataclass(frozen=True, slots=True)
class FocusEnd:
    """Until when one could be left alone: a name that `DndState.set_until` knows, and how it is said."""

    name: str = ""
    told: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class DndDraft:
    """A do-not-disturb time as the fields of a form: dates and clocks of one zone."""

    id: str = ""
    from_day: str = ""
    from_clock: str = ""
    to_day: str = ""
    to_clock: str = ""
    note: str = ""

    @property
    def start(self) -> tuple[str, str]:
        """The first two."""
        return self.from_day, self.from_clock

    @property
    def end(self) -> tuple[str, str]:
        """The last two."""
        return self.to_day, self.to_clock


def pool_row(one: Pooled, tz: ZoneInfo, now: datetime, locale: str = READER) -> PoolRow:
    """One pool call, as its next taker may see it."""
    booking = one.call.booking
    return PoolRow(
        id=booking.id,
        version=booking.version,
        day=moments.day_name(booking.scheduled_at, tz, now, locale),
        time=moments.time_span(booking.scheduled_at, booking.ends_at, tz, locale),
        customer=booking.guest_name.split()[0] if booking.guest_name.split() else "",
        preset=one.call.preset_name,
        waits=word("pool_waits", locale, ago=moments.how_far(booking.created_at, now, locale)),
        why_not=why(one.held_back_by[0], booking.scheduled_at, tz, now, locale) if one.held_back_by else "",
    )


def today_and_later(rows: Sequence[BookingRow], locale: str = READER) -> tuple[list[BookingRow], list[DayOfRows]]:
    """Rows in order of time: those of today (and one from before that runs still), and the others under their days."""
    near = {word("today", locale), word("yesterday", locale)}
    today = [row for row in rows if row.day in near]
    return today, by_day([row for row in rows if row.day not in near], locale)


def dnd_row(window: DndWindow, tz: ZoneInfo, now: datetime, locale: str = READER) -> DndRow:
    """`Today, 10:00–10:30`; over midnight both days are named."""
    return DndRow(
        id=window.id,
        time=moments.stretch(window.start_at, window.end_at, tz, now, locale),
        note=window.note or "",
        is_now=window.start_at <= now < window.end_at,
        until=moments.since(window.end_at, tz, now, locale),
        ends_at=window.end_at.isoformat(),
    )


def running(windows: Sequence[DndRow]) -> DndRow:
    """Of those that run the one that ends last; an empty one where none does."""
    return max((each for each in windows if each.is_now), key=lambda each: each.ends_at, default=DndRow())


def focus_rows(ends: FocusEnds, tz: ZoneInfo, locale: str = READER) -> list[FocusEnd]:
    """The ends that the rest of the day has, soonest first."""
    named = {"next_call": ends.next_call, "end_of_hours": ends.end_of_hours, "end_of_day": ends.end_of_day}
    return [
        FocusEnd(name, word(f"focus_until_{name}", locale), when.clock_time(at, tz, locale))
        for name, at in sorted(named.items(), key=lambda each: each[1] or ends.end_of_day)
        if at is not None
    ]


def dnd_draft(start: datetime, end: datetime, tz: ZoneInfo, id: str = "", note: str = "") -> DndDraft:
    """A stretch as a form shows it."""
    first, last = start.astimezone(tz), end.astimezone(tz)
    return DndDraft(id, f"{first:%Y-%m-%d}", f"{first:%H:%M}", f"{last:%Y-%m-%d}", f"{last:%H:%M}", note)
