"""The answer: figures of some days, each with the calls behind it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from ...rules import insights as rules
from ...rules.insights import Days, LeadTimes, Tally
from .asking import Question, Rows

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Part(Generic[K]):
    """Some of the calls: those of a source, a weekday (0 is Monday), an hour (0 to 23), or of a place in the heat map.

    `rows` are all `tally.calls` of them; `rows.only("cancelled")` are the `tally.cancelled`, and so on.
    """

    key: K
    tally: Tally
    rows: Rows


@dataclass(frozen=True, slots=True)
class DayPart:
    """One local day; `by_source` has every source in question, and counts cancelled calls, too."""

    day: date
    by_source: Mapping[str, int]
    tally: Tally
    rows: Rows


@dataclass(frozen=True, slots=True)
class AgentPart:
    """One agent's calls, and their open time. Who is no member any more, or takes no calls, is open for no minute."""

    agent_id: str
    name: str
    team: str | None
    tally: Tally
    open_minutes: int
    rows: Rows

    @property
    def utilisation(self) -> float | None:
        """See `rules.insights.utilisation`."""
        return rules.utilisation(self.tally.minutes, self.open_minutes)


@dataclass(frozen=True, slots=True)
class LeadStep:
    """Calls that were booked from `start` minutes on before their start, and less than `end` (None: without an end)."""

    start: int
    end: int | None
    calls: int
    rows: Rows


@dataclass(frozen=True, slots=True)
class OutcomePart:
    """Completed calls with one outcome; an empty one: nobody said any."""

    outcome: str
    calls: int
    rows: Rows


@dataclass(frozen=True, slots=True)
class Period:
    """The figures of some local days."""

    days: Days
    tally: Tally
    open_minutes: int
    """Of all agents in question together; see `rules.insights.utilisation`."""
    lead: LeadTimes
    rows: Rows
    by_day: tuple[DayPart, ...]
    """Every day in order, those without calls too."""
    by_source: tuple[Part[str], ...]
    """Every source in question, those without calls too."""
    by_agent: tuple[AgentPart, ...]
    """By name: whoever had calls or was open."""
    by_weekday: tuple[Part[int], ...]
    """Seven of them, Monday first."""
    by_hour: tuple[Part[int], ...]
    """Twenty-four. An hour that a clock change shows twice is one."""
    heat: tuple[tuple[Part[tuple[int, int]], ...], ...]
    """Seven weekdays of twenty-four hours: `heat[weekday][hour]`; the key is (weekday, hour)."""
    by_lead: tuple[LeadStep, ...]
    by_outcome: tuple[OutcomePart, ...]
    """The most frequent first."""

    @property
    def utilisation(self) -> float | None:
        """See `rules.insights.utilisation`."""
        return rules.utilisation(self.tally.minutes, self.open_minutes)


@dataclass(frozen=True, slots=True)
class Figures:
    """The answer: the figures of the period, and those of the one before to compare with.

    `worked_out_at` may be up to a minute ago: the same question of the same sight is answered from memory meanwhile.
    """

    asked: Question
    worked_out_at: datetime
    now: Period
    before: Period
