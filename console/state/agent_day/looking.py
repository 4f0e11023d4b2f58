"""Looking at one time of the day: whether a call can start there, if not why, and when instead."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError, Invalid
from console.scheduling.messages import moments, refusals, when
from console.scheduling.messages.instants import parse_instant
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.rules.ranges import wall_instant
from console.scheduling.rules.zones import local_day, zone
from console.scheduling.services import slot_calendar, slots
from console.scheduling.services.slot_calendar import SlotButton
from console.scheduling.services.slots import SlotQuery
from console.state.agent_day.shown import ShownDayState

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


class LookingState(ShownDayState, mixin=True):
    """The cursor on the strip and the clock beside it, which look at the same time."""

    clock: str = ""
    """`HH:MM` of the time that is looked at; empty while none is."""
    minute: int = 0
    """Where the cursor stands, in minutes since the day began."""
    look: Look = Look()
    nearest: list[SlotButton] = []
    day_number: int = 0
    """Grows when the day is set by other means than its field, which mounts the field anew; as for the next two."""
    clock_number: int = 0
    cursor_number: int = 0
    _at: datetime | None = None
    """The instant that is looked at."""

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
        """Look at one of the nearest times, on whatever day that is, or at one that is offered on this day."""
        at = instant_of(start)
        slots_shown = [*self.nearest, *(slot for group in self.starts for slot in group.slots)]
        if at is not None and start in [slot.start for slot in slots_shown]:
            await self._look_at(at)
            self._mount_anew()

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
            supposed=self._supposed(),
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


def instant_of(text: str) -> datetime | None:
    """The instant that an address or a button names; None for what is none."""
    try:
        return parse_instant(text)
    except Invalid:
        return None
