"""Invented agents of any number, with hours in four zones and calls at random, the same in every run."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from console.scheduling.rules.availability import AgentFacts, Terms, WeeklyWindow
from console.scheduling.rules.calls import Call
from console.scheduling.rules.intervals import Interval

NOW = datetime(2027, 3, 1, tzinfo=UTC)
"""Two weeks before New York changes its clocks, four before London does."""
TERMS = Terms(buffer_before=5, buffer_after=5, horizon_days=90, step_minutes=15)
DURATION = 30
_ZONES = ("America/Bogota", "America/New_York", "Europe/London", "UTC")
_SHIFTS = ((9 * 60, 12 * 60), (13 * 60, 17 * 60))


@dataclass(frozen=True)
class Size:
    """How much the engine is asked: agents, days, and calls that they have in all."""

    agents: int
    days: int
    calls: int = 0

    def __str__(self) -> str:
        return f"{self.agents} x {self.days}, {self.calls} calls"

    def within(self, now: datetime = NOW) -> Interval:
        """The range that is asked about."""
        return Interval(now, now + timedelta(days=self.days))


def agendas(size: Size, now: datetime = NOW) -> list[AgentFacts]:
    """What the engine knows about each agent: two shifts on five days a week, half-hour calls that do not overlap."""
    random = Random(2027)
    made = []
    for number in range(size.agents):
        zone = _ZONES[number % len(_ZONES)]
        calls = size.calls // size.agents + (number < size.calls % size.agents)
        taken = random.sample(range(size.days * 48), calls)
        made.append(_agenda(f"agent {number}", zone, [now + timedelta(minutes=30 * half_hour) for half_hour in taken]))
    return made


def _agenda(name: str, zone: str, starts: list[datetime]) -> AgentFacts:
    calls = tuple(Call(start, start + timedelta(minutes=30), 5, 5, f"{start}") for start in starts)
    return AgentFacts(
        agent_id=name,
        timezone=zone,
        windows=tuple(WeeklyWindow(day, *shift, zone) for day in range(5) for shift in _SHIFTS),
        calls=calls,
        day_starts=tuple((call.start, call.booking_id) for call in calls),
    )
