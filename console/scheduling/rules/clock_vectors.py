"""Nights on which clocks change, with what the engine must make of a working time in them: a check of engine and zones."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from .availability import AgentFacts, WeeklyWindow, open_time
from .intervals import Interval


@dataclass(frozen=True, slots=True)
class Vector:
    """A time worked on a date, `start` to `end` in wall-clock hours of the zone, and the instants (UTC) it must come to."""

    zone: str
    day: date
    start: int
    end: int
    expected: tuple[str, str] | None


VECTORS = (
    Vector("America/New_York", date(2027, 3, 14), 1, 4, ("2027-03-14T06:00", "2027-03-14T08:00")),
    Vector("America/New_York", date(2027, 11, 7), 0, 3, ("2027-11-07T04:00", "2027-11-07T08:00")),
    Vector("Europe/London", date(2027, 3, 28), 0, 3, ("2027-03-28T00:00", "2027-03-28T02:00")),
    Vector("Europe/London", date(2027, 10, 31), 0, 3, ("2027-10-30T23:00", "2027-10-31T03:00")),
    Vector("Australia/Lord_Howe", date(2027, 4, 4), 1, 3, ("2027-04-03T14:00", "2027-04-03T16:30")),
    Vector("Australia/Lord_Howe", date(2027, 10, 3), 1, 3, ("2027-10-02T14:30", "2027-10-02T16:00")),
    Vector("Africa/Cairo", date(2027, 4, 30), 0, 6, ("2027-04-29T22:00", "2027-04-30T03:00")),
    Vector("Africa/Cairo", date(2027, 10, 28), 20, 24, ("2027-10-28T17:00", "2027-10-28T22:00")),
    Vector("America/Santiago", date(2027, 4, 3), 22, 24, ("2027-04-04T01:00", "2027-04-04T04:00")),
    Vector("America/Santiago", date(2027, 9, 5), 0, 6, ("2027-09-05T04:00", "2027-09-05T09:00")),
    Vector("Africa/Casablanca", date(2026, 2, 15), 1, 5, ("2026-02-15T00:00", "2026-02-15T05:00")),
    Vector("Africa/Casablanca", date(2026, 3, 22), 1, 5, ("2026-03-22T01:00", "2026-03-22T04:00")),
    Vector("Asia/Kathmandu", date(2027, 6, 1), 9, 17, ("2027-06-01T03:15", "2027-06-01T11:15")),
    Vector("Pacific/Apia", date(2011, 12, 30), 0, 24, None),
)


def wrong() -> list[Vector]:
    """The vectors that the engine, with the zones installed, gets wrong; none where all is well."""
    return [vector for vector in VECTORS if _worked(vector) != _expected(vector)]


def _worked(vector: Vector) -> tuple[Interval, ...]:
    """The time worked, its pieces joined where the clock repeats an hour."""
    window = WeeklyWindow(vector.day.weekday(), vector.start * 60, vector.end * 60, vector.zone)
    noon = datetime(vector.day.year, vector.day.month, vector.day.day, 12, tzinfo=UTC)
    pieces = open_time(
        AgentFacts("per_1", vector.zone, (window,)), Interval(noon - timedelta(days=2), noon + timedelta(days=2))
    )
    return (Interval(pieces[0].start, pieces[-1].end),) if pieces else ()


def _expected(vector: Vector) -> tuple[Interval, ...]:
    if vector.expected is None:
        return ()
    start, end = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in vector.expected)
    return (Interval(start, end),)
