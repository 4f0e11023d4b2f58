"""Do not disturb: an agent keeps their own time free, from now on or later, and is asked first about calls that stand there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

import reflex as rx

from console.scheduling import clock
from console.scheduling.actors import Surface
from console.scheduling.errors import CallboardError
from console.scheduling.messages.own_day import DndRow, FocusEnd, dnd_row, focus_rows, running
from console.scheduling.messages.words import word
from console.scheduling.rules import ranges
from console.scheduling.rules.zones import zone
from console.scheduling.services import focus, impact, schedules
from console.scheduling.services.impact import Impact
from console.state.acting import ActingState
from console.state.gate import open_to
from console.state.impact import Pending, weigh


@open_to("member")
class DndState(ActingState, rx.State):
    """The agent's DND windows, the one that runs, and how long a new one could last from now on."""

    _surface: ClassVar[Surface] = "agent"

    windows: list[DndRow] = []
    running: DndRow = DndRow()
    """Of those that run the one that ends last; without an id none does."""
    now: str = ""
    """The server's time when it said what runs."""
    ends: list[FocusEnd] = []
    refusal: str = ""
    removed: str = ""
    """What was deleted last and can be brought back, in words."""
    _removed: tuple[datetime, datetime, str] | None = None

    @rx.event
    async def load(self):
        """Show the windows that are not over."""
        self.removed, self._removed = "", None
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show them as they are now."""
        await self._fetch()

    @rx.event
    async def set_for(self, minutes: int):
        """From now on, for so many minutes."""
        start = ranges.this_minute(clock.now())
        await self._set(start, start + timedelta(minutes=minutes))

    @rx.event
    async def set_until(self, end: str):
        """From now on until one of the ends that the day has: its name."""
        now = clock.now()
        try:
            ends = (await self._ask(focus.look)).ends
        except CallboardError as refused:
            self.refusal = refused.message
            return
        until = {"next_call": ends.next_call, "end_of_hours": ends.end_of_hours, "end_of_day": ends.end_of_day}.get(end)
        if until is None:  # the day went on meanwhile
            await self._fetch()
            return
        await self._set(ranges.this_minute(now), until)

    @rx.event
    async def end_now(self):
        """Be reachable again, whatever runs."""
        me = await self._actor()
        try:
            await self._ask(schedules.end_dnd, me.id or "")
        except CallboardError as refused:
            self.refusal = refused.message
        await self._fetch()

    @rx.event
    async def remove(self, dnd_id: str):
        """Delete a window; it can be brought back."""
        await self._remove(dnd_id)

    @rx.event
    async def undo(self):
        """Bring back what was deleted last."""
        me, gone = await self._actor(), self._removed
        self.removed, self._removed = "", None
        if gone is None:
            return
        try:
            await self._ask(schedules.add_dnd, me.id or "", *gone)
        except CallboardError as refused:
            self.refusal = refused.message
        await self._fetch()

    @rx.event
    async def saved(self):
        """Show the window that was set in the dialog of the calls in its way."""
        await self._fetch()

    async def _remove(self, dnd_id: str) -> None:
        self.refusal = ""
        try:
            window = await self._ask(schedules.find_dnd, dnd_id)
            await self._ask(schedules.remove_dnd, dnd_id)
        except CallboardError as refused:
            self.refusal = refused.message
        else:
            row = dnd_row(window, zone(self._times_zone()), clock.now())
            self.removed = word("dnd_removed", time=row.time)
            self._removed = window.start_at, window.end_at, window.note or ""
        await self._fetch()

    async def _set(self, start: datetime, end: datetime) -> None:
        me = await self._actor()
        self.refusal = self.removed = ""
        try:
            found = await self._ask(impact.of_block, me.id, start, end)
            await self._do(found, schedules.add_dnd, me.id or "", start, end)
        except CallboardError as refused:
            self.refusal = refused.message

    async def _do(self, found: Impact, change: Callable[..., Any], *arguments: Any) -> bool:
        """Do it at once when no call is in the way; else ask first, and give False: it is not done yet."""
        title, hint = word("impact_block_title", count=len(found.calls)), word("impact_hint")
        pending = Pending(title, word("set_dnd"), hint, change=change, arguments=arguments, owner=DndState, is_own=True)
        is_asking = await weigh(self, pending, found)
        if not is_asking:
            await self._fetch()
        return not is_asking

    async def _fetch(self) -> None:
        now, tz = clock.now(), zone(self._times_zone())
        seen = await self._ask(focus.look)
        self.windows = [dnd_row(window, tz, now) for window in seen.windows]
        self.running, self.now = running(self.windows), now.isoformat()
        self.ends = focus_rows(seen.ends, tz)
