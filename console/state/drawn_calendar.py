"""The calendar of many agents, read and put into words for all who would be shown the same."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from console.scheduling import clock
from console.scheduling.actors import Actor
from console.scheduling.errors import Invalid
from console.scheduling.messages import moments, when
from console.scheduling.messages import team_calendar as messages
from console.scheduling.messages.calendar_entries import CalendarEntry, CalendarRow
from console.scheduling.messages.rows import page_told
from console.scheduling.messages.words import word
from console.scheduling.rules.ranges import wall_instant
from console.scheduling.rules.zones import local_day, zone
from console.scheduling.services import booking_views, team_calendar
from console.scheduling.services.team_calendar import ROWS_A_PAGE, CalendarQuestion, TeamCalendar
from console.state.acting import ask
from console.state.call_filters import CallFilters
from console.state.filter_chips import Chip, chips

_MOST_BESIDE = {"day": 12, "week": 4}
"""So many calls have room beside one another in a day's column."""
_AT_HAND = 8
"""So many hours are seen without scrolling."""


@dataclass(frozen=True, slots=True)
class DrawnCalendar:
    """What stands on the calendar and around it. `day` is the one that is chosen, `YYYY-MM-DD`."""

    day: str
    title: str
    is_today: bool
    entries: list[CalendarEntry]
    resources: list[CalendarRow]
    first_hour: int
    last_hour: int
    scroll_hour: int
    offset: str
    first_day: int
    told: str
    """`212 calls`."""
    rows_told: str
    """`1–60 of 1,000`: the agents that are shown; empty where all are."""
    is_last: bool
    free_told: str
    """`12 of 60 are free at 15:00 for 30 min`."""
    chips: list[Chip]
    agents: list[tuple[str, str]]
    teams: list[tuple[str, str]]
    presets: list[tuple[str, str]]
    unsettled: int


async def read(actor: Actor, filters: CallFilters, view: str, timezone: str) -> DrawnCalendar:
    """The calendar that these filters ask for, in a zone. Raises NotAllowed, NotFound, AppNotFound, Invalid, Unavailable."""
    now = clock.now()
    asked = _question(filters, view, timezone, now)
    team = await ask(team_calendar.look, actor, asked)
    offered = await ask(booking_views.choices, actor)
    unsettled = await ask(booking_views.needing_outcome, actor)
    names = dict(offered.agents + offered.teams + offered.presets)
    # Sixty agents' weeks are thousands of entries: the other tabs do not wait while they are put into words.
    entries = await asyncio.to_thread(_entries, team, view, timezone)
    tz, today = zone(timezone), local_day(now, timezone)
    first_hour, last_hour = messages.hours_shown(team, tz)
    begins = (
        max(first_hour, min(now.astimezone(tz).hour - 2, last_hour - _AT_HAND)) if _holds(team, now) else first_hour
    )
    before, shown = team.rows_before, len(team.rows)
    return DrawnCalendar(
        day=(day_of(filters.day) or today).isoformat(),
        title=messages.days_told(asked.first, asked.days),
        is_today=(day_of(filters.day) or today) == today,
        entries=entries,
        resources=messages.rows(team, tz, now),
        first_hour=first_hour,
        last_hour=last_hour,
        scroll_hour=begins,
        offset=when.utc_offset(now, tz),
        first_day=(when.first_weekday() + 1) % 7,
        told=messages.count_told(len(team.calls), has_more=team.has_more_calls),
        rows_told=page_told(before, shown, team.rows_in_all) if team.rows_in_all > ROWS_A_PAGE else "",
        is_last=before + shown >= team.rows_in_all,
        free_told=_free_told(team, asked.free_at, timezone),
        chips=[chip for chip in chips(filters, names, today) if chip.name != "span"],
        agents=offered.agents,
        teams=offered.teams,
        presets=offered.presets,
        unsettled=unsettled,
    )


def day_of(text: str) -> date | None:
    """The date that an address names; None for what is none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _question(filters: CallFilters, view: str, timezone: str, now: datetime) -> CalendarQuestion:
    day = day_of(filters.day) or local_day(now, timezone)
    is_week = view.endswith("week")
    return CalendarQuestion(
        wanted=filters.wanted(timezone, now),
        first=day - timedelta(days=(day.weekday() - when.first_weekday()) % 7) if is_week else day,
        days=7 if is_week else 1,
        timezone=timezone,
        has_rows=view.startswith("agents"),
        page=filters.page,
        free_at=_instant(day, filters.at, timezone),
    )


def _instant(day: date, clock_time: str, timezone: str) -> datetime | None:
    try:
        return wall_instant(day.isoformat(), clock_time, timezone) if clock_time else None
    except Invalid:
        return None


def _entries(team: TeamCalendar, view: str, timezone: str) -> list[CalendarEntry]:
    tz = zone(timezone)
    if view.startswith("agents"):
        return messages.entries(team, tz)
    return messages.entries_of_days(team, tz, _MOST_BESIDE[view])


def _holds(team: TeamCalendar, now: datetime) -> bool:
    return team.within.start <= now < team.within.end


def _free_told(team: TeamCalendar, free_at: datetime | None, timezone: str) -> str:
    if team.free is None or team.asked is None or free_at is None:
        return ""
    return word(
        "free_told",
        free=team.free,
        total=team.rows_in_all,
        time=when.clock_time(free_at, zone(timezone)),
        length=moments.length(team.asked.length // timedelta(minutes=1)),
    )
