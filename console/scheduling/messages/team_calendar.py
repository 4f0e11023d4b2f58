"""Many agents' calls as entries for a calendar: days and weeks of all of them, or a row for each agent. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_interval
from babel.numbers import format_decimal

from console.scheduling.messages import when
from console.scheduling.messages.calendar_crowds import by_hour, crowds, most_at_once
from console.scheduling.messages.calendar_entries import CalendarEntry, CalendarRow, EntryKind
from console.scheduling.messages.calendar_wall import (
    FIRST_HOUR,
    LAST_HOUR,
    became_of,
    hours_around,
    kind_of,
    stretch,
)
from console.scheduling.messages.rows import Booked
from console.scheduling.messages.words import READER, tag, word
from console.scheduling.models.hours import ScheduleException
from console.scheduling.rules.availability import ReasonCode
from console.scheduling.rules.intervals import Interval, subtract
from console.scheduling.rules.zones import zone

_SHORTLY: dict[ReasonCode, str] = {
    "scheduling_off": "not_booked_now",
    "not_in_preset": "not_in_preset",
    "too_soon": "layer_too_soon",
    "too_far": "layer_too_far",
    "off_grid": "not_booked_now",
    "blocked": "layer_blocked",
    "do_not_disturb": "layer_do_not_disturb",
    "busy_calendar": "layer_busy_calendar",
    "outside_hours": "outside_hours",
    "slot_taken": "another_call",
    "buffer": "layer_buffers",
    "held": "layer_holds",
    "agent_day_limit": "layer_full",
}
"""Why somebody is not free, in the words that a narrow column has room for."""
_HOUR = timedelta(hours=1)


class Agent(Protocol):
    """Somebody who has a row."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def timezone(self) -> str: ...
    @property
    def team_name(self) -> str | None: ...


class Row(Protocol):
    """What `services.team_calendar` knows of an agent."""

    @property
    def agent(self) -> Agent: ...
    @property
    def open(self) -> Sequence[Interval]: ...
    @property
    def taken(self) -> Sequence[Interval]: ...
    @property
    def dnd(self) -> Sequence[Interval]: ...
    @property
    def busy(self) -> Sequence[Interval]: ...
    @property
    def held(self) -> Sequence[Interval]: ...
    @property
    def exceptions(self) -> Sequence[ScheduleException]: ...
    @property
    def why_not_free(self) -> Sequence[ReasonCode]: ...


class Team(Protocol):
    """What `services.team_calendar` knows about some days."""

    @property
    def first(self) -> date: ...
    @property
    def within(self) -> Interval: ...
    @property
    def calls(self) -> Sequence[Booked]: ...
    @property
    def movable(self) -> Mapping[str, Sequence[int]]: ...
    @property
    def rows(self) -> Sequence[Row]: ...
    @property
    def free(self) -> int | None: ...
    @property
    def asked(self) -> Interval | None: ...


def entries(team: Team, tz: ZoneInfo, locale: str = READER) -> list[CalendarEntry]:
    """All that stands in the rows, each with the id of its row: the ground first, then the rest in the order of time."""
    said = tag(locale)
    before = [_call(call, team, tz, said, resource=call.booking.agent_id) for call in team.calls]
    behind: list[CalendarEntry] = []
    for row in team.rows:
        behind += _ground(row, team.within, tz, said)
        behind += _times("asked", [team.asked] if team.asked else [], "", row, tz, said, is_behind=True)
        before += _times("taken", row.taken, word("another_call", said), row, tz, said)
        before += _times("dnd", row.dnd, word("do_not_disturb", said), row, tz, said)
        before += _times("held", row.held, word("layer_holds", said), row, tz, said)
    return behind + sorted(before, key=lambda entry: (entry.start, entry.end, entry.id))


def entries_of_days(team: Team, tz: ZoneInfo, most_beside: int, locale: str = READER) -> list[CalendarEntry]:
    """The calls of all agents in columns of days. Where more than so many stand beside one another, hours stand for them.

    Such an entry is of the kind `several`, and tells how many calls begin in its hour.
    """
    said = tag(locale)
    found: list[CalendarEntry] = []
    for crowd in crowds(team.calls):
        if most_at_once(crowd) <= most_beside:
            found += [_call(call, team, tz, said, note=call.agent_name) for call in crowd]
        else:
            found += (_several(begins, count, tz, said) for begins, count in by_hour(crowd, tz).items())
    return found


def rows(team: Team, tz: ZoneInfo, now: datetime, locale: str = READER) -> list[CalendarRow]:
    """A row an agent: their team, or whether they are free, gathers them; their own zone's time stands beside the name."""
    return [
        CalendarRow(
            id=row.agent.id,
            title=row.agent.name,
            note=_place(row.agent.timezone, tz, now, locale),
            hint=word(_SHORTLY[row.why_not_free[0]], locale) if row.why_not_free else "",
            group=_group(row, team, locale),
            is_dim=bool(row.why_not_free),
        )
        for row in team.rows
    ]


