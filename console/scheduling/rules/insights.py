"""What the figures of a period mean: each is defined here, once.

A call belongs to the period, day, hour and weekday at which it starts. A call that was cancelled is a call all the same,
but takes no time.
"""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple, get_args

from .availability import AgentFacts, open_time
from .intervals import Interval, intersect, subtract
from .lifecycle import Status

SOURCES = ("public_booking", "agent", "api", "admin")
STATUSES: tuple[Status, ...] = get_args(Status)
LEAD_BOUNDS = (0, 60, 4 * 60, 24 * 60, 2 * 24 * 60, 3 * 24 * 60, 7 * 24 * 60, 14 * 24 * 60, 30 * 24 * 60)
"""Where the steps of the histogram of lead times begin, in minutes; the last has no end."""
FINE_LEAD = 2 * 24 * 60
"""A lead time under so many minutes counts by the minute; a longer one by the hour, rounded down."""
LONGEST = 366
"""Days that can be looked at in one go."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Some calls, counted by what became of them. `minutes` are booked: those of the calls that were not cancelled."""

    calls: int = 0
    completed: int = 0
    no_shows: int = 0
    cancelled: int = 0
    minutes: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.calls + other.calls,
            self.completed + other.completed,
            self.no_shows + other.no_shows,
            self.cancelled + other.cancelled,
            self.minutes + other.minutes,
        )

    @property
    def kept(self) -> int:
        """Calls that were not cancelled, those still to come among them."""
        return self.calls - self.cancelled

    @property
    def open(self) -> int:
        """Calls that are still to come, or under way."""
        return self.kept - self.completed - self.no_shows

    @property
    def no_show_rate(self) -> float | None:
        """No-shows of all calls that came to their time: no-shows ÷ (completed + no-shows); None where none has yet.

        A call that the agent missed is a no-show as well, as the contract has it (section 4).
        """
        return _share(self.no_shows, self.completed + self.no_shows)

    @property
    def cancel_rate(self) -> float | None:
        """Cancelled calls of all calls: cancelled ÷ calls; None where there are none."""
        return _share(self.cancelled, self.calls)


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """How long before their start calls were booked, in minutes; a call that was moved counts by its start now.

    `calls` are those that have a lead time: one that was entered after its start has none. `median` and `p90` are the
    shortest lead time that half, or nine of ten, of the calls do not exceed (nearest rank), as fine as `FINE_LEAD` says;
    None where there are no calls. `steps` has a number of calls for each of `LEAD_BOUNDS`.
    """

    calls: int
    median: int | None
    p90: int | None
    steps: tuple[int, ...]


class Days(NamedTuple):
    """A range of local dates, both inclusive."""

    first: date
    last: date

    @property
    def before(self) -> "Days":
        """As many days, just before these."""
        return Days(self.first - (self.last - self.first) - timedelta(days=1), self.first - timedelta(days=1))

    def each(self) -> Iterator[date]:
        """Day by day."""
        return (self.first + timedelta(days=place) for place in range((self.last - self.first).days + 1))


def tally(status: str, calls: int, minutes: int) -> Tally:
    """So many calls of one status, which last so many minutes together."""
    return Tally(
        calls,
        completed=calls if status == "completed" else 0,
        no_shows=calls if status == "no_show" else 0,
        cancelled=calls if status == "cancelled" else 0,
        minutes=0 if status == "cancelled" else minutes,
    )


def lead_times(counted: Mapping[int, int]) -> LeadTimes:
    """Of lead times in minutes, each with its number of calls."""
    steps = [0] * len(LEAD_BOUNDS)
    for minutes, calls in counted.items():
        steps[bisect_right(LEAD_BOUNDS, minutes) - 1] += calls
    return LeadTimes(sum(steps), _quantile(counted, 50), _quantile(counted, 90), tuple(steps))


def open_minutes(everyone: Iterable[AgentFacts], span: Interval) -> dict[str, int]:
    """By agent, the minutes inside `span` of working hours and extra time, less blocked exceptions and closures.

    Do-not-disturb times and the agents' own calendars do not lessen them: people are at work then, and what their
    calendars held is not kept. The hours are those of now, also for days past.
    """
    hours: dict[Hashable, tuple[Interval, ...]] = {}
    minutes: dict[Hashable, int] = {}  # most agents work as others do
    found: dict[str, int] = {}
    for one in everyone:
        worked = frozenset(one.windows), frozenset(one.shifts)
        same = (worked, one.extras, one.blocked)
        if same not in minutes:
            if worked not in hours:
                hours[worked] = open_time(replace(one, extras=()), span)
            opened = intersect((span,), (*hours[worked], *one.extras)) if one.extras else hours[worked]
            minutes[same] = _minutes(subtract(opened, one.blocked) if one.blocked else opened)
        found[one.agent_id] = minutes[same]
    return found


def utilisation(booked_minutes: int, open_minutes: int) -> float | None:
    """Booked minutes ÷ open minutes; None where nobody is open. Calls outside the hours can take it over 1."""
    return _share(booked_minutes, open_minutes)


def _minutes(stretches: Iterable[Interval]) -> int:
    return sum((each.length for each in stretches), timedelta(0)) // timedelta(minutes=1)


def _quantile(counted: Mapping[int, int], percent: int) -> int | None:
    """Nearest rank: the least value that at least so many percent do not exceed."""
    wanted, seen = sum(counted.values()) * percent, 0
    for value in sorted(counted):
        seen += counted[value]
        if seen * 100 >= wanted:
            return value
    return None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
