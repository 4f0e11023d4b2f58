"""Until when an agent may want to be left alone from now on: the ends that a day has of its own."""

from dataclasses import dataclass
from datetime import datetime

from .availability import AgentFacts, open_time
from .intervals import Interval
from .zones import day_bounds, local_day


@dataclass(frozen=True, slots=True)
class FocusEnds:
    """Instants after now, on the agent's local day; None where the day has no such end, or it is that of another one."""

    next_call: datetime | None
    """When the next call of today starts."""
    end_of_hours: datetime | None
    """When the last of today's open time ends."""
    end_of_day: datetime
    """Midnight in the agent's zone, after a day of 23, 24 or 25 hours."""


def focus_ends(facts: AgentFacts, now: datetime) -> FocusEnds:
    """What is left of the agent's day, from now on."""
    end_of_day = day_bounds(local_day(now, facts.timezone), facts.timezone).end
    rest = Interval(now, end_of_day)
    next_call = min((call.start for call in facts.calls if now < call.start < end_of_day), default=None)
    end_of_hours = max((stretch.end for stretch in open_time(facts, rest)), default=end_of_day)
    return FocusEnds(next_call, end_of_hours if end_of_hours < end_of_day else None, end_of_day)
