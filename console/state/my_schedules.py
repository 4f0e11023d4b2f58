"""My schedules: an agent's own calls of today and the coming days, and calls of the pool they could take."""

from dataclasses import replace
from typing import ClassVar

import reflex as rx

from console.scheduling import clock
from console.scheduling.actors import Surface
from console.scheduling.errors import CallboardError, NotAllowed
from console.scheduling.messages.own_day import PoolRow, pool_row
from console.scheduling.messages.rows import BookingRow, DayOfRows, booking_row, by_day
from console.scheduling.rules import ranges
from console.scheduling.services import booking_views, bookings
from console.scheduling.services.booking_views import BookingFilter
from console.state import live
from console.state.agent_week import AgentWeekState
from console.state.calendars import CalendarsState
from console.state.call_drawer import MyDrawerState
from console.state.dnd import DndState
from console.state.gate import open_to, signed_in
from console.state.live import Sight
from console.state.notice import NoticeState
from console.state.outcomes import OutcomesState
from console.state.times import TimesState

_MOST = 200


@open_to("member")
class MySchedulesState(OutcomesState, TimesState, rx.State):
    """The agent's list; its acts come through the surface `agent`."""

    _surface: ClassVar[Surface] = "agent"

    days: list[DayOfRows] = []
    next_call: BookingRow = BookingRow()
    """The call that runs or comes next; without an id there is none."""
    way_in: str = ""
    """Where the next call is joined, once its door is open; empty for calls that are made by phone."""
    may_call: bool = False
    """Whether the next call can be begun by telephone now."""
    unsettled: list[BookingRow] = []
    """Calls that ended without a word about how they went."""
    pool: list[PoolRow] = []
    is_loading: bool = True
    problem: str = ""
    zone_told: str = ""

    @rx.event
    async def load(self):
        """Show the agent's own calls from today on; running it again does no harm."""
        own = Sight(frozenset({signed_in().person.id}), has_pool=True)
        live.watch(self, MySchedulesState.refresh, "booking", "schedule", sight=own)
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show them as they are now."""
        await self._fetch()
        return [DndState.refresh, AgentWeekState.refresh, CalendarsState.refresh]

    @rx.event
    async def begin(self, booking_id: str):
        """The agent calls: the call begins."""
        try:
            await self._ask(bookings.start, booking_id)
        except CallboardError as refused:
            return NoticeState.show("danger", refused.message)
        return MySchedulesState.refresh

    @rx.event
    async def take_over(self, booking_id: str, version: int):
        """Take a pool call over; of two who try, the slower is told."""
        try:
            await self._ask(bookings.take_over, booking_id, expected_version=version)
        except CallboardError as refused:
            await self._fetch()
            return NoticeState.show("danger", refused.message)
        await self._fetch()
        return MyDrawerState.open_call(booking_id)

    async def _fetch(self) -> None:
        try:
            me, now, own = await self._actor(), clock.now(), self._times_zone()
            week = ranges.named("seven_days", own, now)
            mine = BookingFilter(agent_ids=(me.id or "",), limit=_MOST)
            found = await self._ask(booking_views.find, replace(mine, start=week.start, end=week.end))
            unsettled = await self._ask(booking_views.find, replace(mine, needs_outcome=True))
            rows = [booking_row(call, self._zone_of(call), now) for call in found.rows]
            coming = next((row for row in rows if not row.is_over and not row.needs_outcome), BookingRow())
            known = await self._ask(booking_views.get, coming.id) if coming.id else None
            pool = await self._pool()
        except CallboardError as refused:
            self.problem, self.is_loading = refused.message, False
            return
        self.days, self.next_call = by_day(rows), coming
        self.way_in = known.links.agent_join_url if known and known.links and "join" in known.acts else ""
        self.may_call = bool(known and coming.dial and "start" in known.acts)
        self.unsettled = [booking_row(call, self._zone_of(call), now) for call in unsettled.rows]
        self.pool = [pool_row(call, self._zone_of(call), now) for call in pool]
        self.problem, self.is_loading, self.zone_told = "", False, self._zone_told()

    async def _pool(self) -> list[booking_views.BookedCall]:
        """None for those who take no calls."""
        try:
            return await self._ask(booking_views.pool_calls)
        except NotAllowed:
            return []
