"""One booking beside the list it came from: what is known about it, and every act on it that the core allows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

import reflex as rx

from console.scheduling import clock
from console.scheduling.actors import Surface
from console.scheduling.errors import CallboardError, Invalid, NotFound, SlotUnavailable
from console.scheduling.messages.refusals import Candidate, candidates, sentences
from console.scheduling.messages.sheet import BookingSheet, booking_sheet
from console.scheduling.rules.zones import zone
from console.scheduling.services import booking_views, bookings, members, slots
from console.scheduling.services.slots import SlotQuery
from console.state.gate import open_to
from console.state.time_choice import TimeChoiceState
from console.state.times import TimesState


class CallDrawerState(TimeChoiceState, TimesState, mixin=True):
    """The drawer. Its booking stands in the address as `?call=`, so that it can be shared, reloaded and left by Back."""

    sheet: BookingSheet = BookingSheet()
    is_open: bool = False
    is_missing: bool = False
    """Whether the booking is unknown, or not this person's to see: both read the same."""
    panel: str = ""
    """The act that is being prepared: `reschedule`, `reassign`, `cancel` or `done`."""
    candidates: list[Candidate] = []
    outcomes: list[tuple[str, str]] = []
    _preset_id: str = ""
    _whole_draw: str = ""
    """The event whose draw is shown with all its agents."""
    _buffers: tuple[int, int] = (0, 0)

    @rx.event
    async def load(self):
        """Show the booking that the address names, or none."""
        await self._show_call(self.router.url.query_parameters.get("call", ""))

    @rx.event
    async def open_call(self, booking_id: str):
        """Show a booking at once, and put it into the address."""
        await self._show_call(booking_id)
        return self._go(booking_id)

    @rx.event
    def set_open(self, is_open: bool):
        """Close the drawer, as its cross and Esc ask."""
        if not is_open:
            self.is_open = False
            return self._go("")
        return None

    @rx.event
    async def refresh(self):
        """Show the open booking as it is now; what is being typed stays."""
        if self.is_open:
            await self._fetch(self.sheet.row.id)

    @rx.event
    async def prepare(self, act: str):
        """Unfold what an act needs to know, or fold it again."""
        self._fold()
        if act in self.sheet.acts:
            self.panel = act
        if self.panel == "reschedule":
            await self._open_picker(zone=self._times_zone())
        if self.panel == "reassign":
            await self._find_candidates()

    @rx.event
    async def show_whole_draw(self, event_id: str):
        """Show everybody who was considered in this draw."""
        self._whole_draw = event_id
        if self.is_open:
            await self._fetch(self.sheet.row.id)

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
            self.refusal = wrong.message
            return
        await self._act(
            bookings.reschedule,
            start,
            reason=form.get("reason") or None,
            respect_working_hours=not form.get("set_aside"),
            expected_version=self.sheet.version,
        )

    @rx.event
    async def add_note(self, form: dict[str, Any]):
        """A remark for colleagues."""
        if str(form.get("body", "")).strip():
            await self._act(bookings.add_note, form["body"])

    async def _act(self, verb: Callable[..., object], *args: Any, **kwargs: Any) -> None:
        """Do it and show the booking as it then is; or say why not, and keep what was typed."""
        try:
            await self._ask(verb, self.sheet.row.id, *args, **kwargs)
        except CallboardError as refused:
            self.refusal = sentences(refused)
            if isinstance(refused, SlotUnavailable) and self.panel == "reschedule":
                self._offer_instead([slot.start_at for slot in refused.alternatives])
        else:
            self._fold()
        await self._fetch(self.sheet.row.id)

    async def _show_call(self, booking_id: str) -> None:
        if booking_id != self.sheet.row.id:
            self._fold()
            self._whole_draw = ""
        self.is_open = bool(booking_id)
        if booking_id:
            await self._fetch(booking_id)

    async def _fetch(self, booking_id: str) -> None:
        try:
            known = await self._ask(booking_views.get, booking_id)
        except NotFound:
            self.sheet, self.is_missing = BookingSheet(), True
            return
        customer_zone = known.call.booking.guest_timezone
        self.sheet = booking_sheet(
            known,
            self._zone_of(known.call),
            zone(customer_zone) if customer_zone else None,
            clock.now(),
            whole_draw=self._whole_draw,
        )
        booking = known.call.booking
        self.is_missing, self._preset_id = False, known.preset.id
        self._buffers = booking.buffer_before_minutes, booking.buffer_after_minutes
        self.outcomes = [(outcome, outcome) for outcome in known.preset.outcomes]
        if self.panel not in self.sheet.acts:  # somebody else was faster
            self.panel = ""

    async def _find_candidates(self) -> None:
        answers = await self._ask(slots.explain, replace(self._query(self._start(), self._start()), agent_id=None))
        names = {agent.id: agent.name for agent in await self._ask(members.agents)}
        self.candidates = candidates(answers, names, but=self.sheet.row.agent_id)

    def _offer_instead(self, starts: list[datetime]) -> None:
        super()._offer_instead([start for start in starts if start != self._start()])  # it stands there already

    def _start(self) -> datetime:
        return datetime.fromisoformat(self.sheet.row.starts_at)

    def _query(self, start: datetime, end: datetime) -> SlotQuery:
        return SlotQuery(
            start=start,
            end=end,
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

    def _go(self, booking_id: str):
        query = {**self.router.url.query_parameters, "call": booking_id}
        said = urlencode({name: value for name, value in query.items() if value}, safe=",")
        return rx.redirect(f"{self.router.url.path}?{said}" if said else self.router.url.path)


@open_to("member")
class MasterDrawerState(CallDrawerState, rx.State):
    """The drawer of the master view: its acts come through the surface `admin`."""


@open_to("member")
class MyDrawerState(CallDrawerState, rx.State):
    """The drawer of My schedules: its acts come through the surface `agent`."""

    _surface: ClassVar[Surface] = "agent"
