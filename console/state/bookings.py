"""The master view's table: the calls that the page's address asks for, one page of them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.messages.rows import BookingRow
from console.scheduling.services import booking_views, bulk_cancels, exports
from console.state import call_pages, live, sharing
from console.state.call_filters import CallFilters
from console.state.call_pages import CallPage
from console.state.calm_rows import CalmRowsState
from console.state.filtered_calls import FilteredCallsState
from console.state.gate import open_to
from console.state.live import Sight
from console.state.outcomes import OutcomesState
from console.state.times import TimesState


@open_to("member")
class BookingsState(FilteredCallsState, CalmRowsState, OutcomesState, TimesState, rx.State):
    """What stands in the table: one page of the calls that the filters ask for."""

    told: str = ""
    """`1-50 of 212`."""
    total: int = 0
    total_told: str = ""
    """`1,204`, or `more than 10,000`."""
    is_last: bool = True
    is_descending: bool = False
    is_loading: bool = True
    problem: str = ""
    zone_told: str = ""
    """`Times in New York`: said once for the whole page."""
    may_book: bool = False
    may_export: bool = False
    exported: str = ""
    """The filters as the export's address says them."""
    may_choose: bool = False
    """Whether this person may act on several calls at once."""
    may_settle: bool = False
    """Whether this person may say how calls went."""

    @rx.event
    async def load(self):
        """Show what the address asks for; running it again does no harm."""
        before, self.filters = self.filters, CallFilters.read(self.router.url.query_parameters)
        live.watch(self, BookingsState.refresh, sight=Sight(frozenset(self.filters.agents) or None))
        self.is_narrowed, self.is_descending = self.filters.is_narrowed, self.filters.is_descending
        self._tell_ways()
        me = await self._actor()
        self.may_book, self.may_settle = booking_views.may_book(me), booking_views.may_say_how_it_went(me)
        self.may_export, self.exported = exports.may_export(me), self.filters.kept().address("")
        self.may_choose = bulk_cancels.may_cancel_many(me)
        self._put(arrived=[])
        await self._fetch(keeps=not self.is_loading and self._listed(before) == self._listed(self.filters))

    @rx.event
    async def refresh(self):
        """Show the same view as it is now: somebody booked, moved or cancelled."""
        await self._fetch(keeps=True, is_live=True)

    @rx.event
    def choose_range(self, name: str):
        """Narrow to a quick range."""
        return self._go(self.filters.narrowed(span=name, order=""))

    @rx.event
    def choose_date(self, side: str, date: str):
        """Narrow to dates of one's own: `start` or `end`, inclusive."""
        return self._go(self.filters.narrowed(span="custom", **{side: date})) if side in ("start", "end") else None

    @rx.event
    def sort_by(self, column: str):
        """Sort by a column; once more, the other way round."""
        return self._go(self.filters.sorted_by(column))

    async def _fetch(self, *, keeps: bool = False, moves: bool = False, is_live: bool = False) -> None:
        """Ask for the page of rows, and keep what stands when the core cannot answer."""
        try:
            page = await self._page(is_live=is_live)
            if not page.rows and self.filters.page > 1:  # the rows of this page are gone, or never were
                self.filters, keeps = self.filters.narrowed(), False
                page = await self._page(is_live=is_live)
        except CallboardError as refused:
            self.problem = refused.message
        else:
            self._put(problem="", zone_told=self._zone_told(), unsettled=page.unsettled)
            self._put(agents=page.agents, teams=page.teams, presets=page.presets, chips=page.chips)
            self._put(told=page.told, total=page.total, total_told=page.total_told, is_last=page.is_last)
            await self._lay(page.rows, is_last=page.is_last, keeps=keeps, moves=moves)
        self._put(is_loading=False)

    def _listed(self, filters: CallFilters) -> CallFilters:
        """What of them decides on the rows."""
        return replace(filters.kept(), page=filters.page)

    async def _page(self, *, is_live: bool) -> CallPage:
        me, times, own = await self._actor(), self._times(), self._times_zone()
        filters = self._listed(self.filters)
        question = ("calls", booking_views.sight(me), filters, times, own)
        read = partial(call_pages.read, me, filters, times, own)
        return await sharing.answer(self._app_id(), question, read, anew=not is_live)

    async def _find(self, ids: Sequence[str]) -> Sequence[BookingRow]:
        if not ids:
            return []
        return await call_pages.find(await self._actor(), ids, self._times(), self._times_zone())
