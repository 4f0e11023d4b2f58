"""*Now*: what needs somebody at this moment, and the acts that take one press."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

import reflex as rx

from console.scheduling import clock
from console.scheduling.actors import Actor
from console.scheduling.errors import CallboardError
from console.scheduling.messages.now_rows import NowBlock, blocks, newly_waiting
from console.scheduling.rules.now import PRESSING
from console.scheduling.services import booking_views, bookings, now
from console.scheduling.services.now import NowSection
from console.scheduling.services.reminders import outbox
from console.state import live, sharing
from console.state.acting import ask
from console.state.gate import open_to
from console.state.lateness import LatenessState
from console.state.now_tab import NowTabState
from console.state.outcomes import OutcomesState
from console.state.times import TimesState, zone_of


@open_to("member")
class NowState(OutcomesState, LatenessState, TimesState, rx.State):
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
        live.watch(self, NowState.refresh, "booking", "message", "moment")
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show it as it is now."""
        await self._fetch(is_live=True)

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

    def _customer(self, booking_id: str) -> str:
        rows = (row for block in self.blocks for row in block.rows)
        return next((row.call.customer for row in rows if row.call.id == booking_id), "")

    async def _fetch(self, *, is_live: bool = False) -> None:
        """Ask for everything anew, and keep what stands when the core cannot answer."""
        try:
            board = await self._board(is_live=is_live)
        except CallboardError as refused:
            self.problem, self.is_loading = refused.message, False
            return
        self._put(blocks=board.blocks, as_of=board.at.isoformat(), zone_told=self._zone_told())
        self._put(problem="", is_loading=False)
        self._announce(board.sections)
        tab = await self.get_state(NowTabState)
        tab._put(count=sum(section.count for section in board.sections if section.heading in PRESSING))

    async def _board(self, *, is_live: bool) -> "_Board":
        me, times, own = await self._actor(), self._times(), self._times_zone()
        question = ("now", booking_views.sight(me), me.role, times, own)  # the role decides on the acts
        return await sharing.answer(self._app_id(), question, partial(_read, me, times, own), anew=not is_live)

    def _announce(self, sections: list[NowSection]) -> None:
        waiting = frozenset(
            one.call.booking.id for section in sections if section.heading == "waiting" for one in section.calls
        )
        if self._waiting is not None and waiting - self._waiting:
            self.news = newly_waiting(sections, self._waiting)
        self._waiting = waiting


@dataclass(frozen=True, slots=True)
class _Board:
    """What stands under the headings as of an instant, as it was found and as it is shown."""

    sections: list[NowSection]
    blocks: list[NowBlock]
    at: datetime


async def _read(actor: Actor, times: str, own: str) -> _Board:
    sections, at = await ask(now.board, actor), clock.now()
    return _Board(sections, blocks(sections, lambda call: zone_of(call, times, own), at), at)  # pyright: ignore[reportArgumentType]
