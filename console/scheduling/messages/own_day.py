"""An agent's own day in lines: calls of the pool that are up for taking over, and times not to be disturbed. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.scheduling.messages import moments
from console.scheduling.messages.rows import Booked
from console.scheduling.messages.words import READER
from console.scheduling.models.hours import DndWindow


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A call that somebody else has and the reader may take: no more of the customer than a first name."""

    id: str = ""
    version: int = 0
    day: str = ""
    time: str = ""
    customer: str = ""
    preset: str = ""


@dataclass(frozen=True, slots=True)
class DndRow:
    """A time not to be disturbed; `is_now` while it runs."""

    id: str = ""
    time: str = ""
    is_now: bool = False


def pool_row(call: Booked, tz: ZoneInfo, now: datetime, locale: str = READER) -> PoolRow:
    """One pool call, as its next taker may see it."""
    booking = call.booking
    return PoolRow(
        id=booking.id,
        version=booking.version,
        day=moments.day_name(booking.scheduled_at, tz, now, locale),
        time=moments.time_span(booking.scheduled_at, booking.ends_at, tz, locale),
        customer=booking.guest_name.split()[0] if booking.guest_name.split() else "",
        preset=call.preset_name,
    )


def dnd_row(window: DndWindow, tz: ZoneInfo, now: datetime, locale: str = READER) -> DndRow:
    """`Today, 10:00–10:30`; over midnight both days are named."""
    return DndRow(
        id=window.id,
        time=moments.stretch(window.start_at, window.end_at, tz, now, locale),
        is_now=window.start_at <= now < window.end_at,
    )
