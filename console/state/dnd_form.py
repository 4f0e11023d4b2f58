"""The form of one do-not-disturb time: drawn on the calendar, typed, or changed; and times that are dragged elsewhere."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

import reflex as rx

from console.scheduling import clock
from console.scheduling.actors import Surface
from console.scheduling.errors import CallboardError
from console.scheduling.messages.own_day import DndDraft, dnd_draft
from console.scheduling.messages.sentences import said
from console.scheduling.rules import ranges
from console.scheduling.rules.zones import zone
from console.scheduling.services import impact, schedules
from console.state.acting import ActingState
from console.state.dnd import DndState
from console.state.gate import open_to
from console.state.notice import NoticeState

_AT_FIRST = timedelta(minutes=30)


@open_to("member")
class DndFormState(ActingState, rx.State):
    """What the form holds at first, and what is wrong with what was typed."""

    _surface: ClassVar[Surface] = "agent"

    is_open: bool = False
    draft: DndDraft = DndDraft()
    """Without an id it is a new one."""
    number: int = 0
    """Counts openings, so that the fields are mounted anew."""
    refusal: str = ""
    version: int = 0
    """Grows when what was dragged on the calendar must go back to where it was."""

    @rx.event
    def set_open(self, is_open: bool):
        """Leave it; nothing is set."""
        if not is_open:
            self._close()

    @rx.event
    def open_new(self):
        """Begin with the half hour that comes next."""
        start = ranges.next_half_hour(clock.now())
        self._open(dnd_draft(start, start + _AT_FIRST, zone(self._times_zone())))

    @rx.event
    def propose(self, start: str, end: str):
        """Begin with a stretch that was drawn on the calendar."""
        (from_day, from_clock), (to_day, to_clock) = _day_and_clock(start), _day_and_clock(end)
        self._open(DndDraft("", from_day, from_clock, to_day, to_clock))

    @rx.event
    async def edit(self, dnd_id: str):
        """Begin with a window that is set."""
        try:
            window = await self._ask(schedules.find_dnd, dnd_id)
        except CallboardError as refused:
            return NoticeState.show("info", refused.message)
        self._open(dnd_draft(window.start_at, window.end_at, zone(self._times_zone()), dnd_id, window.note or ""))
        return None

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Set it between the dates and clocks of the form."""
        own, note = self._times_zone(), str(form.get("note", ""))
        self.refusal = ""
        try:
            start = ranges.wall_instant(form.get("from_day", ""), form.get("from_clock", ""), own, "start_at")
            end = ranges.wall_instant(form.get("to_day", ""), form.get("to_clock", ""), own, "end_at")
            await self._keep(self.draft.id, start, end, note)
        except CallboardError as wrong:
            self.refusal = said(wrong.message)
            return
        self._close()

    @rx.event
    async def move(self, dnd_id: str, start: str, end: str):
        """Give a window the time to which it was dragged; an end that was left alone stays exactly where it is."""
        own = self._times_zone()
        try:
            window = await self._ask(schedules.find_dnd, dnd_id)
            stood = dnd_draft(window.start_at, window.end_at, zone(own))
            new_start, new_end = _day_and_clock(start), _day_and_clock(end)
            start_at = window.start_at if new_start == stood.start else ranges.wall_instant(*new_start, own, "start_at")
            end_at = window.end_at if new_end == stood.end else ranges.wall_instant(*new_end, own, "end_at")
            is_done = await self._keep(dnd_id, start_at, end_at, None)
        except CallboardError as wrong:
            (await self.get_state(DndState)).refusal = said(wrong.message)
            is_done = False
        if not is_done:
            self.version += 1

    @rx.event
    async def remove(self):
        """Delete the window that the form is about; it can be brought back."""
        await (await self.get_state(DndState))._remove(self.draft.id)
        self._close()

    async def _keep(self, dnd_id: str, start: datetime, end: datetime, note: str | None) -> bool:
        panel, me = await self.get_state(DndState), await self._actor()
        panel.refusal = panel.removed = ""
        if dnd_id:
            found = await self._ask(impact.of_dnd_change, dnd_id, start, end)
            return await panel._do(found, schedules.change_dnd, dnd_id, start, end, note)
        found = await self._ask(impact.of_block, me.id, start, end)
        return await panel._do(found, schedules.add_dnd, me.id or "", start, end, note or "")

    def _open(self, draft: DndDraft) -> None:
        self.draft, self.refusal, self.is_open, self.number = draft, "", True, self.number + 1

    def _close(self) -> None:
        self.is_open, self.refusal, self.version = False, "", self.version + 1


def _day_and_clock(wall: str) -> tuple[str, str]:
    """`2026-11-24T14:00` as its day and its clock."""
    day, _, at = wall.partition("T")
    return day, at