def hours_shown(team: Team, tz: ZoneInfo) -> tuple[int, int]:
    """From and until which full hour days must be drawn, so that what is open and all calls have room."""
    spans = {(call.booking.scheduled_at, call.booking.ends_at) for call in team.calls}
    spans |= {(each.start, each.end) for row in team.rows for each in (*row.open, *row.taken)}
    hours = [hours_around(start, end, tz) for start, end in spans]
    return min((start for start, _ in hours), default=FIRST_HOUR), max((end for _, end in hours), default=LAST_HOUR)


def days_told(first: date, days: int, locale: str = READER) -> str:
    """`Monday 23 November 2026`, or `23–29 November 2026`."""
    if days == 1:
        return when.day(first, locale, date(first.year - 1, 1, 1))
    return format_interval(first, first + timedelta(days=days - 1), "yMMMMd", locale=when.locale_of(locale))


def count_told(calls: int, *, has_more: bool, locale: str = READER) -> str:
    """`1,204 calls`; of more than are drawn, that these are the first."""
    name = "calendar_calls_first" if has_more else "calls_counted"
    return word(name, locale, count=calls, number=format_decimal(calls, locale=when.locale_of(locale)))


def _group(row: Row, team: Team, locale: str) -> str:
    if team.free is not None:
        return word("agents_not_free" if row.why_not_free else "agents_free", locale)
    if not any(each.agent.team_name for each in team.rows):
        return ""
    return row.agent.team_name or word("no_team", locale)


def _place(timezone: str, tz: ZoneInfo, now: datetime, locale: str) -> str:
    """`Madrid, 16:05` for who is elsewhere; nothing for who reads the same clock."""
    return _place_at(timezone, tz.key, now.replace(second=0, microsecond=0), tag(locale))


@lru_cache(maxsize=500)
def _place_at(timezone: str, own: str, now: datetime, locale: str) -> str:
    there = zone(timezone)
    if now.astimezone(there).utcoffset() == now.astimezone(zone(own)).utcoffset():
        return ""
    return f"{when.city(there, locale)}, {when.clock_time(now, there, locale)}"


def _ground(row: Row, within: Interval, tz: ZoneInfo, locale: str) -> Iterator[CalendarEntry]:
    who = row.agent.id
    for each in subtract((within,), row.open):
        yield _entry("closed", each, tz, locale, is_behind=True, resource=who)
    for each in row.busy:
        yield _entry("busy", each, tz, locale, title=word("layer_busy_calendar", locale), is_behind=True, resource=who)
    for exception in row.exceptions:
        shown = Interval(max(exception.start_at, within.start), min(exception.end_at, within.end))
        kind, title = kind_of(exception, locale)
        yield _entry(
            kind,
            shown,
            tz,
            locale,
            id=f"{exception.id}-{who}",
            title=title,
            note=exception.note or "",
            is_behind=True,
            resource=who,
        )


def _times(
    kind: EntryKind,
    stretches: Iterable[Interval],
    title: str,
    row: Row,
    tz: ZoneInfo,
    locale: str,
    *,
    is_behind: bool = False,
) -> list[CalendarEntry]:
    who = row.agent.id
    return [_entry(kind, each, tz, locale, title=title, resource=who, is_behind=is_behind) for each in stretches]


def _call(call: Booked, team: Team, tz: ZoneInfo, locale: str, *, note: str = "", resource: str = "") -> CalendarEntry:
    booking = call.booking
    status, tone = became_of(booking, locale)
    entry = _entry(
        "call",
        Interval(booking.scheduled_at, booking.ends_at),
        tz,
        locale,
        id=booking.id,
        title=booking.guest_name,
        note=note or status,
        tone=tone,
        resource=resource,
        beside=status if note else call.agent_name,
    )
    lengths = team.movable.get(booking.id, ())
    return replace(entry, is_movable=bool(lengths), lengths=list(lengths), version=booking.version)


def _several(begins: datetime, count: int, tz: ZoneInfo, locale: str) -> CalendarEntry:
    told = word("calls_counted", locale, count=count)
    return _entry("several", Interval(begins, begins + _HOUR), tz, locale, title=told)


def _entry(
    kind: EntryKind,
    span: Interval,
    tz: ZoneInfo,
    locale: str,
    *,
    id: str = "",
    title: str = "",
    note: str = "",
    tone: str = "",
    is_behind: bool = False,
    resource: str = "",
    beside: str = "",
) -> CalendarEntry:
    start, end, time, day = stretch(span.start, span.end, tz, locale)
    return CalendarEntry(
        id=id or f"{kind}-{start}-{resource}",
        kind=kind,
        start=start,
        end=end,
        time="" if kind == "closed" else time,
        title=title,
        note=note,
        day=", ".join(part for part in (day, beside) if part) if not is_behind else "",
        tone=tone,
        is_behind=is_behind,
        resource=resource,
    )
