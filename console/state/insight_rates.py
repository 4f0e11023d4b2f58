"""No-shows and cancellations side by side: of each agent, source, weekday or hour, with small bars to compare."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from console.scheduling.messages import when
from console.scheduling.messages.draws import number
from console.scheduling.messages.figures import percent
from console.scheduling.messages.words import word
from console.scheduling.rules.insights import Tally
from console.scheduling.services.insights import Figures, Period, Rows
from console.state.insight_rows import Link
from console.state.insights_view import InsightsView

PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class RateRow:
    """One line. The bars are lengths as CSS, the longest rate of the table filling its own; `before` are earlier rates."""

    id: str = ""
    name: str = ""
    note: str = ""
    calls: str = ""
    calls_address: str = ""
    no_show: str = ""
    no_show_of: str = ""
    """`3 of 40`."""
    no_show_bar: str = "0%"
    no_show_before: str = ""
    no_show_address: str = ""
    cancel: str = ""
    cancel_of: str = ""
    cancel_bar: str = "0%"
    cancel_before: str = ""
    cancel_address: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line counts, before it is put into words."""

    key: Hashable
    name: str
    note: str
    tally: Tally
    rows: Rows


def rates(figures: Figures, view: InsightsView, link: Link) -> tuple[list[RateRow], int]:
    """The lines of this view's page, and how many there are on all pages. Weekdays and hours keep their own order."""
    lines = [line for line in _lines(figures.now, view.by) if line.tally.calls]
    before = (
        {line.key: line.tally for line in _lines(figures.before, view.by)}
        if figures.before.tally.calls and view.compares
        else {}
    )
    longest = max(
        (_rate(rate) for line in lines for rate in (line.tally.no_show_rate, line.tally.cancel_rate)), default=0
    )
    if view.by in ("agent", "source"):
        lines.sort(key=lambda line: line.name.casefold())
        lines.sort(key=_FIGURES[view.sort], reverse=view.is_descending)
    first = (view.page - 1) * PAGE_SIZE
    shown = lines[first : first + PAGE_SIZE] if view.by == "agent" else lines
    return [_row(line, before, longest, link) for line in shown], len(lines)


_FIGURES: Mapping[str, Callable[[_Line], Any]] = {
    "name": lambda line: line.name.casefold(),
    "calls": lambda line: line.tally.calls,
    "no_show": lambda line: _rate(line.tally.no_show_rate),
    "cancel": lambda line: _rate(line.tally.cancel_rate),
}


def _lines(period: Period, by: str) -> Iterable[_Line]:
    match by:
        case "source":
            return [_Line(it.key, word(f"source_{it.key}"), "", it.tally, it.rows) for it in period.by_source]
        case "weekday":
            first = when.first_weekday()
            ordered = [period.by_weekday[(first + place) % 7] for place in range(7)]
            names = weekday_names()
            return [_Line(it.key, names[it.key], "", it.tally, it.rows) for it in ordered]
        case "hour":
            return [_Line(it.key, hour_told(it.key), "", it.tally, it.rows) for it in period.by_hour]
        case _:
            return [
                _Line(it.agent_id, it.name or word("filter_unknown"), it.team or "", it.tally, it.rows)
                for it in period.by_agent
            ]


def weekday_names() -> list[str]:
    """The full names of the days, Monday first."""
    days = when.locale_of().days["stand-alone"]["wide"]
    return [days[number][:1].upper() + days[number][1:] for number in range(7)]


def hour_told(hour: int) -> str:
    """`09:00–10:00`, as the reader's clock says it."""
    return f"{clock_told(hour)}–{clock_told((hour + 1) % 24)}"


def clock_told(hour: int) -> str:
    """`09:00`, as the reader's clock says it."""
    return when.wall_time(datetime(2000, 1, 1, hour, tzinfo=UTC))


def _rate(rate: float | None) -> float:
    return rate or 0.0


def _row(line: _Line, before: Mapping[Hashable, Tally], longest: float, link: Link) -> RateRow:
    tally, was = line.tally, before.get(line.key)
    return RateRow(
        id=str(line.key),
        name=line.name,
        note=line.note,
        calls=number(tally.calls),
        calls_address=link(line.rows),
        no_show=percent(tally.no_show_rate),
        no_show_of=word("insights_of", count=number(tally.no_shows), of=number(tally.completed + tally.no_shows)),
        no_show_bar=_part(tally.no_show_rate, longest),
        no_show_before=_was(was.no_show_rate if was else None),
        no_show_address=link(line.rows.only("no_show")) if tally.no_shows else "",
        cancel=percent(tally.cancel_rate),
        cancel_of=word("insights_of", count=number(tally.cancelled), of=number(tally.calls)),
        cancel_bar=_part(tally.cancel_rate, longest),
        cancel_before=_was(was.cancel_rate if was else None),
        cancel_address=link(line.rows.only("cancelled")) if tally.cancelled else "",
    )


def _was(rate: float | None) -> str:
    return "" if rate is None else word("insights_was", rate=percent(rate))


def _part(rate: float | None, longest: float) -> str:
    return f"{100 * _rate(rate) / longest if longest else 0:.2f}%"
