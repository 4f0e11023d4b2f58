"""Which calls of the master view's table are ticked: some, on any of its pages, or every one that matches."""

import reflex as rx

from console.scheduling.services.bulk_cancels import MOST
from console.state.bookings import BookingsState
from console.state.gate import open_to


@open_to("member")
class CallSelectionState(rx.State):
    """The ticks. They outlast the turning of pages, and go when the filters change: nobody acts on what they cannot see."""

    chosen: list[str] = []
    """The ids of the calls that are ticked, those of other pages too."""
    is_every: bool = False
    """Whether every call that matches is meant, seen or not."""
    _last: str = ""
    """The call that was ticked last: from it on, a click with Shift ticks."""
    _of: str = ""
    """The filters under which they were ticked."""

    @rx.event
    async def keep(self):
        """Forget the ticks when the table shows other calls than before."""
        filters = (await self.get_state(BookingsState)).filters
        shown = filters.narrowed(sort="", order="", call="").address("")
        if shown != self._of:
            self._of = shown
            self._forget()

    @rx.event
    async def tick(self, booking_id: str, is_range: bool):
        """Tick a call, or take its tick away; with `is_range` tick all from the one ticked before up to it."""
        page = await self._page()
        if self.is_every:
            self.chosen, self.is_every = [one for one in page if one != booking_id], False
        elif is_range and self._last in page and booking_id in page:
            first, last = sorted((page.index(self._last), page.index(booking_id)))
            self._add(page[first : last + 1])
        elif booking_id in self.chosen:
            self.chosen = [one for one in self.chosen if one != booking_id]
        else:
            self._add([booking_id])
        self._last = booking_id

    @rx.event
    async def tick_page(self):
        """Tick every call on this page; or none of it, when all are ticked."""
        page = await self._page()
        if self.is_every or set(page) <= set(self.chosen):
            self.chosen, self.is_every = [one for one in self.chosen if one not in page], False
        else:
            self._add(page)

    @rx.event
    def tick_every(self):
        """Mean every call that matches the filters."""
        self.is_every = True

    @rx.event
    def clear(self):
        """Take all ticks away."""
        self._forget()

    def _take(self, ids: list[str]) -> None:
        self.chosen, self.is_every = ids, False

    def _add(self, ids: list[str]) -> None:
        self.chosen = [*self.chosen, *(one for one in ids if one not in self.chosen)][:MOST]

    def _forget(self) -> None:
        self.chosen, self.is_every, self._last = [], False, ""

    async def _page(self) -> list[str]:
        return [row.id for row in (await self.get_state(BookingsState)).rows]
