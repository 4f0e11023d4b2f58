"""What is done to the booking that the drawer shows: each act, and what it needs to know first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError, Invalid, SlotUnavailable
from console.scheduling.messages.refusals import Candidate, candidates, sentences
from console.scheduling.messages.sentences import said
from console.scheduling.services import bookings, members, slots
from console.scheduling.services.booking_views import BookingDetail
from console.scheduling.services.slots import SlotQuery
from console.state.call_drawer.shown import ShownCallState
from console.state.time_choice import TimeChoiceState


class CallActsState(ShownCallState, TimeChoiceState, mixin=True):
    """The acts that the core allows; one at a time is prepared in a panel."""

    panel: str = ""
    """The act that is being prepared: `update`, `reschedule`, `reassign`, `cancel` or `done`."""
    candidates: list[Candidate] = []
    outcomes: list[tuple[str, str]] = []
    _preset_id: str = ""
    _buffers: tuple[int, int] = (0, 0)

    @rx.event
    async def prepare(self, act: str):
        """Unfold what an act needs to know, in the place of another's."""
        self._fold()
        if act in self.sheet.acts:
            self.panel = act
            await self._unfold()

    @rx.event
    def fold(self):
        """Leave the act that was being prepared."""
        self._fold()

    @rx.event
    async def confirm(self):
        """The customer's yes, taken by somebody of ours."""
        await self._act(bookings.confirm)

    @rx.event
    async def begin(self):
        """The call begins."""
        await self._act(bookings.start)

    @rx.event
    async def mark_no_show(self):
        """The customer did not come."""
        await self._act(bookings.mark_no_show)

    @rx.event
    async def finish(self, form: dict[str, Any]):
        """The call took place."""
        await self._act(bookings.done, outcome=form.get("outcome") or None, note=form.get("note") or None)

    @rx.event
    async def cancel(self, form: dict[str, Any]):
        """Call it off."""
        await self._act(bookings.cancel, reason=form.get("reason") or None, expected_version=self.sheet.version)

    @rx.event
    async def reassign(self, form: dict[str, Any]):
        """Give the call to another agent, at the same time."""
        await self._act(
            bookings.reassign,
            form.get("agent_id", ""),
            reason=form.get("reason") or None,
            respect_working_hours=not form.get("set_aside"),
            expected_version=self.sheet.version,
        )

    @rx.event
    async def reschedule(self, form: dict[str, Any]):
        """Move the call to the chosen or the typed time."""
        try:
            start = self._wanted_start(form)
        except Invalid as wrong:
            self.refusal = said(wrong.message)
            return
        await self._act(
            bookings.reschedule,
            start,
            reason=form.get("reason") or None,
            respect_working_hours=not form.get("set_aside"),
            expected_version=self.sheet.version,
        )

    async def _act(self, verb: Callable[..., object], *args: Any, **kwargs: Any) -> bool:
        """Do it and show the booking as it then is; or say why not, keep what was typed, and return False."""
        try:
            await self._ask(verb, self.sheet.row.id, *args, **kwargs)
        except CallboardError as refused:
            self.refusal = sentences(refused)
            if isinstance(refused, SlotUnavailable) and self.panel == "reschedule":
                self._offer_instead([slot.start_at for slot in refused.alternatives])
            await self._fetch(self.sheet.row.id)
            return False
        if self.panel != "update":  # what is being typed there stays
            self._fold()
        self._seen_event = ""
        await self._fetch(self.sheet.row.id)
        return True

    async def _unfold(self) -> None:
        """Get ready what the panel shows."""
        if self.panel == "reschedule":
            await self._open_picker(zone=self._times_zone())
        if self.panel == "reassign":
            await self._find_candidates()

    def _put_aside(self) -> None:
        self._fold()
        super()._put_aside()

    def _leave_call(self) -> None:
        self._fold()
        super()._leave_call()

    async def _take(self, known: BookingDetail) -> None:
        await super()._take(known)
        booking = known.call.booking
        self._preset_id = known.preset.id
        self._buffers = booking.buffer_before_minutes, booking.buffer_after_minutes
        self.outcomes = [(outcome, outcome) for outcome in known.preset.outcomes]
        if self.panel not in (*self.sheet.acts, "update"):  # somebody else was faster
            self.panel = ""

    async def _find_candidates(self) -> None:
        answers = await self._ask(slots.explain, replace(self._as_it_is(self._start()), agent_id=None))
        names = {agent.id: agent.name for agent in await self._ask(members.agents)}
        self.candidates = candidates(answers, names, but=self.sheet.row.agent_id)

    def _offer_instead(self, starts: list[datetime]) -> None:
        super()._offer_instead([start for start in starts if start != self._start()])  # it stands there already

    def _start(self) -> datetime:
        return datetime.fromisoformat(self.sheet.row.starts_at)

    def _query(self, start: datetime, end: datetime) -> SlotQuery:
        return replace(self._as_it_is(start), end=end)

    def _as_it_is(self, start: datetime) -> SlotQuery:
        """The question whether the call, as long as it is and with whom it is, could begin at `start`."""
        return SlotQuery(
            start=start,
            end=start,
            duration_minutes=self.sheet.minutes,
            agent_id=self.sheet.row.agent_id,
            preset_id=self._preset_id,
            buffer_before_minutes=self._buffers[0],
            buffer_after_minutes=self._buffers[1],
            moving=self.sheet.row.id,
        )

    def _fold(self) -> None:
        self.panel = self.refusal = ""
        self._forget_time()
