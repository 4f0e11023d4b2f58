"""The charts of insights: calls by day and source, and how long ahead they were booked, beside the period before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from babel.dates import format_skeleton

from console.scheduling.messages import leads, when
from console.scheduling.messages.charts import ChartRow, ChartSeries
from console.scheduling.messages.draws import number
from console.scheduling.messages.figures import percent
from console.scheduling.messages.words import word
from console.scheduling.services.insights import SOURCES, DayPart, Figures, LeadStep, Period
from console.state.insight_rows import BarRow, Link, changed

_HOUR, _DAY = 60, 24 * 60
_BARS = 100
"""More days than that are shown a week at a time."""
_COLORS = {
    "public_booking": "var(--accent)",
    "agent": "color-mix(in oklab, var(--success-ink) 65%, var(--surface))",
    "api": "color-mix(in oklab, var(--warning-ink) 60%, var(--surface))",
    "admin": "var(--control)",
}


def series(period: Period) -> list[ChartSeries]:
    """The sources that calls came from, in the order in which bars are stacked."""
    return [ChartSeries(word(f"source_{source}"), _COLORS[source]) for source in _sources(period)]


def lead_series() -> list[ChartSeries]:
    """The bars of the histogram, all of one kind."""
    return [ChartSeries(word("insights_calls"), "var(--accent)")]


def by_source(figures: Figures, compares: bool, link: Link) -> list[BarRow]:
    """The sources with their calls: the chart's key, and links to what it is drawn of."""
    calls = figures.now.tally.calls
    before = {part.key: part.tally.calls for part in figures.before.by_source}
    return [
        BarRow(
            name=part.key,
            label=word(f"source_{part.key}"),
            value=number(part.tally.calls),
            share=percent(part.tally.calls / calls),
            color=_COLORS[part.key],
            address=link(part.rows),
            **changed(part.tally.calls, before.get(part.key, 0), compares),
        )
        for part in figures.now.by_source
        if part.tally.calls
    ]


def by_day(figures: Figures, compares: bool, today: date, link: Link) -> list[ChartRow]:
    """A bar for each day, or for seven where there are very many, beside as many days of the period before."""
    step = 7 if len(figures.now.by_day) > _BARS else 1
    sources = _sources(figures.now)
    before = _grouped(figures.before.by_day, step)
    return [
        _day(days, sources, before[place] if compares and place < len(before) else (), today, link)
        for place, days in enumerate(_grouped(figures.now.by_day, step))
    ]


def _sources(period: Period) -> list[str]:
    with_calls = {part.key for part in period.by_source if part.tally.calls}
    return [source for source in SOURCES if source in with_calls]


def _grouped(days: Sequence[DayPart], step: int) -> list[Sequence[DayPart]]:
    return [days[first : first + step] for first in range(0, len(days), step)]


def _day(
    days: Sequence[DayPart], sources: Sequence[str], before: Sequence[DayPart], today: date, link: Link
) -> ChartRow:
    values = [sum(day.by_source.get(source, 0) for day in days) for source in sources]
    first, last = days[0].day, days[-1].day
    was = sum(day.tally.calls for day in before)
    return ChartRow(
        label=format_skeleton("MMMd", first, locale=when.locale_of()),
        title=span_told(first, last, today),
        values=values,
        said=[number(value) for value in values],
        total=number(sum(day.tally.calls for day in days)),
        before=was if before else None,
        before_title=span_told(before[0].day, before[-1].day, today) if before else "",
        before_said=number(was) if before else "",
        address=link(replace(days[0].rows, last=last)) if any(values) else "",
    )


def span_told(first: date, last: date, today: date) -> str:
    """`Tue 3 Nov`, or `3 Nov – 9 Nov`; with years where one of them is not that of `today`."""
    year = "" if first.year == last.year == today.year else "y"
    spoken = when.locale_of()
    if first == last:
        return format_skeleton(f"{year}MMMEd", first, locale=spoken).replace(",", "")
    return " – ".join(format_skeleton(f"{year}MMMd", day, locale=spoken) for day in (first, last))


def by_lead(figures: Figures, compares: bool, link: Link) -> list[ChartRow]:
    """The histogram of lead times; the period before is its line."""
    return [
        ChartRow(
            label=_lead_told(step),
            title=leads.step(step.start, step.end),
            values=[step.calls],
            said=[number(step.calls)],
            total=percent(step.calls / figures.now.lead.calls if figures.now.lead.calls else 0),
            before=was.calls if compares else None,
            before_title=word("insights_before"),
            before_said=number(was.calls) if compares else "",
            address=link(step.rows) if step.calls else "",
        )
        for step, was in zip(figures.now.by_lead, figures.before.by_lead, strict=True)
    ]


def _lead_told(step: LeadStep) -> str:
    """`1–4 h`, `2–3 days`, `30+ days`: as short as it must be below a bar."""
    unit = _HOUR if (step.end or step.start) <= _DAY else _DAY
    first = number(step.start // unit)
    span = f"{first}–{number(step.end // unit)}" if step.end else f"{first}+"
    return word("hours_short", hours=span) if unit == _HOUR else word("figures_days", days=span)
