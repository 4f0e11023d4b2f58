"""One agent's day as a strip of layers, and why a call can or cannot start at the time that is looked at."""

from datetime import date, timedelta

import reflex as rx

from console.scheduling.messages.day_strip import DayStrip
from console.state.agent_day.looking import CURSOR_STEP, Look, LookingState, instant_of
from console.state.agent_day.shown import date_of
from console.state.gate import open_to

__all__ = ["CURSOR_STEP", "AgentDayState", "Look"]


@open_to("member")
class AgentDayState(LookingState, rx.State):
    """The day is one of the agent's own calendar: all times are said on the clock of their zone."""

    _came_by: str = ""
    """The query of the address that was followed last, so that a reconnect does not follow it again."""

    @rx.event
    async def show(self, agent_id: str):
        """Show this agent's day: the one that the address asks about, else the one that was shown."""
        asked, query = self.router.url.query_parameters, str(self.router.url.query)
        before, self.agent_id = self.agent_id, agent_id
        if agent_id == asked.get("agent") and query != self._came_by:
            self._came_by, self._at, before = query, instant_of(asked.get("at", "")), ""
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
        if (typed := date_of(day)) is not None:
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
    async def show_as_saved(self, is_as_saved: bool):
        """Show the day with the hours as they are saved, or as they are being edited."""
        self.is_as_saved = is_as_saved and self.has_unsaved
        await self._fetch()
        await self._look_again()

    @rx.event
    async def show_whole(self, is_whole: bool):
        """Show all hours of the day, or those at which something is."""
        self.is_whole = is_whole
        await self._fetch()

    async def _go(self, day: date | None) -> None:
        self._wanted_day = day.isoformat() if day else ""
        await self._fetch()
        if self.clock and not self.strip.is_missing:
            await self._look_at_clock(self.clock)
        else:
            self._forget_time()
        self.clock_number, self.cursor_number = self.clock_number + 1, self.cursor_number + 1
