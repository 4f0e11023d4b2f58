"""How often an API client calls, ready to show: a bar for each day, and the figures in words. Pure.

People read *requests*: a call, on the console's pages, is one with a customer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from console.scheduling.messages import when
from console.scheduling.messages.draws import number
from console.scheduling.messages.words import READER, word


class Counted(Protocol):
    """One day of a client; `refused` are those of the `calls` that its limits refused."""

    @property
    def day(self) -> date: ...
    @property
    def calls(self) -> int: ...
    @property
    def refused(self) -> int: ...


@dataclass(frozen=True, slots=True)
class DayBar:
    """One day of UTC. `height` and `refused_height` are lengths of the bar and of its refused part, as CSS."""

    day: str = ""
    calls: str = ""
    refused: str = ""
    """Empty where none was."""
    told: str = ""
    """`12`, or `12, 3 refused`: there is little room beside the bars."""
    height: str = "0%"
    refused_height: str = "0%"


@dataclass(frozen=True, slots=True)
class UsageShown:
    """The last days of a client, today last; `today` and `total` are `12 today` and `340 in 14 days`."""

    today: str = ""
    total: str = ""
    bars: list[DayBar] = field(default_factory=list)


def usage_shown(days: Sequence[Counted], locale: str = READER) -> UsageShown:
    """The bars of these days, the busiest one filling its own."""
    most = max((day.calls for day in days), default=0)
    total = sum(day.calls for day in days)
    return UsageShown(
        today=word("usage_today", locale, calls=number(days[-1].calls if days else 0, locale)),
        total=word("usage_total", locale, calls=number(total, locale), days=len(days)),
        bars=[_bar(day, most, locale) for day in days],
    )


def _bar(counted: Counted, most: int, locale: str) -> DayBar:
    calls = number(counted.calls, locale)
    refused = number(counted.refused, locale) if counted.refused else ""
    return DayBar(
        day=when.short_day(counted.day, locale).replace(",", ""),
        calls=calls,
        refused=refused,
        told=word("usage_told", locale, calls=calls, refused=refused) if refused else calls,
        height=_part(counted.calls, most),
        refused_height=_part(counted.refused, counted.calls),
    )


def _part(of: int, whole: int) -> str:
    return f"{round(100 * of / whole)}%" if whole else "0%"
