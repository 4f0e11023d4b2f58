"""Do not disturb: an agent blocks a stretch of their own time, and is asked first about the calls that stand in it."""

from datetime import datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import reflex as rx

from console.scheduling import clock
from console.scheduling.actors import Surface
from console.scheduling.errors import CallboardError
from console.scheduling.messages import moments
from console.scheduling.messages.own_day import DndRow, dnd_row
from console.scheduling.messages.words import word
from console.scheduling.rules import ranges
from console.scheduling.rules.zones import zone
from console.scheduling.services import schedules
from console.scheduling.services.schedules import AffectedCall
from console.state.acting import ActingState
from console.state.gate import open_to


def told(affected: AffectedCall, tz: ZoneInfo, now: datetime) -> str:
    """A call that stands in the way, for who is asked whether its customer is to be told."""
    call = affected.booking
    said = f"{moments.moment(call.scheduled_at, tz, now)} · {call.guest_name}"
    return said if affected.can_be_told else f"{said} · {word('gets_no_message')}"


@open_to("member")
class DndState(ActingState, rx.State):
    """The agent's DND windows, and the one that is about to be set."""

    _surface: ClassVar[Surface] = "agent"

    windows: list[DndRow] = []
    question: str = ""
    """`This affects 2 calls. Tell these customers?`; empty while nothing is asked."""
    affected: list[str] = []
    refusal: str = ""
    _start: datetime | None = None
    _end: datetime | None = None

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
            self.refusal = wrong.message
            return
        await self._consider(start, end)

    @rx.event
    async def save(self, notify: bool):
        """Set what was asked about, with or without telling the customers."""
        if self._start and self._end:
            await self._set(self._start, self._end, notify)

    @rx.event
    def set_asking(self, is_asking: bool):
        """Leave the question: nothing is set."""
        if not is_asking:
            self._forget()

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
        self._forget()
        try:
            affected = await self._ask(schedules.affected_by, me.id, start, end)
        except CallboardError as refused:
            self.refusal = refused.message
            return
        if not affected:
            await self._set(start, end, False)
            return
        self._start, self._end = start, end
        tz, now = zone(self._times_zone()), clock.now()
        self.question = word("dnd_question", count=len(affected))
        self.affected = [told(call, tz, now) for call in affected]

    async def _set(self, start: datetime, end: datetime, notify: bool) -> None:
        me = await self._actor()
        try:
            await self._ask(schedules.add_dnd, me.id or "", start, end, notify)
        except CallboardError as refused:
            self._forget()
            self.refusal = refused.message
        else:
            self._forget()
        await self._fetch()

    async def _fetch(self) -> None:
        me, now = await self._actor(), clock.now()
        tz = zone(self._times_zone())
        windows = await self._ask(schedules.list_dnd, me.id or "")
        self.windows = [dnd_row(window, tz, now) for window in windows]

    def _forget(self) -> None:
        self.question, self.affected, self.refusal = "", [], ""
        self._start = self._end = None
