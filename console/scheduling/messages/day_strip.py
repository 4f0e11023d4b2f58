"""An agent's day as a strip: a row of bars for each layer over one axis, in hundredths of its width. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from console.scheduling.messages import moments, when
from console.scheduling.messages.words import READER, word
from console.scheduling.rules.day_layers import DayLayers
from console.scheduling.rules.intervals import Interval, hull
from console.scheduling.rules.zones import wall_stretches

RowKind = Literal[
    "working",
    "extra",
    "too_soon",
    "too_far",
    "blocked",
    "do_not_disturb",
    "busy_calendar",
    "calls",
    "buffers",
    "holds",
    "full",
    "free",
]
"""The layers in the order in which they are shown: first what opens the day, last what remains of it."""

_ALWAYS: frozenset[str] = frozenset({"working", "calls", "free"})
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_SHORTEST_VIEW = 8 * _HOUR
_ROOM_FOR_A_NAME = 4.0
"""Hundredths of the axis."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a layer. `kind` is the row's, or `taken` for another app's call and `starts` for what can be booked."""

    kind: str = ""
    left: str = ""
    width: str = ""
    label: str = ""
    """What is written on it, where there is room: the customer's first name."""


@dataclass(frozen=True, slots=True)
class StripRow:
    """A layer with its name; `told` says in words what its bars show."""

    kind: RowKind = "free"
    label: str = ""
    told: str = ""
    bars: list[Bar] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tick:
    """A full hour on the axis. `size`: 2 is labelled on any screen, 1 on wide ones, 0 is a line alone."""

    left: str = ""
    label: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class DayStrip:
    """The strip. `first` and `last` are the ends of its axis, in minutes since the day began."""

    title: str = ""
    zone: str = ""
    remark: str = ""
    """What is odd about the day: its length, or that nobody works on it."""
    is_missing: bool = False
    """Whether the zone left this day out."""
    rows: list[StripRow] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    first: int = 0
    last: int = 0
    now_left: str = ""
    """Where the present is; empty when it is not on the axis."""
    has_starts: bool = False
    """Whether a call can start on it at all."""
    has_taken: bool = False
    """Whether some of its calls are taken without a name."""
    is_cut: bool = False
    """Whether the axis leaves out hours at which nothing is."""


def day_strip(
    day: date,
    layers: DayLayers,
    customers: Mapping[str, str],
    tz: ZoneInfo,
    now: datetime,
    *,
    whole: bool = False,
    locale: str = READER,
) -> DayStrip:
    """The strip of one local day: of the hours at which something is, or of the `whole` day."""
    title, zone = when.day(day, locale, now.astimezone(tz).date()), when.zone_time(tz, locale)
    if layers.day.empty:
        remark = word("day_left_out", locale, city=when.city(tz, locale))
        return DayStrip(title, zone, remark, is_missing=True)
    view = layers.day if whole else _lively(layers)
    rows = [_row(kind, layers, customers, view, tz, locale) for kind in get_args(RowKind)]
    return DayStrip(
        title=title,
        zone=zone,
        remark=_remark(layers, locale),
        rows=[row for row in rows if row.told or row.kind in _ALWAYS],
        ticks=_ticks(day, view, tz, locale),
        first=(view.start - layers.day.start) // _MINUTE,
        last=(view.end - layers.day.start) // _MINUTE,
        now_left=_share(now - view.start, view) if view.start <= now < view.end else "",
        has_starts=bool(layers.starts),
        has_taken=any(call.booking_id not in customers for call in layers.calls),
        is_cut=view != layers.day,
    )


def _lively(layers: DayLayers) -> Interval:
    """The hours at which something is, and one on either side; a day on which the clocks change is shown whole."""
    day = layers.day
    something = [*layers.working, *layers.extra, *(call.interval for call in (*layers.calls, *layers.holds))]
    if not something or day.length != 24 * _HOUR:
        return day
    lively = hull(something)
    start = day.start + (lively.start - day.start) // _HOUR * _HOUR - _HOUR
    end = max(day.end - (day.end - lively.end) // _HOUR * _HOUR + _HOUR, start + _SHORTEST_VIEW)
    return Interval(max(start, day.start), min(end, day.end))


def _remark(layers: DayLayers, locale: str) -> str:
    if layers.day.length != 24 * _HOUR:
        return word("day_of_hours", locale, length=moments.length(layers.day.length // _MINUTE, locale))
    return "" if layers.working or layers.extra else word("day_without_hours", locale)


def _row(
    kind: RowKind, layers: DayLayers, customers: Mapping[str, str], view: Interval, tz: ZoneInfo, locale: str
) -> StripRow:
    label = word(f"layer_{kind}", locale)
    if kind == "free":
        bars = [*_bars("free", layers.free, view), *_bars("starts", layers.starts, view)]
        return StripRow(kind, label, _starts_told(layers, tz, locale), bars)
    if kind in ("calls", "holds"):
        calls = layers.calls if kind == "calls" else layers.holds
        known = [(call.interval, customers.get(call.booking_id or "", "")) for call in calls]
        said = [f"{moments.time_span(at.start, at.end, tz, locale)} {name}".strip() for at, name in known]
        bars = [
            bar for at, name in known for bar in _bars(_kind_of_call(kind, name), [at], view, name.partition(" ")[0])
        ]
        return StripRow(kind, label, ", ".join(said), bars)
    stretches: tuple[Interval, ...] = getattr(layers, kind)
    told = ", ".join(moments.time_span(each.start, each.end, tz, locale) for each in stretches)
    return StripRow(kind, label, told, _bars(kind, stretches, view))


def _kind_of_call(kind: RowKind, name: str) -> str:
    return kind if name or kind == "holds" else "taken"


def _bars(kind: str, stretches: Iterable[Interval], view: Interval, label: str = "") -> list[Bar]:
    bars = []
    for stretch in stretches:
        start, end = max(stretch.start, view.start), min(stretch.end, view.end)
        if start < end:
            room = (end - start) / view.length * 100 >= _ROOM_FOR_A_NAME
            bars.append(Bar(kind, _share(start - view.start, view), _share(end - start, view), label if room else ""))
    return bars


def _starts_told(layers: DayLayers, tz: ZoneInfo, locale: str) -> str:
    """`09:00–11:30, 14:00`: from the first to the last start of each stretch."""
    said = []
    for run in layers.starts:
        first, last = (when.clock_time(at, tz, locale) for at in (run.start, run.end - _MINUTE))
        said.append(first if first == last else f"{first}–{last}")
    return ", ".join(said)


def _ticks(day: date, view: Interval, tz: ZoneInfo, locale: str) -> list[Tick]:
    """The full hours that the clock shows; one that it shows twice is there twice."""
    every = 1 if view.length <= 13 * _HOUR else 2
    ticks = []
    for hour in range(24):
        size = 2 if hour % (2 * every) == 0 else 1 if hour % every == 0 else 0
        for again, shown in enumerate(wall_stretches(day, hour * 60, hour * 60 + 1, tz.key)):
            if view.start <= shown.start < view.end:
                said = 0 if again and every > 1 else size  # no room beside its like
                ticks.append(Tick(_share(shown.start - view.start, view), _hour(shown.start, tz, locale), said))
    return ticks


def _hour(at: datetime, tz: ZoneInfo, locale: str) -> str:
    """The clock time without its offset, for which the axis has no room."""
    return when.clock_time(at, tz, locale).partition(" (")[0]


def _share(length: timedelta, view: Interval) -> str:
    return f"{length / view.length * 100:.3f}%"
