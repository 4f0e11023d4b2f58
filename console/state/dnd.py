"""Do not disturb: an agent blocks a stretch of their own time, and is asked first about the calls that stand in it."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

import reflex as rx

from console.scheduling import clock
from console.scheduling.actors import Surface
from console.scheduling.errors import CallboardError
from console.scheduling.messages.own_day import DndRow, dnd_row
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.rules import ranges
from console.scheduling.rules.zones import zone
from console.scheduling.services import impact, schedules
from console.state.acting import ActingState
from console.state.gate import open_to
from console.state.impact import Pending, weigh


@open_to("member")
class DndState(ActingState, rx.State):
    """The agent's DND windows, and the one that is about to be set."""

    _surface: ClassVar[Surface] = "agent"

    windows: list[DndRow] = []
    refusal: str = ""

    @rx.event
    async def load(self):
        """Show the windows that are not over."""
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show them as they are now."""
        await self._fetch()

    @rx.event
    async def set_for(self, minutes: int):
        """From now on, for so many minutes."""
        start = ranges.this_minute(clock.now())
        await self._consider(start, start + timedelta(minutes=minutes))

    @rx.event
    async def set_between(self, form: dict[str, Any]):
        """From and until a date and a clock of the agent's own zone."""
        own = self._times_zone()
        try:
            start = ranges.wall_instant(form.get("from_day", ""), form.get("from_clock", ""), own, "start_at")
            end = ranges.wall_instant(form.get("to_day", ""), form.get("to_clock", ""), own, "end_at")
        except CallboardError as wrong:
            self.refusal = said(wrong.message)
            return
        await self._consider(start, end)

    @rx.event
    async def saved(self):
        """Show the window that was set in the dialog of the calls in its way."""
        await self._fetch()

    @rx.event
    async def remove(self, dnd_id: str):
        """Be reachable again."""
        try:
            await self._ask(schedules.remove_dnd, dnd_id)
        except CallboardError as refused:
            self.refusal = refused.message
        await self._fetch()

    async def _consider(self, start: datetime, end: datetime) -> None:
        """Ask first when calls stand in the way; set it at once when none does."""
        me = await self._actor()
        self.refusal = ""
        try:
            found = await self._ask(impact.of_block, me.id, start, end)
            is_asking = await weigh(
                self,
                Pending(
                    word("impact_block_title", count=len(found.calls)),
                    word("set_dnd"),
                    word("impact_hint"),
                    change=schedules.add_dnd,
                    arguments=(me.id or "", start, end),
                    owner=DndState,
                    is_own=True,
                ),
                found,
            )
        except CallboardError as refused:
            self.refusal = refused.message
            return
        if not is_asking:
            await self._fetch()

    async def _fetch(self) -> None:
        me, now = await self._actor(), clock.now()
        tz = zone(self._times_zone())
        windows = await self._ask(schedules.list_dnd, me.id or "")
        self.windows = [dnd_row(window, tz, now) for window in windows]
