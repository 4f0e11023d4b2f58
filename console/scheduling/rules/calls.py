"""A call on an agent's line, and the one rule that keeps two calls apart (CONTRACT section 2, rule 3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .intervals import Interval, overlaps


@dataclass(frozen=True, slots=True)
class Call:
    """A live booking, or a hold, of one agent. Instants are aware UTC, buffers whole minutes of quiet around it."""

    start: datetime
    end: datetime
    buffer_before: int = 0
    buffer_after: int = 0
    booking_id: str | None = None

    @property
    def interval(self) -> Interval:
        """The call itself, without its buffers."""
        return Interval(self.start, self.end)


def gap_needed(earlier: Call, later: Call) -> timedelta:
    """The quiet between two calls: the larger of the two buffers that face each other, never their sum."""
    return timedelta(minutes=max(earlier.buffer_after, later.buffer_before))


def conflicts(one: Call, other: Call) -> bool:
    """Whether one person cannot take both calls. The guard in the database refuses exactly these pairs."""
    return one.start < other.end + gap_needed(other, one) and other.start < one.end + gap_needed(one, other)


def calls_overlap(one: Call, other: Call) -> bool:
    """Whether the calls themselves share a minute, buffers left aside."""
    return overlaps(one.interval, other.interval)
