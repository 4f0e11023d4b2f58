"""The list of customers: by their latest call, or those whom a search finds."""

from urllib.parse import urlencode

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages.customers import CustomerLine, customer_line
from console.scheduling.rules.zones import zone
from console.scheduling.services import customer_search
from console.state import live
from console.state.gate import open_to
from console.state.reading import ReadingState
from console.state.times import TimesState

_LONGEST = 200
_MOST = 1000
"""So many rows one page shows at last; a search finds the rest."""


@open_to("member")
class CustomersState(TimesState, ReadingState, rx.State):
    """The rows. The search stands in the address as `?q=`."""

    rows: list[CustomerLine] = []
    search: str = ""
    has_more: bool = False
    _after: str | None = None

    @rx.event
    async def load(self):
        """Show what the address asks for, from now on as it is."""
        self.search = self.router.url.query_parameters.get("q", "")[:_LONGEST]
        await self._fetch()
        live.watch(self, CustomersState.refresh, "customer")

    @rx.event
    async def refresh(self):
        """Show the list as it is now; who has turned to further rows keeps them."""
        if len(self.rows) <= customer_search.PAGE:
            await self._fetch()

    @rx.event
    def search_for(self, typed: str):
        """Look for a phone, a name, an e-mail or a reference."""
        query = {"q": typed.strip()[:_LONGEST]} if typed.strip() else {}
        path = self.router.url.path
        return rx.redirect(f"{path}?{urlencode(query)}" if query else path, replace=True)

    @rx.event
    async def show_more(self):
        """Show the next rows, too."""
        if self.has_more:
            await self._fetch(self._after)

    async def _fetch(self, after: str | None = None) -> None:
        try:
            found = await self._ask(customer_search.page, self.search, after=after)
        except CallboardError as refused:
            self._not_read(refused)
            if self.refusal:
                self.rows, self.has_more = [], False
        else:
            tz, now = zone(self._times_zone()), clock.now()
            before = self.rows if after else []
            self.rows = [*before, *(customer_line(one, tz, now) for one in found.customers)]
            self._after = found.after
            self.has_more = found.after is not None and len(self.rows) < _MOST
            self._was_read()
