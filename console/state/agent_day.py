"""One agent's day as a strip of layers, and why a call can or cannot start at the time that is looked at."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError, Invalid
from console.scheduling.messages import moments, refusals, when
from console.scheduling.messages.day_strip import DayStrip, day_strip
from console.scheduling.messages.instants import parse_instant
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.rules.ranges import wall_instant
from console.scheduling.rules.zones import local_day, zone
from console.scheduling.services import agent_day, slot_calendar, slots
from console.scheduling.services.agent_day import AgentDay, DayQuestion
from console.scheduling.services.slot_calendar import SlotButton
from console.scheduling.services.slots import SlotQuery
from console.state.acting import ActingState
from console.state.gate import open_to

CURSOR_STEP = 5
"""Minutes from one place of the cursor to the next."""


@dataclass(frozen=True)
class Look:
    """What is known about one time. Nothing is, until one is chosen."""

    is_known: bool = False
    works: bool = False
    time: str = ""
    """`10:15–10:45, Bogota time`."""
    own_time: str = ""
    """The same in the viewer's own zone, where that is another time."""
    why_not: list[str] = field(default_factory=list)
    spoken: str = ""
    """All of it in one breath, as the cursor on the strip says it."""


@open_to("member")
class AgentDayState(ActingState, rx.State):
    """The day is one of the agent's own calendar: all times are said on the clock of their zone."""

    agent_id: str = ""
    strip: DayStrip = DayStrip()
    day: str = ""
    """`YYYY-MM-DD`."""
    is_today: bool = False
    is_whole: bool = False
    """Whether the hours at which nothing is are shown too."""
    presets: list[tuple[str, str]] = []
    preset_id: str = ""
    durations: list[tuple[str, str]] = []
    duration: str = ""
    clock: str = ""
    """`HH:MM` of the time that is looked at; empty while none is."""
    minute: int = 0
    """Where the cursor stands, in minutes since the day began."""
    look: Look = Look()
    nearest: list[SlotButton] = []
    problem: str = ""
    is_loaded: bool = False
    day_number: int = 0
    """Grows when the day is set by other means than its field, which mounts the field anew; as for the next two."""
    clock_number: int = 0
    cursor_number: int = 0
    _wanted_day: str = ""
    """Empty: today, whenever that is."""
    _at: datetime | None = None
    """The instant that is looked at."""
    _began: datetime | None = None
    """When the day that is shown began."""
    _timezone: str = "UTC"
    _came_by: str = ""
    """The query of the address that was followed last, so that a reconnect does not follow it again."""

    @rx.event
    async def show(self, agent_id: str):
        """Show this agent's day: the one that the address asks about, else the one that was shown."""
        asked, query = self.router.url.query_parameters, str(self.router.url.query)
        before, self.agent_id = self.agent_id, agent_id
        if agent_id == asked.get("agent") and query != self._came_by:
            self._came_by, self._at, before = query, _instant(asked.get("at", "")), ""
            self.preset_id, self.duration = asked.get("preset", ""), asked.get("minutes", "")
        if agent_id != before:
            self.strip = DayStrip()
            self._mount_anew()
        await self._fetch()
        await self._look_again()

    @rx.event
    async def refresh(self):
        """Show it as it is now."""
        if self.agent_id:
            await self._fetch()
            await self._look_again()

    @rx.event
    async def turn(self, days: int):
        """So many days on, or back; the time of day that is looked at stays."""
        if self.day:
            await self._go(date.fromisoformat(self.day) + timedelta(days=days))
            self.day_number += 1

    @rx.event
    async def go_to(self, day: str):
        """To a date that was typed."""
        if (typed := _date(day)) is not None:
            await self._go(typed)

    @rx.event
    async def go_today(self):
        """To the day that the agent has at present."""
        await self._go(None)
        self.day_number += 1

    @rx.event
    async def choose_preset(self, preset_id: str):
        """Ask for a call on the terms of another preset."""
        self.preset_id, self.duration = preset_id, ""
        await self._fetch()
        await self._look_again()

    @rx.event
    async def choose_duration(self, minutes: str):
        """Ask for a call of so many minutes."""
        self.duration = minutes
        await self._fetch()
        await self._look_again()

    @rx.event
    async def show_whole(self, is_whole: bool):
        """Show all hours of the day, or those at which something is."""
        self.is_whole = is_whole
        await self._fetch()

    @rx.event
    async def ask_minute(self, minute: float):
        """Look at the time to which the cursor was moved, in minutes since the day began."""
        if self._began is not None and self.strip.first <= minute <= self.strip.last:
            minute = min(minute, self.strip.last - CURSOR_STEP)  # the end of the axis is no start of a call any more
            await self._look_at(self._began + timedelta(minutes=int(minute)))
            self.clock_number += 1

    @rx.event
    async def ask_clock(self, clock_time: str):
        """Look at a time that was typed."""
        if clock_time:
            await self._look_at_clock(clock_time)
            self.cursor_number += 1

    @rx.event
    async def ask_start(self, start: str):
        """Look at one of the nearest times, on whatever day that is."""
        at = _instant(start)
        if at is not None and start in [slot.start for slot in self.nearest]:
            await self._look_at(at)
            self._mount_anew()

    async def _go(self, day: date | None) -> None:
        self._wanted_day = day.isoformat() if day else ""
        await self._fetch()
        if self.clock and not self.strip.is_missing:
            await self._look_at_clock(self.clock)
        else:
            self._forget_time()
        self.clock_number, self.cursor_number = self.clock_number + 1, self.cursor_number + 1

    async def _fetch(self) -> None:
        question = DayQuestion(
            agent_id=self.agent_id,
            day=_date(self._wanted_day),
            preset_id=self.preset_id or None,
            duration_minutes=int(self.duration) if self.duration.isdecimal() else None,
        )
        try:
            seen = await self._ask(agent_day.look, question)
        except CallboardError as refused:
            self.problem, self.is_loaded = refused.message, True
            return
        self._take(seen)

    def _take(self, seen: AgentDay) -> None:
        tz, now = zone(seen.agent.timezone), clock.now()
        self._timezone, self._began = tz.key, seen.layers.day.start
        self.day, self.is_today = seen.day.isoformat(), seen.day == local_day(now, tz.key)
        self.presets = [(preset.id, preset.name) for preset in seen.presets]
        lengths = sorted({*seen.preset.durations, seen.minutes})
        self.durations = [(str(minutes), moments.length(minutes)) for minutes in lengths]
        self.preset_id, self.duration = seen.preset.id, str(seen.minutes)
        self.strip = day_strip(seen.day, seen.layers, seen.customers, tz, now, whole=self.is_whole)
        self.problem, self.is_loaded = "", True

    async def _look_again(self) -> None:
        if self._at is not None and not self.problem:
            await self._look_at(self._at)

    async def _look_at_clock(self, clock_time: str) -> None:
        try:
            at = wall_instant(self.day, clock_time, self._timezone)
        except Invalid as wrong:
            self._forget_time()
            self.look = Look(True, time=clock_time, why_not=[said(wrong.message)])
            return
        await self._look_at(at)

    async def _look_at(self, at: datetime) -> None:
        """Say whether a call can start at this instant, and if not why, and when instead."""
        if (day := local_day(at, self._timezone).isoformat()) != self.day:
            self._wanted_day = day
            await self._fetch()
        asked = SlotQuery(
            start=at,
            end=at,
            agent_id=self.agent_id,
            preset_id=self.preset_id,
            duration_minutes=int(self.duration),
        )
        try:
            advice = await self._ask(slots.advise, asked)
        except CallboardError as refused:
            self.problem = refused.message
            return
        self._at = at
        self._say(advice)
        await self._point()

    def _say(self, advice: slots.Advice) -> None:
        assert self._at is not None
        at, end, now = self._at, self._at + timedelta(minutes=int(self.duration)), clock.now()
        tz, own = zone(self._timezone), zone(self._times_zone())
        found = refusals.verdict(advice.agents, at, tz, now)
        told = [found.told] if found.works else found.why_not
        self.look = Look(
            is_known=True,
            works=found.works,
            time=moments.time_span(at, end, tz),
            own_time=_elsewhere(at, end, tz, own, now),
            why_not=found.why_not,
            spoken=" ".join([when.clock_time(at, tz) + ":", *told]),
        )
        self.nearest = [self._button(slot.start_at, tz, now) for slot in advice.nearest]

    def _button(self, start: datetime, tz: ZoneInfo, now: datetime) -> SlotButton:
        """A start to choose; only on another day than the one that is shown does it name its day."""
        (button,) = slot_calendar.alternative_rows([start], tz.key, now)
        is_here = local_day(start, tz.key).isoformat() == self.day
        return replace(button, time=when.clock_time(start, tz)) if is_here else button

    async def _point(self) -> None:
        """Move cursor and clock to where one looks; hours that were left out are shown if it is among them."""
        assert self._at is not None and self._began is not None
        self.clock = f"{self._at.astimezone(zone(self._timezone)):%H:%M}"
        self.minute = int((self._at - self._began) / timedelta(minutes=1))
        if not self.strip.first <= self.minute <= self.strip.last:
            self.is_whole = True
            await self._fetch()

    def _mount_anew(self) -> None:
        self.day_number, self.clock_number = self.day_number + 1, self.clock_number + 1
        self.cursor_number += 1

    def _forget_time(self) -> None:
        self._at, self.clock, self.look, self.nearest = None, "", Look(), []


def _elsewhere(start: datetime, end: datetime, tz: ZoneInfo, own: ZoneInfo, now: datetime) -> str:
    """The time on one's own clock, where it shows another one than the agent's."""
    if start.astimezone(own).utcoffset() == start.astimezone(tz).utcoffset():
        return ""
    is_same_day = start.astimezone(own).date() == start.astimezone(tz).date()
    time = moments.time_span(start, end, own) if is_same_day else moments.stretch(start, end, own, now)
    return word("time_elsewhere", time=time, zone=when.zone_time(own))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _instant(text: str) -> datetime | None:
    try:
        return parse_instant(text)
    except Invalid:
        return None
