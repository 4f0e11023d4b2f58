"""The delivery log of one webhook subscription: what was owed to it, by page and filter, and each attempt."""

import reflex as rx

from console.scheduling.errors import NotAllowed, NotFound
from console.scheduling.messages.words import word
from console.scheduling.rules import ranges
from console.scheduling.rules.zones import zone
from console.scheduling.services import webhooks
from console.scheduling.services.webhooks import EVENTS, LogFilter
from console.state import delivery_rows
from console.state.acting import ActingState
from console.state.delivery_rows import DeliveryRow, Sheet
from console.state.gate import open_to

STATUSES = ("pending", "delivered", "failed", "skipped")
_PAGE = 50


@open_to("member")
class DeliveriesState(ActingState, rx.State):
    """The log below the table of subscriptions, and the drawer with one delivery."""

    subscription_id: str = ""
    url: str = ""
    rows: list[DeliveryRow] = []
    told: str = ""
    """Where in the log we are: `1–50 of 1000`."""
    is_first: bool = True
    is_last: bool = True

    status: str = ""
    """Which deliveries are shown; empty: all. So are the filters below."""
    event: str = ""
    day: str = ""
    """`YYYY-MM-DD`, in the person's zone."""
    search: str = ""

    sheet: Sheet = Sheet()
    is_open: bool = False

    _ends: list[str] = []
    """The last event id of each page before this one."""

    @rx.event
    async def open_log(self, subscription_id: str):
        """Show the log of this subscription."""
        if subscription_id != self.subscription_id:
            self.status = self.event = self.day = self.search = ""
            self._ends, self.is_open = [], False
        self.subscription_id = subscription_id
        await self._fetch()

    @rx.event
    def close_log(self):
        """Show no log."""
        self._clear()

    @rx.event
    async def refresh(self):
        """Show the log, and the open delivery, as they are now."""
        await self._fetch()
        if self.is_open and self.subscription_id:
            await self._look(self.sheet.row.id)

    @rx.event
    async def choose_status(self, status: str):
        """Show deliveries of this status alone, or all."""
        await self._narrow(status=status if status in STATUSES else "")

    @rx.event
    async def choose_event(self, event: str):
        """Show this event alone, or all."""
        await self._narrow(event=event if event in EVENTS else "")

    @rx.event
    async def choose_day(self, day: str):
        """Show what happened on this day, or ever."""
        await self._narrow(day=day)

    @rx.event
    async def look_for(self, search: str):
        """Show what is about this call, event or delivery."""
        await self._narrow(search=search)

    @rx.event
    async def clear_filters(self):
        """Show all again."""
        await self._narrow(status="", event="", day="", search="")

    @rx.event
    async def next_page(self):
        """Show older ones."""
        if not self.is_last and self.rows:
            self._ends = [*self._ends, self.rows[-1].event_id]
            await self._fetch()

    @rx.event
    async def previous_page(self):
        """Show newer ones."""
        self._ends = self._ends[:-1]
        await self._fetch()

    @rx.event
    async def open_delivery(self, delivery_id: str):
        """Show one delivery with its attempts."""
        await self._look(delivery_id)
        self.is_open = True

    @rx.event
    def set_open(self, is_open: bool):
        """Close the drawer."""
        self.is_open = is_open and self.is_open

    async def _narrow(self, **filters: str) -> None:
        for name, value in filters.items():
            setattr(self, name, value)
        self._ends = []
        await self._fetch()

    async def _fetch(self) -> None:
        if not self.subscription_id:
            return
        bounds = ranges.of_dates(self.day, self.day, self._times_zone())
        wanted = LogFilter(
            statuses=[self.status] if self.status else [],
            event=self.event,
            since=bounds.start,
            until=bounds.end,
            search=self.search,
        )
        before = self._ends[-1] if self._ends else None
        try:
            page = await self._ask(webhooks.deliveries, self.subscription_id, wanted, before=before, limit=_PAGE)
        except (NotFound, NotAllowed):
            self._clear()
            return
        tz, skipped = zone(self._times_zone()), len(self._ends) * _PAGE
        self.url, self.rows = page.url, [delivery_rows.row(view, tz) for view in page.rows]
        last = skipped + len(self.rows)
        self.told = word("page_told", first=skipped + 1, last=last, total=page.total) if self.rows else ""
        self.is_first, self.is_last = not self._ends, last >= page.total

    async def _look(self, delivery_id: str) -> None:
        detail = await self._ask(webhooks.delivery, delivery_id)
        self.sheet = delivery_rows.sheet(detail, zone(self._times_zone()))

    def _clear(self) -> None:
        self.subscription_id, self.url, self.rows, self.is_open = "", "", [], False
