"""*Now*: what needs somebody at this moment, and the acts that take one press."""

from typing import Any

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages.now_rows import NowBlock, blocks, newly_waiting
from console.scheduling.messages.words import word
from console.scheduling.rules.now import PRESSING
from console.scheduling.services import booking_views, bookings, now
from console.scheduling.services.now import NowSection
from console.scheduling.services.reminders import outbox
from console.state import live
from console.state.call_drawer import MasterDrawerState
from console.state.gate import open_to
from console.state.notice import NoticeState
from console.state.now_tab import NowTabState
from console.state.outcomes import OutcomesState
from console.state.times import TimesState


@open_to("member")
class NowState(OutcomesState, TimesState, rx.State):
    """What stands under each heading. Seconds are counted by the browser, from `as_of` on."""

    blocks: list[NowBlock] = []
    as_of: str = ""
    """ISO 8601: the instant that the rows tell of."""
    news: str = ""
    """Who waits and did not before, said aloud by screen readers."""
    is_loading: bool = True
    problem: str = ""
    zone_told: str = ""
    may_book: bool = False
    _waiting: frozenset[str] | None = None
    """The bookings whose guests waited when one last looked; None before one did."""

    @rx.event
    async def load(self):
        """Show what needs somebody, from now on as it is; running it again does no harm."""
        self.may_book = booking_views.may_book(await self._actor())
        live.watch(self, NowState.refresh, "booking", "moment")
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show it as it is now."""
        await self._fetch()
        return MasterDrawerState.refresh

    @rx.event
    async def confirm(self, booking_id: str):
        """The customer's yes, taken by somebody of ours."""
        return await self._say(bookings.confirm, booking_id)

    @rx.event
    async def begin(self, booking_id: str):
        """The call begins."""
        return await self._say(bookings.start, booking_id)

    @rx.event
    async def send_again(self, message_id: str):
        """Send a message that failed."""
        return await self._say(outbox.send_by_hand, message_id)

    @rx.event
    async def tell_late(self, booking_id: str):
        """Tell the guest that the call starts late; what they were told stands in the row from then on."""
        try:
            told = await self._ask(bookings.tell_late, booking_id)
        except CallboardError as refused:
            return NoticeState.show("danger", refused.message)
        said: dict[str, Any] = {
            "customer": self._customer(booking_id),
            "channel": word(f"channel_{told.channel}"),
            "minutes": told.minutes,
        }
        await self._fetch()
        if not told.goes_out:
            return NoticeState.show("info", word("late_told_nobody", **said))
        return NoticeState.show("success", word("late_told", **said))

    def _customer(self, booking_id: str) -> str:
        rows = (row for block in self.blocks for row in block.rows)
        return next((row.call.customer for row in rows if row.call.id == booking_id), "")

    async def _fetch(self) -> None:
        """Ask for everything anew, and keep what stands when the core cannot answer."""
        try:
            sections = await self._ask(now.board)
        except CallboardError as refused:
            self.problem, self.is_loading = refused.message, False
            return
        at = clock.now()
        self.blocks = blocks(sections, self._zone_of, at)  # pyright: ignore[reportArgumentType]  (calls of ours know zones)
        self.as_of, self.zone_told = at.isoformat(), self._zone_told()
        self.problem, self.is_loading = "", False
        self._announce(sections)
        tab = await self.get_state(NowTabState)
        tab.count = sum(section.count for section in sections if section.heading in PRESSING)

    def _announce(self, sections: list[NowSection]) -> None:
        waiting = frozenset(
            one.call.booking.id for section in sections if section.heading == "waiting" for one in section.calls
        )
        if self._waiting is not None and waiting - self._waiting:
            self.news = newly_waiting(sections, self._waiting)
        self._waiting = waiting
