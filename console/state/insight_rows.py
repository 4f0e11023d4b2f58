"""Insights as they are shown: headlines with what has changed, and what became of the calls.

Every figure carries the `address` of the calls behind it, which `Link` makes of the figure's `Rows`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

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
from console.scheduling.services.insights import KEPT, OPEN, Figures, Period, Rows

Link = Callable[[Rows], str]
"""The address that lists the calls of a figure."""


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


def by_status(figures: Figures, compares: bool, link: Link) -> list[BarRow]:
    """What became of the calls: four lines that add up to all of them."""
    now, before = figures.now.tally, figures.before.tally
    counts = [
        ("completed", now.completed, before.completed, ("completed",)),
        ("no_show", now.no_shows, before.no_shows, ("no_show",)),
        ("cancelled", now.cancelled, before.cancelled, ("cancelled",)),
        ("open", now.open, before.open, OPEN),
    ]
    return [
        BarRow(
            name=name,
            label=word("insights_open" if name == "open" else f"status_{name}"),
            value=number(calls),
            share=percent(calls / now.calls if now.calls else 0),
            bar=_part(calls, now.calls),
            address=link(figures.now.rows.only(*statuses)),
            **changed(calls, was, compares and name != "open"),  # what lay before has all come to its end
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
            **changed(part.calls, before.get(part.outcome, 0), compares),
        )
        for part in sorted(figures.now.by_outcome, key=lambda part: not part.outcome)
    ]


def changed(now: int, before: int, compares: bool) -> dict[str, str]:
    """What a line says of the period before."""
    change = changed_count(now, before)
    return {"change": change.said, "goes": change.goes} if compares else {}


def _part(of: float, whole: float) -> str:
    return f"{100 * of / whole if whole else 0:.2f}%"
