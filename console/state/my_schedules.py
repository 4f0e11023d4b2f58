"""My schedules: an agent's own calls of today and the coming days, and calls of the pool they could take."""

from datetime import datetime
from typing import ClassVar

import reflex as rx

from console.scheduling import clock
from console.scheduling.actors import Surface
from console.scheduling.errors import CallboardError, NotAllowed
from console.scheduling.messages.call_card import CallCard, call_card
from console.scheduling.messages.own_day import PoolRow, pool_row, today_and_later
from console.scheduling.messages.rows import BookingRow, DayOfRows, booking_row
from console.scheduling.messages.words import word
from console.scheduling.rules import limits
from console.scheduling.services import booking_links, bookings, own_day, pool
from console.scheduling.services.own_day import OwnDay
from console.scheduling.services.pool import PoolCall
from console.state import live
from console.state.agent_week import AgentWeekState
from console.state.calendars import CalendarsState
from console.state.dnd import DndState
from console.state.gate import open_to, signed_in
from console.state.lateness import LatenessState
from console.state.link_code import LinkCodeState
from console.state.live import Sight
from console.state.next_call import NextCallState
from console.state.notice import NoticeState
from console.state.outcomes import OutcomesState
from console.state.times import TimesState


@open_to("member")
class MySchedulesState(OutcomesState, LatenessState, TimesState, rx.State):
    """The agent's list; its acts come through the surface `agent`."""

    _surface: ClassVar[Surface] = "agent"

    today: list[BookingRow] = []
    later: list[DayOfRows] = []
    pressing: list[CallCard] = []
    """Calls for which somebody waits, beside the one in hand."""
    unsettled: list[CallCard] = []
    """Calls that ended without a word about how they went."""
    said: dict[str, str] = {}
    """What is being written about how calls went, by call."""
    pool: list[PoolRow] = []
    unfit: list[PoolRow] = []
    """Calls of the pool at times when the agent is not free."""
    share_link: str = ""
    """Where customers can book this agent; known while nobody has."""
    news: str = ""
    """Who waits, said aloud by screen readers."""
    as_of: str = ""
    """ISO 8601: the instant that the page tells of; the browser counts from it."""
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
        """Show them as they are now; what is being typed stays."""
        await self._fetch()
        return [DndState.refresh, AgentWeekState.refresh, CalendarsState.refresh]

    @rx.event
    async def show_link(self):
        """Show the link at which customers book this agent."""
        url = await self._ask(booking_links.own)
        return LinkCodeState.show(word("own_share_link"), url) if url else NoticeState.show("info", word("no_own_link"))

    @rx.event
    async def begin(self, booking_id: str):
        """The agent calls: the call begins."""
        return await self._say(bookings.start, booking_id)

    @rx.event
    def say(self, booking_id: str, typed: str):
        """Keep what is being written about how a call went."""
        self.said = {**self.said, booking_id: typed[: limits.NOTES_LENGTH]}

    @rx.event
    async def say_done(self, booking_id: str, outcome: str = ""):
        """The call took place, with this outcome and what was written about it."""
        note, customer = self.said.get(booking_id, "").strip(), self._customer(booking_id)
        try:
            await self._ask(bookings.done, booking_id, outcome=outcome or None, note=note or None)
        except CallboardError as refused:
            return NoticeState.show("danger", refused.message)
        self.said = {each: typed for each, typed in self.said.items() if each != booking_id}
        settled = word("own_settled", customer=customer, outcome=outcome or word("status_completed"))
        return [MySchedulesState.refresh, NoticeState.show("success", settled)]

    @rx.event
    async def take_over(self, booking_id: str, version: int):
        """Take a pool call over; of two who try, the slower is told who has it."""
        taken = next((row for row in self.pool if row.id == booking_id), PoolRow())
        try:
            await self._ask(bookings.take_over, booking_id, expected_version=version)
        except CallboardError as refused:
            await self._fetch()
            return NoticeState.show("danger", refused.message)
        await self._fetch()
        said = word("pool_taken", customer=taken.customer, when=f"{taken.day}, {taken.time}")
        return NoticeState.show("success", said)

    def _customer(self, booking_id: str) -> str:
        rows = (*self.today, *(row for day in self.later for row in day.rows), *(card.row for card in self.unsettled))
        return next((row.customer for row in rows if row.id == booking_id), "")

    async def _fetch(self) -> None:
        """Ask for everything anew, and keep what stands when the core cannot answer."""
        try:
            day = await self._ask(own_day.board, self._times_zone())
            found = await self._pool()
            is_empty = not day.calls and not day.unsettled
            link = await self._ask(booking_links.own) if is_empty and not self.share_link else self.share_link
        except CallboardError as refused:
            self.problem, self.is_loading = refused.message, False
            return
        now = clock.now()
        self._show_day(day, now)
        rows = [pool_row(one, self._zone_of(one.call), now) for one in found]
        self.pool, self.unfit = [row for row in rows if not row.why_not], [row for row in rows if row.why_not]
        self.share_link, self.problem, self.is_loading = link, "", False
        self.zone_told, self.as_of = self._zone_told(), now.isoformat()
        next_call = await self.get_state(NextCallState)
        next_call._show(day, now)
        in_hand = [*self.pressing, next_call.card]
        self.news = next((card.stands_out for card in in_hand if card.stands_out), "")

    def _show_day(self, day: OwnDay, now: datetime) -> None:
        rows = [booking_row(call, self._zone_of(call), now) for call in day.calls]
        self.today, self.later = today_and_later(rows)
        self.pressing = [call_card(one, self._zone_of(one.call), now) for one in day.pressing]
        self.unsettled = [call_card(one, self._zone_of(one.call), now) for one in day.unsettled]

    async def _pool(self) -> list[PoolCall]:
        """None for those who take no calls."""
        try:
            return await self._ask(pool.calls)
        except NotAllowed:
            return []
