"""Calls that stand beside one another on a calendar of many agents, and how many they are. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from console.scheduling.messages.rows import Booked


def crowds(calls: Iterable[Booked]) -> Iterator[list[Booked]]:
    """Calls in the order of time, gathered where one begins before all earlier ones are over."""
    crowd: list[Booked] = []
    until: datetime | None = None
    for call in sorted(calls, key=lambda call: (call.booking.scheduled_at, call.booking.id)):
        if until is not None and call.booking.scheduled_at >= until:
            yield crowd
            crowd, until = [], None
        crowd.append(call)
        until = max(until or call.booking.ends_at, call.booking.ends_at)
    if crowd:
        yield crowd


def most_at_once(calls: Sequence[Booked]) -> int:
    """How many of them are under way together at most; at the same instant one ends before the other begins."""
    steps = sorted(step for call in calls for step in ((call.booking.scheduled_at, 1), (call.booking.ends_at, -1)))
    now = most = 0
    for _, step in steps:
        now += step
        most = max(most, now)
    return most


def by_hour(calls: Sequence[Booked], tz: ZoneInfo) -> dict[datetime, int]:
    """How many of them begin in each full hour of the zone's clock."""
    counts: dict[datetime, int] = {}
    for call in calls:
        start = call.booking.scheduled_at.astimezone(tz)
        begins = call.booking.scheduled_at - timedelta(minutes=start.minute, seconds=start.second)
        counts[begins] = counts.get(begins, 0) + 1
    return counts
