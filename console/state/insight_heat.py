"""The busiest hours: a table of weekdays and hours, each place as strong as it has calls."""

from dataclasses import dataclass, field

from console.scheduling.messages import when
from console.scheduling.messages.draws import number
from console.scheduling.messages.words import word
from console.scheduling.services.insights import Period
from console.state.insight_rates import clock_told, hour_told, weekday_names
from console.state.insight_rows import Link

_STRONGEST = 70
"""Hundredths of the accent: text can still be read on it."""
_FEWEST_HOURS = 8


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One hour of a weekday. `fill` is how strong it is, as CSS; a place without calls says nothing and leads nowhere."""

    said: str = ""
    told: str = ""
    fill: str = "0%"
    address: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One weekday: `day` its short name, `name` the full one."""

    day: str = ""
    name: str = ""
    cells: list[HeatCell] = field(default_factory=list)
    total: str = ""


@dataclass(frozen=True, slots=True)
class Heat:
    """The table: the hours' heads, and the days in the order of the reader's week. `busiest` says it in words."""

    hours: list[str] = field(default_factory=list)
    rows: list[HeatRow] = field(default_factory=list)
    busiest: str = ""


def heat(period: Period, link: Link) -> Heat:
    """From the first hour that has calls to the last, eight at least; nothing where there are no calls."""
    busy = [part.key for part in period.by_hour if part.tally.calls]
    if not busy:
        return Heat()
    last = min(23, max(busy[-1], busy[0] + _FEWEST_HOURS - 1))
    hours = range(min(busy[0], last - _FEWEST_HOURS + 1), last + 1)
    most = max((part for row in period.heat for part in row), key=lambda part: part.tally.calls)
    names, short = weekday_names(), when.weekdays()
    first = when.first_weekday()
    return Heat(
        hours=[clock_told(hour).replace(":00", "") for hour in hours],
        rows=[
            HeatRow(
                day=short[place],
                name=names[day],
                cells=[_cell(period, day, hour, most.tally.calls, names, link) for hour in hours],
                total=number(period.by_weekday[day].tally.calls),
            )
            for place, day in enumerate((first + place) % 7 for place in range(7))
        ],
        busiest=word("insights_busiest", day=names[most.key[0]], hours=hour_told(most.key[1]), count=most.tally.calls),
    )


def _cell(period: Period, day: int, hour: int, most: int, names: list[str], link: Link) -> HeatCell:
    part = period.heat[day][hour]
    calls = part.tally.calls
    if not calls:
        return HeatCell()
    return HeatCell(
        said=number(calls),
        told=word("insights_heat_told", day=names[day], hours=hour_told(hour), count=calls),
        fill=f"{8 + (_STRONGEST - 8) * calls / most:.0f}%",
        address=link(part.rows),
    )
