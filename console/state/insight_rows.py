"""Insights as they are shown: headlines with what has changed, and bars for days, sources, outcomes and lead times.

Every figure carries the `address` of the calls behind it, which `Link` makes of the figure's `Rows`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_skeleton

from console.scheduling.messages import leads, when
from console.scheduling.messages.charts import ChartRow, ChartSeries
from console.scheduling.messages.draws import number
from console.scheduling.messages.figures import (
    Change,
    changed_count,
    changed_length,
    changed_rate,
    hours,
    length,
    percent,
)
from console.scheduling.messages.words import word
from console.scheduling.services.insights import KEPT, SOURCES, DayPart, Figures, LeadStep, Period, Rows

Link = Callable[[Rows], str]
"""The address that lists the calls of a figure."""

OPEN = tuple(status for status in KEPT if status not in ("completed", "no_show"))
"""The statuses of calls that are still to come, or under way."""
_HOUR, _DAY = 60, 24 * 60
_BARS = 100
"""More days than that are shown a week at a time."""
_COLORS = {
    "public_booking": "var(--accent)",
    "agent": "color-mix(in oklab, var(--success-ink) 65%, var(--surface))",
    "api": "color-mix(in oklab, var(--warning-ink) 60%, var(--surface))",
    "admin": "var(--control)",
}


@dataclass(frozen=True, slots=True)
class Headline:
    """One large figure. `goes` is `up`, `down` or nothing; `tone` says whether that is `good` or `bad`, where it is either."""

    name: str = ""
    label: str = ""
    value: str = ""
    note: str = ""
    change: str = ""
    goes: str = ""
    tone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class BarRow:
    """One line with a bar: `share` is its part of the whole in words, `bar` the length of the bar as CSS."""

    name: str = ""
    label: str = ""
    value: str = ""
    share: str = ""
    bar: str = "0%"
    color: str = ""
    change: str = ""
    goes: str = ""
    address: str = ""


def headlines(figures: Figures, compares: bool, link: Link) -> list[Headline]:
    """The five figures at the top."""
    now, before = figures.now, figures.before
    tally, rows = now.tally, now.rows
    came = tally.completed + tally.no_shows
    told = [
        (
            "calls",
            number(tally.calls),
            word("insights_calls_note", kept=number(tally.kept)),
            changed_count(tally.calls, before.tally.calls),
            rows,
        ),
        ("use", *_use(now), _use_changed(now, before), rows.only(*KEPT)),
        (
            "no_show",
            percent(tally.no_show_rate),
            word("insights_no_show_note", count=tally.no_shows, of=number(came)),
            changed_rate(tally.no_show_rate, before.tally.no_show_rate),
            rows.only("no_show"),
        ),
        (
            "cancel",
            percent(tally.cancel_rate),
            word("insights_cancel_note", count=tally.cancelled, of=number(tally.calls)),
            changed_rate(tally.cancel_rate, before.tally.cancel_rate),
            rows.only("cancelled"),
        ),
        (
            "lead",
            length(now.lead.median),
            word("insights_lead_note", length=length(now.lead.p90)),
            changed_length(now.lead.median, before.lead.median),
            replace(rows, lead=(0, None)),
        ),
    ]
    return [
        Headline(
            name=name,
            label=word(f"insights_{name}"),
            value=value,
            note=note,
            change=change.said if compares else "",
            goes=change.goes if compares else "",
            tone=_tone(name, change) if compares else "",
            address=link(behind),
        )
        for name, value, note, change, behind in told
    ]


def _use(period: Period) -> tuple[str, str]:
    """Booked of open time; where nobody was open the booked time alone."""
    booked = hours(period.tally.minutes)
    if period.utilisation is None:
        return booked, word("insights_use_closed")
    return percent(period.utilisation), word("insights_use_note", booked=booked, open=hours(period.open_minutes))


def _use_changed(now: Period, before: Period) -> Change:
    if now.utilisation is None or before.utilisation is None:
        return changed_count(now.tally.minutes, before.tally.minutes, said=hours)
    return changed_rate(now.utilisation, before.utilisation)


def _tone(name: str, change: Change) -> str:
    if name not in ("no_show", "cancel") or not change.goes:
        return ""
    return "bad" if change.goes == "up" else "good"


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
            **_change(part.tally.calls, before.get(part.key, 0), compares),
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


def by_status(figures: Figures, compares: bool, link: Link) -> list[BarRow]:
    """What became of the calls: four lines that add up to all of them."""
    now, before = figures.now.tally, figures.before.tally
    counts = [
        ("completed", now.completed, before.completed, ("completed",)),
        ("no_show", now.no_shows, before.no_shows, ("no_show",)),
        ("cancelled", now.cancelled, before.cancelled, ("cancelled",)),
        ("open", now.kept - now.completed - now.no_shows, before.kept - before.completed - before.no_shows, OPEN),
    ]
    return [
        BarRow(
            name=name,
            label=word("insights_open" if name == "open" else f"status_{name}"),
            value=number(calls),
            share=percent(calls / now.calls if now.calls else 0),
            bar=_part(calls, now.calls),
            address=link(figures.now.rows.only(*statuses)),
            **_change(calls, was, compares and name != "open"),  # what lay before has all come to its end
        )
        for name, calls, was, statuses in counts
    ]


def by_outcome(figures: Figures, compares: bool, link: Link) -> list[BarRow]:
    """What was said of the completed calls; nothing where nobody ever said anything."""
    if not any(part.outcome for part in figures.now.by_outcome):
        return []
    before = {part.outcome: part.calls for part in figures.before.by_outcome}
    completed = figures.now.tally.completed
    return [
        BarRow(
            name=part.outcome,
            label=part.outcome or word("no_outcome_said"),
            value=number(part.calls),
            share=percent(part.calls / completed if completed else 0),
            bar=_part(part.calls, completed),
            address=link(part.rows),
            **_change(part.calls, before.get(part.outcome, 0), compares),
        )
        for part in sorted(figures.now.by_outcome, key=lambda part: not part.outcome)
    ]


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


def _change(now: int, before: int, compares: bool) -> dict[str, str]:
    change = changed_count(now, before)
    return {"change": change.said, "goes": change.goes} if compares else {}


def _part(of: float, whole: float) -> str:
    return f"{100 * of / whole if whole else 0:.2f}%"
