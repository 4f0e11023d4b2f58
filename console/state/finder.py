"""The search in the frame: whom, or which call, the typed letters lead to, and booking for who is not known yet."""

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages.customers import CustomerLine, customer_line
from console.scheduling.messages.rows import BookingRow, booking_row
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import booking_views, customer_search
from console.state.book_call import BookForAnyoneState, BookForMyselfState
from console.state.gate import open_to
from console.state.times import TimesState

_LONGEST = 200


@open_to("member")
class FinderState(TimesState, rx.State):
    """What stands in the list below the search."""

    answered: str = ""
    """What was looked for last."""
    customers: list[CustomerLine] = []
    call: BookingRow = BookingRow()
    """The call whose reference was typed."""
    told: str = ""
    """Why there is nothing to choose."""
    may_book: bool = False

    @rx.event
    async def look_for(self, typed: str):
        """Look for what stands in the field now."""
        typed, now = typed.strip()[:_LONGEST], clock.now()
        try:
            found = await self._ask(customer_search.find, typed)
        except CallboardError as refused:
            self.customers, self.call, self.may_book, self.told = [], BookingRow(), False, refused.message
        else:
            tz = zone(self._times_zone())
            self.customers = [customer_line(one, tz, now) for one in found.customers]
            self.call = booking_row(found.call, self._zone_of(found.call), now) if found.call else BookingRow()
            is_found = bool(self.customers or found.call)
            self.told = word("find_too_short") if found.is_too_short else "" if is_found else word("find_nobody")
            self.may_book = not found.is_too_short and await self._form() is not None
        self.answered = typed

    @rx.event
    async def book(self):
        """Book a call for whom was looked for, on the page where this person books."""
        form = await self._form()
        return form.open_for(self.answered) if form else None

    async def _form(self) -> type[BookForAnyoneState] | type[BookForMyselfState] | None:
        """The form by which this person may book: for any agent, for themself, or not at all."""
        me = await self._actor()
        if booking_views.may_book(me):
            return BookForAnyoneState
        return BookForMyselfState if booking_views.may_book(me.on("agent")) else None
